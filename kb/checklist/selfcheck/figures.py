"""The figures of a sentence (次数和时间): which rhythm, number and time belongs to which of the matters it names.

What stands before a matter leads it, and the matters joined to it after; what stands behind it, up to the last comma
before the next, is its own. 各一次 behind several belongs to each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.checklist.selfcheck.times import Slot, Time, times
from kb.checklist.selfcheck.words import data
from kb.language.numerals import NUMBER, parse_number
from kb.language.quantities import mentions

_PART = re.compile("[，；（）：]")
_JOINT = re.compile("[，、；：]|和|及|与|暨|并")
_LISTED = re.compile("[、和及与]|以及")
_EACH = re.compile("(?:各|均|都|分别)(?:组织|开展|召开|安排|进行|上|讲)?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A rhythm, a number or a time at text[start:end]."""

    start: int
    end: int
    period: str | None = None
    count: float | None = None
    unit: str | None = None
    time: Time | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What one part of a sentence says of a matter: how often, how many (of a unit, None for times), and when. `start`
    and `end` are the part's place in the sentence.
    """

    period: str | None = None
    count: float | None = None
    amounts: tuple[tuple[float, str], ...] = ()
    times: tuple[Time, ...] = ()
    start: int = 0
    end: int = 0

    @property
    def says(self) -> bool:
        """Whether it says anything."""
        return bool(self.period or self.count is not None or self.amounts or self.times)


def figures(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each of the matters at `spans`, which are in order and apart from one another."""
    found = tokens(text)
    out: list[tuple[Figure, ...]] = []
    own: list[bool] = []  # whether anything is said of it alone
    carried = Figure()
    carried_count = False
    for n, (start, end) in enumerate(spans):
        before = spans[n - 1][1] if n else 0
        after = spans[n + 1][0] if n + 1 < len(spans) else len(text)
        lead_from = before if not n else _last_joint(text, before, start)
        own_to = _last_joint(text, end, after) if n + 1 < len(spans) else after
        leading = [t for t in found if lead_from <= t.start and t.end <= start or (t.start < end and start < t.end)]
        lead = _figure(leading, lead_from, start)
        parts = _parts(text, [t for t in found if end <= t.start and t.end <= own_to], end, own_to)
        own.append(lead.says or bool(parts))
        each = next((t for t in found if t.each and t.start >= end), None)
        if lead.period or lead.times:
            carried = replace(carried, period=lead.period, times=lead.times)
        if lead.count is not None:
            carried, carried_count = replace(carried, count=lead.count), True
        elif carried_count and _PART.search(text[before:start]):
            carried, carried_count = replace(carried, count=None), False
        if each is not None and not any(p.count is not None for p in parts) and lead.count is None:
            lead = replace(lead, count=each.count)
        if parts and lead.says and parts[0].start > end:  # 每季度1次党课，其中书记讲2次: what follows is another figure
            parts = (Figure(start=end, end=end), *parts)
        first = parts[0] if parts else Figure(start=end, end=own_to)
        first = _with(first, lead, carried, start)
        out.append((first, *(p for p in parts[1:] if not _about(p, first))))
    for n in reversed(range(len(spans) - 1)):  # 党员进社区志愿服务4次, 支委会、党员大会每月一次: both are so often
        between = text[spans[n][1]:spans[n + 1][0]]
        if not own[n] and (_LISTED.fullmatch(between) or not _JOINT.search(between)):
            out[n] = tuple(replace(f, start=min(f.start, spans[n][0])) for f in out[n + 1])
    return tuple(out)


def _about(part: Figure, first: Figure) -> bool:
    """Whether a part only names a time within which the first one lies: 6月28日召开支委会，总结上半年工作."""
    named = slots_of(first.times)
    return part.period is None and part.count is None and bool(part.times) and all(
        any(set(n.months) < set(s.months) for n in named) for s in slots_of(part.times))


def _with(own: Figure, lead: Figure, carried: Figure, start: int) -> Figure:
    """The first figure behind a matter with what leads it, and what leads those before it."""
    period = own.period or lead.period or (None if lead.times or own.times else carried.period)
    when = (*lead.times, *own.times) or (() if lead.period or own.period else carried.times)
    count = own.count if own.count is not None else lead.count if lead.count is not None else carried.count
    return replace(own, period=period, times=when, count=count, amounts=(*lead.amounts, *own.amounts),
                   start=min(start, own.start))


def _last_joint(text: str, start: int, end: int) -> int:
    """Where the words that lead what stands at `end` begin: behind the last joint after `start`."""
    joints = [m.end() for m in _JOINT.finditer(text, start, end)]
    return joints[-1] if joints else end if not text[start:end].strip() else start


def _parts(text: str, found: Sequence[Token], start: int, end: int) -> tuple[Figure, ...]:
    """The figures between two places, one for every part that says any."""
    taken = [(t.start, t.end) for t in found]
    cuts = [m.start() for m in _PART.finditer(text, start, end) if not any(s <= m.start() < e for s, e in taken)]
    made = [_figure([t for t in found if a <= t.start and t.end <= b], a, b)
            for a, b in zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True)]
    said = [f for f in made if f.says]
    return tuple(said)


def _figure(found: Sequence[Token], start: int, end: int) -> Figure:
    period = next((t.period for t in reversed(found) if t.period), None)
    count = next((t.count for t in found if t.count is not None and t.unit is None), None)
    return Figure(period, count, tuple((t.count, t.unit) for t in found if t.count is not None and t.unit is not None),
                  tuple(t.time for t in found if t.time is not None), start, end)


def amounts(text: str, unit: str) -> list[Figure]:
    """What a sentence measures in a unit: each amount with the rhythm and the times between the same commas."""
    found = tokens(text)
    own = [t for t in found if t.unit == unit and t.count is not None]
    out = []
    for t in own:
        start = max((m.end() for m in _PART.finditer(text, 0, t.start)), default=0)
        end = next((m.start() for m in _PART.finditer(text, t.end)), len(text))
        near = _figure([o for o in found if start <= o.start and o.end <= end], start, end)
        when = near.times or (tuple(o.time for o in found if o.time is not None) if len(own) == 1 else ())
        out.append(replace(near, count=t.count, times=when, amounts=()))
    return out


def aside_figures(aside: str) -> list[Figure]:
    """What the other cells of a row say, one figure a cell."""
    cells = [c for c in aside.split("；") if c]
    made = [_figure(tokens(c), 0, len(c)) for c in cells]
    return [f for f in made if f.says]


def tokens(text: str) -> tuple[Token, ...]:
    """Every rhythm, number and time of a flat text, in order."""
    out = [Token(m.start, m.end, period=m.period) for m in mentions(text) if m.kind == "period" and m.period]
    out += [Token(m.start(), m.end(), period=data()["rhythm"][m.group()]) for m in _rhythms().finditer(text)
            if not _meets(out, m.start(), m.end())]
    out += [Token(m.start(), m.end(), period=period) for pattern, period in data()["rhythm_pattern"].items()
            for m in re.finditer(pattern, text) if not _meets(out, m.start(), m.end())]
    out += [Token(t.start, t.end, time=t) for t in times(text) if not _meets(out, t.start, t.end)]
    for m in _counts().finditer(text):
        value = parse_number(m["n"])
        if value is not None and not _meets(out, m.start("n"), m.end()):
            out.append(Token(m.start("n"), m.end(), count=value, each=bool(_EACH.search(text[:m.start("n")]))))
    for q in mentions(text):
        if q.kind == "count" and not _meets(out, q.start, q.end) and q.unit:
            low = q.count[0] if isinstance(q.count, tuple) else q.count
            out.append(Token(q.start, q.end, count=low, unit="学时" if q.unit == "课时" else q.unit))
    return tuple(sorted(out, key=lambda t: t.start))


def _meets(taken: Sequence[Token], start: int, end: int) -> bool:
    return any(t.start < end and start < t.end for t in taken)


@cache
def _rhythms() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(data()["rhythm"], key=len, reverse=True))))


@cache
def _counts() -> re.Pattern[str]:
    units = "|".join(data()["counting"]["times"])
    return re.compile(rf"(?<![第\d.每这该本首头])(?P<n>{NUMBER})(?:[-—–~～至到]{NUMBER})?(?:{units})(?![时会程题])")


def slots_of(found: Sequence[Time]) -> tuple[Slot, ...]:
    """Every slot of several times, each once; of 6月28日报送上半年的报告 the day, which lies in the half year."""
    every = tuple(dict.fromkeys(s for t in found for s in t.slots))
    return tuple(s for s in every if not any(set(o.months) < set(s.months) for o in every))
