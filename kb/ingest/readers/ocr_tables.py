"""Tables with ruled lines in pictures of pages (扫描件里的表格): the lines found in the picture make rows and cells.

Runs where OpenCV is, in the process of the recogniser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
# In heights of a line of text: what is longer is no stroke of a character, how large a table is at least, and how far
# a box of text reaches over a ruled line that parts it.
_LEVEL, _UPRIGHT, _WIDE, _HIGH, _OVER = 3.0, 1.15, 6.0, 2.2, 0.4
_REACH = 4  # pixels that a ruled line may stray
_RULED = 0.5  # of a side that must be drawn
_ACROSS, _UNBROKEN = 0.8, 0.6  # the same of a side shorter than a line is looked for, and how much in one piece
_MOST_EDGES = 80
_DARK_BLOCK, _DARK = 31, 12  # pixels around, and how much darker ink is, of 255


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: the edges of its columns and rows in pixels, and its cells as (row, column, rows, columns)."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    cells: tuple[tuple[int, int, int, int], ...]
    upright: Pixels

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that a point stands in; None outside."""
        for n, (r, c, rows, columns) in enumerate(self.cells):
            if self.xs[c] <= x < self.xs[c + columns] and self.ys[r] <= y < self.ys[r + rows]:
                return n
        return None

    def parted(self, left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
        """The stretches into which ruled lines part a box of text that stands in the table; one where none does."""
        if self.cell_at((left + right) / 2, (top + bottom) / 2) is None:
            return [(left, right)]
        over = _OVER * (bottom - top)
        cuts = [x for x in self.xs if left + over < x < right - over and _drawn(
            self.upright[max(0, int(top)):int(bottom) + 1, max(0, x - _REACH):x + _REACH + 1], axis=1)]
        starts, ends = [left, *(x + _REACH for x in cuts)], [*(x - _REACH for x in cuts), right]
        return list(zip(starts, ends, strict=True))


def ruled(picture: Pixels, height: float) -> list[Ruled]:
    """The tables of a level page from top to bottom; `height` is that of a line of its text in pixels."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    ink = np.asarray(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _DARK_BLOCK,
                                           _DARK), np.uint8)
    level, upright = (np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8)), np.uint8)
                      for size in ((1, max(9, int(_LEVEL * height))), (max(9, int(_UPRIGHT * height)), 1)))
    joined = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((_REACH * 2 + 1, _REACH * 2 + 1), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for n, (x, y, w, h, _) in enumerate(stats[1:], start=1):
        x, y, w, h = int(x), int(y), int(w), int(h)
        if w < _WIDE * height or h < _HIGH * height:
            continue
        own = np.where(labels == n, 255, 0).astype(np.uint8)
        table = _table(ink, level & own, upright & own, (x, y, x + w, y + h), height)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda t: t.ys[0])


def _table(ink: Pixels, level: Pixels, upright: Pixels, box: Sequence[int], height: float) -> Ruled | None:
    left, top, right, bottom = box
    ys = _edges((level[top:bottom, left:right] > 0).sum(axis=1) >= _LEVEL * height, top)
    xs = _edges((upright[top:bottom, left:right] > 0).sum(axis=0) >= _UPRIGHT * height, left)
    # The outer sides of a table may be left open.
    xs = sorted({*xs, *(x for x in (left + _REACH, right - _REACH) if all(abs(x - e) > height / 2 for e in xs))})
    if not (3 <= len(xs) <= _MOST_EDGES and 3 <= len(ys) <= _MOST_EDGES):
        return None
    cells = _cells(ink, level, upright, xs, ys)
    return None if cells is None or len(cells) < 4 else Ruled(tuple(xs), tuple(ys), tuple(cells), upright)


def _edges(drawn: NDArray[np.bool_], offset: int) -> list[int]:
    """The middles of the stretches that are drawn; those no further apart than a line may stray are one."""
    out: list[list[int]] = []
    for at in np.flatnonzero(drawn):
        if out and at - out[-1][-1] <= 2 * _REACH:
            out[-1].append(int(at))
        else:
            out.append([int(at)])
    return [offset + (run[0] + run[-1]) // 2 for run in out]


def _cells(ink: Pixels, level: Pixels, upright: Pixels, xs: Sequence[int], ys: Sequence[int]
           ) -> list[tuple[int, int, int, int]] | None:
    """Places of the grid that no line parts are one cell; None where these are no rectangles."""
    rows, columns = len(ys) - 1, len(xs) - 1
    of = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(at: tuple[int, int]) -> tuple[int, int]:
        while of[at] != at:
            at = of[at]
        return at

    for r in range(rows):
        for c in range(columns):
            y, x = slice(ys[r] + _REACH, ys[r + 1] - _REACH), slice(xs[c] + _REACH, xs[c + 1] - _REACH)
            if c + 1 < columns and not _drawn(upright[y, xs[c + 1] - _REACH:xs[c + 1] + _REACH + 1], axis=1):
                of[root((r, c + 1))] = root((r, c))
            below = slice(ys[r + 1] - _REACH, ys[r + 1] + _REACH + 1)
            if r + 1 < rows and not (_drawn(level[below, x], axis=0) or _drawn_across(ink[below, x])):
                of[root((r + 1, c))] = root((r, c))
    areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for at in of:
        areas.setdefault(root(at), []).append(at)
    out = list(_rectangles(areas.values()))
    return None if any(cell is None for cell in out) else sorted(cell for cell in out if cell is not None)


def _rectangles(areas: Iterable[list[tuple[int, int]]]) -> Iterator[tuple[int, int, int, int] | None]:
    for area in areas:
        rs, cs = [r for r, _ in area], [c for _, c in area]
        high, wide = max(rs) - min(rs) + 1, max(cs) - min(cs) + 1
        yield (min(rs), min(cs), high, wide) if high * wide == len(area) else None


def _drawn(strip: Pixels, *, axis: int) -> bool:
    """Whether a line runs along most of a strip of the picture."""
    return bool(strip.size and (strip > 0).any(axis=axis).mean() >= _RULED)


def _drawn_across(strip: Pixels) -> bool:
    """Whether a line runs across a narrow cell."""
    wide = strip.shape[1]
    if wide < _REACH:
        return False
    line = np.asarray(cv2.morphologyEx(strip, cv2.MORPH_OPEN, np.ones((1, max(2, int(_UNBROKEN * wide))), np.uint8)))
    return bool((line > 0).any(axis=0).mean() >= _ACROSS)
