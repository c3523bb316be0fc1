"""Running headers and footers by where they stand (页眉页脚的位置): on every page at the same height, outside the text.

What is written there may differ from page to page, so that few pages suffice: of a document of two pages each has its
own. That a line is none of the text shows in what it looks like: words at the left and at the right of it, the number
of the page, or small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_layout import Piece
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.structure.numbering import parse_marker

_LEVEL = 0.8  # of a line's height: lines no further apart stand at the same height
_FAR = 5.0  # of that: lines of a text are nearer
_SMALL = 0.9  # of the height of the lines of the text
_LONGEST = 60  # characters
_NEXT, _TITLE_LEAST = 3, 5  # lines next to it; characters
_SENTENCE_END = "。；，、：;,:"
_AT_EDGE = re.compile(r"^\D?\s*(\d{1,4})(?!\d)|(?<!\d)(\d{1,4})\s*\D?$")


@dataclass(frozen=True, slots=True)
class _Edge:
    """The outermost line of a page, over both columns: the numbers of its parts there, how far from the edge it and
    what stands next begin, and the words of the lines next to it.
    """

    page: int
    at: tuple[int, ...]
    parts: tuple[PlacedLine, ...]
    place: float
    inner: float
    near: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts).strip()

    @property
    def height(self) -> float:
        return self.parts[0].height

    @property
    def parted(self) -> bool:
        return len(self.parts) > 1 or self.parts[0].parted


def margin_lines(pages: Sequence[Sequence[Piece]]) -> list[set[int]]:
    """For every page the numbers of its lines that stand in the margin, counted from 0."""
    out: list[set[int]] = [set() for _ in pages]
    heights = [p.height for page in pages for p in page if isinstance(p, PlacedLine)]
    if not heights:
        return out
    usual = median(heights)
    for top in (True, False):
        edges = [*_edges(pages, usual, top=top)]
        found = _running(edges, len(pages), usual) if len(pages) > 1 else [e for e in edges if top and _names_text(e)]
        for edge in found:
            out[edge.page].update(edge.at)
    return out


def _edges(pages: Sequence[Sequence[Piece]], usual: float, *, top: bool) -> Iterator[_Edge]:
    for number, page in enumerate(pages):
        placed = sorted(((b[0] if top else -b[1]), n) for n, piece in enumerate(page) if (b := _reach(piece)))
        outer = [n for place, n in placed if place - placed[0][0] < usual / 2]
        rest = placed[len(outer):]
        parts = [piece for n in sorted(outer) if isinstance(piece := page[n], PlacedLine)]
        known = len(placed) * 2 >= sum(1 for piece in page if not isinstance(piece, str) or piece.strip())
        if rest and known and len(parts) == len(outer):
            near = tuple(_bare(piece.text) for _, n in rest[:_NEXT] if isinstance(piece := page[n], PlacedLine))
            yield _Edge(number, tuple(outer), tuple(parts), placed[0][0], rest[0][0], near)


def _names_text(edge: _Edge) -> bool:
    """Whether the first line of the only page has a title in one of its parts that is printed below it."""
    return edge.parted and any(len(words) > _TITLE_LEAST and words in _bare(edge.text) for words in edge.near)


def _bare(text: str) -> str:
    return "".join(text.split())


def _reach(piece: Piece) -> tuple[float, float] | None:
    """Where a piece begins and ends, from the top of its page; None where that is not known."""
    if isinstance(piece, str):
        return None
    return (piece.box[1], piece.box[3]) if isinstance(piece, RuledTable) else (piece.top, piece.bottom)


def _running(edges: Sequence[_Edge], pages: int, usual: float) -> list[_Edge]:
    """Those of the outermost lines that stand at the height at which all do, but perhaps the first page's; none where
    they look like the text.
    """
    if not edges:
        return []
    near = _LEVEL * usual
    place = median(e.place for e in edges[-max(1, len(edges) - 1):])
    band = [e for e in edges if abs(e.place - place) <= near and e.inner - e.place > near]
    first_differs = len(band) == pages - 1 and all(e.page for e in band)
    if len(band) < 2 and not (first_differs and _is_above(band[0], edges, near)):
        return []
    if len(band) < pages and not first_differs:
        return []
    if any(not _may_run(e.text) for e in band):
        return []
    signs = [_looks_apart(e, usual) or (len(band) == 1 and e.inner - e.place > _FAR * near) for e in band]
    return band if sum(signs) * 2 > len(band) or (len(band) == 2 and any(signs) and _alike(band)) else []


def _is_above(edge: _Edge, edges: Sequence[_Edge], near: float) -> bool:
    """Whether the only line of its kind stands outside of where the text of the other pages begins, and further from
    its own than lines of a text do.
    """
    others = [e.place for e in edges if e.page != edge.page]
    return bool(others) and min(others) - edge.place > near and (
        abs(min(others) - edge.inner) <= near or edge.inner - edge.place > _FAR * near)


def _may_run(text: str) -> bool:
    marker = parse_marker(text)
    numbered = marker is not None and not marker.bare and not _AT_EDGE.match(text)
    return len(text) <= _LONGEST and text[-1:] not in _SENTENCE_END and not numbered


def _looks_apart(edge: _Edge, usual: float) -> bool:
    """Whether a line looks unlike the text: in parts, small, or with the number of its page."""
    m = _AT_EDGE.search(edge.text)
    counts = m is not None and int(m.group(1) or m.group(2)) == edge.page + 1
    return edge.parted or edge.height <= _SMALL * usual or counts


def _alike(band: Sequence[_Edge]) -> bool:
    return abs(band[0].height - band[1].height) < 0.1 * band[0].height
