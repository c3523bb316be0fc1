"""Fitting text on a slide (排得下): how many lines a text takes, counted on the safe side, and where to break it.

What font shows a file is not known when it is made. A Chinese character is one em wide in every font; Latin letters
and digits are counted as wide as the widest of the common fonts have them. Line heights are set in points by whoever
writes.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

SMALLEST = 18  # points
_BETWEEN = 0.25  # ems
LEADING = 1.35  # height of a line by the size of its letters

_ENDS = (re.compile(r"(?<=[。！？；;!?\n])(?=.)", re.DOTALL), re.compile(r"(?<=[，,、：:])(?=.)"))


def ems(text: str) -> float:
    """How wide a text is, in ems, on the safe side: programs leave a gap between Chinese and Latin letters."""
    return sum(map(_em, text)) + _BETWEEN * sum(_wide(a) != _wide(b) for a, b in pairwise(text))


def _wide(ch: str) -> bool:
    return unicodedata.east_asian_width(ch) in "WFA"


def _em(ch: str) -> float:
    if _wide(ch):
        return 1.0
    return 0.95 if ch in "MWmw@%‰" else 0.72 if ch.isupper() else 0.62


def lines(text: str, size: float, width: float) -> int:
    """How many lines a text takes at `size` in a width, both in points. A line may end one letter early, where a mark
    may not begin the next one.
    """
    held = max(1.0, math.floor(width / size) - 1)
    return sum(max(1, math.ceil(ems(part) / held)) for part in text.split("\n"))


def height(texts: Sequence[str], size: float, width: float, *, gap: float = 0) -> float:
    """How high paragraphs are, in points, with `gap` points behind each."""
    return sum(lines(t, size, width) * size * LEADING + gap for t in texts)


def size_for(texts: Sequence[str], width: float, room: float, *, sizes: Sequence[float], gap: float = 0
             ) -> float | None:
    """The first of `sizes` at which the paragraphs take no more than `room` points of height; None where none does."""
    return next((s for s in sizes if height(texts, s, width, gap=gap) <= room), None)


def pieces(text: str, size: float, width: float, most: int) -> list[str]:
    """A text broken into pieces of at most `most` lines, each at the end of a sentence, else of a phrase, else
    anywhere. Together they are the text.
    """
    return _broken(text, size, width, most, 0)


def _broken(text: str, size: float, width: float, most: int, level: int) -> list[str]:
    if lines(text, size, width) <= most:
        return [text]
    if level == len(_ENDS):
        held = max(1, (math.floor(width / size) - 1) * most)
        return [text[n:n + held] for n in range(0, len(text), held)]
    out: list[str] = []
    for part in _ENDS[level].split(text):
        if out and lines(out[-1] + part, size, width) <= most:
            out[-1] += part
        else:
            out += _broken(part, size, width, most, level + 1)
    return out


def groups(blocks: Sequence[Sequence[str]], size: float, width: float, room: float, *, gap: float = 0
           ) -> list[list[int]]:
    """The places of `blocks` of paragraphs on as few pages of `room` points as hold them in their order."""
    out: list[list[int]] = []
    used = 0.0
    for n, block in enumerate(blocks):
        needed = height(block, size, width, gap=gap)
        if out and used + needed <= room:
            out[-1].append(n)
            used += needed
        else:
            out.append([n])
            used = needed
    return out
