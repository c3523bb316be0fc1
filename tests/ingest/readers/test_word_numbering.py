"""Automatic numbers: by hand, and against LibreOffice's text export where it knows the feature."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Heading, ListItem, Paragraph
from kb.ingest.readers.word.figures import printed
from tests.ingest.readers.word_files import (
    counted,
    definition,
    level,
    libreoffice_lines,
    listed,
    p,
    table,
    write_docx,
)

LAW = definition(
    1,
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'),
    level(2, "chineseCounting", "（%3）", '<w:suff w:val="nothing"/>'),
)
OUTLINE = definition(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)"))


def numbers_in(path: Path) -> list[str | None]:
    return [b.number for b in read_file(path).blocks if isinstance(b, ListItem | Heading)]


def numbers(folder: Path, numbering: str, *properties: str, styles: str = "") -> list[str | None]:
    body = "".join(p("甲。", own) for own in properties)
    return numbers_in(write_docx(folder / "a.docx", body, parts={"numbering": numbering, "styles": styles}))


def test_articles_run_on_through_the_chapters_and_points_begin_again(tmp_path: Path) -> None:
    levels = (0, 1, 2, 2, 1, 2, 0, 1, 2)
    assert numbers(tmp_path, LAW + counted(1, 1), *(listed(1, n) for n in levels)) == [
        "第一章 ", "第一条 ", "（一）", "（二）", "第二条 ", "（一）", "第二章 ", "第三条 ", "（一）",
    ]


def test_counted_articles_are_clauses_with_their_points(tmp_path: Path) -> None:
    words = (("总则", 0), ("目的是加强管理。", 1), ("用车", 0), ("用车按照下列程序办理：", 1),
             ("申请；", 2), ("批准。", 2))
    body = p("车辆管理办法") + "".join(p(text, listed(1, n)) for text, n in words)
    path = write_docx(tmp_path / "a.docx", body, parts={"numbering": LAW + counted(1, 1)})
    assert [(c.number, c.path, c.text) for c in build(path, key="a")[1].clauses] == [
        ("第一条", ("第一章 总则",), "第一条 目的是加强管理。"),
        ("第二条", ("第二章 用车",), "第二条 用车按照下列程序办理：\n（一）申请；\n（二）批准。"),
    ]


def test_lists_of_one_definition_count_on_and_one_that_says_so_begins_again(tmp_path: Path) -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = OUTLINE + counted(1, 1) + counted(2, 1) + counted(3, 1, again)
    assert numbers(tmp_path, lists, *map(listed, (1, 1, 2, 3, 3, 1))) == ["1.", "2.", "3.", "1.", "2.", "3."]


def test_a_list_may_have_a_level_of_its_own(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1、", start=4)}</w:lvlOverride>'
    assert numbers(tmp_path, OUTLINE + counted(1, 1, own), listed(1), listed(1)) == ["IV、", "V、"]


def test_levels_begin_again_where_they_say(tmp_path: Path) -> None:
    levels = definition(1, level(0, "decimal", "%1"), level(1, "decimal", "%2"),
                        level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>'))
    order = (0, 1, 2, 1, 2, 0, 2)
    assert [n and n.strip() for n in numbers(tmp_path, levels + counted(1, 1), *(listed(1, n) for n in order))] == [
        "1", "1", "1", "2", "2", "2", "1",
    ]


def test_a_legal_level_prints_all_figures_as_decimal(tmp_path: Path) -> None:
    levels = definition(1, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert numbers(tmp_path, levels + counted(1, 1), listed(1), listed(1, 1)) == ["第一章 ", "1.1 "]


def test_styles_put_paragraphs_into_levels_and_styles_built_upon_them_as_well(tmp_path: Path) -> None:
    in_list = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{i}"/>{rest}</w:style>'
        for i, rest in (("zhang", in_list), ("tiao", in_list), ("tiao2", '<w:basedOn w:val="tiao"/>'),
                        ("wu", '<w:basedOn w:val="tiao"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'))
    )
    levels = definition(1, level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="zhang"/>'),
                        level(1, "chineseCounting", "第%2条", '<w:pStyle w:val="tiao"/>'))
    order = [f'<w:pStyle w:val="{i}"/>' for i in ("zhang", "tiao", "tiao2", "wu", "tiao")]
    found = numbers(tmp_path, levels + counted(1, 1), *order, styles=styles)
    assert found == ["第一章 ", "第一条 ", "第二条 ", "第三条 "]


def test_a_definition_that_names_a_list_style_has_its_levels(tmp_path: Path) -> None:
    styles = ('<w:style w:type="numbering" w:styleId="ls"><w:name w:val="ls"/><w:pPr><w:numPr><w:numId w:val="1"/>'
              "</w:numPr></w:pPr></w:style>")
    named = definition(1, level(0, "decimal", "%1)"), more='<w:styleLink w:val="ls"/>')
    links = definition(2, more='<w:numStyleLink w:val="ls"/>')
    numbering = named + links + counted(1, 1) + counted(2, 2)
    assert numbers(tmp_path, numbering, listed(2), listed(2), styles=styles) == ["1)", "2)"]


def test_headings_have_their_number(tmp_path: Path) -> None:
    body = p("总则", '<w:outlineLvl w:val="0"/>' + listed(1)) + p("为加强管理，制定本办法。", listed(1, 1))
    path = write_docx(tmp_path / "a.docx", body, parts={"numbering": LAW + counted(1, 1)})
    assert read_file(path).blocks == (
        Heading("总则", 2, number="第一章 "), ListItem("为加强管理，制定本办法。", "第一条 "),
    )
    assert [(c.number, c.path) for c in build(path, key="a")[1].clauses] == [("第一条", ("第一章 总则",))]


def test_bullets_unknown_lists_and_list_zero_have_no_number(tmp_path: Path) -> None:
    bullets = definition(1, level(0, "bullet", "●")) + counted(1, 1)
    body = p("甲。", listed(1)) + p("乙。", listed(9)) + p("丙。", listed(0))
    path = write_docx(tmp_path / "a.docx", body, parts={"numbering": bullets})
    assert read_file(path).blocks == (ListItem("甲。", None), ListItem("乙。", None), Paragraph("丙。"))


def test_empty_paragraphs_are_counted_and_serial_numbers_in_cells_are_read(tmp_path: Path) -> None:
    numbering = definition(1, level(0, "decimal", "%1")) + counted(1, 1)
    rows = [f"<w:tc>{p('', listed(1))}</w:tc><w:tc>{p(text)}</w:tc>" for text in ("甲", "乙")]
    path = write_docx(tmp_path / "a.docx", p("", listed(1)) + table(*rows), parts={"numbering": numbering})
    found = next(b for b in read_file(path).blocks if hasattr(b, "rows"))
    assert [row[0].text for row in found.rows] == ["2", "3"]


@pytest.mark.parametrize(("style", "texts"), [
    ("decimal", "1 2 10 11 20 21 102"), ("decimalZero", "01 02 10 11 20 21 102"),
    ("chineseCounting", "一 二 十 十一 二十 二十一 一〇二"),
    ("chineseCountingThousand", "一 二 十 十一 二十 二十一 一百零二"),
    ("japaneseCounting", "一 二 十 十一 二十 二十一 一百零二"),
    ("ideographDigital", "一 二 一〇 一一 二〇 二一 一〇二"),
    ("ideographTraditional", "甲 乙 癸 11 20 21 102"), ("ideographZodiac", "子 丑 酉 戌 20 21 102"),
    ("chineseLegalSimplified", "壹 贰 壹拾 壹拾壹 贰拾 贰拾壹 壹佰零贰"),
    ("ideographLegalTraditional", "壹 貳 壹拾 壹拾壹 貳拾 貳拾壹 壹佰零貳"),
    ("decimalEnclosedCircle", "① ② ⑩ ⑪ ⑳ 21 102"), ("decimalFullWidth", "１ ２ １０ １１ ２０ ２１ １０２"),
    ("upperLetter", "A B J K T U XXXX"), ("lowerLetter", "a b j k t u xxxx"),
    ("upperRoman", "I II X XI XX XXI CII"), ("lowerRoman", "i ii x xi xx xxi cii"),
])
def test_figures(style: str, texts: str) -> None:
    assert " ".join(printed(n, style) for n in (1, 2, 10, 11, 20, 21, 102)) == texts


@pytest.mark.parametrize("seed", range(3))
def test_random_lists_are_numbered_as_libreoffice_does(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    styles = ("decimal", "chineseCountingThousand", "japaneseCounting", "upperLetter", "lowerRoman",
              "chineseLegalSimplified", "decimalEnclosedCircle")
    levels = [level(n, dice.choice(styles), text, start=dice.randint(1, 3))
              for n, text in enumerate(("第%1章", "%1.%2", "（%3）", "%2-%4、"))]
    again = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{dice.randint(1, 9)}"/></w:lvlOverride>'
    numbering = definition(1, *levels) + counted(1, 1) + counted(2, 1) + counted(3, 1, again)
    places = [dice.choice(((1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 0))) for _ in range(60)]
    body = "".join(p(f"文{n}。", listed(*place)) for n, place in enumerate(places))
    path = write_docx(tmp_path / "a.docx", body, parts={"numbering": numbering})
    expected = libreoffice_lines(path)
    if expected is None:
        pytest.skip("没有装 LibreOffice")
    found = [f"{b.number or ''}{b.text}" for b in read_file(path).blocks if isinstance(b, ListItem)]
    assert ["".join(line.split()) for line in found] == expected
