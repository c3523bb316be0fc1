"""Where words stand in a text (出现之处): found in normal form, given as verbatim spans.

Traditional characters, full-width forms, letter case and blanks inside a word make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.language.tokenizer import normalize

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text to be shown as one: `hit` is the number of the found place it belongs to, from 1; `first`
    tells whether that place begins with it; `cited` whether it is part of the words that a citation points to,
    `unsure` whether it was recognised so unsurely that it may be another.
    """

    text: str
    hit: int | None = None
    first: bool = False
    cited: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words to look for, in normal form."""

    pattern: re.Pattern[str]

    def spans(self, text: str) -> tuple[Span, ...]:
        """The places in `text` that hold one of the words, in order, none overlapping; the longest word wins."""
        flat = [_folded(ch) for ch in text]
        found = list(self.pattern.finditer("".join(flat)))
        if not found:
            return ()
        places = [i for i, part in enumerate(flat) for _ in part]
        return tuple((places[m.start()], places[m.end() - 1] + 1) for m in found)


def words(wanted: Sequence[str]) -> Words | None:
    """The words to look for; None where none of them holds a letter or digit."""
    flat = {"".join(map(_folded, w)) for w in wanted}
    kept = sorted((w for w in flat if any(ch.isalnum() for ch in w)), key=lambda w: (-len(w), w))
    return Words(re.compile("|".join(map(re.escape, kept)))) if kept else None


def pieces(text: str, hits: Sequence[Span] = (), *, number: int = 1, cited: Span | None = None,
           unsure: Collection[int] = ()) -> tuple[Piece, ...]:
    """`text` cut where a found place, the cited words or `unsure` characters begin or end; joined again the pieces are
    `text`. The places are numbered from `number`.
    """
    doubts = {at for at in unsure if 0 <= at < len(text)}
    cuts = {0, len(text), *(at for span in hits for at in span), *(cited or ())}
    cuts |= {at for at in doubts if at - 1 not in doubts} | {at + 1 for at in doubts if at + 1 not in doubts}
    edges = sorted(at for at in cuts if 0 <= at <= len(text))
    out, nth = [], 0
    for start, end in zip(edges, edges[1:], strict=False):
        while nth < len(hits) and hits[nth][1] <= start:
            nth += 1
        inside = nth < len(hits) and hits[nth][0] <= start
        out.append(Piece(text[start:end], number + nth if inside else None, inside and hits[nth][0] == start,
                         cited is not None and cited[0] <= start and end <= cited[1], start in doubts))
    return tuple(out)


@lru_cache(maxsize=1 << 16)
def _folded(ch: str) -> str:
    """The normal form of one character, blanks left out."""
    return "".join(normalize(ch).split())
