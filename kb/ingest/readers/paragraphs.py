"""From lines with places to paragraphs (版面还原): in the order in which they are read, joined where they go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from kb.ingest.readers.pdf_columns import Piece, column_order
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Block, Paragraph, PrintedLine
from kb.ingest.structure.numbering import parse_marker

_SENTENCE_END = "。！？；：!?;:"
# In heights of a line: how far from the margins a line still is full or not indented, how far below another it goes on,
# and how far apart the cells of a row are.
_FULL, _INDENT, _APART, _CELL = 2.2, 1.2, 1.45, 2.5
_WIDEST = 0.9  # of the page without its left margin twice: a line that ends before is not full
_OPEN = "，、,（(第"  # at the end of a line, a number opening the next belongs to it
_UNIT = re.compile("(?:[A-Za-z0-9.%]+|.)[，。、；：！？）〕》】”’]{0,3}")
_SAME_ROW = 0.5  # of the lower line's height
_SAME_SIZE = 0.72
SURE = 0.6  # of the confidence of a character (0 to 1); less is named and marked
_INDENTED_SHARE = 0.08  # of the lines: a text that indents its paragraphs


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and its place, in pixels or points from the left and the top of its page.

    `confidences` says how surely each character was recognised (0 to 1), where the line was; `parted` that wide gaps
    stand within, as between the cells of a table; `in_column` that the margins of its page are not its own,
    `raised` which raised figures stand in it, and after how many characters, `notes` the notes they refer to, `size`
    how large its letters are, 0 where that is not known.
    """

    text: str
    confidences: tuple[float, ...]
    left: float
    right: float
    top: float
    bottom: float
    parted: bool = False
    in_column: bool = False
    raised: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    size: float = 0.0

    @property
    def confidence(self) -> float:
        """Of the whole line; 0 where no character has any."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0

    @property
    def unsure(self) -> tuple[int, ...]:
        """The offsets of the characters that may be others."""
        return tuple(n for n, (c, sure) in enumerate(zip(self.text, self.confidences, strict=False))
                     if sure < SURE and not c.isspace())

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The lines of a page, counted from 1, that were recognised, and how many were too unsure to be kept; `tables` are
    those with ruled lines, `cells` the lines that stand in them.
    """

    number: int
    width: float
    lines: tuple[PlacedLine, ...]
    unsure: int = 0
    tables: tuple[RuledTable, ...] = ()
    cells: tuple[PlacedLine, ...] = ()

    @property
    def words(self) -> tuple[PlacedLine, ...]:
        """All that was recognised."""
        return (*self.lines, *self.cells)


@dataclass(frozen=True, slots=True)
class Laid:
    """A page as paragraphs; whether the last of them may go on over the page, and the first be the rest of one.

    `remarks` are the notes that stand behind the last.
    """

    blocks: tuple[Paragraph | PrintedLine, ...]
    goes_on: bool = False
    is_rest: bool = False
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one level: a line, or the cells of a table with tabs between them. `unsure` are the offsets of
    characters that may be others.
    """

    text: str
    confidence: float | None
    unsure: tuple[int, ...]
    left: float
    right: float
    top: float
    bottom: float
    cells: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of pages begin and end, how high they are and how far apart, whether paragraphs are indented."""

    left: float
    right: float
    height: float
    pitch: float
    indents: bool


def ordered(page: ScannedPage) -> list[PlacedLine | RuledTable]:
    """The lines and tables from top to bottom, the left column before the right where there are two."""
    if page.tables:
        return sorted((*page.lines, *page.tables), key=lambda n: (
            (n.box[1], n.box[0]) if isinstance(n, RuledTable) else (n.top, n.left)))
    pieces = [Piece(n.text, n.left, n.right, n.top, n.height) for n in page.lines]
    order = column_order(pieces, page.width)
    if order is not None:
        return [page.lines[i] for i in order]
    lines: list[PlacedLine | RuledTable] = [*sorted(page.lines, key=lambda n: (n.top, n.left))]
    return lines


def laid(lines: Sequence[PlacedLine], page: int, margins: Margins) -> Laid:
    """The paragraphs of these lines of a page, which stand in the order in which they are read."""
    rows = _rows(lines)
    if not rows:
        return Laid((PrintedLine("", page=page),))
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and _goes_on(groups[-1], row, margins):
            groups[-1].append(row)
        else:
            groups.append([row])
    first, last = rows[0], rows[-1]
    return Laid(tuple(_block(group, page) for group in groups),
                goes_on=last.cells == 1 and _is_full(last, margins) and (margins.indents or not _ends(last)),
                is_rest=first.cells == 1 and not _is_indented(first, margins) and parse_marker(first.text) is None,
                remarks=_remarks(groups[-1]))


def margins_of(pages: Iterable[Sequence[PlacedLine]], width: float) -> Margins:
    """The margins of pages that are set alike and so wide."""
    every = [_rows(lines) for lines in pages]
    rows = [row for page in every for row in page]
    if not rows:
        return Margins(0.0, width, 1.0, 1.0, False)
    steps = [b.top - a.top for page in every for a, b in zip(page, page[1:], strict=False)]
    height = median(r.bottom - r.top for r in rows)
    lefts, rights = min(r.left for r in rows), max(r.right for r in rows)
    wide = [r for r in rows if r.right - r.left > 0.6 * (rights - lefts)] or rows
    left = sorted(r.left for r in wide)[len(wide) // 10]
    right = sorted(r.right for r in wide)[-1 - len(wide) // 10]
    steps = sorted(step for step in steps if 0 < step < 4 * height)
    indented = sum(_INDENT * height < r.left - left < 3.5 * height for r in wide)
    return Margins(left, max(right, _WIDEST * (width - left)), height, steps[len(steps) // 4] if steps else 0.0,
                   indented >= max(1, _INDENTED_SHARE * len(wide)))


def add(out: list[Block], before: Laid | None, page: Laid) -> None:
    """Appends the blocks of a page to those `out` of the page `before` it, a paragraph over both as one."""
    last, first = out[-1] if out else None, page.blocks[0]
    if before is None or not (before.goes_on and page.is_rest and isinstance(last, Paragraph)):
        out += page.blocks
        return
    sure = [c for c in (last.confidence, first.confidence) if c is not None]
    words = last.text.removesuffix(before.remarks)
    out[-1] = Paragraph(words + first.text + before.remarks, page=last.page, confidence=min(sure, default=None),
                        unsure=(*last.unsure, *(len(words) + n for n in first.unsure)))
    out += page.blocks[1:]


def _block(group: Sequence[_Row], page: int) -> Paragraph | PrintedLine:
    text, unsure = "", []
    for row in group:
        unsure += [len(text) + n for n in row.unsure]
        text += row.text
    sure = [row.confidence for row in group if row.confidence is not None]
    kind = PrintedLine if group[0].cells > 1 else Paragraph
    confidence = round(min(sure), 3) if sure else None
    return kind(text + _remarks(group), page=page, confidence=confidence, unsure=tuple(unsure))


def _remarks(group: Sequence[_Row]) -> str:
    return "".join(f"（注：{note}）" for row in group for note in row.notes)


def _rows(lines: Sequence[PlacedLine]) -> list[_Row]:
    groups: list[list[PlacedLine]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and min(last.bottom, line.bottom) - max(last.top, line.top) > _SAME_ROW * min(
                last.height, line.height) and not _overlap(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_row(sorted(group, key=lambda n: n.left)) for group in groups]


def _overlap(group: Sequence[PlacedLine], line: PlacedLine) -> bool:
    return any(min(n.right, line.right) - max(n.left, line.left) > 0.5 * line.height for n in group)


def _row(group: Sequence[PlacedLine]) -> _Row:
    text, cells, unsure = group[0].text, 1, list(group[0].unsure)
    for before, line in zip(group, group[1:], strict=False):
        apart = line.left - before.right > _CELL * line.height
        cells += apart
        text += "\t" if apart else "\u3000"
        unsure += [len(text) + n for n in line.unsure]
        text += line.text
    signs = [c for line in group for c in line.confidences]
    cells += any(line.parted for line in group)
    return _Row(text, sum(signs) / len(signs) if signs else None, tuple(unsure), group[0].left,
                max(n.right for n in group), min(n.top for n in group), max(n.bottom for n in group), cells,
                tuple(note for n in group for note in n.notes))


def _goes_on(group: Sequence[_Row], row: _Row, m: Margins) -> bool:
    """Whether a row is the next line of the paragraph whose rows so far are these."""
    before = group[-1]
    sizes = sorted((before.bottom - before.top, row.bottom - row.top))
    if before.cells > 1 or row.cells > 1 or sizes[0] < _SAME_SIZE * sizes[1] or not _is_full(before, m, row.text):
        return False
    if _is_indented(row, m) and not _hangs(group, row):
        return False
    if row.top <= before.top:  # the next column
        return not _ends(before) or m.indents
    if row.top - before.top > _APART * m.pitch:
        return False
    if parse_marker(row.text) is not None:
        return before.text[-1] in _OPEN or (m.indents and not _ends(before))
    return m.indents or not _ends(before)


def _hangs(group: Sequence[_Row], row: _Row) -> bool:
    """Whether a row stands below the words of a numbered item, whose number stands further left."""
    first = group[0]
    return (parse_marker(first.text) is not None and row.left > first.left + 0.5 * (first.bottom - first.top)
            and (len(group) == 1 or abs(row.left - group[-1].left) < 0.5 * (row.bottom - row.top)))


def _is_full(row: _Row, m: Margins, after: str = "") -> bool:
    """Whether what comes `after` a row had no place in it: its first character with the closing signs behind it, or
    its first word.
    """
    first = _UNIT.match(after)
    unit = sum(0.6 if c.isascii() else 1.1 for c in first.group()) if first else 0.0
    return row.right >= m.right - max(_FULL, unit) * m.height


def _is_indented(row: _Row, m: Margins) -> bool:
    return row.left > m.left + _INDENT * m.height


def _ends(row: _Row) -> bool:
    return row.text[-1] in _SENTENCE_END
