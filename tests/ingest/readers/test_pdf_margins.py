from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader, PdfWriter

from kb.ingest.pipeline import build
from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_layout import Piece
from kb.ingest.readers.pdf_margins import margin_lines
from tests.ingest.helpers import DATA

BODY = ["第一条　为了加强管理，制定本办法，各支部应当遵守。", "第二条　党员大会每季度召开1次，支委会每月召开1次。",
        "第三条　本办法自印发之日起施行。"]


def at(top: float, text: str, *, size: float = 16, parted: bool = False) -> PlacedLine:
    return PlacedLine(text, (), 70, 500, top, top + size, parted=parted)


def page(*edges: PlacedLine) -> list[Piece]:
    return [*edges, *(at(90 + 28 * n, text) for n, text in enumerate(BODY))]


def test_small_lines_at_the_same_height_of_two_pages_run_along_whatever_they_say() -> None:
    pages = [page(at(40, "制度汇编", size=9)), page(at(40, "XX区直属机关工作委员会", size=9))]
    assert margin_lines(pages) == [{0}, {0}]


def test_lines_in_parts_and_lines_with_the_page_run_along() -> None:
    pages = [page(at(36, "工作规则 2023年12月版", parted=True)), page(at(36, "2 工作委员会", parted=True))]
    assert margin_lines(pages) == [{0}, {0}]
    pages = [page(at(36, "工作规则 1")), page(at(36, "工作规则 2"))]
    assert margin_lines(pages) == [{0}, {0}]


def test_a_header_that_the_first_page_has_not_stands_above_the_text() -> None:
    pages = [page(), page(at(45, "内部资料 注意保存", parted=True))]
    assert margin_lines(pages) == [set(), {0}]


def test_a_footer_far_below_the_text_of_the_last_page_goes() -> None:
    first = [*page(), at(700, "第二章的正文到这里为止，下一页接着写。")]
    assert margin_lines([first, [*page(), at(790, "内部资料")]]) == [set(), {3}]


def test_titles_and_first_lines_of_the_text_stay() -> None:
    pages = [[at(62, "值班管理办法", size=22), *page()], [at(62, "值班应当登记，登记簿由办公室保存"), *page()]]
    assert margin_lines(pages) == [set(), set()]
    pages = [page(at(62, "第一章　总　则", parted=True)), page(at(62, "第二章　值　班", parted=True))]
    assert margin_lines(pages) == [set(), set()]


def test_the_only_page_loses_a_header_that_names_its_title() -> None:
    header = at(36, "值班管理办法 2023年版", parted=True)
    assert margin_lines([[header, at(60, "值班管理办法", size=22), *page()]]) == [{0}]
    assert margin_lines([[header, *page()]]) == [set()]


def test_turned_pages_say_the_same(tmp_path: Path) -> None:
    writer = PdfWriter()
    for n, own in enumerate(PdfReader(DATA / "rules.pdf").pages):
        writer.add_page(own.rotate(90 if n % 2 else 270))
    writer.write(tmp_path / "turned.pdf")
    upright, turned = (build(p, key="rules")[1].clauses for p in (DATA / "rules.pdf", tmp_path / "turned.pdf"))
    assert [(c.number, c.text, c.path) for c in turned] == [(c.number, c.text, c.path) for c in upright]
