"""Which words to quote (引文范围): a phrase where one number is asked for, more where it does not say it all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.answer.evidence import Evidence, answers_unit, case_held
from kb.answer.facts import is_headed
from kb.answer.figures import FigureReader, comparable, slot_fit
from kb.answer.owners_apart import of_each_owner, told_apart
from kb.answer.sentences import sentence_of
from kb.answer.usual import usual
from kb.ingest.frames import Frame
from kb.language.names import name_of, of_kind
from kb.language.pairs import flat
from kb.language.vocabulary import offices
from kb.question.asking import AskedUnit
from kb.question.joined import kind_of_name
from kb.question.question import Question

_COVERED = 0.6
_MEMBER, _STATES = "成员", ("身份", "状况")
_ROOM = 110
_LIST_ROOM = 420
_FAR = 180
_NEXT = 2
_OPENS = re.compile(r"(下列|以下|如下|是指|主要有|包括|即|做到|[：:])[^。；]*$|[：:]$")
_TITLE = 24
_ALONE = 14
_LEANS = re.compile("[\\s（(一二三四五六七八九十\\d）)、.]*(每次|其中|其|该|它|时间|期限|任期|一般|不|至少|最|累计|并)")


def with_figure(e: Evidence, question: Question, reader: FigureReader, likely: Sequence[float],
                rarity: Callable[[str], float]) -> Evidence:
    """The evidence at the figure of its clause that answers; as it is where no figure fits what is asked better.

    `likely` tells how likely each of its sentences answers.
    """
    claims = question.kind == "yesno" and bool(question.quantities)
    if question.kind in ("definition", "list", "who") or not (question.slots or question.counts or claims):
        return e
    frame = reader.read(question, e.analysis, e.near, likely, rarity)
    if frame is not None and frame not in e.analysis.frames:
        return replace(e, start=frame.start, end=frame.end, frame=frame, obligation=None)
    if frame is not None and (own := _of_the_asked(question, e, frame)) is not None:
        return own
    frame = frame if frame is None or claims else told_apart(frame, e, question, rarity)
    frame = frame if frame is None else usual(frame, e, question, rarity)
    if frame is None or (claims and not comparable(question, frame)):
        return e
    frame = _both_bounds(frame, e.analysis.frames)
    if question.slots and not claims and not slot_fit(question, frame):
        return e
    if (each := of_each_owner(e, frame, question)) is not None:
        return each
    rule = next((o for o in e.analysis.obligations if o.start <= frame.start < o.end and o.unit == frame.unit), None)
    return replace(e, start=_beginning(e, frame), end=frame.end, frame=frame, obligation=rule)


def with_sentence(e: Evidence, question: Question, likely: Sequence[float]) -> Evidence:
    """The evidence at the likeliest sentence of its clause, where no number is asked for."""
    numeric = question.kind in ("count", "when", "compare") or question.slots or question.counts
    if numeric or e.frame is not None:
        return e
    s = sentence_of(question, e.analysis, likely)
    if s.start <= e.start < s.end:
        return e
    return replace(e, stretch=s, start=s.start, end=s.end, obligation=None)


def _of_the_asked(question: Question, e: Evidence, frame: Frame) -> Evidence | None:
    """The evidence at the sentence that names the group which is asked about, where the figure is of another sentence:
    of one that names another group, or of one before it.

    普通党员全年不少于10次。离退休党员不作规定。 says nothing of 10 times for the retired.
    """
    asked = _states(question.named.about)
    naming = [s for s in e.analysis.sentences if asked & _states(s.names)]
    if not naming or any(s.start <= frame.start < s.end for s in naming):
        return None
    own = next((s for s in e.analysis.sentences if s.start <= frame.start < s.end), None)
    if own is not None and naming[-1].start < own.start and not _states(own.names):
        return None
    for f in e.analysis.frames:
        if slot_fit(question, f) == 1.0 and any(s.start <= f.start < s.end for s in naming):
            return replace(e, start=_beginning(e, f), end=f.end, frame=f, obligation=None)
    return replace(e, start=naming[0].start, end=naming[0].end, frame=None, obligation=None)


def _states(names: Sequence[str]) -> set[tuple[str, str]]:
    """What tells the members that are named from others: 离退休, 预备."""
    return {mark for w in of_kind(names, _MEMBER) for mark in name_of(w).marks.items() if mark[0] in _STATES}


def _both_bounds(frame: Frame, frames: Sequence[Frame]) -> Frame:
    """The frame with the other bound that the next phrase sets to the same: 不能少于半年，最长不超过一年."""
    bounds = {">=": "<=", "<=": ">="}
    for other in frames:
        apart = max(frame.start, other.start) - min(frame.end, other.end)
        if other.comparator == bounds.get(frame.comparator or "") and 0 <= apart <= _NEXT and (
                other.slot, other.unit, other.period, other.condition, other.sentence) == (
                frame.slot, frame.unit, frame.period, frame.condition, frame.sentence):
            low, high = (frame, other) if frame.comparator == ">=" else (other, frame)
            if isinstance(low.count, float) and isinstance(high.count, float) and low.count < high.count:
                return replace(frame, start=min(frame.start, other.start), end=max(frame.end, other.end),
                               value=f"{low.value}，{high.words}", words=f"{low.words}，{high.words}",
                               count=(low.count, high.count), comparator="range")
    return frame


def of_body(e: Evidence, question: Question) -> Evidence:
    """The evidence at the figure that binds the body itself, where the question names no office and e's names one.

    支部多久上一次党课 asks for 每季度组织1次党课, not for 党支部书记每年上1次党课 of the same clause.
    """
    at = e.frame or e.obligation
    if at is None or question.offices or not _says_office(e, at.start, at.end):
        return e
    own = flat(e.clause.text[at.start:at.end])
    told = [flat(w) for w in question.words if flat(w) in own and kind_of_name(w) != "body"]
    for f in e.analysis.frames:
        if f.start != at.start and told and not _says_office(e, f.start, f.end) and all(w in f.phrase for w in told) \
                and question.slots and slot_fit(question, f) == 1.0:
            return replace(e, start=_beginning(e, f), end=f.end, frame=f, obligation=None)
    return e


def _says_office(e: Evidence, start: int, end: int) -> bool:
    return bool(offices(e.clause.text[start:end]))


def _beginning(e: Evidence, frame: Frame) -> int:
    """Where to begin the quote of a figure: at its phrase, or at its sentence where the phrase does not say whose it is
    or when it applies.
    """
    phrase = e.clause.text[frame.start:frame.end]
    alone = not frame.condition and len(phrase) >= _ALONE and not _LEANS.match(phrase)
    if alone or frame.sentence is None:
        return frame.start
    start = e.analysis.sentences[frame.sentence].start
    return start if frame.end - start <= _ROOM else frame.start


def quoted(e: Evidence, question: Question) -> Evidence:
    """The evidence with its span widened to what the question needs.

    A figure of another kind than the one asked for is not given as its answer: the words are, with nothing in front.
    """
    if e.frame is not None and question.asks_once and e.coverage >= _COVERED:
        return e
    if e.unit < 0 and e.frame is None:
        e = replace(e, obligation=None)
    e = _with_deadline(e)
    if question.kind == "definition" and e.clause.path and is_headed(question, e.clause.path[-1]):
        return replace(e, start=0, end=_end_within(e, _LIST_ROOM), obligation=None)
    numeric = question.kind in ("count", "when", "yesno", "compare")
    if e.obligation is not None and question.asks_once and numeric and e.unit >= 0 and e.coverage >= _COVERED:
        return e
    if case_held(question, e.quote) > 0:
        return e  # what follows rules another case
    spans = _sentences(e)
    first = next((n for n, (s, t) in enumerate(spans) if s <= e.start < t), 0)
    start, end = min(e.start, spans[first][0]), max(e.end, spans[first][1])
    text = e.clause.text[start:end]
    room = _LIST_ROOM if question.kind in ("list", "definition") or _OPENS.search(text) else _ROOM
    for _, after in spans[first + 1:]:
        if after - start > room:
            break
        end = after
    if first and end - start < _TITLE:
        start = max(spans[first - 1][0], end - room) if end - spans[first - 1][0] <= room else start
    for unit in question.units[1:]:
        start, end = _with_quantity(e, unit, start, end)
    return replace(e, start=start, end=end)


def _end_within(e: Evidence, room: int) -> int:
    """The end of the last sentence that ends within `room` characters; of the first where none does."""
    spans = _sentences(e)
    return max((end for _, end in spans if end <= room), default=spans[0][1])


def _with_deadline(e: Evidence) -> Evidence:
    """The span with the deadline of its obligation, which may be printed before it: 9月：召开组织生活会."""
    if e.obligation is None or e.obligation.value or not e.obligation.deadline or e.obligation.deadline in e.quote:
        return e
    at = e.clause.text.rfind(e.obligation.deadline, 0, e.start)
    return replace(e, start=at) if 0 <= at and e.end - at <= _FAR else e


def _with_quantity(e: Evidence, unit: AskedUnit, start: int, end: int) -> tuple[int, int]:
    """The span widened to the nearest sentence that gives a further quantity asked for, where that is not far."""
    giving = [d for d in e.analysis.obligations if answers_unit(unit, d)]
    if not giving or any(start <= d.start and d.end <= end for d in giving):
        return start, end
    nearest = min(giving, key=lambda d: max(start - d.end, d.start - end))
    spans = _sentences(e)
    s, t = next(((s, t) for s, t in spans if s <= nearest.start < t), (nearest.start, nearest.end))
    wider = min(start, s), max(end, t)
    return wider if wider[1] - wider[0] <= _FAR else (start, end)


def _sentences(e: Evidence) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in e.analysis.sentences]
