"""Titles without what only tells editions apart (版本名称): 年份, 修订, 修正, 试行, 版次, 文号."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml
from kb.language.numerals import parse_number

_BRACKETS = re.compile(r"[（(〔\[【]([^（()）〔\[【〕\]】]*(?:[〔\[]\d{4}[〕\]][^（()）]*)?)[)）〕\]】]")
_QUOTES = str.maketrans("〈〉", "《》")
_CN_YEAR = re.compile("[一二][〇○零一二三四五六七八九]{3}")


@dataclass(frozen=True, slots=True)
class EditionTitle:
    """`key` is the same for all editions of a document; `year` is the one that the title gives to this edition, None
    without any; `rank` puts editions in order that bear no date: 0 for one on trial, 2 for a revised one, its number
    for a numbered one, 1 otherwise.
    """

    key: str
    year: int | None
    rank: int


@lru_cache(maxsize=4096)
def edition_title(title: str) -> EditionTitle:
    """The title of a document taken apart."""
    text = _plain(title)
    wrapped = _wrapped().search(text)
    text = wrapped.group("title") if wrapped is not None else text
    marks: list[str] = []

    def gone(m: re.Match[str]) -> str:
        marks.append(m.group())
        return ""

    def bracket_gone(m: re.Match[str]) -> str:
        inner = m.group(1)
        return gone(m) if any(p.fullmatch(inner) for p in _patterns("bracket")) else m.group()

    key = _BRACKETS.sub(bracket_gone, text)
    for pattern in _patterns("loose"):
        shorter = pattern.sub(lambda m: m.group() if len(m.group()) == len(m.string) else gone(m), key)
        key = shorter or key
    said = "".join(marks)
    years = [year_of(m.group()) for m in re.finditer(_data("year"), said)]
    rank = 2 if re.search(_data("later"), said) else 0 if re.search(_data("earlier"), said) else 1
    return EditionTitle(key.strip("《》") or text, next((y for y in years if y), None), max(rank, _volume(marks)))


def year_of(words: str) -> int | None:
    """The year that 2023 or 二〇二三 names."""
    if _CN_YEAR.fullmatch(words):
        found = parse_number(re.sub("[○零]", "〇", words))
        return None if found is None else int(found)
    return int(words) if words.isdecimal() else None


def _volume(marks: Sequence[str]) -> int:
    """The number of a numbered edition, 0 for one without."""
    found = (re.search(_data("volume"), re.sub(_data("year"), "", m)) for m in marks)
    numbers = (parse_number(next(g for g in m.groups() if g)) for m in found if m is not None)
    return int(max((n for n in numbers if n), default=0))


def _plain(title: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", title)).translate(_QUOTES)


def _data(name: str) -> str:
    stated: str = load_toml("editions.toml")[name]
    return stated


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p.replace("{year}", _data("year"))) for p in load_toml("editions.toml")[name])


@cache
def _wrapped() -> re.Pattern[str]:
    return re.compile(_data("wrapped"))
