"""A Word document as blocks (文档): headings, paragraphs, list items with their numbers, and tables, in order."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from kb.ingest.readers.reading import Block, Heading, ListItem, Paragraph, Table
from kb.ingest.readers.word.inserted import inserted
from kb.ingest.readers.word.leftout import LeftOut
from kb.ingest.readers.word.names import w
from kb.ingest.readers.word.numbering import Numbering
from kb.ingest.readers.word.package import Package
from kb.ingest.readers.word.styles import Styles
from kb.ingest.readers.word.table import WordCell, is_hidden_row, merged, rows_of, stated_heads
from kb.ingest.readers.word.text import TextReader, comments_in, notes_of
from kb.ingest.readers.word.walk import ALT_CHUNK, TBL, P, units

_SENTENCE_END = "。；！？;!?"
_HEADING_MAX = 100
_LABEL_MAX = 20


class WordDocument:
    """Reads the text of a package once; `blocks` and `left_out` hold what came of it.

    Raises KeyError and etree.XMLSyntaxError where there is no text, ReadError where it is too large.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self.left_out = LeftOut()
        self._styles = Styles(package.lenient_xml(package.related("styles")))
        self._numbering = Numbering(package.lenient_xml(package.related("numbering")), self._styles)
        notes = {id_: note for kind in ("footnotes", "endnotes")
                 for id_, note in notes_of(package.lenient_xml(package.related(kind)), kind).items()}
        self._text = TextReader(self._styles, notes, self.left_out)
        self.left_out.comments = comments_in(package.lenient_xml(package.related("comments")))
        self.blocks: list[Block] = []
        root = package.xml(package.main)
        body = root.find(w("body"))
        if body is None:
            raise KeyError("no body in the document")
        self._text.begin(body)
        self._walk(body)

    def _walk(self, parent: etree._Element) -> None:
        for unit in units(parent, self._styles):
            if unit[0].tag == TBL:
                self._table(unit[0])
            elif unit[0].tag == ALT_CHUNK:
                found = inserted(unit[0], self._package)
                self.blocks += found.blocks
                self.left_out.inserted += found.warnings
            else:
                self._paragraph(unit)

    def _paragraph(self, unit: list[etree._Element]) -> None:
        """One printed paragraph, and the text boxes that are anchored in it."""
        if self._styles.lists_headings(unit[0]):
            self._text.printed(unit)
            return
        parts = [self._text.printed([paragraph]) for paragraph in unit]
        # Of joined paragraphs, the first that prints anything says how they look.
        leading = next((n for n, part in enumerate(parts) if part.text.strip()), len(unit) - 1)
        text, notes = "".join(p.text for p in parts), [note for p in parts for note in p.notes]
        level = self._styles.heading_level(unit[leading])
        number = self._numbering.number(unit[leading])
        remarks = "".join(f"（注：{note}）" for note in notes)
        heads = level is not None and text.strip() and text.rstrip()[-1] not in _SENTENCE_END and len(
            text) <= _HEADING_MAX
        if heads and level is not None:
            self.blocks.append(Heading(text, level, number=number))
        elif not text.strip():
            self.blocks.append(Paragraph(""))
        else:
            inline = text.rstrip()[-1] not in "：:"
            line, remarks = (text + remarks, "") if inline else (text, remarks)
            listed = number is not None or self._numbering.is_listed(unit[leading])
            self.blocks.append(ListItem(line, number) if listed else Paragraph(line))
        if remarks:
            self.blocks.append(Paragraph(remarks))
        for part in parts:
            for box in part.boxes:
                self._walk(box)

    def _table(self, table: etree._Element) -> None:
        """The table, set apart by blank lines. A cell that is a row by itself frames text of its own."""
        rows: list[list[tuple[WordCell, str]]] = []
        boxes: list[etree._Element] = []
        self.blocks.append(Paragraph(""))
        for row in rows_of(table, self._styles, self._package.name):
            if is_hidden_row(row):
                self.left_out.hidden_rows += 1
            elif len(row) == 1 and row[0].element is not None and not self._is_row(row[0], rows):
                self._end_table(rows, boxes)
                self._walk(row[0].element)
            else:
                rows.append([(self._widened(cell, row, rows), self._words(cell.element, boxes)) for cell in row])
        self._end_table(rows, boxes)
        self.blocks.append(Paragraph(""))

    def _is_row(self, cell: WordCell, rows: list[list[tuple[WordCell, str]]]) -> bool:
        """Whether a cell that is a row by itself, below others, is one line: it heads the rows below, or is a note."""
        inside = [] if cell.element is None else list(units(cell.element, self._styles))
        return bool(rows) and len(inside) == 1 and inside[0][0].tag == P and self._styles.heading_level(
            inside[0][0]) is None

    def _widened(self, cell: WordCell, row: list[WordCell], rows: list[list[tuple[WordCell, str]]]) -> WordCell:
        """A cell that is a row by itself covers the table, however wide it is drawn."""
        return replace(cell, columns=sum(c.columns for c, _ in rows[0])) if rows and len(row) == 1 else cell

    def _end_table(self, rows: list[list[tuple[WordCell, str]]], boxes: list[etree._Element]) -> None:
        """Closes a table, or the part of one that a framed text ends."""
        if rows:
            self.blocks.append(Table(merged(rows), heads=stated_heads(rows)))
        for box in boxes:
            self._walk(box)
        rows.clear()
        boxes.clear()

    def _words(self, cell: etree._Element | None, boxes: list[etree._Element]) -> str:
        """The words of a cell, a line a paragraph, with their numbers; those of a table inside with blanks between."""
        lines = []
        for unit in () if cell is None else units(cell, self._styles):
            if unit[0].tag == TBL:
                for row in rows_of(unit[0], self._styles, self._package.name):
                    lines.append(" ".join(filter(None, (self._words(c.element, boxes) for c in row))))
            elif unit[0].tag != ALT_CHUNK:
                part = self._text.printed(unit)
                boxes += part.boxes
                number = self._numbering.number(unit[-1])
                lines.append((number or "").rstrip() + part.whole() if not part.text.strip() else
                             (number or "") + part.whole())
        return "\n".join(line for line in lines if line.strip())
