"""Scoring answers (判分): what is given against the key; a short answer is for the reader to judge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from kb.language.numerals import parse_number, plain
from kb.training.item import Item


def points(items: Sequence[Item]) -> int:
    """How many points there are to win: one for each item that is scored."""
    return sum(i.type != "short" for i in items)


def is_right(item: Item, given: Sequence[str]) -> bool | None:
    """Whether an answer is right: letters, 对 or 错, the words of each blank, pairs; None for a short answer."""
    if item.type == "short":
        return None
    if item.type == "fill":
        return len(given) == len(item.key) and all(
            spelled(g) in spellings(k) for g, k in zip(given, item.key, strict=True))
    return {g.strip() for g in given if g.strip()} == set(item.key)


def spellings(key: str) -> tuple[str, ...]:
    """The ways to write what fills a blank: as printed, and a number in digits."""
    value = parse_number(key.strip())
    return tuple(dict.fromkeys([spelled(key), *([] if value is None else [plain(value)])]))


def spelled(words: str) -> str:
    """Words of a blank as they are compared: without blanks, in one width, hyphens alike."""
    text = unicodedata.normalize("NFKC", words)
    return re.sub(r"[-—–~～至到]+", "-", re.sub(r"\s+", "", text)).rstrip("。.")
