"""Slides: titles as headings, paragraphs and tables in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Cm

from kb.errors import ReadError
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Cell, Heading, Paragraph, Table


def test_slides_are_read_from_top_to_bottom(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "值班制度"
    below = slide.shapes.add_textbox(Cm(2), Cm(12), Cm(10), Cm(2)).text_frame
    below.text = "二、每日巡查三次。"
    above = slide.shapes.add_textbox(Cm(2), Cm(5), Cm(10), Cm(2)).text_frame
    above.text = "一、按时交接班。"
    second = deck.slides.add_slide(deck.slide_layouts[6])
    table = second.shapes.add_table(2, 2, Cm(2), Cm(2), Cm(10), Cm(4)).table
    for place, words in {(0, 0): "岗位", (0, 1): "要求", (1, 0): "每日巡查"}.items():
        table.cell(*place).text = words
    table.cell(1, 0).merge(table.cell(1, 1))
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "隐藏"
    hidden._element.set("show", "0")
    deck.save(str(tmp_path / "a.pptx"))
    reading = read_file(tmp_path / "a.pptx")
    assert [b for b in reading.blocks if isinstance(b, Table) or b.text] == [
        Heading("值班制度", 1, page=1),
        Paragraph("一、按时交接班。", page=1),
        Paragraph("二、每日巡查三次。", page=1),
        Table(((Cell("岗位"), Cell("要求")), (Cell("每日巡查", columns=2),)), page=2),
    ]
    assert reading.warnings == ("有 1 张隐藏的幻灯片没有读。",)


def test_broken_slides_are_refused(tmp_path: Path) -> None:
    Presentation().save(str(tmp_path / "a.pptx"))
    (tmp_path / "b.pptx").write_bytes((tmp_path / "a.pptx").read_bytes()[:9000])
    with pytest.raises(ReadError, match="b.pptx"):
        read_file(tmp_path / "b.pptx")
