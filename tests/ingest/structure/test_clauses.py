from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.helpers import assert_whole, canonical_split, clauses_of, documents, numbers_of, texts_of


@settings(max_examples=300, deadline=None)
@given(documents, st.dictionaries(st.integers(0, 40), st.integers(1, 6), max_size=4))
def test_segments_cover_documents_exactly_once(raw: str, headings: dict[int, int]) -> None:
    text, parts = canonical_split(raw, headings=headings)
    assert_whole(text.text, parts)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_segments_cover_any_text_exactly_once(raw: str) -> None:
    text, parts = canonical_split(raw)
    assert_whole(text.text, parts)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_splitting_again_gives_the_same_clauses(raw: str) -> None:
    assert clauses_of(raw) == clauses_of(raw)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_ordinals_follow_the_text(raw: str) -> None:
    found = clauses_of(raw)
    assert [c.ordinal for c in found] == list(range(len(found)))
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_each_numbered_line_is_a_clause_with_its_number() -> None:
    found = clauses_of("党员守则\n1.按月交纳党费。\n2、参加组织生活。\n3.执行支部决议。")
    assert [(c.number, c.text) for c in found] == [
        ("1", "1.按月交纳党费。"),
        ("2", "2、参加组织生活。"),
        ("3", "3.执行支部决议。"),
    ]


def test_bare_numbers_open_clauses() -> None:
    assert numbers_of("一、班子建设\n1支部委员会由3-5人组成。\n2支部委员密切联系群众。\n3坚持学习制度。") == [
        "1",
        "2",
        "3",
    ]


def test_year_at_a_line_start_opens_no_clause() -> None:
    assert numbers_of(
        "一、班子建设\n1支部按期换届。\n2支部坚持学习。\n2019年以来成效明显。\n3支部公开党务。"
    ) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "line", ["3个党小组以上的支部设副书记。", "3家企业联合建立党支部。", "3.5小时以上为一次集中学习。"]
)
def test_quantity_at_a_line_start_opens_no_clause(line: str) -> None:
    assert numbers_of(f"一、班子建设\n1支部按期换届。\n2支部坚持学习。\n{line}\n3支部公开党务。") == [
        "1",
        "2",
        "3",
    ]


@pytest.mark.parametrize(
    "line", ["2.2022年底前完成换届。", "2.12月底前完成换届。", "2.50名以上党员设党总支。"]
)
def test_item_that_begins_with_a_figure_keeps_its_number(line: str) -> None:
    found = clauses_of(f"责任清单\n1.坚持集体学习制度。\n{line}\n3.每年年底述职。")
    assert [(c.number, c.text) for c in found][1] == ("2", line)


def test_words_that_begin_like_a_unit_open_clauses() -> None:
    raw = "一、班子建设\n1支部按期换届。\n2人员配备齐全。\n3处理好各方关系。\n4分工明确。"
    assert numbers_of(raw) == ["1", "2", "3", "4"]


def test_excerpt_that_leaves_out_articles_keeps_each_article_apart() -> None:
    raw = (
        "条例（节选）\n第一条 党员按月交纳党费。\n第二条 党费公开。\n"
        "第九条 支部每月学习。\n第十条 支部每年述职。"
    )
    assert numbers_of(raw) == ["第一条", "第二条", "第九条", "第十条"]


def test_reference_to_items_at_a_line_start_opens_no_clause() -> None:
    raw = (
        "工作要求\n（一）每月召开支委会。\n（二）每季度讲党课。依照本要求第\n"
        "（三）、（四）项办理的，应当报告。\n（三）每年述职。"
    )
    assert numbers_of(raw) == ["（一）", "（二）", "（三）"]


def test_cross_reference_at_a_line_start_opens_no_clause() -> None:
    raw = (
        "党支部工作办法\n第一条 制定本办法。\n第二条 换届按照\n"
        "第九条规定的程序办理。\n第三条 本办法自印发之日起施行。"
    )
    assert texts_of(raw) == [
        "第一条 制定本办法。",
        "第二条 换届按照\n第九条规定的程序办理。",
        "第三条 本办法自印发之日起施行。",
    ]


def test_items_below_an_article_belong_to_it() -> None:
    raw = (
        "工作办法\n第一条 党支部应当：\n（一）每月召开支委会；\n"
        "（二）每季度讲党课。\n第二条 本办法自印发之日起施行。"
    )
    assert texts_of(raw) == [
        "第一条 党支部应当：\n（一）每月召开支委会；\n（二）每季度讲党课。",
        "第二条 本办法自印发之日起施行。",
    ]


def test_circled_items_belong_to_the_item_above() -> None:
    raw = "参考目录\n1.落实党建责任。\n①会议记录。\n②工作要点。\n2.健全基层组织。\n①组织网络图。"
    assert texts_of(raw) == ["1.落实党建责任。\n①会议记录。\n②工作要点。", "2.健全基层组织。\n①组织网络图。"]


def test_list_may_skip_a_number() -> None:
    raw = "参考目录\n" + "\n".join(f"{n}.落实第{n}项制度的各项要求。" for n in [*range(1, 20), 21])
    assert numbers_of(raw) == [*map(str, range(1, 20)), "21"]


def test_numbering_restarts_under_a_new_list() -> None:
    found = clauses_of("党支部书记责任清单\n1.抓学习。\n2.抓作风。\n组织委员责任清单\n1.抓发展。\n2.抓党费。")
    assert [(c.list_title, c.number) for c in found] == [
        ("党支部书记责任清单", "1"),
        ("党支部书记责任清单", "2"),
        ("组织委员责任清单", "1"),
        ("组织委员责任清单", "2"),
    ]


def test_numbering_runs_on_across_headings() -> None:
    found = clauses_of("责任清单\n一、领导责任\n1.抓班子。\n2.带队伍。\n二、用人责任\n3.选干部。\n4.育人才。")
    assert [(c.path, c.number) for c in found] == [
        (("一、领导责任",), "1"),
        (("一、领导责任",), "2"),
        (("二、用人责任",), "3"),
        (("二、用人责任",), "4"),
    ]


def test_path_holds_chapters_but_not_the_title() -> None:
    found = clauses_of(
        "工作规则\n第一章 总则\n第一条 制定本规则。\n第二章 附则\n第二条 本规则自印发之日起施行。"
    )
    assert [c.path for c in found] == [("第一章 总则",), ("第二章 附则",)]


def test_paragraphs_below_a_heading_are_clauses_of_their_own() -> None:
    raw = (
        "实施办法\n一、学校党委的主要责任\n切实履行主体责任，制定党建工作目标。\n"
        "建立健全基层党组织，实现全覆盖。\n二、附则\n本办法由组织部负责解释。"
    )
    found = clauses_of(raw)
    assert [(c.number, c.path) for c in found] == [
        (None, ("一、学校党委的主要责任",)),
        (None, ("一、学校党委的主要责任",)),
        (None, ("二、附则",)),
    ]


def test_identical_clauses_of_two_lists_have_different_ids() -> None:
    same = "1.贯彻落实上级部署的其他工作。"
    first, second = clauses_of(f"书记责任清单\n{same}\n组织委员责任清单\n{same}")
    assert first.text == second.text
    assert first.id != second.id


def test_identical_clauses_of_one_list_have_different_ids() -> None:
    found = clauses_of("守则\n1.按月交纳党费。\n2.参加组织生活。\n1.按月交纳党费。\n2.参加组织生活。")
    assert len({c.id for c in found}) == 4


def test_unchanged_clauses_keep_their_ids_when_another_changes() -> None:
    before = clauses_of("党员守则\n1.按月交纳党费。\n2.每季度汇报1次思想。\n3.执行支部决议。")
    after = clauses_of("党员守则\n1.按月足额交纳党费。\n2.每季度汇报1次思想。\n3.执行支部决议。")
    assert before[0].id != after[0].id
    assert [c.id for c in before[1:]] == [c.id for c in after[1:]]


def test_ids_name_their_document() -> None:
    assert all(c.document_id == "d" and c.id.startswith("d-") for c in clauses_of("守则\n1.按月交纳党费。"))


def test_roles_come_from_the_nearest_heading_that_binds_one() -> None:
    raw = (
        "党支部工作职责\n一、党支部书记职责\n1.主持工作。\n"
        "2.召集会议。\n二、组织委员职责\n1.发展党员。\n2.收缴党费。"
    )
    assert [c.roles for c in clauses_of(raw)] == [("党支部书记",)] * 2 + [("组织委员",)] * 2


def test_heading_that_speaks_about_members_binds_nobody() -> None:
    assert [c.roles for c in clauses_of("实施方案\n一、发展党员\n1.坚持标准。\n2.规范程序。")] == [(), ()]


def test_scope_comes_from_the_list_that_names_one() -> None:
    raw = (
        "国有企业党支部建设标准\n1.按期换届。\n2.按月学习。\n"
        "“两新”组织党支部建设标准\n1.按期换届。\n2.按月学习。"
    )
    assert [c.scope for c in clauses_of(raw)] == [("国企",)] * 2 + [("两新",)] * 2


def test_stated_scope_holds_where_headings_name_none() -> None:
    assert clauses_of("党员守则\n1.按月交纳党费。", scope=("农村",))[0].scope == ("农村",)


def test_wider_kind_in_a_heading_does_not_widen_a_narrow_document() -> None:
    raw = "实施办法\n一、学校党委的责任\n1.履行主体责任。\n2.健全组织。"
    assert {c.scope for c in clauses_of(raw, scope=("高校",))} == {("高校",)}


def test_nothing_gives_it_away_the_scope_is_general() -> None:
    assert clauses_of("党员守则\n1.按月交纳党费。")[0].scope == ("通用",)


def test_form_rows_have_their_labels_in_the_path() -> None:
    raw = (
        "附件2：考核登记表\n（一）党支部考核登记表\n项目\t小项\t标准\n班子\t换届\t任期届满按时换届，报告、批复等材料齐全。\n"
        "\t分工\t委员分工明确，每半年至少研究1次党建工作。"
    )
    found = clauses_of(f"通知\n1.如实填写登记表。\n2.按时报送登记表。\n{raw}")[2:]
    assert [c.path for c in found] == [
        ("附件2：考核登记表", "（一）党支部考核登记表", "班子", "换届"),
        ("附件2：考核登记表", "（一）党支部考核登记表", "班子", "分工"),
    ]
    assert {c.list_title for c in found} == {"（一）党支部考核登记表"}


def test_pages_are_those_on_which_clauses_begin() -> None:
    found = clauses_of("\f党员守则\n1.按月交纳党费。\n\f2.参加组织生活。\n3.执行支部决议。")
    assert [c.page for c in found] == [1, 2, 2]


def test_text_without_pages_has_no_page() -> None:
    assert clauses_of("党员守则\n1.按月交纳党费。")[0].page is None


def test_navigation_and_signature_stay_outside_the_clauses() -> None:
    raw = (
        "当前位置：首页 > 党建\n党员守则\n发布时间：2020-01-02\n1.按月交纳党费。\n"
        "2.参加组织生活。\n上一篇：甲\n中共某市委组织部\n2020年1月2日"
    )
    assert texts_of(raw) == ["1.按月交纳党费。", "2.参加组织生活。"]
