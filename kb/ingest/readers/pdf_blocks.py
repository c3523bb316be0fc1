"""From the pieces of a PDF's pages to blocks: paragraphs by where lines stand, tables over pages as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.ingest.readers.paragraphs import Laid, Margins, PlacedLine, add, laid, margins_of
from kb.ingest.readers.pdf_layout import Piece
from kb.ingest.readers.pdf_table_pages import goes_on, joined
from kb.ingest.readers.pdf_tables import RuledTable
from kb.ingest.readers.reading import Block, PrintedLine, Table


def blocks(pages: Sequence[Sequence[Piece]], widths: Sequence[float], scans: Mapping[int, float]) -> list[Block]:
    """The blocks of all pages; `widths` are those of the pages in points, `scans` those of pictures of pages by number,
    counted from 1. A page without anything has one blank line.
    """
    alike: dict[int, list[list[PlacedLine]]] = {}
    for number, page in enumerate(pages, start=1):
        if number not in scans:
            alike.setdefault(round(widths[number - 1]), []).append(
                [p for p in page if isinstance(p, PlacedLine) and not p.in_column])
    margins = {width: margins_of(lines, width) for width, lines in alike.items()}
    flow = _Flow()
    for number, page in enumerate(pages, start=1):
        if number in scans:
            own = margins_of([[p for p in page if isinstance(p, PlacedLine)]], scans[number])
        else:
            own = margins[round(widths[number - 1])]
        flow.page(page or [""], number, own)
    return flow.out


def _is_set_alike(piece: Piece) -> bool:
    return isinstance(piece, PlacedLine) and not piece.in_column


class _Flow:
    """The blocks so far, and what may go on: a paragraph or a table at the foot of the page before."""

    def __init__(self) -> None:
        self.out: list[Block] = []
        self._text: Laid | None = None
        self._table: RuledTable | None = None

    def page(self, pieces: Sequence[Piece], number: int, margins: Margins) -> None:
        """Appends a page."""
        lines: list[PlacedLine] = []
        for n, piece in enumerate(pieces):
            if isinstance(piece, PlacedLine) and not piece.in_column:
                lines.append(piece)
                self._table = None
                if n + 1 < len(pieces) and _is_set_alike(pieces[n + 1]):
                    continue
                now = laid(lines, number, margins)
                add(self.out, self._text, now)
                self._text, lines = now, []
            elif not isinstance(piece, RuledTable):
                words = piece if isinstance(piece, str) else piece.text
                self.out.append(PrintedLine(words, page=number))
                self._text = None
                self._table = None if words.strip() else self._table
            else:
                self._add_table(piece)
                self._text = None

    def _add_table(self, table: RuledTable) -> None:
        if self._table is None or not goes_on(self._table, table):
            self._table = table
            self.out.append(table.table)
            return
        self._table = joined(self._table, table)
        at = max(n for n, block in enumerate(self.out) if isinstance(block, Table))
        self.out[at] = self._table.table
