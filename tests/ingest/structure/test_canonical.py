from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.readers.reading import Cell, Heading, ListItem, Paragraph, PrintedLine, Table
from kb.ingest.structure.canonical import Canonical, canonical
from kb.ingest.structure.tables import PlacedCell
from tests.ingest.helpers import lines_as_blocks

WRAPPED = (
    "第一条 为了加强党费收缴、使用和管理工作，根据有关规",
    "定，结合本单位实际，制定本办法。",
    "第二条 党员应当按月交纳党费，遇到特殊情况的，可以每",
    "季度交纳一次，也可以委托亲属代为交纳，一般不得超过",
    "六个月。",
    "第三条 党支部应当每年至少向党员公布一次党费收缴情况，",
    "接受党员的监督，并将情况报告上级党委。",
    "第四条 支部换届按照党支部工作条例的有关规定，参照",
    "第九条规定的程序办理，具体时间由机关党委研究后确定。",
)


def made(raw: str, headings: dict[int, int] | None = None) -> Canonical:
    return canonical(lines_as_blocks(raw, headings))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert made(f"党员守则{end}1.按月交纳党费。").text == "党员守则\n1.按月交纳党费。"


def test_invisible_characters_go() -> None:
    assert made("\ufeff党\u200b员\u00ad守则\u2060").text == "党员守则"


def test_word_bookmark_marker_goes() -> None:
    assert made("[bookmark: _GoBack]7. 抓好统战和群团工作。").text == "7. 抓好统战和群团工作。"


def test_square_brackets_of_the_text_stay() -> None:
    assert made("市委发[2020]12号").text == "市委发[2020]12号"


def test_full_width_and_traditional_characters_stay() -> None:
    text = "党员　１２次，黨員；“三会一课”…"
    assert made(text).text == text


def test_wrapped_lines_become_paragraphs_again() -> None:
    lines = made("\n".join(WRAPPED)).text.split("\n")
    assert lines[0] == "第一条 为了加强党费收缴、使用和管理工作，根据有关规定，结合本单位实际，制定本办法。"
    assert lines[1].endswith("一般不得超过六个月。")


def test_short_lines_of_a_list_are_not_joined() -> None:
    text = "党员守则\n" + "\n".join(f"{n}.按月交纳党费" for n in range(1, 12))
    assert made(text).text == text


def test_wrapped_heading_from_a_style_is_not_joined() -> None:
    raw = "\n".join(["关于进一步加强机关党支部建设和管理工作的若干意见要求", *WRAPPED])
    assert (
        made(raw, {0: 1}).text.split("\n")[0] == "关于进一步加强机关党支部建设和管理工作的若干意见要求"
    )


def test_page_breaks_become_offsets() -> None:
    text = made("\f第一页的规定。\n\f第二页的规定。")
    assert text.text == "第一页的规定。\n第二页的规定。"
    assert text.page_starts == (0, 8)


def test_text_without_page_breaks_has_no_pages() -> None:
    assert made("党员守则").page_starts == ()


def test_heading_levels_move_to_offsets() -> None:
    assert made("\ufeff党员守则\r\n\r\n  第一章 总则", {0: 1, 2: 2}).hints == {0: 1, 8: 2}


def test_breaks_inside_a_block_are_lines() -> None:
    text = canonical([Heading("\n党费\n收缴", 2), Paragraph("按月\r\n交纳。"), Paragraph("")])
    assert text == Canonical("\n党费\n收缴\n按月\n交纳。\n", hints={1: 2})


def test_number_that_the_format_counts_stands_before_its_item() -> None:
    text = canonical([ListItem("按月交纳。", "1."), ListItem(" 每年公示。", "2."), ListItem("存档。", None)])
    assert text == Canonical("1.按月交纳。\n2. 每年公示。\n存档。", numbers={0: "1.", 8: "2."})


def test_cells_of_a_table_know_their_offsets_and_what_reaches_down() -> None:
    rows = ((Cell("班子", rows=2), Cell("换\n届")), (Cell("\ufeff分工"),), (Cell("党费", columns=2),))
    text = canonical([Paragraph("如下："), Table(rows), Paragraph("完。")])
    assert text == Canonical(
        "如下：\n班子\t换届\n班子\t分工\n党费\t\n完。",
        tables=(
            (
                (PlacedCell(4, 6, "班子"), PlacedCell(7, 9, "换届")),
                (PlacedCell(10, 12, "班子"), PlacedCell(13, 15, "分工")),
                (PlacedCell(16, 18, "党费"), PlacedCell(19, 19, "")),
            ),
        ),
    )


def test_every_table_keeps_to_itself() -> None:
    text = canonical([Table(((Cell("甲"), Cell("乙")),)), Table(((Cell("丙"), Cell("丁")),))])
    assert (text.text, len(text.tables)) == ("甲\t乙\n丙\t丁", 2)


def test_page_without_blocks_starts_where_the_next_one_does() -> None:
    lines = [PrintedLine("甲", page=1), PrintedLine("乙", page=3), PrintedLine("丙", page=3)]
    assert canonical(lines) == Canonical("甲\n乙\n丙", page_starts=(0, 2, 2))


def test_paragraph_that_goes_on_over_a_page_tells_where_the_page_starts() -> None:
    lines = [PrintedLine(line, page=1 if n < 4 else 2) for n, line in enumerate(WRAPPED)]
    text = canonical(lines)
    assert text.text[text.page_starts[1] :].startswith("六个月。\n第三条")


def test_list_items_are_not_joined_to_what_stands_before() -> None:
    item = "第二条规定的程序办理，具体时间由机关党委研究后确定"
    text = canonical([*(PrintedLine(line) for line in WRAPPED[:-1]), ListItem(item, None)])
    assert text.text.split("\n")[-1] == item


def test_rows_of_a_table_are_not_joined() -> None:
    rows = [*WRAPPED, WRAPPED[0]]
    text = canonical([Table(tuple((Cell(row),) for row in rows))])
    assert text.text == "\n".join(rows)


def test_no_blocks_give_no_text() -> None:
    assert canonical([]) == Canonical("")


@given(st.text(alphabet="党员一1.。， \t\u3000\n\r\f\u2028\u200b", max_size=120))
def test_no_visible_character_is_lost(raw: str) -> None:
    assert "".join(made(raw).text.split()) == "".join(raw.replace("\u200b", "").split())


@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = made(raw).text
    assert made(once).text == once


def test_text_wrapped_at_a_width_counts_figures_by_half() -> None:
    wrapped = ("    第一条  为了规范党费收缴工作，根据有关规定和本单位的实际情况，制定本细",
               "则。",
               "    第二条  党员每月工资收入在3000元以下（含3000元）的，交纳月工资收入的0.5%；",
               "3000元以上至5000元（含5000元）的，交纳1%；5000元以上至10000元（含10000元）",
               "的，交纳1.5%；10000元以上的，交纳2%。离退休党员每月以实际领取的离退休费总额",
               "为计算基数，5000元以下（含5000元）的按0.5%交纳，5000元以上的按1%交纳党费。",
               "党支部每年公布一次。",
               "    第三条  农民党员每月交纳0.2元至1元。",
               "    第四条  本细则自印发之日起施行。")
    lines = made("\n".join(wrapped)).text.split("\n")
    assert [line.strip()[:3] for line in lines] == ["第一条", "第二条", "第三条", "第四条"]
    assert "（含10000元）的，交纳1.5%" in lines[1] and lines[1].endswith("交纳党费。党支部每年公布一次。")
