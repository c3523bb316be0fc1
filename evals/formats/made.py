"""Writes documents in every format: text formats and workbooks here, the others by LibreOffice and Chromium."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

from openpyxl import Workbook
from pypdfium2 import PdfDocument

from evals.formats.scans import scan
from evals.formats.sources import Line, Rows, Source
from kb.ingest.readers.ocr import is_installed
from kb.ingest.readers.office import find_program

_LIMIT_S = 180
_SCANNED_DPI, _SKEW = (150, 300), 0.8  # degrees
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_TEXTS = ("docx:MS Word 2007 XML", "doc:MS Word 97", "rtf:Rich Text Format", "pdf:writer_pdf_Export")
_SHEETS = ("xls:MS Excel 97", "ods:calc8")


def write_all(documents: Sequence[Source], folder: Path, *, dpi: Sequence[int] = _SCANNED_DPI, sheets: bool = False
              ) -> dict[str, dict[str, Path]]:
    """The files by document and format; a format whose program is not installed, or that has no tables, is missing.

    `dpi` says how finely pages are scanned, `sheets` that documents without a table are written as workbooks, too.
    """
    made = {source.name: _written(source, folder / f"{n}.html", sheets=sheets) for n, source in enumerate(documents)}
    for name, found in ((name, found) for some in (_by_libreoffice(folder, made), _by_browser(folder, made))
                        for name, found in some.items()):
        made[name] |= found
    return made if not is_installed() else {name: files | _scanned(files, dpi) for name, files in made.items()}


def _scanned(files: dict[str, Path], resolutions: Sequence[int]) -> dict[str, Path]:
    """Scans of what LibreOffice printed, as PDFs of pictures: a little skewed, noisy, with a stamp."""
    out: dict[str, Path] = {}
    for dpi in resolutions if "pdf" in files else ():
        path = files["pdf"].with_name(f"{files['pdf'].stem}.{dpi}.pdf")
        with PdfDocument(files["pdf"]) as pdf:
            pages = range(1, len(pdf) + 1)
        first, *others = (scan(files["pdf"], n, dpi=dpi, skew=_SKEW, stamp=(0.6, 0.2)) for n in pages)
        first.save(path, save_all=True, append_images=others, resolution=dpi)
        out[f"扫描 {dpi} dpi"] = path
    return out


def _written(source: Source, page: Path, *, sheets: bool) -> dict[str, Path]:
    """The formats that are written here."""
    made = {"html": page, "md": page.with_suffix(".md")}
    made["html"].write_text(_html(source), encoding="utf-8")
    made["md"].write_text(_markdown(source), encoding="utf-8")
    if source.has_table or sheets:
        made["xlsx"] = _workbook(source, page.with_suffix(".xlsx"))
    if source.has_table and not source.has_merged_cells:
        made["csv"] = _csv(source, page.with_suffix(".csv"))
    if not source.has_table:
        made["txt"] = page.with_suffix(".txt")
        made["txt"].write_bytes("\r\n".join(_lines(source)).encode("gb18030"))
    return made


def _lines(source: Source) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, Line)]


def _html(source: Source) -> str:
    tags = {"title": "h1", "heading": "h2", "p": "p"}
    body = "\n".join(f"<{tags[b.kind]}>{escape(b.text)}</{tags[b.kind]}>" if isinstance(b, Line) else _html_table(b)
                     for b in source.blocks)
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _html_table(rows: Rows) -> str:
    lines = ["".join(f'<td rowspan="{c.rows}" colspan="{c.columns}">{escape(c.text)}</td>' for c in row)
             for row in rows]
    return '<table border="1">' + "\n".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _markdown(source: Source) -> str:
    marks = {"title": "# ", "heading": "## ", "p": ""}
    return "\n\n".join(marks[b.kind] + b.text.replace("1.", "1\\.") if isinstance(b, Line)
                       else _html_table(b) if source.has_merged_cells else _markdown_table(b)
                       for b in source.blocks) + "\n"


def _markdown_table(rows: Rows) -> str:
    lines = ["| " + " | ".join(cell.text for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _workbook(source: Source, path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    at = 1
    for block in source.blocks:
        if isinstance(block, Line):
            sheet.cell(at, 1, block.text)
            at += 1
            continue
        covered: set[tuple[int, int]] = set()
        for row in block:
            column = 1
            for cell in row:
                while (at, column) in covered:
                    column += 1
                sheet.cell(at, column, cell.text)
                covered |= {(at + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
                if cell.rows * cell.columns > 1:
                    sheet.merge_cells(start_row=at, end_row=at + cell.rows - 1, start_column=column,
                                      end_column=column + cell.columns - 1)
            at += 1
    book.save(path)
    return path


def _csv(source: Source, path: Path) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        for block in source.blocks:
            writer.writerows([[block.text]] if isinstance(block, Line) else [[c.text for c in row] for row in block])
    return path


def _by_libreoffice(folder: Path, made: dict[str, dict[str, Path]]) -> dict[str, dict[str, Path]]:
    """The formats that LibreOffice writes, all documents in one call a format."""
    program = find_program()
    if program is None:
        return {}

    def convert(files: list[Path], target: str, *options: str) -> dict[Path, Path]:
        subprocess.run([program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", *options,
                        "--convert-to", target, "--outdir", str(folder), *map(str, files)],
                       check=True, capture_output=True, timeout=_LIMIT_S)
        return {file: file.with_suffix("." + target.split(":")[0]) for file in files}

    pages = [files["html"] for files in made.values()]
    texts = list(convert(pages, "odt:writer8", "--infilter=HTML (StarWriter)").values())
    sheets = [files["xlsx"] for files in made.values() if "xlsx" in files]
    for target in _TEXTS:
        convert(texts, target)
    for target in _SHEETS:
        convert(sheets, target)
    for text in texts:
        shutil.copyfile(text.with_suffix(".doc"), text.with_suffix(".wps"))
    return {name: {ending: path for ending in ("odt", "docx", "doc", "wps", "rtf", "pdf", "xls", "ods")
                   if (path := files["html"].with_suffix(f".{ending}")).exists()} for name, files in made.items()}


def _by_browser(folder: Path, made: dict[str, dict[str, Path]]) -> dict[str, dict[str, Path]]:
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    out: dict[str, dict[str, Path]] = {}
    for name, files in made.items() if browser is not None else ():
        printed = files["html"].with_name(f"{files['html'].stem}.browser.pdf")
        subprocess.run([str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                        f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={printed}", files["html"].as_uri()],
                       check=True, capture_output=True, timeout=_LIMIT_S)
        out[name] = {"pdf (Chromium)": printed}
    return out
