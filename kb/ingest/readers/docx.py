"""Word documents (.docx) through python-docx: paragraphs and tables in order, heading styles as hints."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import BadZipFile

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)


def read(path: Path) -> Reading:
    """Text of the document, a table row a line with tabs between its cells. Raises ReadError where it is broken."""
    try:
        document = open_docx(str(path))
        parts = list(document.iter_inner_content())
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as e:
        raise ReadError(f"Word 文档打不开：{path.name}。文件可能损坏、加密，或是旧的 .doc；请用 Word 另存为 .docx。") from e
    lines: list[str] = []
    headings: dict[int, int] = {}
    for part in parts:
        if isinstance(part, Table):
            lines += _rows(part)
            continue
        style = _style(part)
        if style.lower().startswith("toc"):
            continue
        level = 1 if style.lower() in ("title", "标题") else _level(style)
        if level and part.text.strip():
            headings[len(lines)] = level
        lines += part.text.split("\n")
    return Reading("\n".join(lines), "docx/1", headings)


def _style(paragraph: Paragraph) -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _level(style: str) -> int | None:
    m = _HEADING.match(style)
    return int(m.group(1)) + 1 if m else None


def _rows(table: Table) -> list[str]:
    """One line a row; a cell merged downwards prints its text once, then stays empty."""
    seen: set[object] = set()
    lines = []
    for row in table.rows:
        cells = []
        for tc in dict.fromkeys(cell._tc for cell in row.cells):
            text = "" if tc in seen else "".join(p.text or "" for p in _paragraphs(tc, table))
            seen.add(tc)
            cells.append(re.sub(r"\s*\n\s*|\t", "", text).strip())
        lines.append("\t".join(cells))
    return ["", *lines, ""]


def _paragraphs(tc: object, table: Table) -> list[Paragraph]:
    return [Paragraph(p, table) for p in tc.p_lst]  # type: ignore[attr-defined]
