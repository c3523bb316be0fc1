"""From recognised lines to paragraphs (版面还原): in the order in which they are read, joined where they go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from kb.ingest.readers.pdf_columns import Piece, column_order
from kb.ingest.readers.reading import Block, Paragraph, PrintedLine
from kb.ingest.structure.numbering import parse_marker

_SENTENCE_END = "。！？；：!?;:"
# In heights of a line: how far from the margins a line still is full or not indented, how far below another it goes on,
# and how far apart the cells of a row are.
_FULL, _INDENT, _APART, _CELL = 2.2, 1.2, 1.45, 2.5
_SAME_ROW = 0.5  # of the lower line's height
_SAME_SIZE = 0.72
_INDENTED_SHARE = 0.08  # of the lines: a text that indents its paragraphs


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A recognised line: how sure each character is (0 to 1), and its place in pixels from the left and the top."""

    text: str
    confidences: tuple[float, ...]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def confidence(self) -> float:
        """Of the whole line."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The lines of a page, counted from 1, that were recognised, and how many were too unsure to be kept."""

    number: int
    width: float
    lines: tuple[ScannedLine, ...]
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as paragraphs; whether the last of them may go on over the page, and the first be the rest of one."""

    blocks: tuple[Paragraph | PrintedLine, ...]
    goes_on: bool = False
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one level: a line, or the cells of a table with tabs between them."""

    text: str
    confidence: float
    left: float
    right: float
    top: float
    bottom: float
    cells: int


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    height: float
    pitch: float
    indents: bool


def ordered(page: ScannedPage) -> list[ScannedLine]:
    """The lines from top to bottom, the left column before the right where there are two."""
    pieces = [Piece(n.text, n.left, n.right, n.top, n.height) for n in page.lines]
    order = column_order(pieces, page.width)
    return [page.lines[i] for i in order] if order is not None else sorted(page.lines, key=lambda n: (n.top, n.left))


def laid(page: ScannedPage, left_out: Iterable[int] = ()) -> Laid:
    """The paragraphs of a page; `left_out` holds places in `ordered` of lines that are not part of the text."""
    out = set(left_out)
    rows = _rows([line for n, line in enumerate(ordered(page)) if n not in out])
    if not rows:
        return Laid((PrintedLine("", page=page.number),))
    margins = _margins(rows)
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and _goes_on(groups[-1][-1], row, margins):
            groups[-1].append(row)
        else:
            groups.append([row])
    first, last = rows[0], rows[-1]
    return Laid(tuple(_block(group, page.number) for group in groups),
                goes_on=last.cells == 1 and _is_full(last, margins) and not _ends(last),
                is_rest=first.cells == 1 and not _is_indented(first, margins) and parse_marker(first.text) is None)


def add(out: list[Block], before: Laid | None, page: Laid) -> None:
    """Appends the blocks of a page to those `out` of the page `before` it, a paragraph over both as one."""
    last, first = out[-1] if out else None, page.blocks[0]
    if before is None or not (before.goes_on and page.is_rest and isinstance(last, Paragraph)):
        out += page.blocks
        return
    sure = min(c for c in (last.confidence, first.confidence, 1.0) if c is not None)
    out[-1] = Paragraph(last.text + first.text, page=last.page, confidence=sure)
    out += page.blocks[1:]


def _block(group: Sequence[_Row], page: int) -> Paragraph | PrintedLine:
    text = "".join(row.text for row in group)
    sure = min(row.confidence for row in group)
    kind = PrintedLine if group[0].cells > 1 else Paragraph
    return kind(text, page=page, confidence=round(sure, 3))


def _rows(lines: Sequence[ScannedLine]) -> list[_Row]:
    groups: list[list[ScannedLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and min(last.bottom, line.bottom) - max(last.top, line.top) > _SAME_ROW * min(
                last.height, line.height) and not _overlap(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_row(sorted(group, key=lambda n: n.left)) for group in groups]


def _overlap(group: Sequence[ScannedLine], line: ScannedLine) -> bool:
    return any(min(n.right, line.right) - max(n.left, line.left) > 0.5 * line.height for n in group)


def _row(group: Sequence[ScannedLine]) -> _Row:
    text, cells = group[0].text, 1
    for before, line in zip(group, group[1:], strict=False):
        apart = line.left - before.right > _CELL * line.height
        cells += apart
        text += ("\t" if apart else "\u3000") + line.text
    signs = [c for line in group for c in line.confidences]
    return _Row(text, sum(signs) / len(signs), group[0].left, max(n.right for n in group),
                min(n.top for n in group), max(n.bottom for n in group), cells)


def _margins(rows: Sequence[_Row]) -> _Margins:
    lefts, rights = sorted(r.left for r in rows), sorted(r.right for r in rows)
    height = median(r.bottom - r.top for r in rows)
    wide = [r for r in rows if r.right - r.left > 0.6 * (rights[-1] - lefts[0])] or list(rows)
    left = sorted(r.left for r in wide)[len(wide) // 10]
    right = sorted(r.right for r in wide)[-1 - len(wide) // 10]
    steps = [b.top - a.top for a, b in zip(rows, rows[1:], strict=False) if 0 < b.top - a.top < 4 * height]
    pitch = sorted(steps)[len(steps) // 4] if steps else 0.0
    indented = sum(_INDENT * height < r.left - left < 3.5 * height for r in wide)
    return _Margins(left, right, height, pitch, indented >= max(1, _INDENTED_SHARE * len(wide)))


def _goes_on(before: _Row, row: _Row, m: _Margins) -> bool:
    """Whether a row is the next line of the paragraph of the row before it."""
    sizes = sorted((before.bottom - before.top, row.bottom - row.top))
    if before.cells > 1 or row.cells > 1 or sizes[0] < _SAME_SIZE * sizes[1]:
        return False
    if not _is_full(before, m) or _is_indented(row, m):
        return False
    if row.top <= before.top:  # the next column
        return not _ends(before) or m.indents
    if row.top - before.top > _APART * m.pitch:
        return False
    if _ends(before):
        return m.indents and parse_marker(row.text) is None
    return True


def _is_full(row: _Row, m: _Margins) -> bool:
    return row.right >= m.right - _FULL * m.height


def _is_indented(row: _Row, m: _Margins) -> bool:
    return row.left > m.left + _INDENT * m.height


def _ends(row: _Row) -> bool:
    return row.text[-1] in _SENTENCE_END
