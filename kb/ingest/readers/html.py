"""Web pages (.html) through lxml: block elements as lines, table rows with tabs, headings as hints."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading
from kb.ingest.readers.txt import decode, is_likely, is_text

_DROPPED = frozenset("script style nav footer aside noscript iframe button select textarea input datalist template "
                     "head svg object".split())
_HOLDS_TITLE = ("article", "main", "section")  # a header in one of these is the text's own, not the site's
_ROOTS = ("html", "body")
_BLOCKS = frozenset("address article blockquote body center dd div dl dt fieldset figure form h1 h2 h3 h4 h5 h6 header "
                    "hr li main ol p pre section table tbody td tfoot th thead tr ul".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_MAX_COLUMNS = 100
_MAX_ROWS = 1000


def read(path: Path) -> Reading:
    """Visible text of the page. Raises ReadError where it is no HTML or cannot be decoded."""
    data = path.read_bytes()
    text = _decode(data, path.name)
    try:
        root = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError) as e:
        raise ReadError(f"网页打不开：{path.name}。文件可能损坏；请用浏览器重新另存。") from e
    for element in list(root.iter()):
        if isinstance(element, lxml_html.HtmlElement) and element.getparent() is not None and _is_left_out(element):
            element.drop_tree()
    lines = _Lines()
    lines.walk(root)
    return Reading("\n".join(lines.done()), "html/2", lines.headings)


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


def _whole(value: str | None, default: int, most: int) -> int:
    """A whole number from an attribute; `default` where it is none, at most `most`."""
    return min(int(value), most) if value and re.fullmatch(r"\d{1,9}", value.strip()) else default


class _Lines:
    """Collects the visible text of a tree into lines."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.headings: dict[int, int] = {}
        self.counters: list[int | None] = []
        self.spans: dict[int, int] = {}

    def done(self) -> list[str]:
        return [re.sub(r"[ \xa0]+$", "", line) for line in self.lines]

    def text(self, value: str | None) -> None:
        if value:
            flat = re.sub(r"[ \n\r\t]+", " ", value)
            self.lines[-1] += flat.lstrip(" ") if not self.lines[-1] else flat

    def break_line(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        else:
            self.lines[-1] = ""

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
            self.break_line()
        outer = self.spans
        self.begin(element, tag)
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)
        if tag in ("ol", "ul"):
            self.counters.pop()
        elif tag == "table":
            self.spans = outer
        if tag in _BLOCKS:
            self.break_line()

    def begin(self, element: lxml_html.HtmlElement, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counters.append(_whole(element.get("start"), 1, 10**9) if tag == "ol" else None)
        elif tag == "li" and self.counters and self.counters[-1] is not None:
            number = _whole(element.get("value"), self.counters[-1], 10**9)
            self.lines[-1] += f"{number}."
            self.counters[-1] = number + 1
        elif tag in ("table", "tbody", "thead", "tfoot"):
            self.spans = {}
        elif re.fullmatch("h[1-6]", tag):
            self.headings[len(self.lines) - 1] = int(tag[1])

    def row(self, element: lxml_html.HtmlElement) -> None:
        """A row as one line; a cell that is a row by itself frames text of its own, with tables or lists in it."""
        self.break_line()
        cells = [c for c in element if c.tag in ("td", "th")]
        columns = self.columns(cells)
        if len(cells) == 1 and len(columns) == _width(cells[0]):
            self.block(cells[0], "td")
        elif cells:
            self.lines[-1] = "\t".join(columns)
            self.lines.append("")

    def columns(self, cells: list[lxml_html.HtmlElement]) -> list[str]:
        """The words of each column; a cell over several rows or columns prints them in the first only."""
        out: list[str] = []
        for cell in cells:
            self.skip_covered(out)
            height = _whole(cell.get("rowspan"), 1, _MAX_ROWS) or _MAX_ROWS  # 0 covers the rest of the table
            if height > 1:
                self.spans.update((len(out) + n, height) for n in range(_width(cell)))
            out += [re.sub(r"\s+", "", cell.text_content())] + [""] * (_width(cell) - 1)
        self.skip_covered(out)
        self.spans = {column: rows - 1 for column, rows in self.spans.items() if rows > 1}
        return out

    def skip_covered(self, out: list[str]) -> None:
        while len(out) in self.spans:
            out.append("")


def _width(cell: lxml_html.HtmlElement) -> int:
    return max(_whole(cell.get("colspan"), 1, _MAX_COLUMNS), 1)
