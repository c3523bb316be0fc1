"""When in the year something is planned (时间): days, months, quarters, halves, and stretches of months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kb.checklist.selfcheck.words import data
from kb.language.numerals import parse_number

_CN = "一二三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})"
_JOIN = "[、,，和及与]"
_TO = "(?:—|–|－|-|~|～|至|到)+"
_YEAR = r"(?:(?P<y{0}>20\d\d)[年./-])?"
_DAY = re.compile(
    rf"{_YEAR.format('')}(?<![\d.每{_CN}])(?P<m>\d{{1,2}}|[{_CN}]{{1,3}})月(?:份)?(?P<d>{_N})[日号]"
    rf"(?:{_TO}(?:(?:{_N})月)?(?:{_N})[日号])?")
_DIGITS = re.compile(r"(?<![\d.])(?P<y>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?!\d)")
_SHORT = re.compile(r"(?<![\d./年])(?P<m>\d{1,2})[./](?P<d>\d{1,2})(?![\d./%次]|学时|以上|以下|的|人|票|党员)")
_SPAN = re.compile(rf"{_YEAR.format('')}(?<![\d每{_CN}])(?P<a>{_N})月?(?:份)?{_TO}(?P<b>{_N})月(?:份)?")
_LIST = re.compile(rf"{_YEAR.format('')}(?<![\d每个两{_CN}])"
                   rf"(?P<all>{_N}(?:月(?:份)?)?(?:{_JOIN}{_N}(?:月(?:份)?)?)*(?<=[月份]))(?!一次|\d+次|[各每]?一[课会])")
_YM = re.compile(r"(?<![\d.])(?P<y>20\d\d)[-./](?P<m>\d{1,2})(?![\d./-])")
_QUARTERS = re.compile(r"(?<![每个\d一二三四])第?(?P<all>[一二三四1-4](?:、|季度、|和|季度和|至|到|-|—)?"
                       r"(?:第?[一二三四1-4](?:季度)?[、和]?)*)季度?(?<!季)(?!一[次课]|末)")
_Q = re.compile("[一二三四1-4]")
_HALVES = re.compile("(?P<h>[上下])半年")
_YEARS = re.compile(r"(20\d\d)(?:年|年度|[-./]\d)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the year: the months it covers, in order, and the day where it is one day of one month."""

    months: tuple[int, ...]
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """What text[start:end] says of when.

    `slots` are each a time of its own; `stretch` tells that they are the months of one stretch (1—6月), within which
    something happens at some rhythm, or once; `soft` that it is a feast or a season, which may only be why.
    """

    start: int
    end: int
    slots: tuple[Slot, ...]
    stretch: bool = False
    soft: bool = False


def times(text: str) -> tuple[Time, ...]:
    """The times in a flat text, in order, none overlapping another."""
    taken: list[Time] = []
    for found in _found(text):
        if found.slots and not any(t.start < found.end and found.start < t.end for t in taken):
            taken.append(found)
    return tuple(sorted(taken, key=lambda t: t.start))


def years(text: str) -> frozenset[int]:
    """The years that a text names."""
    return frozenset(int(y) for y in _YEARS.findall(text))


def _found(text: str) -> Iterator[Time]:
    for pattern in (_DAY, _DIGITS, _SHORT):
        for m in pattern.finditer(text):
            month, day = _number(m["m"]), _number(m["d"])
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield Time(m.start(), m.end(), (Slot((month,), day),))
    for m in _YM.finditer(text):
        if 1 <= int(m["m"]) <= 12:
            yield Time(m.start(), m.end(), (Slot((int(m["m"]),)),))
    for m in _SPAN.finditer(text):
        a, b = _number(m["a"]), _number(m["b"])
        if 1 <= a < b <= 12:
            yield Time(m.start(), m.end(), tuple(Slot((n,)) for n in range(a, b + 1)), stretch=True)
    for m in _LIST.finditer(text):
        named = [_number(n) for n in re.findall(_N, m["all"])]
        if all(1 <= n <= 12 for n in named):
            yield Time(m.start(), m.end(), tuple(Slot((n,)) for n in dict.fromkeys(named)))
    for m in _QUARTERS.finditer(text):
        named = ["一二三四".find(q) + 1 or int(q) for q in _Q.findall(m["all"])]
        if len(named) == 2 and re.search("[至到—-]", m["all"]):
            named = list(range(named[0], named[1] + 1))
        yield Time(m.start(), m.end(), tuple(Slot((3 * q - 2, 3 * q - 1, 3 * q)) for q in dict.fromkeys(named)))
    for m in _HALVES.finditer(text):
        yield Time(m.start(), m.end(), (Slot(tuple(range(1, 7) if m["h"] == "上" else range(7, 13))),))
    for m in _seasons().finditer(text):
        yield Time(m.start(), m.end(), (Slot((data()["counting"]["seasons"][m.group()],)),), soft=True)


@cache
def _seasons() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, data()["counting"]["seasons"])))


def _number(text: str) -> int:
    return int(parse_number(text) or 0)
