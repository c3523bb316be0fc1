from __future__ import annotations

from kb.ingest.readers.reading import Heading, ListItem, Paragraph
from kb.ingest.structure.canonical import canonical
from kb.ingest.structure.outline import outline
from kb.ingest.structure.titles import printed_title
from tests.ingest.helpers import blocks, blocks_of

TWO_LISTS = "党支部书记责任清单\n1.抓学习。\n2.抓作风。\n组织委员责任清单\n1.抓发展。\n2.抓党费。"


def test_two_equal_headings_over_numbering_are_lists() -> None:
    assert blocks_of(TWO_LISTS) == [
        ("list", "党支部书记责任清单"),
        ("item", "1.抓学习。"),
        ("item", "2.抓作风。"),
        ("list", "组织委员责任清单"),
        ("item", "1.抓发展。"),
        ("item", "2.抓党费。"),
    ]


def test_only_heading_is_the_title() -> None:
    assert blocks_of("党员守则\n1.按月交纳党费。\n2.参加组织生活。")[0] == ("title", "党员守则")


def test_title_above_several_lists_is_no_list() -> None:
    assert [k for k, _ in blocks_of(f"党建工作责任清单汇编\n{TWO_LISTS}")][:2] == ["title", "list"]


def test_lists_of_equal_rank_where_the_second_starts_with_fu() -> None:
    raw = "校本部党支部责任清单\n1.抓学习。\n2.抓作风。\n附属医院党支部责任清单\n1.抓发展。\n2.抓党费。"
    assert blocks_of(raw)[0] == ("list", "校本部党支部责任清单")


def test_line_ending_in_a_colon_leads() -> None:
    raw = "责任清单\n要做好以下几个方面的工作：\n1.带头学习。\n2.带头调研。"
    assert blocks_of(raw)[1] == ("lead", "要做好以下几个方面的工作：")


def test_sentence_without_number_is_a_paragraph() -> None:
    raw = "实施办法\n为了加强党的建设，结合学校实际，特制定本办法。\n一、总体目标\n坚持全面从严治党。"
    assert blocks_of(raw)[1][0] == "paragraph"


def test_depth_counts_levels_of_numbering() -> None:
    raw = "办法\n一、目标\n（一）原则\n1.坚持从严治党。\n2.坚持分类指导。\n（二）要求\n二、附则"
    assert [b.depth for b in blocks(raw) if b.kind == "item"] == [1, 2, 3, 3, 2, 1]


def test_table_rows_stand_where_the_table_stands() -> None:
    raw = (
        "考核表\n项目\t标准\n班子\t党支部一般设委员三人，设书记一人，任期三年。\n"
        "党费\t按月足额交纳党费，每年公示一次收缴情况。\n附则\n第一条 本表由组织部解释。"
    )
    assert [k for k, _ in blocks_of(raw)] == ["title", "row", "row", "heading", "item"]


def test_reader_hint_makes_a_heading_of_a_long_line() -> None:
    heading = "关于进一步加强新形势下机关党支部建设若干重要问题的意见和具体工作安排以及有关责任分工的说明材料"
    raw = f"党费规定\n党员应当按月交纳党费。\n{heading}\n党支部每年公示党费收缴情况。"
    assert ("list", heading) in blocks_of(raw, {0: 1, raw.index(heading): 2})


def test_number_that_the_format_counts_makes_an_item_wherever_it_stands() -> None:
    item, other = ListItem("5年内轮训一遍。", "4."), ListItem("参加。", "2.")
    text = canonical([Heading("党员守则", 1), item, Paragraph("9年以上的除外。"), other])
    assert [(b.kind, b.marker.printed if b.marker else None) for b in outline(text)] == [
        ("title", None),
        ("item", "4"),
        ("paragraph", None),
        ("item", "2"),
    ]


def test_number_of_no_known_kind_makes_no_item() -> None:
    text = canonical([Heading("党员守则", 1), ListItem("按月交纳党费。", "•")])
    assert [b.kind for b in outline(text)] == ["title", "paragraph"]


def test_blocks_point_at_their_text() -> None:
    raw = f"\n  {TWO_LISTS}  "
    assert all(raw[b.start : b.end] == b.text for b in blocks(raw))


def test_printed_title_is_the_line_that_reads_as_one() -> None:
    assert (
        printed_title(blocks("党支部工作条例（试行）\n第一条 制定本条例。\n第二条 适用。"))
        == "党支部工作条例（试行）"
    )


def test_printed_title_takes_in_the_issuer_above_it() -> None:
    raw = "中共某某市委组织部\n关于加强党支部建设的意见\n一、总体要求\n1.提高认识。\n2.加强领导。"
    assert printed_title(blocks(raw)) == "中共某某市委组织部关于加强党支部建设的意见"


def test_several_equal_lists_print_no_title() -> None:
    assert printed_title(blocks(TWO_LISTS)) is None
