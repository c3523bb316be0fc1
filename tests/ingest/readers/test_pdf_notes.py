from __future__ import annotations

from dataclasses import replace

from kb.ingest.readers.paragraphs import PlacedLine, add, laid, margins_of
from kb.ingest.readers.pdf_chars import raised
from kb.ingest.readers.pdf_notes import with_notes
from kb.ingest.readers.reading import Block, Paragraph


def line(text: str, top: float = 0, size: float = 12, *figures: tuple[int, str]) -> PlacedLine:
    return PlacedLine(text, (), 70, 500, top, top + size, raised=figures, size=size)


def test_small_raised_figures_are_told_from_the_text() -> None:
    letters = [{"text": c, "size": 12, "bottom": 100} for c in "满5年"]
    figure = {"text": "1", "size": 7, "bottom": 95}
    assert raised([*letters, figure, {"text": "。", "size": 12, "bottom": 100}]) == ((3, "1"),)
    assert raised(letters) == ()
    assert raised([*letters, figure | {"bottom": 100}]) == ()


def test_notes_stand_behind_the_line_that_refers_to_them() -> None:
    page = [line("第一条　不少于32学时1。", 0, 12, (10, "1")), line("第二条　每年2次。", 20),
            line("1按每次2小时", 700, 9), line("计算。", 711, 9)]
    first, second = with_notes(page)
    assert first == replace(page[0], text="第一条　不少于32学时。", notes=("按每次2小时计算。",))
    assert second == page[1]


def test_figures_without_a_note_and_small_lines_without_a_figure_stay() -> None:
    page = [line("面积为20m2。", 0, 12, (6, "2")), line("3号楼另计。", 700, 9)]
    assert with_notes(page) == page


def test_a_note_to_a_paragraph_over_two_pages_stands_behind_it() -> None:
    first = [replace(line("第一条　学习不少于32学时，"), notes=("见细则。",))]
    second = [line("每年考核一次。")]
    margins = margins_of([first, second], 570)
    out: list[Block] = []
    before = laid(first, 1, margins)
    add(out, None, before)
    add(out, before, laid(second, 2, margins))
    assert out == [Paragraph("第一条　学习不少于32学时，每年考核一次。（注：见细则。）", page=1)]
