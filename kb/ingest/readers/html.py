"""Web pages (.html) through lxml: headings, paragraphs, list items with their numbers, and tables, in order."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from kb.errors import ReadError
from kb.ingest.readers.encoding import decode
from kb.ingest.readers.html_blocks import Blocks
from kb.ingest.readers.html_page import Tables, main_part
from kb.ingest.readers.reading import Block, Reading

_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


def read(path: Path) -> Reading:
    """The visible blocks of the page's text. Raises ReadError where it is no HTML or cannot be decoded."""
    return read_page(path.read_bytes(), path.name)


def read_page(data: bytes, name: str, *, charset: str = "") -> Reading:
    """The same of a page in memory; `charset` is what its transport stated, read where the page states nothing."""
    m = _CHARSET.search(data[:2048])
    decoded = decode(data, name, stated=m.group(1).decode("ascii") if m else charset)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded.text)
    try:
        root = lxml_html.document_fromstring(text)
    except (etree.ParserError, ValueError) as e:
        raise ReadError(f"网页打不开：{name}。文件可能损坏；请用浏览器重新另存。") from e
    tables = Tables()
    blocks = Blocks(tables)
    blocks.walk(main_part(root, tables))
    return Reading(blocks.done(), "html/3", warnings=(*decoded.warnings, *blocks.warnings))


def fragment_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a piece of HTML within another text; none where nothing of it is printed."""
    try:
        root = lxml_html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return ()
    blocks = Blocks(Tables())
    blocks.walk(root)
    return blocks.done()
