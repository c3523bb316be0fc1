"""Ordinal numbers (序号) as documents print and people write them: 第十二条, 第12条, 第二条之一, （三）, 附件2."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.view import same_length

_NUMERAL = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百千]+)"
_BRACKETED = rf"[（(]\s*(?P<bracketed>{_NUMERAL})\s*[）)]"
_PRINTED = re.compile(rf"\s*(?:{_BRACKETED}|(?P<bare>{_NUMERAL})(?=[、.．:：\s]|$)(?![.．]\d))[、.．:：\s]*")
_ROUND = str.maketrans("○◯", "〇〇")
_CIRCLED = re.compile("[①-⑳]")


LAST = -1


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A number in a row of numbers: `unit` is what is numbered (条, 章; "" where only the number is printed), `value`
    the number or LAST, `sub` the number behind 之 (第二条之一), 0 where there is none."""

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
    text = same_length(text).translate(_ROUND)
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
    value = _value(group.get("number") or group.get("counted") or group.get("bracketed") or "")
    if value is None:
        return None
    sub = _value(group["sub"]) if group.get("sub") else 0
    return Ordinal(group.get("unit") or group.get("before") or "", value, sub or 0)


def _value(numeral: str) -> int | None:
    value = parse_number(numeral)
    return int(value) if value is not None and value == int(value) and value > 0 else None


@cache
def _named() -> re.Pattern[str]:
    """第N条, 附件N where the word stands before its number, and 最后一条."""
    data = load_toml("ordinals.toml")
    units = _either(*data["headings"], *data["items"])
    return re.compile(
        rf"第\s*[（(]?\s*(?P<number>{_NUMERAL})\s*[）)]?\s*个?(?P<unit>{units})(?:之(?P<sub>{_NUMERAL}))?"
        rf"|(?P<before>{_either(*data['before'])})\s*(?P<counted>{_NUMERAL})"
        rf"|(?:(?P<first>{_either(*data['first'])})|{_either(*data['last'])})个?(?P<worded>{units})")


def _either(*words: str) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
