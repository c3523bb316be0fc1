"""Printed numbers at line starts (编号): 第X条, 一、, （一）, 1., ①, and whether they continue one another.

A number opens a clause only where it stands at the start of a line, is written as numbers of lists are,
and continues what came before (1, 2, 3 …). So a cross-reference (依照第十条规定), a year, or a quantity
at the start of a line never opens one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cn2an

# From the outermost level to the innermost. Within the law-like levels the order is that of 立法技术规范:
# 编、章、节、条; below them 一、（一）1.（1）① as in 党政机关公文格式 (GB/T 9704-2012, 7.3.3).
LEVELS = ("part", "chapter", "section", "article", "cn", "paren_cn", "arabic", "dotted", "paren_arabic", "circled")
RANK = {kind: rank for rank, kind in enumerate(LEVELS)}

_CN = "零〇一二两三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ORDINAL = {"编": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article"}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(rf"第\s*([{_CN}]+|\d+)\s*(编|部分|章|节|条)(之[{_CN}])?[\s　:：]*")),
    ("paren_cn", re.compile(rf"[（(]\s*([{_CN}]+)\s*[）)][\s　、.．]*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})(?:、|[.．](?=[^\d]))\s*")),
    ("paren_arabic", re.compile(r"[（(]\s*(\d{1,2})\s*[）)][\s　、.．]*|(\d{1,2})[）)]\s*")),
    ("dotted", re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d%‰])[.．、]?\s*")),
    ("arabic", re.compile(r"(\d{1,3})(?:\s*[.．、](?!\d)|\s*(?=[一-鿿“”‘’《（(]))\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
)

# What follows a number that is a quantity, a date or a reference, not the number of an item.
_QUANTITY = re.compile(r"\d+\s*(年|月|日|号|名|人|个|次|项|条|款|章|节|分|天|周|岁|元|万|亿|米|篇|学时|小时|世纪|级|类|点|时|°|%|‰|[-—~～至]\s*\d)")
_REFERENCE = re.compile(r"(规定|所列|所称|所述|至第|至[（(]|和第|及第|与第|、第|第[一二三四五六七八九十\d]+[款项]|的|之规定|至|和[（(]|、[（(])")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    `printed` is the number without its punctuation (3, （三）, 第十二条); `length` counts the characters of the
    line that it takes up, with the blanks behind it. `bare` tells a number without any punctuation ("1支部").
    """

    kind: str
    value: int
    printed: str
    length: int
    bare: bool = False


def parse_marker(line: str) -> Marker | None:
    """The number that `line` (already stripped) starts with, None where it starts with none."""
    for name, pattern in _PATTERNS:
        m = pattern.match(line)
        if m is None:
            continue
        marker = _marker(name, m)
        if marker is not None and not _is_reference(marker, line):
            return marker
    return None


def _marker(name: str, m: re.Match[str]) -> Marker | None:
    number = next(g for g in m.groups() if g)
    if name == "ordinal":
        return Marker(_ORDINAL[m.group(2)], _value(number), m.group().strip(" \t　:："), m.end())
    if name == "dotted":
        return Marker("dotted", int(re.split("[.．]", number)[-1]), number, m.end())
    if name == "circled":
        return Marker("circled", _CIRCLED.index(number) + 1, number, m.end())
    if name == "arabic":
        return Marker("arabic", int(number), number, m.end(), bare=m.group().strip() == number)
    value = _value(number)
    if name == "paren_cn":
        return Marker("paren_cn", value, f"（{number}）", m.end())
    if name == "paren_arabic":
        return Marker("paren_arabic", value, f"（{number}）", m.end())
    return Marker(name, value, number, m.end())


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    try:
        return int(cn2an.cn2an(number.replace("〇", "零"), "smart"))
    except ValueError:
        return -1


def _is_reference(marker: Marker, line: str) -> bool:
    if marker.value < 1:
        return True
    rest = line[marker.length:]
    if marker.kind in ("part", "chapter", "section", "article"):
        return line[marker.length - 1] not in " \t　:：" and bool(_REFERENCE.match(rest))
    if marker.bare:
        return bool(_QUANTITY.match(line))
    return bool(_REFERENCE.match(rest)) and marker.kind in ("paren_cn", "paren_arabic")


class Continuity:
    """Accepts or rejects markers so that each level runs 1, 2, 3 …, with small skips and restarts allowed.

    A list may skip a number (19 → 21) and may start again at 1 under a new heading; numbering may also run on
    across headings of a higher level (一、1–4，二、5–10). Anything else is text that happens to start with a number.
    """

    MAX_SKIP = 3

    def __init__(self) -> None:
        self._last: dict[str, Marker] = {}
        self._fresh = True

    def heading(self) -> None:
        """A heading without a number stands here: every level may start again."""
        self._fresh = True

    def accept(self, marker: Marker, following: Sequence[Marker]) -> bool:
        """Whether `marker` continues its level; `following` holds the markers of the lines after it."""
        if not self._continues(marker, following):
            return False
        for kind in LEVELS[RANK[marker.kind] + 1:]:
            previous = self._last.get(kind)
            if previous is not None and kind in ("paren_arabic", "circled", "dotted"):
                del self._last[kind]
        self._last[marker.kind] = marker
        self._fresh = False
        return True

    def _continues(self, marker: Marker, following: Sequence[Marker]) -> bool:
        previous = self._last.get(marker.kind)
        same = [m for m in following if m.kind == marker.kind]
        if previous is not None and not (self._fresh and marker.value == 1):
            step = marker.value - previous.value
            if step == 1:
                return True
            if 1 < step <= self.MAX_SKIP and not (marker.bare and not previous.bare):
                return True
        if marker.value == 1:
            return not marker.bare or (bool(same) and same[0].value == 2)
        starts_midway = previous is None and not marker.bare and bool(same) and same[0].value == marker.value + 1
        return starts_midway
