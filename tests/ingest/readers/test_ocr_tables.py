"""Ruled tables in pictures: the grid from lines drawn by hand, and a real table through the recogniser."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from evals.formats.scans import scan
from kb.ingest.readers import read_file
from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.reading import Table
from kb.ingest.readers.scanned_tables import scanned_table
from tests.ingest.helpers import DATA

HEIGHT = 30.0


def drawn(*lines: tuple[int, int, int, int]) -> Image.Image:
    page = Image.new("RGB", (800, 600), "white")
    for line in lines:
        ImageDraw.Draw(page).line(line, fill="black", width=3)
    return page


def test_cells_are_what_lines_part() -> None:
    np, tables = pytest.importorskip("numpy"), pytest.importorskip("kb.ingest.readers.ocr_tables")
    level = [(100, y, 700, y) for y in (100, 200, 400)] + [(100, 300, 160, 300), (400, 300, 700, 300)]
    upright = [(x, 100, x, 400) for x in (100, 160, 400, 700)]
    (table,) = tables.ruled(np.asarray(drawn(*level, *upright)), HEIGHT)
    assert table.cells == ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 2, 1), (1, 2, 1, 1),
                           (2, 0, 1, 1), (2, 2, 1, 1))
    assert [(round(a, -1), round(b, -1)) for a, b in table.parted(120, 130, 600, 160)] == [
        (120, 160), (160, 400), (400, 600)]
    assert table.parted(180, 290, 380, 320) == [(180, 380)] and table.cell_at(20, 20) is None


def test_underlines_and_frames_are_no_tables() -> None:
    np, tables = pytest.importorskip("numpy"), pytest.importorskip("kb.ingest.readers.ocr_tables")
    frame = [(50, 50, 750, 50), (50, 550, 750, 550), (50, 50, 50, 550), (750, 50, 750, 550)]
    assert tables.ruled(np.asarray(drawn((100, 100, 500, 100), (100, 160, 500, 160), *frame)), HEIGHT) == []


def test_words_stand_in_their_cells() -> None:
    def line(text: str, left: int, top: int) -> PlacedLine:
        return PlacedLine(text, (0.9,) * len(text), left, left + 20, top, top + 20)

    cells = [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    lines = [(line("生活", 10, 40), 0), (line("组织", 10, 10), 0), (line("召开", 60, 52), 2), (line("每月", 30, 50), 2),
             (line("要求", 30, 10), 1)]
    table = scanned_table([0, 25, 90], [0, 30, 90], cells, 3, lines)
    assert table is not None
    assert [[(c.text, c.rows, c.columns) for c in row] for row in table.table.rows] == [
        [("组织\n生活", 2, 1), ("要求", 1, 1)], [("每月召开", 1, 1)]]
    assert scanned_table([0, 25, 90], [0, 30, 90], cells, 3, lines[:2]) is None


def test_scanned_table_on_its_side_has_the_cells_of_the_text(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    writer = PdfWriter()
    writer.add_page(PdfReader(DATA / "table.pdf").pages[0])
    writer.write(tmp_path / "一页.pdf")
    scan(tmp_path / "一页.pdf", turned=90, skew=0.6).save(tmp_path / "扫描.png")
    printed, scanned = ([[["".join(cell.text.split()) for cell in row] for row in block.rows]
                         for block in read_file(tmp_path / name).blocks if isinstance(block, Table)]
                        for name in ("一页.pdf", "扫描.png"))
    assert printed and [[len(row) for row in table] for table in scanned] == [
        [len(row) for row in table] for table in printed]
    cells = [(a, b) for one, other in zip(printed, scanned, strict=True)
             for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True)]
    assert sum(a == b for a, b in cells) >= 0.95 * len(cells)
