"""A question of several parts answered part by part (分别作答): each part is answered or named as not found.

What is asked of several sides is answered for each, after whether they are ruled alike; what one rule says of several
parts is said once for all of them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.answer.compose import MAX_ANSWER, Pair, compose, figure_of, words_of
from kb.answer.evidence import Evidence
from kb.answer.finding import citation_of
from kb.answer.leading_words import nearest_phrase
from kb.answer.part_evidence import at_fact, at_side, settles
from kb.answer.span import quoted
from kb.answer.verdict import verdict
from kb.answer.verify import verified
from kb.data import load_toml
from kb.language.pairs import bigrams
from kb.language.sentences import phrases
from kb.language.vocabulary import GENERAL_SCOPE
from kb.question.parts import Part
from kb.question.question import Question
from kb.types import Citation, Clause

_LEAST_ROOM = 14
_PLAIN = "规定是："
_FAR = 180
_SHORT = 20
# Kinds of question whose answer says more than the words of the finding.
_COMPOSED = ("yesno", "who")
_END = "。；;，,、：:"
_LEADS_ON = ("：", ":")


@dataclass(frozen=True, slots=True)
class Answered:
    """A part of a question, understood; with the finding that answers it and its clause, None where nothing does.

    `told` are the words of the finding that say it, `verdict` what they say of what the part claims, `others` how other
    kinds of organisation are ruled.
    """

    part: Part
    question: Question
    finding: Citation | None = None
    clause: Clause | None = None
    told: Citation | None = None
    verdict: str | None = None
    others: tuple[Pair, ...] = ()

    @property
    def figure(self) -> str:
        """What the finding says in numbers: 每年至少1次."""
        f = self.finding
        return "" if f is None else figure_of(f)

    @property
    def is_figure(self) -> bool:
        """Whether the figure alone answers."""
        return bool(self.figure) and self.question.kind != "yesno"

    def said(self, *, fully: bool = False) -> str:
        """The finding in words, empty where there is none: its figure alone, else what the answer to the part says.

        `fully` in all the words of the finding.
        """
        if self.finding is None or self.clause is None:
            return ""
        if self.is_figure:
            return self._figures()
        wide = fully or self.told is None or self.told.quote.rstrip()[-1:] in _LEADS_ON
        told = self.finding if wide or self.told is None else self.told
        if self.question.kind not in _COMPOSED:
            return words_of((self.clause, told)).rstrip(_END)
        said = compose(self.question, [(self.clause, told)], verdict=self.verdict).removeprefix(_PLAIN)
        lead, _, rest = said.rstrip(_END).partition("。")
        return f"{lead}，{rest}" if rest and len(lead) <= _SHORT else said.rstrip(_END)

    def _figures(self) -> str:
        """The figure; where no kind of organisation is named, those it binds, and how the others are ruled."""
        if self.clause is None or self.question.scopes:
            return self.figure
        kinds: dict[str, list[str]] = {self.figure: list(self.clause.scope)}
        for clause, f in self.others:
            kinds.setdefault(figure_of(f), []).extend(clause.scope)
        of = {figure: [k for k in dict.fromkeys(each) if k != GENERAL_SCOPE] for figure, each in kinds.items()}
        each = [f"{figure}（{'、'.join(bound)}）" if bound else figure for figure, bound in of.items()]
        return "，".join(each)


def answered(part: Part, question: Question, evidence: Sequence[Evidence], chance: float,
             clauses: Mapping[str, Clause], log: logging.Logger) -> Answered:
    """A part with the first of its evidence that answers it.

    `question` is the part understood, `chance` the probability that it has an answer.
    """
    for e in evidence:
        if settles(part, question, e, chance):
            own = at_fact(at_side(e, part, question), part)
            found = verified([citation_of(quoted(own, question)), citation_of(own)], clauses, log)
            if len(found) > 1:
                decided = verdict(question, e.analysis, e.frame, found[0].quote)
                return Answered(part, question, found[0], e.clause, found[1], decided, _others(
                    part, question, [o for o in evidence if o is not e], e.clause, clauses, log))
    return Answered(part, question)


def _others(part: Part, question: Question, evidence: Sequence[Evidence], first: Clause,
            clauses: Mapping[str, Clause], log: logging.Logger) -> tuple[Pair, ...]:
    """The figures by which other kinds of organisation are ruled, where the part names none: one a kind."""
    told, out = set(first.scope), list[Pair]()
    for e in evidence:
        if question.scopes or told & set(e.clause.scope):
            continue
        for f in verified([citation_of(quoted(at_fact(e, part), question))], clauses, log):
            if figure_of(f):
                out.append((e.clause, f))
                told |= set(e.clause.scope)
    return tuple(out)


def one_answer(parts: Sequence[Answered]) -> bool:
    """Whether all parts are answered, and by the same words: then they are one question after all."""
    said = {(a.finding.clause_id, a.finding.start, a.finding.end, a.figure) if a.finding else None for a in parts}
    return len(said) == 1 and None not in said


def findings_of(parts: Sequence[Answered]) -> list[Citation]:
    """What the parts stand on, in their order; what is quoted of one clause as one where it lies together."""
    out: list[Citation] = []
    for a in parts:
        if a.finding is None or a.clause is None:
            continue
        for clause, finding in ((a.clause, a.finding), *(a.others if a.is_figure else ())):
            n = next((n for n, f in enumerate(out) if _lie_together(f, finding)), None)
            if n is None:
                out.append(finding)
            else:
                out[n] = _spanning(out[n], finding, clause)
    return out


def _lie_together(f: Citation, g: Citation) -> bool:
    return f.clause_id == g.clause_id and max(f.end, g.end) - min(f.start, g.start) <= _FAR


def _spanning(f: Citation, g: Citation, clause: Clause) -> Citation:
    """Two citations of one clause as one over both; its figure is that of both, or none."""
    start, end = min(f.start, g.start), max(f.end, g.end)
    if (f.start, f.end) == (start, end):
        return f
    value, period = (f.value, f.period) if (f.value, f.period) == (g.value, g.period) else (None, None)
    return replace(f, quote=clause.text[start:end], start=start, end=end, value=value, period=period)


def compose_apart(question: Question, parts: Sequence[Answered], *, stated: str) -> str:
    """The short answer to a question of several parts, at most MAX_ANSWER characters.

    `stated` is the question in the letters it was asked in.
    """
    phrases = load_toml("phrases.toml")
    missing, differ = phrases["part_missing"], question.asks_difference
    of: dict[str, list[Answered]] = {}
    for a in parts:
        of.setdefault(a.said(fully=differ) or missing, []).append(a)
    verdict = ""
    if differ and missing not in of:
        verdict = phrases["same" if len(of) == 1 else "differs"]
    heads = {said: "、".join(_as_stated(a.part.label, stated) for a in each) + "：" for said, each in of.items()}
    long = [said for said, each in of.items() if len(said) > _SHORT and not each[0].is_figure and said != missing]
    taken = len(verdict) + sum(len(heads[said]) + 1 + len(said) * (said not in long) for said in of)
    room = max(_LEAST_ROOM, (MAX_ANSWER - taken) // max(1, len(long)))
    told = (heads[said] + (_excerpt(said, each[0], room) if said in long else said) for said, each in of.items())
    return _clip(verdict + "；".join(told) + "。", MAX_ANSWER)


def _as_stated(label: str, stated: str) -> str:
    at = stated.lower().find(label)
    return stated[at:at + len(label)] if at >= 0 else label


def _excerpt(words: str, a: Answered, room: int) -> str:
    """As much of the words as there is room for, from the phrase on that says the most of what the part asks."""
    if len(words) <= room:
        return words
    spans = phrases(words)
    n = nearest_phrase(words, spans, bigrams(a.part.side or a.part.own), a.question.beside)
    first = spans[n or 0][0] if spans else 0
    first = 0 if first <= room - _LEAST_ROOM else min(first, max(0, len(words) - room))
    return _clip(words[first:], room)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit - 1].rstrip(_END) + "…"
