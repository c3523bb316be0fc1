"""Scanned pages through the recogniser; each costs seconds, so they are few and short."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from pypdf import PdfWriter

from evals.formats.scans import scan
from kb.errors import ReadError
from kb.ingest.pipeline import build
from kb.ingest.readers import ocr, read_file
from kb.ingest.readers.paragraphs import PlacedLine, ScannedPage
from kb.ingest.readers.reading import Paragraph
from tests.ingest.helpers import DATA, assert_whole

_LIST = DATA / "list.pdf"


def same(one: str, other: str) -> float:
    """How much of two texts is the same, blanks aside."""
    first, second = ("".join(text.split()) for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def test_skewed_and_stamped_scan_on_its_side_has_the_clauses_of_the_text(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    path = tmp_path / "清单.pdf"
    scan(_LIST, turned=90, skew=1.2, stamp=(0.4, 0.12)).save(path, resolution=150)
    document, parts = build(path, key="清单")
    printed, expected = build(_LIST, key="原件")
    assert_whole(document.text, parts)
    assert [(c.number, c.list_title, c.roles) for c in parts.clauses] == [
        (c.number, c.list_title, c.roles) for c in expected.clauses]
    assert same(document.text, printed.text) > 0.97
    assert all(c.ocr and c.page == 1 and 0.8 < (c.confidence or 0) <= 1 for c in parts.clauses)
    assert document.warnings[0] == "全文由扫描图识别（OCR），可能有个别错字，请与原件核对。"


def test_only_the_scanned_pages_of_a_pdf_are_recognised(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    scan(_LIST, turned=180).save(tmp_path / "图.pdf", resolution=150)
    writer = PdfWriter()
    writer.append(DATA / "rules.pdf", pages=(0, 1))
    writer.add_blank_page(595, 842)
    writer.append(tmp_path / "图.pdf")
    writer.write(tmp_path / "清单.pdf")
    seen: list[tuple[int, int]] = []
    with ocr.watching(lambda name, done, total: seen.append((done, total))):
        document, parts = build(tmp_path / "清单.pdf", key="清单")
    assert {(c.page, c.ocr) for c in parts.clauses} == {(1, False), (3, True)}
    assert sum(c.ocr for c in parts.clauses) == 5
    assert document.warnings[0] == "第 3 页由扫描图识别（OCR），可能有个别错字，请与原件核对。"
    assert seen == [(0, 1), (1, 1)]


def test_pages_of_a_tiff_are_read_in_turn(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    page = scan(_LIST)
    first, second = (page.crop((0, int(page.height * a), page.width, int(page.height * b))) for a, b in (
        (0.05, 0.12), (0.12, 0.2)))
    blank = page.crop((0, page.height - 200, page.width, page.height))
    first.save(tmp_path / "清单.tif", save_all=True, append_images=[blank, second])
    reading = read_file(tmp_path / "清单.tif")
    assert [b.page for b in reading.blocks if isinstance(b, Paragraph)][0] == 1
    assert {b.page for b in reading.blocks} == {1, 2, 3}
    assert reading.warnings[0] == "第 1、3 页由扫描图识别（OCR），可能有个别错字，请与原件核对。"
    assert reading.warnings[-1] == "第 2 页没有识别出文字。"


@pytest.mark.parametrize("name", ["清单.png", "清单.pdf"])
def test_without_the_recogniser_a_scan_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                          name: str) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    scan(_LIST, dpi=50).save(tmp_path / name)
    with pytest.raises(ReadError, match=rf"{name}.*可选组件 ocr.*make ocr"):
        read_file(tmp_path / name)


def test_broken_picture_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "图.png"
    path.write_bytes("不是图片".encode())
    with pytest.raises(ReadError, match=r"图\.png"):
        read_file(path)


@pytest.mark.parametrize(("numbers", "printed"), [
    ([3], "第 3 页"), ([1, 2, 3, 5], "第 1—3、5 页"), ([2, 1], "第 1—2 页"),
])
def test_pages_are_named_in_runs(numbers: list[int], printed: str) -> None:
    assert ocr.page_list(numbers) == printed


def test_unsure_characters_and_lines_are_named() -> None:
    line = PlacedLine("切实加强管埋工作", (1, 1, 1, 1, 1, 0.4, 1, 1), 0, 200, 0, 20)
    told = ocr.warnings([ScannedPage(2, 600, (line,), unsure=1)])
    assert told == ["第 2 页由扫描图识别（OCR），可能有个别错字，请与原件核对。",
                    "识别把握不大的字（在【】里）：第 2 页“实加强管【埋】工作”。", "第 2 页有 1 行识别不清，没有收入。"]


def test_letters_below_a_stamp_keep_their_edges() -> None:
    np, page = pytest.importorskip("numpy"), pytest.importorskip("kb.ingest.readers.ocr_page")
    picture = np.full((400, 400, 3), 255, np.uint8)
    picture[100:200, 100:200] = (45, 40, 215)  # blue, green, red
    picture[140:160, 100:200] = (40, 40, 120)  # the grey edge of a stroke below the ink
    clean = page._without_stamps(picture)
    assert clean[110, 150].tolist() == [255, 255, 255]
    assert 100 < clean[150, 150, 0] < 180 and len(set(clean[150, 150].tolist())) == 1
