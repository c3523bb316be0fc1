"""Web pages (.html) through lxml: block elements as lines, table rows with tabs, headings as hints."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading
from kb.ingest.readers.txt import decode

_DROPPED = ("script", "style", "nav", "header", "footer", "aside", "form", "noscript", "iframe", "button", "select",
            "template", "head", "svg", "object")
_BLOCKS = frozenset("address article blockquote body center dd div dl dt fieldset figure h1 h2 h3 h4 h5 h6 hr li main "
                    "ol p pre section table tbody td th thead tr ul".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def read(path: Path) -> Reading:
    """Visible text of the page. Raises ReadError where it is no HTML or cannot be decoded."""
    data = path.read_bytes()
    text = _decode(data, path.name)
    try:
        root = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError) as e:
        raise ReadError(f"网页打不开：{path.name}。文件可能损坏；请用浏览器重新另存。") from e
    for element in list(root.iter(*_DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    lines = _Lines()
    lines.walk(root)
    return Reading("\n".join(lines.done()), "html/1", lines.headings)


def _decode(data: bytes, name: str) -> str:
    m = _CHARSET.search(data[:2048])
    stated = m.group(1).decode("ascii").lower() if m else ""
    if stated.startswith("gb"):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as e:
            raise ReadError(f"文字编码损坏：{name}（第 {e.start + 1} 个字节处）。请用浏览器重新另存为 UTF-8。") from e
    else:
        text = decode(data, name)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


class _Lines:
    """Collects the visible text of a tree into lines."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.headings: dict[int, int] = {}
        self.counters: list[int | None] = []

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
        if not tag or _HIDDEN.search(element.get("style") or ""):
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
        if tag in ("ol", "ul"):
            start = element.get("start") or "1"
            self.counters.append(int(start) if tag == "ol" and start.isdigit() else None)
        if tag == "li" and self.counters and self.counters[-1] is not None:
            self.lines[-1] += f"{self.counters[-1]}."
            self.counters[-1] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings[len(self.lines) - 1] = int(tag[1])
        self.text(element.text)
        for child in element:
            self.walk(child)
            self.text(child.tail)
        if tag in ("ol", "ul"):
            self.counters.pop()
        if tag in _BLOCKS:
            self.break_line()

    def row(self, element: lxml_html.HtmlElement) -> None:
        self.break_line()
        cells = [re.sub(r"\s+", "", c.text_content()) for c in element if c.tag in ("td", "th")]
        if len(cells) > 1:
            self.lines[-1] = "\t".join(cells)
            self.lines.append("")
        else:
            for cell in element:
                self.block(cell, "td")
