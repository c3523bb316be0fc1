"""Ordinal numbers (序号) as documents print and people write them: 第十二条, 第12条, 第二条之一, （三）, 附件2."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.view import same_length

# Other ways to write a numeral: the zeros that keyboards have, 廿 and 卅, and the figures that cannot be altered.
_WRITTEN = str.maketrans({"○": "〇", "◯": "〇", "廿": "二十", "卅": "三十"}
                         | dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)))
_FIGURES = "零〇一二三四五六七八九"
_ROW = re.compile(f"[{_FIGURES}]{{2,4}}")
NUMERAL = r"(?:\d{1,4}|[零〇○◯一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+)"
_BRACKETED = rf"[（(]\s*(?P<bracketed>{NUMERAL})\s*[）)]"
_PRINTED = re.compile(rf"\s*(?:{_BRACKETED}|(?P<bare>{NUMERAL})(?=[、.．:：\s]|$)(?![.．]\d))[、.．:：\s]*")
_CIRCLED = re.compile("[①-⑳]")
LAST = -1
_NUMBERS = ("number", "counted", "backwards", "bracketed")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A number in a row of numbers.

    `unit` is what is numbered (条, 章; "" where only the number is printed); `value` is below 0 where it is counted
    from the end: LAST, -2 (倒数第二条); `sub` is the number behind 之 (第二条之一), 0 where there is none.
    """

    unit: str
    value: int
    sub: int = 0


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An ordinal that a text mentions, at `text[start:end]`, as it is `said` there."""

    ordinal: Ordinal
    said: str
    start: int
    end: int


def printed_ordinal(text: str) -> tuple[Ordinal, int] | None:
    """The ordinal that a heading or a clause's number begins with, and its length; None where it begins with none.

    Printed in whatever form of characters: 第３條, 第一百○八条.
    """
    text = same_length(text)
    named = _named().match(text)
    if named is not None:
        found = _ordinal(named)
        return None if found is None else (found, named.end())
    circled = _CIRCLED.match(text)
    if circled is not None:
        return Ordinal("", int(unicodedata.numeric(circled.group()))), circled.end()
    m = _PRINTED.match(text)
    value = None if m is None else _value(m.group("bracketed") or m.group("bare"))
    return None if m is None or value is None else (Ordinal("", value), m.end())


def mentioned_ordinals(text: str) -> tuple[Mentioned, ...]:
    """The ordinals that a text in normal form mentions with what they number, in its order: 第三章, 附件2, 第(三)项.

    A bracketed number right behind another ordinal counts as well (第十条(三)).
    """
    found: list[Mentioned] = []
    at = 0
    while at < len(text):
        m = _named().match(text, at) or (
            re.compile(_BRACKETED).match(text, at) if found and found[-1].end == at else None)
        ordinal = None if m is None else _ordinal(m)
        if m is None or ordinal is None:
            at += 1
        else:
            found.append(Mentioned(ordinal, m.group(), m.start(), m.end()))
            at = m.end()
    return tuple(found)


@cache
def heading_units() -> frozenset[str]:
    """What numbers of headings count: 章, 部分, 附件."""
    data = load_toml("ordinals.toml")
    return frozenset((*data["headings"], *data["before"]))


def _ordinal(m: re.Match[str]) -> Ordinal | None:
    group = m.groupdict()
    if group.get("worded"):
        return Ordinal(group["worded"], 1 if group["first"] else LAST)
    value = _value(next((n for k in _NUMBERS if (n := group.get(k))), ""))
    if value is None:
        return None
    sub = _value(group["sub"]) if group.get("sub") else 0
    if group.get("backwards"):
        return Ordinal(group["behind"], -value)
    return Ordinal(group.get("unit") or group.get("before") or "", value, sub or 0)


def _value(numeral: str) -> int | None:
    written = numeral.translate(_WRITTEN)
    if _ROW.fullmatch(written):  # 第一六条: nothing but a place in a row is numbered so, never roughly one
        value: float | None = float("".join(str(max(0, _FIGURES.index(ch) - 1)) for ch in written))
    else:
        value = parse_number(written)
    return int(value) if value is not None and value == int(value) and value > 0 else None


@cache
def _named() -> re.Pattern[str]:
    """第N条, 附件N where the word stands before its number, 最后一条 and 倒数第N条."""
    data = load_toml("ordinals.toml")
    units = _either(*data["headings"], *data["items"])
    return re.compile(
        rf"倒数第(?P<backwards>{NUMERAL})个?(?P<behind>{units})"
        rf"|第\s*[（(]?\s*(?P<number>{NUMERAL})\s*[）)]?\s*个?(?P<unit>{units})(?:之(?P<sub>{NUMERAL}))?"
        rf"|(?P<before>{_either(*data['before'])})\s*(?P<counted>{NUMERAL})"
        rf"|(?:(?P<first>{_either(*data['first'])})|{_either(*data['last'])})个?(?P<worded>{units})")


def _either(*words: str) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
