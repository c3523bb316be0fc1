"""The slides, read back: their sizes, that nothing runs over, notes, tables, and a template of one's own."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Inches

from kb.errors import ReadError
from kb.training.pack.pack import Pack
from kb.training.pack.slides import as_pptx
from kb.training.pack.wanted import Picked
from kb.training.topic_table import TopicTable
from tests.training.pack.reading import frames, pptx_lines, slides
from tests.training.pack.samples import CLAUSES, ENDLESS, LESSON, LONG, made, row

_EMU = 12700
_OWN = made(LESSON, picked=tuple(Picked(i, "备注很长。" * 120) for i in CLAUSES))
_PACKS = pytest.mark.parametrize("pack", [made(), _OWN, made(LESSON, length="简要")], ids=["topics", "own", "short"])


def _font() -> str:
    found = subprocess.run(["fc-match", "-f", "%{file}", ":lang=zh-cn"], capture_output=True, text=True).stdout
    if not Path(found).is_file():
        pytest.skip("no Chinese font")
    return found


def _boxes(slide: Any) -> list[tuple[Any, float, float]]:
    """Every text frame with the width and height that its text has, in points."""
    out = [(s.text_frame, s.width / _EMU, s.height / _EMU) for s in slide.shapes if s.has_text_frame]
    for shape in (s for s in slide.shapes if s.has_table):
        for r in shape.table.rows:
            for cell, column in zip(r.cells, shape.table.columns, strict=True):
                out.append((cell.text_frame, (column.width - cell.margin_left - cell.margin_right) / _EMU,
                            (r.height - cell.margin_top - cell.margin_bottom) / _EMU))
    return out


def _height(frame: Any, width: float, path: str) -> float:
    """How high a text is when a real font sets it, letter by letter, with room for a mark that may not begin a line."""
    total = 0.0
    for p in frame.paragraphs:
        size = max((r.font.size.pt for r in p.runs), default=0)
        font = ImageFont.truetype(path, round(size * 10)) if size else None
        held, count, before = 0.0, 1, ""
        for ch in "".join(r.text for r in p.runs):
            wide = font.getlength(ch) / 10 if font else 0
            if before and (ord(ch) < 0x2000) != (ord(before) < 0x2000):
                wide += size / 4  # the gap that programs leave between Chinese and Latin letters
            before = ch
            if held + wide > width:
                held, count = size, count + 1  # the letter before goes along
            held += wide
        after = p.space_after.pt if p.space_after is not None else 0
        total += count * (p.line_spacing.pt if size else 0) + (after if size else 0)
    return total


def assert_fits(deck: Any) -> None:
    """Nothing stands beyond its slide, runs over its box, or is smaller than 18 points."""
    font = _font()
    for n, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= deck.slide_width, n
            assert shape.top >= 0 and shape.top + shape.height <= deck.slide_height, n
            if shape.has_table:
                assert sum(r.height for r in shape.table.rows) <= shape.height + 10, n
        for frame, width, height in _boxes(slide):
            assert _height(frame, width, font) <= height + 8.5, (n, frame.text)  # the gap behind the last one
            sizes = [int(x) for x in re.findall(r'sz="(\d+)"', frame._txBody.xml)]
            assert min(sizes, default=1800) >= 1800, n


@_PACKS
def test_nothing_is_beyond_a_slide_or_overfull_or_small(pack: Pack) -> None:
    deck = slides(as_pptx(pack))

    assert deck.slide_width * 9 == deck.slide_height * 16
    assert_fits(deck)


def test_long_clauses_stand_whole_over_several_slides() -> None:
    lines = pptx_lines(as_pptx(made(LESSON)))

    for clause in (LONG, ENDLESS):
        shown = [line for line in lines if line in clause and len(line) > 30 and line != clause]
        assert "".join(dict.fromkeys(shown)) == clause
        assert clause in lines  # in the notes


def test_kinds_are_compared_in_tables_with_the_clauses_in_the_notes() -> None:
    deck = slides(as_pptx(made(LESSON)))
    slide = next(s for s in deck.slides if any(x.has_table for x in s.shapes))
    grid = next(x for x in slide.shapes if x.has_table).table
    notes = slide.notes_slide.notes_text_frame.text

    assert [[c.text for c in r.cells] for r in grid.rows] == [
        ["单位类型", "规定"], ["机关", "每半年至少1次"], ["高校、学校", "每季度1次"]]
    assert CLAUSES["a1"].text in notes and "——《清水县水利局党支部工作办法》 第1条" in notes


def test_an_owner_too_long_for_a_title_stands_below_it() -> None:
    owner = "、".join(f"第{n}机关工作委员会组织部" for n in range(12))
    rows = (row("a1", "党支部每半年至少上1次党课", owner, "至少1次", "每半年", unit="次"),)
    table = TopicTable("党课", rows, (), (), "")
    deck = slides(as_pptx(made(table)))
    slide = next(s for s in deck.slides if owner in [f.text for f in frames(s)] or any(
        p.text == owner for f in frames(s) for p in f.paragraphs))

    assert slide.shapes.title.text == "党课"
    assert_fits(deck)


def test_the_last_slide_lists_the_sources() -> None:
    last = list(slides(as_pptx(made())).slides)[-1]

    assert ["".join(r.text for r in p.runs) for f in frames(last) for p in f.paragraphs][:4] == [
        "资料来源", "以上内容逐字引自下列文件", "《清水县水利局党支部工作办法》（清水发〔2024〕3号）",
        "《清水大学党支部工作细则》"]


def test_fonts_are_those_of_the_theme_with_another_for_chinese() -> None:
    with ZipFile(BytesIO(as_pptx(made()))) as held:
        theme = held.read("ppt/theme/theme1.xml").decode()
        slide = held.read("ppt/slides/slide3.xml").decode()

    assert theme.count('<a:ea typeface="微软雅黑"/>') == 2 and theme.count('<a:latin typeface="Arial"/>') == 2
    assert "typeface=" not in slide


def test_the_same_pack_is_the_same_bytes() -> None:
    assert as_pptx(made()) == as_pptx(made())


def _template(*, potx: bool) -> bytes:
    own = Presentation()  # 4:3, with a slide of its own
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "样板"
    own.slide_width, own.slide_height = Inches(10), Inches(7.5)
    out = BytesIO()
    own.save(out)
    if not potx:
        return out.getvalue()
    again = BytesIO()
    with ZipFile(out) as held, ZipFile(again, "w") as made_again:
        for part in held.infolist():
            made_again.writestr(part, held.read(part).replace(b"presentationml.presentation.main+xml",
                                                              b"presentationml.template.main+xml"))
    return again.getvalue()


@pytest.mark.parametrize("potx", [False, True])
def test_a_template_gives_its_page_and_loses_its_slides(potx: bool) -> None:
    deck = slides(as_pptx(made(), template=_template(potx=potx)))

    assert deck.slide_width == Inches(10)
    assert "样板" not in [f.text for s in deck.slides for f in frames(s)]
    assert_fits(deck)


def _without(name: str) -> bytes:
    """A template that lacks a part."""
    out = BytesIO()
    with ZipFile(BytesIO(_template(potx=False))) as held, ZipFile(out, "w") as again:
        for part in held.infolist():
            if part.filename != name:
                again.writestr(part, held.read(part))
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK", b"no office file at all", _template(potx=False)[:9000],
                                     _without("ppt/presentation.xml"), _without("ppt/slides/slide1.xml")])
def test_what_is_no_template_is_told(content: bytes) -> None:
    with pytest.raises(ReadError, match="模板读不了：不是 PowerPoint 文件"):
        as_pptx(made(), template=content)
