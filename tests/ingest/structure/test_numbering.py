from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest.structure.continuity import Continuity
from kb.ingest.structure.numbering import Marker, counted_marker, parse_marker
from tests.ingest.helpers import clauses_of, numbers_of


@pytest.mark.parametrize(
    ("line", "kind", "value", "printed"),
    [
        ("第一编 总则", "part", 1, "第一编"),
        ("第三章　组织生活", "chapter", 3, "第三章"),
        ("第二节 党课", "section", 2, "第二节"),
        ("第十二条 党员应当按月交纳党费。", "article", 12, "第十二条"),
        ("第一百零三条 附则", "article", 103, "第一百零三条"),
        ("第 12 条 附则", "article", 12, "第 12 条"),
        ("一、班子建设", "cn", 1, "一"),
        ("十一、活动组织", "cn", 11, "十一"),
        ("（三）党小组会", "paren_cn", 3, "（三）"),
        ("(三)党小组会", "paren_cn", 3, "（三）"),
        ("1.建立党建工作领导小组。", "arabic", 1, "1"),
        ("13、抓好学习教育。", "arabic", 13, "13"),
        ("6. 深入推进党风廉政建设。", "arabic", 6, "6"),
        ("（3）会议记录", "paren_arabic", 3, "（3）"),
        ("3）会议记录", "paren_arabic", 3, "（3）"),
        ("1.2 党课", "dotted", 2, "1.2"),
        ("⑥结合工作实际", "circled", 6, "⑥"),
    ],
)
def test_printed_numbers_are_read(line: str, kind: str, value: int, printed: str) -> None:
    marker = parse_marker(line)
    assert marker is not None
    assert (marker.kind, marker.value, marker.printed) == (kind, value, printed)


@pytest.mark.parametrize(
    ("number", "kind", "value"),
    [
        ("1.", "arabic", 1),
        ("12、", "arabic", 12),
        ("三、", "cn", 3),
        ("四.", "cn", 4),
        ("（五）", "paren_cn", 5),
        ("6)", "paren_arabic", 6),
        ("第七条", "article", 7),
        ("1.2", "dotted", 2),
    ],
)
def test_number_by_itself_is_read_as_before_an_item(number: str, kind: str, value: int) -> None:
    marker = counted_marker(number)
    assert marker is not None
    assert (marker.kind, marker.value, marker.length) == (kind, value, len(number))


@pytest.mark.parametrize("number", ["甲.", "0.", "1000.", "•", ""])
def test_number_of_no_known_kind_is_none(number: str) -> None:
    assert counted_marker(number) is None


def test_line_read_as_another_kind() -> None:
    marker = parse_marker("1.1 党课")
    assert marker is not None
    assert [m and (m.kind, m.printed) for m in map(marker.as_kind, ("dotted", "arabic", "cn"))] == [
        ("dotted", "1.1"),
        ("arabic", "1"),
        None,
    ]


def test_numbering_goes_on_from_a_number_that_is_known() -> None:
    numbers = Continuity()
    first, second, ninth = (parse_marker(f"{n}.按月交纳党费。") for n in (4, 5, 9))
    assert first and second and ninth
    assert numbers.take(first) is first
    assert (numbers.accept(second, ()), numbers.accept(ninth, ())) == (second, None)


@pytest.mark.parametrize("line", ["⑵抓好作风建设", "⒉抓好作风建设", "㈡抓好作风建设"])
def test_numbers_printed_as_one_character_are_read(line: str) -> None:
    marker = parse_marker(line)
    assert marker is not None
    assert (marker.value, marker.length) == (2, 1)


@pytest.mark.parametrize(
    ("line", "printed"), [("⑵抓好作风建设", "（2）"), ("⒉抓好作风建设", "2"), ("㈡抓好作风建设", "（二）")]
)
def test_numbers_of_one_character_are_cited_like_the_others(line: str, printed: str) -> None:
    marker = parse_marker(line)
    assert marker is not None
    assert marker.printed == printed


def test_number_without_punctuation_is_read_as_bare() -> None:
    marker = parse_marker("1支部委员会一般由3-5人组成")
    assert marker is not None
    assert (marker.value, marker.bare, marker.length) == (1, True, 1)


def test_number_before_quotation_mark_is_read() -> None:
    marker = parse_marker("5.“三会一课”制度。")
    assert marker is not None
    assert (marker.value, marker.bare) == (5, False)


@pytest.mark.parametrize(
    "line",
    [
        "第十条规定的程序换届。",
        "第三条、第四条所列情形",
        "第二条至第五条",
        "第六条的规定",
        "第七条第二款规定",
        "（一）至（三）项所列情形",
        "（二）、（三）项",
        "（二）（三）项所列情形",
        "（二）项所列情形",
        "⑵、⑶项",
    ],
)
def test_cross_references_are_no_markers(line: str) -> None:
    assert parse_marker(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "2019年以来，支部",
        "3-5人组成",
        "12次以上",
        "30日内报告",
        "5%以上",
        "24个学时",
        "3名以上正式党员",
        "",
        "党员应当",
        "一岗双责",
        "第三，加强领导",
    ],
)
def test_years_and_quantities_are_no_markers(line: str) -> None:
    assert parse_marker(line) is None


@pytest.mark.parametrize("line", ["第〇十零条 党员", "（〇十零）党员", "〇十零、党员"])
def test_malformed_numeral_is_no_marker(line: str) -> None:
    assert parse_marker(line) is None


@given(
    st.text(alphabet="零〇一二两三十百第编章节条部分之（）()0123456789.．、①② \u3000：党规定", max_size=20)
    | st.text(max_size=20)
)
def test_marker_never_takes_more_than_the_line(text: str) -> None:
    line = text.strip()
    marker = parse_marker(line)
    assert marker is None or (0 < marker.length <= len(line) and marker.value >= 1)


@given(st.integers(1, 99))
def test_every_arabic_number_is_read_back(n: int) -> None:
    marker = parse_marker(f"{n}.落实党建责任。")
    assert marker is not None
    assert (marker.value, marker.printed) == (n, str(n))


def accepted(*markers: Marker) -> list[int]:
    continuity = Continuity()
    return [m.value for i, m in enumerate(markers) if continuity.accept(m, markers[i + 1 :])]


def arabic(value: int, *, bare: bool = False) -> Marker:
    return Marker("arabic", value, str(value), 2, bare)


def test_consecutive_numbers_continue() -> None:
    assert accepted(arabic(1), arabic(2), arabic(3)) == [1, 2, 3]


def test_decimal_quantity_continues_no_list_that_goes_on_otherwise() -> None:
    markers = [m for line in ("1.每次集中学习", "2.5小时以上", "2.抓作风") if (m := parse_marker(line))]
    assert accepted(*markers) == [1, 2]


def test_item_that_begins_with_a_quantity_continues_its_list() -> None:
    lines = ("1.坚持学习", "2.2.5万元以上", "3.3次以上", "4.2022年底前", "5.抓作风")
    found = [m for line in lines if (m := parse_marker(line))]
    continuity = Continuity()
    read = [continuity.accept(m, found[i + 1 :]) for i, m in enumerate(found)]
    assert [m and m.printed for m in read] == ["1", "2", "3", "4", "5"]


def test_dotted_numbers_before_quantities_stay_dotted() -> None:
    found = [m for line in ("1.1年度计划", "1.2年度总结", "1.3次月安排") if (m := parse_marker(line))]
    continuity = Continuity()
    read = [continuity.accept(m, found[i + 1 :]) for i, m in enumerate(found)]
    assert [m and m.printed for m in read] == ["1.1", "1.2", "1.3"]


def test_cross_reference_with_a_blank_does_not_end_the_numbering() -> None:
    lines = ("第一条 甲", "第九条 第二款的", "第二条 乙", "第三条 丙")
    assert accepted(*(m for line in lines if (m := parse_marker(line)))) == [1, 2, 3]


def test_small_skip_continues() -> None:
    assert accepted(arabic(19), arabic(20), arabic(22)) == [19, 20, 22]


def test_large_jump_is_rejected() -> None:
    assert accepted(arabic(1), arabic(2), arabic(9), arabic(3)) == [1, 2, 3]


def test_bare_number_must_be_followed_by_the_next() -> None:
    assert accepted(arabic(1, bare=True)) == []
    assert accepted(arabic(1, bare=True), arabic(2, bare=True)) == [1, 2]


def test_numbering_may_start_again_under_a_heading() -> None:
    continuity = Continuity()
    assert continuity.accept(arabic(1), [arabic(2)])
    assert continuity.accept(arabic(2), [])
    continuity.heading()
    assert continuity.accept(arabic(1), [])


def test_letters_and_roman_numbers_are_items_where_they_run_on() -> None:
    text = "办证流程\n\nI. 报名\na. 填写申请表。\nb. 交两张照片。\nII. 审核\na. 三日内审核。\nb. 不合格的退回。\n"
    assert [(c.path, c.number) for c in clauses_of(text)] == [
        (("I. 报名",), "a"), (("I. 报名",), "b"), (("II. 审核",), "a"), (("II. 审核",), "b")]


@pytest.mark.parametrize("line", ["e.g. 例如此表", "i.MX芯片由信息科保管", "a类事项当日办结", "IIV. 不是数字"])
def test_words_that_begin_with_letters_are_no_numbers(line: str) -> None:
    assert parse_marker(line) is None


def test_a_letter_alone_opens_nothing() -> None:
    assert numbers_of("钥匙规定\n\n1. 专人保管。\na. 字头的钥匙另放。\n2. 借用登记。") == ["1", "2"]


def test_blanks_of_any_width_are_no_part_of_a_number() -> None:
    marker = parse_marker("第一条\u2003为了加强管理")
    assert marker is not None and (marker.printed, marker.spaced, marker.length) == ("第一条", True, 4)


def test_financial_figures_number_articles() -> None:
    raw = "公开办法\n第壹条 每季度公开1次。\n第贰条 不少于7天。\n第叁条 由书记负责。"
    assert numbers_of(raw) == ["第壹条", "第贰条", "第叁条"]
