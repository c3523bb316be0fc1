"""Obligations (职责事项): the quantitative and dated duties of a clause, one row each.

A count belongs to the period named before it in its sentence; a period or a deadline without a count is a duty too.
The subject is named at the start of the phrase, or earlier in the sentence, or by the list's heading.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.ingest import timing
from kb.ingest.actions import action, bare, is_bare, matter, place, share_of
from kb.ingest.before import Before
from kb.ingest.binding import asks_for, is_share, is_time_limit
from kb.ingest.conditions import Condition, case_ahead, case_of, only_tells_when
from kb.ingest.counted import figures, recurring
from kb.ingest.marks import is_article, without_marks
from kb.ingest.phrases import Phrase, pattern, phrases, whole
from kb.ingest.records import records
from kb.ingest.subjects import Doer, head, headed, name_first
from kb.language.quantities import Mention, value_words
from kb.types import Clause, Obligation

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_AND_TO = re.compile("[和并且](?=向|对|为|在|到|给)")
_PARTED = "；;"


def obligations(clause: Clause) -> list[Obligation]:
    """The duties of a clause in the order they are printed; spans refer to `clause.text`."""
    before = Before()
    for s in _SENTENCE.finditer(without_marks(clause)):
        _Sentence(clause, s.start(), s.group(), before).read()
    return before.rows


class _Sentence:
    """Reads one sentence from left to right, keeping the period, deadline, case and doer in force."""

    def __init__(self, clause: Clause, offset: int, text: str, before: Before) -> None:
        self._clause, self._offset, self._text, self._before = clause, offset, text, before
        self._out: list[Obligation] = []
        self._period: str | None = None
        self._deadline: str | None = None
        self._condition = before.condition
        self._doer = Doer(text)
        self._last_doer: str | None = None
        self._skip = 0
        self._pending: list[Mention] = []
        self._parts: list[Phrase] = []

    def read(self) -> None:
        """Adds the rows of the sentence to those before it."""
        found = figures(self._text)
        self._parts = phrases(self._text, found)
        announced = named = False
        for n, phrase in enumerate(self._parts):
            if phrase.start and self._text[phrase.start - 1] in _PARTED and not announced:
                self._part()
            case = case_of(phrase, last=self._text[phrase.end:phrase.end + 1] not in ("，", ","))
            if case is not None:
                self._flush(phrase)
                self._meet(case, n)
                continue
            phrase = self._under_case(phrase)
            listed = self._text[phrase.start - 1:phrase.start] == "、"
            doer_before = self._doer.name
            names_doer = self._doer.hear(self._behind_case(phrase))
            self._last_doer = self._doer.name or self._last_doer
            if names_doer and not named and self._condition == self._before.condition:
                self._condition = None  # that of the sentence before, which speaks of another
            named = named or names_doer
            if announced and not phrase.mentions and asks_for(phrase.text):
                self._write(phrase, None)
                announced = names_doer
                continue
            announced = self._figures_of(phrase)
            if listed and names_doer:
                self._doer.over(doer_before)
        self._before.headed = self._before.headed or headed(self._text)
        self._before.rows += self._out
        self._before.period = self._period or self._before.period
        self._before.doer = self._last_doer or self._before.doer
        self._before.condition = self._kind_of_case()

    def _figures_of(self, phrase: Phrase) -> bool:
        """Takes in the figures of a phrase; tells whether it only says when, and what to do stands behind it."""
        self._pending = []
        said = phrase.text.strip()
        if said.endswith("的") and not pattern("must").search(said):  # one of several cases listed
            return False
        for m in phrase.mentions:
            self._take(phrase, m)
        if self._pending and timing.only_mentions(phrase):
            return True
        if self._pending and not timing.counts_follow(self._text, phrase):
            self._flush(phrase)
        return False

    def _part(self) -> None:
        self._period = self._deadline = None
        self._condition = self._kind_of_case()
        self._doer.pause()

    def _kind_of_case(self) -> str | None:
        """The case that what follows stands under, too: that of a kind of organisation, until another is named."""
        stated = self._condition
        return stated if stated and pattern("case_kind").search(stated) else None

    def _meet(self, case: Condition, n: int) -> None:
        self._condition = case.text
        if case.who:
            self._doer.told(case.who)
        bounds = [m for m in self._parts[n].mentions if m.kind == "count"]
        rest = re.split("[；;]", self._text[case.end + 1:])[0]
        m = pattern("establishes").match(rest)
        behind = [p for p in self._parts[n + 1:] if m and p.start < case.end + 1 + m.end()]
        if bounds and behind and not any(p.mentions for p in behind):
            duty = Phrase(case.start, behind[-1].end, self._text[case.start:behind[-1].end], (bounds[0],))
            self._doer.hear(behind[0])
            row = self._row(duty, bounds[0], None, bare(behind[-1].text, self._doer.name))
            self._out.append(replace(row, subject=self._doer.name or case.who or row.subject))

    def _under_case(self, phrase: Phrase) -> Phrase:
        """A phrase without the figures of the case that it begins with."""
        case = case_ahead(phrase)
        if case is None:
            return phrase
        self._condition = case.text
        if not self._text[phrase.start:case.start].strip():
            self._skip = max(case.end, self._skip)
        if case.who:
            self._doer.told(case.who)
        bounds = [m for m in phrase.mentions if case.start <= m.start < case.end and m.kind == "count"]
        rest = tuple(m for m in phrase.mentions if not case.start <= m.start < case.end)
        behind = self._text[case.end:phrase.end]
        if bounds and not rest and pattern("establishes_here").match(behind):
            self._out.append(self._row(phrase, bounds[0], None, bare(behind, self._doer.name)))
        return replace(phrase, mentions=rest)

    def _behind_case(self, phrase: Phrase) -> Phrase:
        """What a phrase says behind the figures of the case that it begins with."""
        case = self._text[phrase.start:self._skip]
        if not phrase.start < self._skip < phrase.end or not figures(case):
            return phrase
        return replace(phrase, start=self._skip, text=self._text[self._skip:phrase.end])

    def _take(self, phrase: Phrase, m: Mention) -> None:
        if m.kind == "period":
            adverbial = bool(m.period) and timing.is_adverbial(phrase, m)
            # 每年按全年总数; 每学期与每名教师谈心1次
            within = self._pending and (
                not adverbial if m.period else pattern("each_person").match(self._text, m.start))
            if within or timing.in_brackets_after_period(self._text, m, self._period):
                return
            self._flush(phrase)
            self._period, self._deadline = m.period or None, None
            # 任期与报批 is no duty; 任期内……, 每届任期…… may be
            self._pending = [m] if adverbial and self._text[m.start:m.end] != "任期" else []
        elif m.kind == "deadline":
            if any(p.kind == "deadline" for p in self._pending):
                self._flush(phrase)
            self._deadline = m.deadline
            if timing.is_annual(m.deadline or "") and not any(p.kind == "period" for p in phrase.mentions):
                self._period = None if pattern("once").search(phrase.text) else "每年"
            elif not any(p.kind == "period" for p in phrase.mentions) and (every := recurring(m.deadline or "")):
                self._period = every
            self._pending += [m] if timing.is_adverbial(phrase, m) else []
        elif not only_tells_when(phrase, m) and asks_for(phrase.text, phrase, m, self._period, self._deadline):
            since = self._pending[-1].end if self._pending else m.start
            start = phrase.start
            if two := _AND_TO.search(self._text, since, m.start):
                self._flush(phrase, end=two.start())
                start = two.end()
            self._pending = []
            if behind := self._what_follows(phrase, m):
                self._doer.hear(behind)
                both = Phrase(phrase.start, behind.end, self._text[phrase.start:behind.end], phrase.mentions)
                self._write(both, m, start=behind.start)
            else:
                self._write(phrase, m, start=start)

    def _what_follows(self, phrase: Phrase, m: Mention) -> Phrase | None:
        """The phrase that says what is to be done in the time that this one ends with (递交后1个月内，派人谈话)."""
        behind = next((p for p in self._parts if p.start == phrase.end + 1), None)
        follows = behind is not None and not behind.mentions and self._text[phrase.end] in "，,"
        return behind if follows and is_time_limit(m) and timing.ends_with_time(phrase, m) else None

    def _flush(self, phrase: Phrase, *, end: int | None = None) -> None:
        """Writes the row of a period or deadline that no count followed; what is done stands before `end`."""
        if self._pending:
            self._write(phrase, None, end=end)
        self._pending = []

    def _write(self, phrase: Phrase, m: Mention | None, *, start: int | None = None, end: int | None = None) -> None:
        period, deadline = self._period, self._deadline
        dated = any(p.kind != "count" for p in phrase.mentions)
        if m is not None and not dated and (is_share(m) or is_time_limit(m) or timing.is_ahead_of_event(phrase, m)):
            period = deadline = None  # 3月底前公开，调整的在5日内更新
        elif period is None:
            period = self._before.period if m and self._are_members(phrase) else (
                timing.once(m, self._deadline) if m else "一次性")
        if is_bare(bare(phrase.text, None)):
            self._doer.of_matter(self._ahead(phrase))
        self._doer.made_of(phrase, self._ahead(phrase))
        since = max(phrase.start if start is None else start, self._skip)
        part = Phrase(since, end or phrase.end, self._text[since:end or phrase.end],
                      tuple(x for x in phrase.mentions if x.start >= since))
        done = self._done(phrase, m, part)
        self._out.append(replace(self._row(phrase, m, period, done), deadline=deadline))

    def _done(self, phrase: Phrase, m: Mention | None, part: Phrase) -> str:
        """What is done, with the matter that stands before where the phrase leaves it out."""
        subject = self._doer.name
        if m is not None and is_share(m) and (of := share_of(phrase.text, replace(m, start=m.start - phrase.start),
                                                             subject)):
            return of
        done = action(part.text, subject, place(part, m))
        last = self._out[-1] if self._out else None
        if done and last and m and {last.unit, m.unit} <= {"人", "名"} and not asks_for(done) and (
                verb := re.match("设立?|配备?", last.action)):
            return verb.group() + done
        return self._completed(phrase, done) if is_bare(done) else done

    def _completed(self, phrase: Phrase, done: str) -> str:
        rows = [*self._before.rows, *self._out]
        if not done:
            last = self._out[-1].action if self._out and not self._parted_from_last(phrase) else None
            return "任期" if self._period == "任期" else last or self._topic(phrase)
        if self._doer.name and self._doer.name.endswith("会") and self._doer.name in phrase.text:
            return done + self._doer.name
        ahead = self._ahead(phrase)
        if pattern("matter").match(ahead) and "制度" in ahead:
            return matter(ahead, self._doer.name)
        if same := next((r.action for r in reversed(rows) if r.action.startswith(done) and r.action != done), None):
            return same
        if self._out and self._out[-1].action.endswith(done):
            return self._out[-1].action
        if to := re.search("(?:^|(?<=[一-龥]))对.{2,}$", ahead):
            return to.group() + done
        topic = re.match(r"\s*([一-龥]{2,12}会)是", self._text)
        earlier = re.search(rf"{done}([一-龥]{{2,6}}?)(?=[的，。；：]|$)", self._clause.text)
        said = topic.group(1) if topic else earlier.group(1) if earlier else ""
        return done + said if said else done if self._out == [] else self._out[-1].action if done == "通过" else done

    def _parted_from_last(self, phrase: Phrase) -> bool:
        """Whether a part of the sentence that says what it is about has begun since the row before."""
        since = self._out[-1].end - self._offset
        cut = max(self._text.rfind(c, since, phrase.start) for c in _PARTED)
        return cut >= 0 and any(cut < p.start < phrase.start for p in self._parts)

    def _topic(self, phrase: Phrase) -> str:
        """What the phrases before are about: that which the last of them that is no case says first."""
        ahead = [p for p in self._parts if p.end <= phrase.start and not case_of(p, last=False)]
        if not ahead:
            return ""
        words = ahead[-1].text[max(0, self._skip - ahead[-1].start):] if self._skip < ahead[-1].end else ahead[-1].text
        return matter(head(replace(ahead[-1], text=words, mentions=())) or words, self._doer.name)

    def _ahead(self, phrase: Phrase) -> str:
        """The phrase before this one in its sentence, empty where there is none."""
        before = [p for p in self._parts if p.end <= phrase.start]
        return before[-1].text.strip() if before else ""

    def _owner(self, phrase: Phrase, done: str) -> str | None:
        """Who acts where the sentence does not say: who did before, the unit named as responsible, the list's role."""
        earlier = self._before.doer
        left_out = is_bare(bare(phrase.text, None)) and self._before.rows and any(
            r.action == done for r in self._before.rows)
        if earlier and (self._are_members(phrase) or left_out or is_article(self._clause)):
            return earlier
        if is_article(self._clause):
            return name_first(self._text)
        if m := pattern("responsible").search(self._clause.text):
            return m.group(1).strip() or None
        if self._before.headed:
            return self._before.headed
        return self._clause.roles[0] if self._clause.roles else None

    def _are_members(self, phrase: Phrase) -> bool:
        """Whether a phrase goes on with what those do of whom the sentence before speaks."""
        earlier = self._before.doer
        return bool(not self._doer.name and earlier and pattern("led").search(earlier)
                    and pattern("by_member").search(phrase.text.strip()))

    def _row(self, phrase: Phrase, m: Mention | None, period: str | None, done: str) -> Obligation:
        lead = len(phrase.text) - len(phrase.text.lstrip())
        start, end = self._offset + phrase.start + lead, self._offset + phrase.end
        quote = self._clause.text[start:end].rstrip()
        quote = whole(quote)
        return Obligation(
            clause_id=self._clause.id, quote=quote, start=start, end=start + len(quote),
            subject=self._doer.name or self._owner(phrase, done), action=done, period=period,
            count=None if m is None else m.count, comparator=None if m is None else m.comparator,
            unit=None if m is None else m.unit, deadline=None, value=None if m is None else value_words(m),
            condition=self._condition, record=records(self._clause.text, start, start + len(quote)))
