"""Answering as of a day (按日期作答): from what is in force on it, or from the edition that a question asks for."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import count

from kb.answer.compose import MAX_ANSWER
from kb.answer.consideration import Considered
from kb.answer.engine import Answerer
from kb.answer.excised import marked, overlaps
from kb.answer.notices import Notices
from kb.answer.remembered import Remembered, form_of
from kb.data import load_toml
from kb.errors import SearchIndexError
from kb.question.editions import EditionAsked, edition_asked
from kb.question.finder import Finder, Retriever
from kb.search.engine import holdings_of
from kb.search.holdings import Holdings
from kb.store.library import Library
from kb.store.pinned import pins as pins_of
from kb.types import Answer, CitedClause, Clause, Notice, Pin, Query, Status
from kb.validity.days import in_words, last_day
from kb.validity.parts import gone_on, has_ended
from kb.validity.timeline import Timeline
from kb.validity.title import edition_title

# So many sets of documents are kept ready: today's, and what was asked for besides.
_VIEWS = 6
_DAYS = 64
_LEAST = 3
_SERIALS = count()


class DatedAnswerer:
    """Answers questions from what is in force on a day, today unless another is asked for. Safe to share between
    threads.
    """

    def __init__(self, held: Holdings, titles: Mapping[str, str], finder: Finder, known: Timeline, *,
                 ending: Sequence[Clause] = (), files: Mapping[str, str] | None = None,
                 editions: Mapping[str, str] | None = None, today: Callable[[], date] = date.today,
                 pins: Sequence[Pin] = (), remembered: Remembered | None = None) -> None:
        """`held` are all the clauses that the finder's index was built over; `titles` and `files` name the documents
        and `editions` tells those of one title apart, by id; `known` tells when they are in force, and `today` which
        day it is, in local time; `ending` are the clauses that other documents repeal alone, wholly or in part; `pins`
        are questions that a clause was named for; `remembered` is where answers are kept, without one nowhere.
        """
        self._remembered, self._serial = remembered or Remembered(0), next(_SERIALS)
        self._held = held
        self._alone = tuple(c for c in ending if c.repealed_by is not None)
        self._parted = tuple(c for c in ending if c.gone)
        self._titles = dict(titles)
        self._finder = finder
        self._known = known
        self._files = dict(files or {})
        self._today = today
        self._pins = tuple(pins)
        self._notices = Notices(held, titles, known)
        self._editions_told = dict(editions or {})
        self._keys = {d: edition_title(t).key for d, t in titles.items()}
        self._made = lru_cache(maxsize=_VIEWS)(self._view_of)
        self._out = lru_cache(maxsize=_DAYS)(self._out_on)
        for left_out in {self._out(today()), frozenset[str]()}:  # what the first questions need, before they come
            self._view(left_out, today())

    @classmethod
    def of_library(cls, library: Library, finder: Finder, *, remembered: Remembered | None = None) -> DatedAnswerer:
        """Over a library. Raises SearchIndexError where the index was built from another revision of it."""
        if finder.recall.revision != library.revision():
            raise SearchIndexError("索引比知识库旧。请运行 kb index。")
        titles = {d: title for d, (title, _) in library.titles().items()}
        return cls(holdings_of(finder.recall, library), titles, finder, library.timeline(), ending=library.ending(),
                   files=library.file_names(), editions=library.editions(), today=library.today,
                   pins=pins_of(library), remembered=remembered)

    @property
    def finder(self) -> Finder:
        """What finds the clauses."""
        return self._finder

    @property
    def clauses(self) -> Holdings:
        """Every clause, in force or not, by id, in document order."""
        return self._held

    @property
    def documents(self) -> dict[str, tuple[str, str]]:
        """Title of every document and how it stands today, by id."""
        return self._statuses(self._today())

    def answer(self, query: Query) -> Answer:
        """The answer to `query`. Raises QuestionError where the question is longer than MAX_QUESTION characters."""
        began, today, form = time.perf_counter(), self._today(), form_of(query)
        if form is None:
            return self._answer(query, today)
        # an answerer has one state of the library, its pins and its index: another one remembers apart
        key = (self._serial, form, query.history, query.scope, query.role, query.k, query.as_of, today)
        answer = self._remembered.answer(key, lambda: self._answer(query, today))
        return replace(answer, question=query.question, took_ms=round((time.perf_counter() - began) * 1000, 2))

    def _answer(self, query: Query, today: date) -> Answer:
        day = query.as_of or today
        out = self._out(day)
        asked = edition_asked(query.question, set(self._keys.values())) if query.as_of is None else None
        editions = self._editions(asked, today) if asked is not None else frozenset()
        if asked is not None and asked.year is None:
            repealed = self._of_repealed(query, asked, out, today)
            if repealed is not None:
                return repealed
        if asked is not None and editions:
            return self._of_edition(query, asked, editions, out, today)
        answer = self._view(out, today).answer(query)
        if asked is not None and asked.year is not None and answer.findings:
            missing = self._no_edition(asked, answer)
            if missing is not None:
                return replace(answer, status="not_found", answer=missing, findings=())
        return self._noticed(replace(answer, as_of=query.as_of), query, day, today)

    def search(self, question: str, *, retriever: Retriever = "hybrid", k: int = 10, scope: str | None = None,
               role: str | None = None, as_of: date | None = None, everything: bool = False) -> list[CitedClause]:
        """Ranked clauses in force on the day, or of `everything`, without an answer, of those that bind this kind of
        organisation and this role.

        Raises QuestionError where there is nothing to search for, or too much.
        """
        out = frozenset[str]() if everything else self._out(as_of or self._today())
        return self._view(out, self._today()).search(question, retriever=retriever, k=k, scope=scope, role=role)

    def consider(self, question: str, *, scope: str | None = None, role: str | None = None, within: str = "",
                 as_of: date | None = None) -> Considered:
        """What an answer to a question that stands alone is decided on; `within` is the one that it is a part of."""
        view = self._view(self._out(as_of or self._today()), self._today())
        return view.consider(question, scope=scope, role=role, within=within)

    def standing_on(self, query: Query, clause_id: str) -> Answer | None:
        """What the question would answer today if this clause were named for it; None where it is not in force."""
        today = self._today()
        answer = self._view(self._out(today), today).standing_on(query, clause_id)
        return None if answer is None else self._noticed(answer, query, today, today)

    def _statuses(self, today: date) -> dict[str, tuple[str, str]]:
        return {d: (title, self._known.of[d].status(today)) for d, title in self._titles.items()}

    def _out_on(self, day: date) -> frozenset[str]:
        """What is not in force on a day: ids of documents, of clauses that are repealed alone, and names of parts of
        clauses.
        """
        parts = (marked(c.id, [(g.start, g.end) for g in gone_on(c, day)]) for c in self._parted)
        return self._known.out_of_force(day) | self._repealed(day) | frozenset[str]().union(*parts)

    def _repealed(self, day: date) -> frozenset[str]:
        return frozenset(c.id for c in self._alone if has_ended(c, day))

    def _view(self, out: frozenset[str], today: date) -> Answerer:
        """What answers without these documents and clauses; how they stand is told for `today`, and for every day up to
        the next on which anything changes.
        """
        return self._made(out, bisect_right(self._known.turns, today))

    def _view_of(self, out: frozenset[str], turns: int) -> Answerer:
        """What answers without these documents, behind so many of the days on which anything changes."""
        day = self._known.turns[turns - 1] if turns else date.min
        documents = {d: stands for d, stands in self._statuses(day).items() if d not in out}
        gone = {c.id: tuple(spans) for c in self._parted
                if (spans := [(g.start, g.end) for g in c.gone if marked(c.id, [(g.start, g.end)]) <= out])}
        alone = {c.id: Status.CHANGED if c.changed else Status.REPEALED for c in self._alone if has_ended(c, day)}
        return Answerer(self._held.without(out), documents, self._finder, files=self._files,
                        editions=self._editions_told, without=out, pins=self._pins, repealed=alone, gone=gone)

    def _editions(self, asked: EditionAsked, today: date) -> frozenset[str]:
        """The documents out of force, or not yet in force, that are the edition asked for: of the documents that the
        question names, else of all.
        """
        found = {d for d, v in self._known.of.items() if not v.on(today) and (v.replaces or v.replaced_by)
                 and (asked.year in self._years(d) if asked.year is not None else self._is_last(d, today))}
        named = {d for d in found if self._keys[d] in asked.rest}
        return frozenset(named or found)

    def _is_last(self, document: str, today: date) -> bool:
        """Whether the document is the edition before the one in force."""
        by = self._known.of[document].replaced_by
        return by is not None and self._known.of[by].on(today) and self._keys[by] == self._keys[document]

    def _years(self, document: str) -> set[int]:
        """The years that an edition may be called by: that of its title, else those of its days."""
        own = edition_title(self._titles[document]).year
        marked = re.findall(r"(\d{4})年|〔(\d{4})〕", self._editions_told.get(document, ""))
        start = self._known.of[document].start
        years = {int(y) for pair in marked for y in pair if y} | ({own} if own else set())
        return years or ({start.year} if start else set())

    def _of_edition(self, query: Query, asked: EditionAsked, editions: frozenset[str], out: frozenset[str], today: date
                    ) -> Answer:
        """The answer of the edition that is asked for, in place of the one in force."""
        instead = {d for d in self._titles if self._keys[d] in {self._keys[e] for e in editions}} - editions
        view = self._view((out | instead) - editions, today)
        alone = sum(ch.isalnum() for ch in asked.rest) <= _LEAST
        stated = query.history[-1] if alone and query.history else asked.rest
        answer = view.answer(replace(query, question=stated, history=query.history[:-1] if alone else query.history))
        answer = replace(answer, question=query.question, understood_as=answer.understood_as or stated)
        return self._with(answer, self._notices.of(answer, today, today))

    def _of_repealed(self, query: Query, asked: EditionAsked, out: frozenset[str], today: date) -> Answer | None:
        """The answer of a clause that is repealed alone, or of a part of one, where one answers a question for what
        held before.
        """
        gone = self._repealed(today)
        named = {d for d, key in self._keys.items() if key in asked.rest}
        wanted = {c.id for c in self._alone if c.id in gone and (not named or c.document_id in named)}
        parts = {c.id: gone_on(c, today) for c in self._parted if not named or c.document_id in named}
        spans = {c: [(g.start, g.end) for g in gone] for c, gone in parts.items() if gone}
        if not wanted and not spans:
            return None
        again = wanted.union(*(marked(c, s) for c, s in spans.items()))
        since = {g.by for gone in parts.values() for g in gone} | {
            c.repealed_by for c in self._alone if c.id in wanted and c.repealed_by}
        answer = self._view((out - again) | since, today).answer(replace(query, question=asked.rest))
        first = answer.findings[0] if answer.findings else None
        if first is None or (first.clause_id not in wanted
                             and not overlaps(spans.get(first.clause_id, ()), first.start, first.end)):
            return None
        answer = replace(answer, question=query.question, understood_as=answer.understood_as or asked.rest)
        return self._with(answer, self._notices.of(answer, today, today))

    def _no_edition(self, asked: EditionAsked, answer: Answer) -> str | None:
        """That the library does not hold the edition asked for, only others of the document that answered."""
        document = next(c.clause.document_id for c in answer.clauses if c.clause.id == answer.findings[0].clause_id)
        held = [d for d in self._titles if self._keys[d] == self._keys[document]]
        if len(held) < 2 or self._keys[document] not in asked.rest or asked.year in self._years(document):
            return None
        if any(asked.year in self._years(d) for d in held):
            return None
        years = "、".join(f"{y}年" for y in sorted({y for d in held for y in self._years(d)}))
        return str(load_toml("phrases.toml")["validity"]["no_edition"].format(
            asked=f"{asked.year}年版", title=self._keys[document], held=years))

    def _noticed(self, answer: Answer, query: Query, day: date, today: date) -> Answer:
        if answer.status == "answered":
            return self._with(answer, self._notices.of(answer, day, today))
        if answer.status == "not_found" and answer.clauses and query.as_of is None:
            return self._with(answer, self._elsewhere(query, today))
        return answer

    def _elsewhere(self, query: Query, today: date) -> tuple[Notice, ...]:
        """Where nothing in force answers: that a document does which is not yet, or no longer, in force."""
        if not self._out(today):
            return ()
        answer = self._view(frozenset(), today).answer(query)
        if not answer.findings:
            return ()
        first = answer.findings[0]
        clause = next(c.clause for c in answer.clauses if c.clause.id == first.clause_id)
        v, phrases = self._known.of[clause.document_id], load_toml("phrases.toml")["validity"]
        title = self._titles[clause.document_id]
        parts = [g for g in gone_on(clause, today) if g.start < first.end and first.start < g.end]
        if v.on(today) and not has_ended(clause, today) and not parts:
            return ()
        if parts or v.on(today):
            return tuple(n for n in self._notices.of(answer, today, today) if n.kind == "ended")
        if v.start is not None and v.start > today:
            text = phrases["not_yet"].format(title=title, day=in_words(v.start))
            return (Notice("coming", text, v.start, clause.id, clause, first.start, first.end),)
        return (Notice("ended", phrases["no_longer"].format(title=title), last_day(clause.effective_to), clause.id,
                       clause, first.start, first.end),)

    def _with(self, answer: Answer, notices: tuple[Notice, ...]) -> Answer:
        """The answer with notices, said in it too where there is room."""
        text = answer.answer
        for notice in notices:
            longer = f"{text}{'' if text[-1:] in '。！？…' else '。'}{notice.text}"
            text = longer if len(longer) <= max(MAX_ANSWER, len(answer.answer)) else text
        return replace(answer, answer=text, notices=notices)
