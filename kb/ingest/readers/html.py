"""Web pages (.html) through lxml: headings, paragraphs, list items with their numbers, and tables, in order."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from kb.errors import ReadError
from kb.ingest.readers.html_table import TableRows, whole
from kb.ingest.readers.reading import Block, Heading, ListItem, Paragraph, Reading
from kb.ingest.readers.txt import decode, is_likely, is_text

_DROPPED = frozenset("script style nav footer aside noscript iframe button select textarea input datalist template "
                     "head svg object".split())
_HOLDS_TITLE = ("article", "main", "section")  # a header in one of these is the text's own, not the site's
_ROOTS = ("html", "body")
_BLOCKS = frozenset("address article blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header "
                    "hr li main ol p pre section table tbody td tfoot th thead tr ul".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_ROW_GROUPS = ("tbody", "thead", "tfoot")


def read(path: Path) -> Reading:
    """The visible blocks of the page. Raises ReadError where it is no HTML or cannot be decoded."""
    data = path.read_bytes()
    text = _decode(data, path.name)
    try:
        root = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError) as e:
        raise ReadError(f"网页打不开：{path.name}。文件可能损坏；请用浏览器重新另存。") from e
    for element in list(root.iter()):
        if isinstance(element, lxml_html.HtmlElement) and element.getparent() is not None and _is_left_out(element):
            element.drop_tree()
    blocks = _Blocks()
    blocks.walk(root)
    return Reading(blocks.done(), "html/2")


def _decode(data: bytes, name: str) -> str:
    """The page's text: UTF-8 wherever the bytes are UTF-8, whatever the page states; else as stated or found."""
    m = _CHARSET.search(data[:2048])
    stated = m.group(1).decode("ascii").lower() if m else ""
    text = _utf8(data) if stated.startswith("gb") else None
    if text is not None:
        pass
    elif stated.startswith("gb"):
        text = _gb(data, name)
    else:
        text = decode(data, name)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _utf8(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if is_text(text) else None


def _gb(data: bytes, name: str) -> str:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as e:
        raise ReadError(f"文字编码损坏：{name}（第 {e.start + 1} 个字节处）。请用浏览器重新另存为 UTF-8。") from e
    if not (is_text(text) and is_likely(text)):
        raise ReadError(f"认不出文字编码：{name}。请用浏览器重新另存为 UTF-8，再加入。")
    return text


def _is_left_out(element: lxml_html.HtmlElement) -> bool:
    """Whether an element is hidden, or is no part of the page's text (scripts, navigation, input fields)."""
    tag = element.tag
    if tag in _DROPPED:
        return True
    if tag in _ROOTS:
        return False
    if tag == "header":
        return next(element.iterancestors(*_HOLDS_TITLE), None) is None
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


class _Blocks:
    """Collects the visible text of a tree into blocks.

    A block is told by its first words: what stands in `level` (of the heading), `listed` and `number` (of the list
    item) holds for the next words to come, and for no more than their block. A table is closed, or parted, where
    anything else is printed.
    """

    def __init__(self) -> None:
        self.out: list[Block] = []
        self.lines: list[str] = []
        self.line = ""
        self.level: int | None = None
        self.listed = False
        self.number: str | None = None
        self.counters: list[int | None] = []
        self.table = TableRows()

    def done(self) -> tuple[Block, ...]:
        """All blocks, and a blank line: the last line of a page ends as every other does."""
        self.end_table()
        return (*self.out, Paragraph(""))

    def text(self, value: str | None) -> None:
        if value:
            flat = re.sub(r"[ \n\r\t]+", " ", value)
            behind_number = self.number is not None and not self.lines
            self.line += flat if self.line or behind_number else flat.lstrip(" ")

    def break_line(self) -> None:
        if self.line.strip():
            self.lines.append(re.sub(r"[ \xa0]+$", "", self.line))
        self.line = ""

    def break_block(self) -> None:
        self.break_line()
        if self.lines:
            self.emit("\n".join(self.lines))
            self.lines = []

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
        if tag in _BLOCKS:
            self.break_block()
        outer = self.table
        self.begin(element, tag)
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)
        if tag in _BLOCKS:
            self.break_block()
        self.end(tag)
        self.table = outer

    def begin(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counters.append(whole(element.get("start"), 1, 10**9) if tag == "ol" else None)
        elif tag == "li":
            self.end_item()
            self.listed = True
            if self.counters and self.counters[-1] is not None:
                number = whole(element.get("value"), self.counters[-1], 10**9)
                self.number = f"{number}."
                self.counters[-1] = number + 1
        elif tag == "table":
            self.end_table()
            self.table = TableRows()
        elif tag in _ROW_GROUPS:
            self.table.begin_group()
        elif re.fullmatch("h[1-6]", tag):
            self.level = int(tag[1])

    def end(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counters.pop()
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
        if self.table.add(cells):
            self.end_item()
        else:
            self.block(cells[0], "td")
