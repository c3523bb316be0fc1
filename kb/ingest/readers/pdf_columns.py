"""Pages set in two columns (双栏): their lines in the order in which they are read, by where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

_ROWS = 4  # lines that stand beside one another, at least
_WIDTH = 8  # characters of a line of a column, at the median: shorter ones are cells of a table
_CROSSING = 0.2  # of the lines may cross the gap between the columns, such as titles
WITHIN = 0.7  # of the size of a letter: figures among Chinese stand up to a quarter apart, words by justifying more
_FAR = 3.0  # of a line's height: a header or footer stands further from the text
_LEVEL = 0.5  # of a line's height: lines that begin no further apart stand beside one another


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, in points or pixels from the left and the top of the page."""

    text: str
    left: float
    right: float
    top: float
    height: float


def column_lines(page: Any) -> list[Piece] | None:
    """The lines of a pdfplumber page, the left column before the right; None where it is not set in two columns."""
    if page.lines or page.rects or page.curves:
        return None
    words = page.extract_words(keep_blank_chars=True, x_tolerance_ratio=WITHIN)
    pieces = [Piece(w["text"].strip(), w["x0"], w["x1"], w["top"], w["bottom"] - w["top"])
              for w in words if w["upright"] and w["text"].strip()]
    order = column_order(pieces, page.width)
    return None if order is None else [pieces[n] for n in order]


def column_order(pieces: list[Piece], width: float) -> list[int] | None:
    """The places of the pieces in the order in which a page in two columns is read; None where it is not one."""
    gap = _gap(pieces, width)
    return None if gap is None else _ordered(pieces, gap)


def _gap(pieces: list[Piece], width: float) -> float | None:
    """Where the gap between the columns is, in points from the left."""
    starts = [p.left for p in pieces if width * 0.4 < p.left < width * 0.65]
    for gap in sorted({round(x) for x in starts}):
        left = [p for p in pieces if p.right <= gap]
        right = [p for p in pieces if p.left >= gap - 1]
        crossing = len(pieces) - len(left) - len(right)
        beside = sum(any(abs(p.top - q.top) <= _LEVEL * p.height for q in right) for p in left)
        if (beside >= _ROWS and crossing <= _CROSSING * len(pieces)
                and min(median(len(p.text) for p in side) for side in (left, right)) >= _WIDTH):
            return gap - 1
    return None


def _ordered(pieces: list[Piece], gap: float) -> list[int]:
    """Bands between the lines that cross the gap; in each the left column, then the right."""
    band, bands = 0, []
    edges = _apart(pieces)
    for n, piece in sorted(enumerate(pieces), key=lambda p: (p[1].top, p[1].left)):
        crosses = piece.left < gap < piece.right or n in edges
        band += crosses
        bands.append((band, 0 if crosses else 1 + (piece.left >= gap), piece.top, piece.left, n))
    return [n for *_, n in sorted(bands)]


def _apart(pieces: list[Piece]) -> set[int]:
    """The places of the pieces on the first and on the last level where these stand apart: headers and footers."""
    order = sorted(range(len(pieces)), key=lambda n: pieces[n].top)
    levels: list[list[int]] = []
    for n in order:
        if levels and pieces[n].top - pieces[levels[-1][0]].top <= _LEVEL * pieces[n].height:
            levels[-1].append(n)
        else:
            levels.append([n])
    out: set[int] = set()
    for edge, near in ((levels[0], levels[1:2]), (levels[-1], levels[-2:-1])):
        if near and abs(pieces[edge[0]].top - pieces[near[0][0]].top) > _FAR * pieces[near[0][0]].height:
            out |= set(edge)
    return out
