"""Word files for tests, written as raw XML, and what LibreOffice reads in them."""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kb.ingest.readers.office import find_program

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
          "comments": "comments"}


def write_docx(
    path: Path,
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    relations: Iterable[tuple[str, str, str]] = (),
    files: Mapping[str, bytes] | None = None,
    main: str = "document",
) -> Path:
    """A package with this body. `parts` are the insides of styles, numbering, footnotes …, `relations` further ones of
    the text as (id, kind, target), `files` further members, `main` the kind of document in the content types.
    """
    made = {f"word/{name}.xml": f"<w:{_ROOTS[name]} {_SPACES}>{inner}</w:{_ROOTS[name]}>".encode()
            for name, inner in (parts or {}).items()}
    rels = [*((f"p{n}", name, f"{name}.xml") for n, name in enumerate(parts or {})), *relations]
    made["word/document.xml"] = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".encode()
    made["word/_rels/document.xml.rels"] = _relations(rels)
    made["_rels/.rels"] = _relations([("r1", "officeDocument", "word/document.xml")])
    kind = f"{_WORD}.document.main+xml" if main == "document" else f"application/vnd.ms-word.{main}.main+xml"
    made["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/>'
        + "".join(f'<Override PartName="/word/{n}.xml" ContentType="{_WORD}.{n}+xml"/>' for n in parts or {})
        + "</Types>"
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**made, **(files or {})}.items():
            archive.writestr(name, data)
    return path


def _relations(rows: Iterable[tuple[str, str, str]]) -> bytes:
    inner = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in rows)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(text: str = "", properties: str = "", *, inner: str = "") -> str:
    """A paragraph with a text, or with runs of its own."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}{inner}</w:p>"


def listed(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(n: int, style: str, text: str, more: str = "", *, start: int = 1) -> str:
    return (f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>')


def definition(n: int, *levels: str, more: str = "") -> str:
    return (f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>{more}'
            f'{"".join(levels)}</w:abstractNum>')


def counted(n: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{n}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def libreoffice_lines(path: Path) -> list[str] | None:
    """The lines of LibreOffice's text export, without blanks; None where it is not installed."""
    program = find_program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [program, "--headless", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--convert-to",
             "txt:Text (encoded):UTF8", "--outdir", folder, str(path)],
            check=True, capture_output=True, timeout=180,
        )
        text = (Path(folder) / f"{path.stem}.txt").read_text(encoding="utf-8-sig")
    return ["".join(line.split()) for line in text.split("\n") if line.strip()]
