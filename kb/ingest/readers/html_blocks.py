"""The visible text of a web page's tree as blocks: headings, paragraphs, list items with their numbers, tables."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from kb.ingest.readers.html_list import Counter
from kb.ingest.readers.html_page import Tables, is_site_line
from kb.ingest.readers.html_table import Places, TableRows
from kb.ingest.readers.reading import Block, Heading, ListItem, Paragraph

BLOCKS = frozenset("address article blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header "
                   "hr li main ol p pre section table tbody td tfoot th thead tr ul".split())
_BREAK = "\n"  # a line break of the source, which prints a blank, but not between wide characters
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_WIDE_BREAK = re.compile(f"(?<=[{_WIDE}]){_BREAK}+(?=[{_WIDE}])")
_ROW_GROUPS = ("tbody", "thead", "tfoot")


class Blocks:
    """Collects the visible text of a tree into blocks.

    A block is told by its first words: what stands in `level` (of the heading), `listed` and `number` (of the list
    item) holds for the next words to come, and for no more than their block. A table is closed, or parted, where
    anything else is printed.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.places = Places()
        self.out: list[Block] = []
        self.lines: list[str] = []
        self.line = ""
        self.level: int | None = None
        self.listed = False
        self.number: str | None = None
        self.preformatted = 0  # how many open elements print their text as it is written
        self.counters: list[Counter | None] = []
        self.table = TableRows(self.places)

    def done(self) -> tuple[Block, ...]:
        """All blocks, and a blank line: the last line of a page ends as every other does."""
        self.end_table()
        return (*self.out, Paragraph(""))

    def text(self, value: str | None) -> None:
        if value and self.preformatted:
            first, *others = re.split("\r\n|[\r\n]", value)
            self.line += first
            for line in others:
                self.break_line()
                self.line = line
        elif value:
            flat = re.sub(r"[ \t]+", " ", re.sub(r"[ \t]*[\n\r][ \n\r\t]*", _BREAK, value))
            behind_number = self.number is not None and not self.lines
            self.line += flat if self.line or behind_number else flat.lstrip(f" {_BREAK}")

    def break_line(self) -> None:
        if self.line.strip():
            line = re.sub(f"[ {_BREAK}]*{_BREAK}[ {_BREAK}]*| +", " ", _WIDE_BREAK.sub("", self.line))
            self.lines.append(re.sub(r"[ \xa0]+$", "", self.line if self.preformatted else line))
        self.line = ""

    def break_block(self) -> None:
        self.break_line()
        kept = [line for line in self.lines if not is_site_line(line)]
        if kept:
            self.emit("\n".join(kept))
        self.lines = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was not read as the page has it, in words for people."""
        return ("表格里合并的格太多，有一部分没有按合并来读。请核对。",) if self.places.used_up else ()

    def emit(self, text: str) -> None:
        self.end_table()
        if self.level is not None:
            self.out.append(Heading(f"{self.number or ''}{text}", self.level))
        elif self.listed:
            self.out.append(ListItem(text, self.number))
        else:
            self.out.append(Paragraph(text))
        self.level, self.listed, self.number = None, False, None

    def end_item(self) -> None:
        """Prints the number of an item that has no words of its own."""
        if self.number is not None:
            self.emit("")
        self.listed = False

    def end_table(self) -> None:
        part = self.table.take()
        if part is not None:
            self.out.append(part)

    def walk(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag:
            return
        if tag == "br":
            self.break_line()
        elif tag == "tr":
            self.row(element)
        else:
            self.block(element, tag)

    def block(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in BLOCKS:
            self.break_block()
        outer = self.table
        self.begin(element, tag)
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)
        if tag in BLOCKS:
            self.break_block()
        self.end(tag)
        self.table = outer

    def begin(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counters.append(Counter(element) if tag == "ol" else None)
        elif tag == "li":
            self.end_item()
            self.listed = True
            counter = self.counters[-1] if self.counters else None
            self.number = counter.number(element) if counter is not None else None
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "table":
            self.end_table()
            self.table = TableRows(self.places)
        elif tag in _ROW_GROUPS:
            self.table.begin_group()
        elif re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])

    def end(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counters.pop()
        elif tag == "pre":
            self.preformatted -= 1
        elif tag == "li":
            self.end_item()
        elif tag == "table":
            self.end_table()
        elif re.fullmatch("h[1-6]", tag):
            self.level = None

    def row(self, element: lxml_html.HtmlElement) -> None:
        """A row of the table; a cell that is a row by itself frames text of its own, with tables or lists in it."""
        self.break_block()
        cells = [c for c in element if c.tag in ("td", "th")]
        table = next(element.iterancestors("table"), None)
        if len(cells) > 1 and table is not None and self.tables.laid_out(table):
            for cell in cells:
                self.block(cell, "td")
        elif self.table.add(cells):
            self.end_item()
        else:
            self.block(cells[0], "td")
