from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.structure.canonical import canonical

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


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert canonical(f"党员守则{end}1.按月交纳党费。").text == "党员守则\n1.按月交纳党费。"


def test_invisible_characters_go() -> None:
    assert canonical("\ufeff党\u200b员\u00ad守则\u2060").text == "党员守则"


def test_word_bookmark_marker_goes() -> None:
    assert canonical("[bookmark: _GoBack]7. 抓好统战和群团工作。").text == "7. 抓好统战和群团工作。"


def test_square_brackets_of_the_text_stay() -> None:
    assert canonical("市委发[2020]12号").text == "市委发[2020]12号"


def test_full_width_and_traditional_characters_stay() -> None:
    text = "党员　１２次，黨員；“三会一课”…"
    assert canonical(text).text == text


def test_wrapped_lines_become_paragraphs_again() -> None:
    lines = canonical("\n".join(WRAPPED)).text.split("\n")
    assert lines[0] == "第一条 为了加强党费收缴、使用和管理工作，根据有关规定，结合本单位实际，制定本办法。"
    assert lines[1].endswith("一般不得超过六个月。")


def test_short_lines_of_a_list_are_not_joined() -> None:
    text = "党员守则\n" + "\n".join(f"{n}.按月交纳党费" for n in range(1, 12))
    assert canonical(text).text == text


def test_wrapped_heading_from_a_style_is_not_joined() -> None:
    raw = "\n".join(["关于进一步加强机关党支部建设和管理工作的若干意见要求", *WRAPPED])
    assert (
        canonical(raw, {0: 1}).text.split("\n")[0] == "关于进一步加强机关党支部建设和管理工作的若干意见要求"
    )


def test_page_breaks_become_offsets() -> None:
    made = canonical("\f第一页的规定。\n\f第二页的规定。")
    assert made.text == "第一页的规定。\n第二页的规定。"
    assert [made.text[at:].lstrip("\n")[:3] for at in made.page_starts] == ["第一页", "第二页"]


def test_text_without_page_breaks_has_no_pages() -> None:
    assert canonical("党员守则").page_starts == ()


def test_heading_levels_move_to_offsets() -> None:
    made = canonical("\ufeff党员守则\r\n\r\n  第一章 总则", {0: 1, 2: 2})
    assert {made.text[at : at + 2]: level for at, level in made.hints.items()} == {"党员": 1, "第一": 2}


@given(st.text(alphabet="党员一1.。， \t\u3000\n\r\f\u2028\u200b", max_size=120))
def test_no_visible_character_is_lost(raw: str) -> None:
    assert "".join(canonical(raw).text.split()) == "".join(raw.replace("\u200b", "").split())


@given(st.text(max_size=120))
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = canonical(raw).text
    assert canonical(once).text == once
