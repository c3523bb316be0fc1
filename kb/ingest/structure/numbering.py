"""Printed numbers at line starts (编号): 第X条, 一、, （一）, 1., ①, and whether they continue one another.

A number opens a clause only where it stands at the start of a line, is written as numbers of lists are,
and continues what came before (1, 2, 3 …). So a cross-reference (依照第十条规定), a year, or a quantity
at the start of a line never opens one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.language.numerals import parse_number

# From the outermost level to the innermost. Within the law-like levels the order is that of 立法技术规范:
# 编、章、节、条; below them 一、（一）1.（1）① as in 党政机关公文格式 (GB/T 9704-2012, 7.3.3).
LEVELS = ("part", "chapter", "section", "article", "cn", "paren_cn", "arabic", "dotted", "paren_arabic", "circled")
RANK = {kind: rank for rank, kind in enumerate(LEVELS)}

_CN = "零〇一二两三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ORDINAL = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article"}
_ORDINAL_KINDS = frozenset(_ORDINAL.values())
# Numbers that are one character together with their punctuation, by kind: ⑵ ⒉ ㈡.
_ONE_CHARACTER = {"paren_arabic": "⑴-⒇", "arabic": "⒈-⒛", "paren_cn": "㈠-㈩"}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(rf"第\s*([{_CN}]+|\d+)\s*(编|部分|章|节|条)(之[{_CN}])?[\s　:：]*")),
    ("paren_cn", re.compile(rf"[（(]\s*([{_CN}]+)\s*[）)][\s　、.．]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})(?:、|[.．](?=[^\d]))\s*")),
    ("paren_arabic", re.compile(r"[（(]\s*(\d{1,2})\s*[）)][\s　、.．]*|(\d{1,2})[）)]\s*")),
    ("dotted", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d%‰])[.．、]?\s*")),
    ("arabic", re.compile(r"(\d{1,3})(?:\s*[.．、](?!\d)|\s*(?=[一-鿿“”‘’《（(]))\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
    *((kind, re.compile(rf"([{span}])[\s　、.．]*")) for kind, span in _ONE_CHARACTER.items()),
)
# An item that itself begins with a figure (2.2022年底前, 3.50名以上) reads at first as a decimal number.
_BEFORE_FIGURE = re.compile(r"(\d{1,3})\s*[.．、](?=\d)")

# What follows a number that is a quantity, a date or a reference, not the number of an item; and words that only
# begin like a unit (3人员配备, 2分工明确).
_UNITS = ("年|月|日|号|名|人|个|次|项|条|款|章|节|分|天|周|岁|元|万|亿|米|篇|学时|课时|小时|世纪|级|类|点|时"
          "|家|户|场|件|间|份|张|位|轮|批|处|届|期|台|套|封|本(?=[书册证台账以])|°|%|‰")
_WORDS = ("年度|年终|年初|月度|日常|日程|号召|名单|名册|人员|人才|人事|人民|个人|个别|个体|次序|项目|条件|条例|款项"
          "|章程|节约|节日|分工|分管|分类|分析|分配|分级|分层|分片|分别|分党|分支|天然|周密|周边|级别|类别|类型|点评"
          "|点名|时刻|时间|时效|家庭|家访|家长|家属|户外|户籍|场所|场地|间接|份内|张贴|位置|轮流|轮训|轮岗|轮换|批评"
          "|批准|批复|批示|处理|处置|处分|处级|届满|期间|期满|台账|台帐|套用|封闭")
_QUANTITY = re.compile(rf"\d+(?:[.．]\d+)?\s*(?:(?!{_WORDS})(?:{_UNITS})|[-—~～至]\s*\d)")
# Quantities that may well have decimals, so that 2.5小时 is two and a half hours rather than item 2.
_MEASURE = re.compile(r"\d+(?:[.．]\d+)?\s*(?:学时|课时|小时|万|亿|元|倍|米|公里|平方|亩|天|周|年|个月|个百分点"
                      r"|分|%|‰|[-—~～至]\s*\d)")
# Figures that no decimal number would have behind its dot: a year, a round number, more than two digits.
_WHOLE = re.compile(r"(?:19|20)\d\d(?!\d)|(?:[1-9]\d*0|\d{3,})(?![\d.．])")
_REFERENCE = re.compile(r"(规定|所列|所称|所述|至第|至[（(]|和第|及第|与第|、第|第[一二三四五六七八九十\d]+[款项]|的"
                        r"|之规定|至|和[（(]|、[（(]|项(?!目)|款(?!项|待|物))")
_BRACKETED = rf"(?:[（(]\s*[{_CN}\d]+\s*[）)]|[{_ONE_CHARACTER['paren_arabic']}{_ONE_CHARACTER['paren_cn']}])"
# （二）、（三）项 and （二）（三）项, read from behind the first bracket.
_SERIES = re.compile(rf"\s*(?:[、，,和及与至到或—~～-]+\s*{_BRACKETED}|{_BRACKETED}\s*[项款](?!目))")


Doubt = Literal["", "figure", "measure"]


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    `printed` is the number without its punctuation (3, （三）, 第十二条); `length` counts the characters of the
    line that it takes up, with the blanks behind it. `bare` tells a number without any punctuation ("1支部"),
    `spaced` one with a blank or colon behind it, as 第N条 has where it opens an article. `doubt` tells a number whose
    item would begin with a figure: "figure" (2.12月底前), or "measure" where a decimal number is as likely (2.5小时).
    `other` is a second way to read the same line.
    """

    kind: str
    value: int
    printed: str
    length: int
    bare: bool = False
    spaced: bool = False
    doubt: Doubt = ""
    other: Marker | None = None

    def as_kind(self, kind: str) -> Marker | None:
        """The same line read as a number of `kind`, None where it cannot be."""
        return next((m for m in (self, self.other) if m is not None and m.kind == kind), None)


def parse_marker(line: str) -> Marker | None:
    """The number that `line` (already stripped) starts with, None where it starts with none."""
    doubtful = _before_figure(line)
    marker = _undoubted(line)
    if doubtful is None or marker is None:
        return doubtful or marker
    return replace(doubtful, other=marker) if _QUANTITY.match(line[doubtful.length:]) else replace(
        marker, other=doubtful)


def counted_marker(number: str) -> Marker | None:
    """The number that a format counts and prints before an item, None where it is of no known kind."""
    marker = parse_marker(f"{number} ")
    return None if marker is None else replace(marker, length=len(number))


def _undoubted(line: str) -> Marker | None:
    for name, pattern in _PATTERNS:
        m = pattern.match(line)
        if m is None:
            continue
        marker = _marker(name, m)
        if not _is_reference(marker, m, line):
            return marker
    return None


def _before_figure(line: str) -> Marker | None:
    """The number of an item that itself begins with a figure, None where `line` begins with no such thing."""
    m = _BEFORE_FIGURE.match(line)
    if m is None or int(m.group(1)) < 1:
        return None
    rest = line[m.end():]
    decimal = m.group()[-1] == "、" or not _QUANTITY.match(rest) or _MEASURE.match(rest)
    doubt: Doubt = "measure" if decimal and not _WHOLE.match(rest) else "figure"
    return Marker("arabic", int(m.group(1)), m.group(1), m.end(), doubt=doubt)


def _marker(name: str, m: re.Match[str]) -> Marker:
    number = next(g for g in m.groups() if g)
    if name == "ordinal":
        return Marker(_ORDINAL[m.group(2)], _value(number), m.group().strip(" \t　:："), m.end(),
                      spaced=m.group()[-1] in " \t　:：")
    if name == "dotted":
        return Marker("dotted", int(re.split("[.．]", number)[-1]), number, m.end())
    if name == "circled":
        return Marker("circled", _CIRCLED.index(number) + 1, number, m.end())
    if name == "arabic":
        value = _value(number)
        return Marker("arabic", value, str(value), m.end(), bare=m.group().strip() == number and number.isdecimal())
    if name == "paren_cn":
        return Marker("paren_cn", _value(number), f"（{unicodedata.normalize('NFKC', number).strip('()')}）", m.end())
    if name == "paren_arabic":
        value = _value(number)
        return Marker("paren_arabic", value, f"（{value}）", m.end())
    return Marker(name, _value(number), number, m.end())


def _value(number: str) -> int:
    if len(number) == 1:
        return int(unicodedata.numeric(number, -1))
    value = parse_number(number)
    return -1 if value is None else int(value)


def _is_reference(marker: Marker, m: re.Match[str], line: str) -> bool:
    if marker.value < 1:
        return True
    rest = line[marker.length:]
    if marker.kind in _ORDINAL_KINDS:
        return not marker.spaced and bool(_REFERENCE.match(rest))
    if marker.bare:
        return bool(_QUANTITY.match(line))
    if marker.kind not in ("paren_cn", "paren_arabic"):
        return False
    return bool(_REFERENCE.match(rest) or _SERIES.match(line[len(m.group().rstrip(" \t　、.．")):]))


class Continuity:
    """Accepts or rejects markers so that each level runs 1, 2, 3 …, with small skips and restarts allowed.

    A list may skip a number (19 → 21) and may start again at 1 under a new heading; numbering may also run on
    across headings of a higher level (一、1–4，二、5–10). An excerpt may leave out any number of articles. Anything
    else is text that happens to start with a number.
    """

    MAX_SKIP = 3

    def __init__(self) -> None:
        self._last: dict[str, Marker] = {}
        self._fresh = True

    def heading(self) -> None:
        """A heading without a number stands here: every level may start again."""
        self._fresh = True

    def accept(self, marker: Marker, following: Sequence[Marker]) -> Marker | None:
        """What `marker` must be read as to continue its level, None where it continues none.

        `following` holds the markers of the lines after it.
        """
        dotted = marker.as_kind("dotted")
        if dotted is not None and self._runs_on(dotted, following):
            return self.take(dotted)
        if self._continues(marker, following):
            return self.take(marker)
        other = marker.other
        return self.take(other) if other is not None and other.doubt and self._continues(other, following) else None

    def take(self, marker: Marker) -> Marker:
        """Goes on from a number that is known to be one, wherever its level stood."""
        for kind in LEVELS[RANK[marker.kind] + 1:]:
            if kind in ("paren_arabic", "circled", "dotted"):
                self._last.pop(kind, None)
        self._last[marker.kind] = marker
        self._fresh = False
        return marker

    def _continues(self, marker: Marker, following: Sequence[Marker]) -> bool:
        if marker.doubt:
            return self._continues_in_doubt(marker, following)
        previous = self._last.get(marker.kind)
        if previous is not None and not (self._fresh and marker.value == 1):
            step = marker.value - previous.value
            if step == 1 or (marker.spaced and step > 1 and not _comes(previous.value, marker, following)):
                return True
            if 1 < step <= self.MAX_SKIP and not (marker.bare and not previous.bare):
                return True
        if marker.value == 1:
            return not marker.bare or _next(marker, following) == 2
        if previous is not None or marker.bare:
            return False
        return marker.spaced or _next(marker, following) == marker.value + 1

    def _continues_in_doubt(self, marker: Marker, following: Sequence[Marker]) -> bool:
        previous, after = self._last.get(marker.kind), _next(marker, following)
        if marker.value == 1 or previous is None:
            return marker.value == 1 and after == 2
        step = marker.value - previous.value
        if previous.bare or not 1 <= step <= self.MAX_SKIP:
            return False
        return after == marker.value + 1 or (step == 1 and marker.doubt == "figure" and after != marker.value)

    def _runs_on(self, dotted: Marker, following: Sequence[Marker]) -> bool:
        """Whether a dotted number stands beside its neighbour: 1.1 before 1.2, 1.2 behind 1.1."""
        previous = self._last.get("dotted")
        if previous is not None and (_group(previous), previous.value + 1) == (_group(dotted), dotted.value):
            return True
        later = [d for m in following if (d := m.as_kind("dotted")) is not None and _group(d) == _group(dotted)]
        return bool(later) and later[0].value == dotted.value + 1


def _group(dotted: Marker) -> list[str]:
    """What stands before the last dot: 1.2.3 → 1, 2."""
    return re.split("[.．]", dotted.printed)[:-1]


def _next(marker: Marker, following: Sequence[Marker]) -> int | None:
    """The next number of the marker's level; doubtful ones count where they would repeat or continue it."""
    near = (marker.value, marker.value + 1)
    return next((m.value for m in following if m.kind == marker.kind and (not m.doubt or m.value in near)), None)


def _comes(last: int, marker: Marker, following: Sequence[Marker]) -> bool:
    """Whether a number between `last` and the marker's still comes, before the numbering starts again."""
    for m in following:
        if m.kind != marker.kind:
            continue
        if m.value == 1:
            return False
        if last < m.value <= marker.value:
            return True
    return False
