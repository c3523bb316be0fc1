"""Answering (作答): a query in, a cited answer out. The command line, the API and the pages all call this."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.answer.answerability import Answerability
from kb.answer.apart import Answered, answered, compose_apart, findings_of, one_answer
from kb.answer.compose import compose, not_found
from kb.answer.consideration import NEAREST, Consideration, Considered
from kb.answer.evidence import Evidence, share_held, subject_of, weigh
from kb.answer.excised import Spans, overlaps, without_gone
from kb.answer.finding import citation_of
from kb.answer.followup import Reading
from kb.answer.followup import chosen as chosen_reading
from kb.answer.judge import Judge
from kb.answer.listener import Listener
from kb.answer.pinned import Pinned
from kb.answer.retelling import retold
from kb.answer.span import quoted
from kb.answer.structure import Structure
from kb.answer.verdict import verdict
from kb.answer.verify import verified
from kb.answer.whole import Passage, Whole
from kb.cite import citation
from kb.data import load_toml
from kb.errors import QuestionError
from kb.language.fits import any_role_fits
from kb.question.conversation import Conversation, recent
from kb.question.finder import Finder, Retriever
from kb.question.introduction import without_introduction
from kb.question.parts import Part
from kb.question.question import Question
from kb.question.quiz_request import quiz_request
from kb.question.reduction import asking_part
from kb.search.holdings import Holdings
from kb.search.recall import Filters
from kb.search.searcher import Found
from kb.types import Answer, Citation, CitedClause, Clause, Hit, Pin, Query

MAX_QUESTION = 2000
# Who asks the same of several sides presumes that each has an answer: the least probability of the clause for one side,
# where another side is answered. Of the dev questions that are refused 16 that have an answer reach it, 2 more with the
# wrong clause, and 11 of the 89 that have none.
_PRESUMED = 0.3
# What may be asked within a named article, instead of its words.
_WITHIN = ("count", "when", "yesno", "who")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_log = logging.getLogger(__name__)


class Answerer:
    """Answers questions from one library and its index. Safe to share between threads."""

    def __init__(self, held: Holdings, documents: Mapping[str, tuple[str, str]], finder: Finder, *,
                 judge: Judge | None = None, answerability: Answerability | None = None,
                 files: Mapping[str, str] | None = None, editions: Mapping[str, str] | None = None,
                 without: frozenset[str] | None = None,
                 pins: Sequence[Pin] = (), repealed: Mapping[str, str] | None = None,
                 gone: Mapping[str, Spans] | None = None) -> None:
        """`held` are the clauses that the finder's index was built over; `documents` maps ids to title and status.

        Documents and single clauses `without` are left out and `held` has none of theirs; where nothing is said of
        any, documents that are repealed answer nothing. `repealed` tells how clauses stand that are out of force
        alone, by id, `gone` which parts of clauses, as stretches of their text, are no longer quoted.

        `files` names the files of the documents, by id, where those are known: people call a document by either name.
        `editions` tells documents of one title apart, by id: by issuer, year or number. `pins` are questions that a
        clause was named for.
        """
        self._finder = finder
        self._recall = finder.recall
        self._clauses = held
        self._titles = dict(documents)
        self._repealed = dict(repealed or {})
        self._gone = dict(gone or {})
        names = {d: (title, *(n for n in [(files or {}).get(d)] if n)) for d, (title, _) in documents.items()}
        titles = {d: f"{(editions or {}).get(d, '')}{title}" for d, (title, _) in documents.items()}
        self._filters = Filters() if without is None else Filters(in_force=False, without=without)
        self._consideration = Consideration(held, titles, finder, judge=judge, answerability=answerability,
                                            filters=self._filters)
        self._listener = Listener(held, finder)
        self._pinned = Pinned(pins, self._clauses, finder)
        self._structure = Structure(held, names, finder.recall, finder.tokenizer)

    @property
    def finder(self) -> Finder:
        """What finds the clauses."""
        return self._finder

    def answer(self, query: Query) -> Answer:
        """The answer to `query`. Raises QuestionError where the question is longer than MAX_QUESTION characters."""
        began = time.perf_counter()
        question = _MARKUP.sub(" ", query.question).strip()
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"问题太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短后再问。")
        if not any(ch.isalnum() for ch in question):
            text = "没有看到问题。请输入想查的内容，例如：党支部书记每年至少上几次党课"
            return Answer(query.question, "invalid", text, took_ms=_ms(began))
        tidied = self._finder.tidy(question)
        if self._listener.is_chat(question) or self._listener.is_chat(tidied):
            return Answer(query.question, "not_found", load_toml("phrases.toml")["about"], took_ms=_ms(began))
        earlier = [self._finder.tidy(h) for h in recent(query.history)]
        conversation = self._listener.hear(tidied, earlier)
        about = (conversation.before or "") if conversation.about is not None else ""
        asked = quiz_request(question) or quiz_request(tidied) or quiz_request(about)
        if asked is not None:
            return Answer(query.question, "answered", asked.text, took_ms=_ms(began), link=asked.address)
        typed, question = question, tidied
        if conversation.about is not None and conversation.before is not None:
            answer = retold(self._above(query, question, earlier), conversation.about, self._clauses, self._titles)
        else:
            answer = self._chosen(query, question, conversation)
        if answer.understood_as is None and self._finder.misspelt(typed):
            answer = replace(answer, understood_as=tidied)
        return replace(answer, took_ms=_ms(began))

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10, scope: str | None = None,
               role: str | None = None) -> list[CitedClause]:
        """Ranked clauses without an answer, of those that bind this kind of organisation and this role.

        Raises QuestionError where there is nothing to search for, or too much.
        """
        if len(question) > MAX_QUESTION:
            raise QuestionError(f"检索词太长：{len(question)} 个字，上限 {MAX_QUESTION} 个字。请缩短。")
        if not any(ch.isalnum() for ch in question):
            raise QuestionError("检索词是空的。请输入要找的词语。")
        chosen = replace(self._filters, scope=scope, role=role, in_force=False)
        depth = None if scope or role or chosen.without else k
        hits = self._finder.search(question, retriever=retriever, k=depth)
        return [self._cited(h) for h in hits if self._recall.admits(h.clause_id, chosen)][:k]

    def consider(self, question: str, *, scope: str | None = None, role: str | None = None, within: str = ""
                 ) -> Considered:
        """What an answer to a question that stands alone is decided on; `within` is the one that it is a part of."""
        return self._consideration.consider(question, scope=scope, role=role, within=within)

    def _chosen(self, query: Query, stated: str, conversation: Conversation) -> Answer:
        """The answer to the reading that holds of what was `stated`."""
        return chosen_reading(conversation, lambda: self._listener.says(conversation),
                              lambda text: self._reading(query, stated, text))

    def _above(self, query: Query, stated: str, earlier: Sequence[str]) -> Answer:
        """The last answer of a conversation, read as it was then, that was not itself about another."""
        turns = (self._listener.hear(earlier[n], earlier[:n]) for n in reversed(range(len(earlier))) if earlier[n])
        return self._chosen(query, stated, next(turn for turn in turns if turn.about is None))

    def _reading(self, query: Query, stated: str, text: str) -> Reading:
        """The answer to one reading of what was `stated`."""
        considered = self.consider(text, scope=query.scope, role=query.role)
        named = self._pinned.clause_for(text)
        if named is not None and self._recall.admits(named.id, replace(self._filters, scope=query.scope,
                                                                       role=query.role)):
            return Reading(self._standing_on(named, query, stated, text, considered), 1.0, lambda: 1.0)
        rest = without_introduction(text)
        if rest is not None and not self._consideration.answering(considered):
            plain = self.consider(rest, scope=query.scope, role=query.role)
            considered = plain if self._consideration.answering(plain) else considered
        asking = asking_part(text)
        if asking != text and not self._consideration.answering(considered):
            shorter = self.consider(asking, scope=query.scope, role=query.role, within=text)
            considered = shorter if self._consideration.answering(shorter) else considered
        answer = self._answer(query, stated, text, considered)
        return Reading(answer, considered.answerable, lambda: self._held(stated, answer))

    def _held(self, stated: str, answer: Answer) -> float:
        """The share of what was stated that the first clause of an answer holds."""
        if not answer.findings:
            return 0.0
        own = subject_of(self._finder.as_it_stands(stated), self._recall.pair_rarity)
        return share_held(own, self._recall.analysis(answer.findings[0].clause_id))

    def _answer(self, query: Query, stated: str, question: str, considered: Considered) -> Answer:
        """The answer to `question`, the completed form of what was `stated`."""
        asked = considered.question
        filters = replace(self._filters, scope=query.scope, role=query.role)
        whole = self._structure.answer(considered.stated, [e.clause for e in considered.evidence],
                                       admits=lambda c: self._recall.admits(c.id, filters))
        apart = [] if whole is not None else self._apart(query, considered.stated)
        answering = [] if whole is not None or apart else self._consideration.answering(considered)
        if answering:
            whole = self._structure.counted_up(asked, answering[0].clause)
        answering = [e for e in answering if not overlaps(self._gone.get(e.clause.id, ()), e.start, e.end)]
        chosen = self._within(whole, asked) if whole is not None else [quoted(e, asked) for e in answering]
        findings = findings_of(apart) if apart else verified([citation_of(e) for e in chosen], self._clauses, _log)
        standing = without_gone(findings, self._gone, self._clauses)
        cut, findings = standing != findings, standing
        pairs = [(self._clauses[f.clause_id], f) for f in findings]
        if cut and pairs:
            text = compose(replace(asked, kind="what"), pairs)
        elif apart and pairs:
            text = compose_apart(asked, apart, stated=question)
        elif whole is not None and not cut and not (whole.within and asked.kind in _WITHIN):
            text = whole.text
        elif not pairs:
            text = not_found(asked, question, [e.clause for e in considered.evidence[:NEAREST]])
        else:
            first = self._recall.analysis(pairs[0][0].id)
            decided = verdict(asked, first, chosen[0].frame, pairs[0][1].quote)
            text = compose(asked, pairs, rules=first.obligations, verdict=decided)
        ranked = self._ranked(considered.found, findings, max(query.k, len(findings)))
        return Answer(query.question, "answered" if pairs else "not_found", text, tuple(findings),
                      tuple(self._cited(h) for h in ranked),
                      understood_as=question if question != stated else None)

    def standing_on(self, query: Query, clause_id: str) -> Answer | None:
        """What the question would answer if this clause were named for it; None where the clause is not in force."""
        clause = self._clauses.get(clause_id)
        if clause is None:
            return None
        question = self._finder.tidy(query.question)
        return self._standing_on(clause, query, question, question, self.consider(question))

    def _standing_on(self, clause: Clause, query: Query, stated: str, question: str, considered: Considered) -> Answer:
        """The answer that quotes a clause whole, as an administrator named it for the question."""
        whole = self._all_of(Passage(clause, 0, len(clause.text)))
        findings = without_gone(verified([citation_of(whole)], self._clauses, _log), self._gone, self._clauses)
        if not findings:
            return self._answer(query, stated, question, considered)
        ranked = self._ranked(considered.found, findings, max(query.k, len(findings)))
        text = compose(replace(considered.question, kind="what"), [(clause, f) for f in findings])
        return Answer(query.question, "answered", text, tuple(findings), tuple(self._cited(h) for h in ranked),
                      understood_as=question if question != stated else None)

    def _apart(self, query: Query, asked: Question) -> list[Answered]:
        """The parts of a question, each asked alone; nothing where it has none, or is one question after all."""
        out: list[Answered] = []
        for n, part in enumerate(asked.parts):
            out.append(self._answered(query, asked, part))
            if n and out[-1].finding is None and not part.side:
                out[-1] = self._leaning(query, out[-1], asked.parts[n - 1])
        if any(a.finding and a.part.side for a in out):
            out = [self._answered(query, asked, a.part, presumed=True) if a.part.side and not a.finding else a
                   for a in out]
        return [] if one_answer(out) and not asked.asks_difference or not any(a.finding for a in out) else out

    def _answered(self, query: Query, asked: Question, part: Part, *, presumed: bool = False) -> Answered:
        """The answer to one part; `presumed` takes less evidence for it."""
        alone = self.consider(part.text, scope=query.scope, role=query.role, within=asked.without_others(part))
        fitting = self._fitting_part(alone, presumed=presumed)
        return answered(part, alone.question, fitting, alone.answerable, self._clauses, _log)

    def _leaning(self, query: Query, alone: Answered, before: Part) -> Answered:
        """A part that nothing answers as it stands, read as one that leans on the part before it, where that helps."""
        text = self._listener.hear(alone.part.own, (before.text,)).likeliest
        if text == alone.part.text:
            return alone
        read = self.consider(text, scope=query.scope, role=query.role)
        return answered(alone.part, read.question, self._fitting_part(read, presumed=False), read.answerable,
                        self._clauses, _log)

    def _fitting_part(self, considered: Considered, *, presumed: bool) -> list[Evidence]:
        """The evidence that answers one part; where any of it binds the role that the part names, only that."""
        least = 0.0 if presumed and max(considered.probabilities, default=0.0) >= _PRESUMED else None
        answering, roles = self._consideration.answering(considered, least=least), considered.question.roles
        return [e for e in answering if any_role_fits(roles, e.clause.roles)] or answering

    def _within(self, whole: Whole, asked: Question) -> list[Evidence]:
        """The passages of an answer from the structure; of a named article, what the question asks within it."""
        if not (whole.within and asked.kind in _WITHIN):
            return [self._all_of(p) for p in whole.passages]
        analysis = self._recall.analysis(whole.passages[0].clause.id)
        subject = subject_of(asked, self._recall.pair_rarity)
        return [quoted(weigh(analysis, asked, subject, [0.0] * len(analysis.sentences)), asked)]

    def _all_of(self, passage: Passage) -> Evidence:
        """A passage that answers as a whole."""
        analysis = self._recall.analysis(passage.clause.id)
        return Evidence(analysis, analysis.sentences[0], passage.start, passage.end, 1.0, 1.0, 0, 1.0, None)

    def _ranked(self, found: Found, findings: Sequence[Citation], k: int) -> list[Hit]:
        first = list(dict.fromkeys(f.clause_id for f in findings))
        scores = {h.clause_id: h.score for h in found.hits}
        rest = [h for h in found.hits if h.clause_id not in first]
        return [Hit(c, scores.get(c, 0.0)) for c in first] + rest[:max(0, k - len(first))]

    def _cited(self, hit: Hit) -> CitedClause:
        clause = self._clauses[hit.clause_id]
        title, status = self._titles[clause.document_id]
        status = self._repealed.get(clause.id, status)
        return CitedClause(clause, title, citation(clause, title), status, round(hit.score, 4))


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)


