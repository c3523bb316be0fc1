"""What goes into a pack: points, questions, papers, sources; what is left out, ordered, cut short."""

from __future__ import annotations

import pytest

from kb.errors import QuestionError
from kb.training.pack.compared import compared
from kb.training.pack.pack import Pack
from kb.training.pack.told import in_short, silent
from kb.training.pack.wanted import MOST_CLAUSES, Picked, Wanted, checked
from kb.training.topic_table import TopicTable
from tests.training.pack.samples import CLAUSES, DUES, LESSON, made, row


def _clauses(pack: Pack, section: int = 0) -> list[str]:
    return [x.clause.id for x in pack.sections[section].cited]


def test_the_rules_in_short_are_values_with_kinds_owners_and_numbers() -> None:
    assert in_short(made(LESSON).sections[0]) == [
        "机关：党支部，党课，每半年至少1次[1]", "高校、学校：党支部，党课，每季度1次[4]",
        "机关：党支部书记，党课，每年至少2次[2]"]


def test_kinds_stand_side_by_side() -> None:
    table = compared(made(LESSON).sections[0])

    assert table.heads == ("事项", "谁来做", "高校", "学校", "机关")
    assert [(x.matter, x.owner, x.cells) for x in table.lines] == [
        ("党课", "党支部", (("每季度1次[4]",), ("每季度1次[4]",), ("每半年至少1次[1]",))),
        ("党课", "党支部书记", (("—",), ("—",), ("每年至少2次[2]",)))]


def test_a_topic_without_values_is_told_in_the_words_of_its_clauses() -> None:
    section = made(TopicTable("党课", (row("b2", "党课要联系实际，讲求实效"),), (), ("高校",), "")).sections[0]

    assert in_short(section) == ["高校：党课要联系实际，讲求实效[1]"]
    assert compared(section).lines[0].cells == (("有规定，没有写数量[1]",),)
    assert silent(section) == ["有规定、没有写数量的单位类型：高校。"]


def test_several_values_of_a_kind_are_told_with_their_words() -> None:
    table = TopicTable("党课", (
        row("a1", "党支部每半年至少上1次党课", "党支部", "至少1次", "每半年", unit="次"),
        row("a2", "每年至少为本支部党员上2次党课", "党支部", "至少2次", "每年", unit="次")), (), (), "")

    assert in_short(made(table).sections[0]) == [
        "机关：党支部，党课，每半年至少1次：党支部每半年至少上1次党课[1]",
        "机关：党支部，党课，每年至少2次：每年至少为本支部党员上2次党课[2]"]


def test_a_contradiction_shows_only_where_two_values_of_a_kind_meet() -> None:
    table = TopicTable("党课", (
        row("a1", "党支部每半年至少上1次党课", "党支部", "至少1次", "每半年", unit="次", conflict="甲"),
        row("a2", "每年至少为本支部党员上2次党课", "党支部", "至少2次", "每年", unit="次", conflict="甲"),
        row("b1", "每季度上1次党课", "党支部", "1次", "每季度", unit="次", conflict="甲")), (), (), "")

    assert compared(made(table).sections[0]).lines[0].cells == (
        ("每季度1次[3]",), ("每季度1次[3]",), ("每半年至少1次[1]", "每年至少2次[2]", "同一类单位的规定不一致"))


def test_a_question_for_each_thing_that_is_counted() -> None:
    table = TopicTable("党课", (
        row("a1", "党支部每半年至少上1次党课", "党支部", "至少1次", "每半年", unit="次"),
        row("a2", "每年至少为本支部党员上2次党课", "党支部", "不低于3:1", None, unit=":1"),
        row("b1", "每季度上1次党课", "党支部", "1次", None, unit="次"),
        row("b2", "党课要联系实际", "党支部", "年底", None)), (), (), "")

    assert [(q.text, [r.cited.number for r in q.rulings]) for q in made(table).sections[0].points[0].questions] == [
        ("党课（党支部）多久一次？", [1]), ("党课（党支部）的比例是多少？", [2]), ("党课（党支部）要求几次？", [3]),
        ("党课（党支部）什么时候完成？", [4])]


def test_papers_are_those_of_the_rule() -> None:
    assert [(p.names, p.quote, [x.number for x in p.cited]) for p in made(LESSON).sections[0].papers][:1] == [
        (("会议记录",), "1.党支部每半年至少上1次党课，会议记录由专人保管。", [1])]


def test_clauses_are_numbered_through_the_pack_and_cited_once() -> None:
    pack = made(LESSON, DUES, picked=(Picked("a1"),))

    assert [[x.number for x in s.cited] for s in pack.sections] == [[1, 2, 3, 4, 5, 6], [7], [1]]
    assert [(s.title, s.about) for s in pack.sources] == [
        ("清水县水利局党支部工作办法", ("清水发〔2024〕3号",)), ("清水大学党支部工作细则", ())]


def test_clauses_collected_are_a_section_with_notes_in_order() -> None:
    section = made(picked=(Picked("c1", " 先讲 "), Picked("a2")), topics=()).sections[-1]

    assert section.name == "自选条款"
    assert [(x.clause.id, x.note) for x in section.cited] == [("c1", "先讲"), ("a2", "")]
    assert [(p.matter, p.owner, p.rulings[0].value) for p in section.points] == [
        ("公布收缴情况", "党员", "每年年底"),
        ("党支部书记每年至少为本支部党员上2次党课", "党支部书记", "每年至少2次")]


def test_clauses_are_left_out_and_ordered() -> None:
    assert _clauses(made(LESSON, without=("a1", "a3"), order=("b2", "b1"))) == ["b2", "b1", "a2", "b3"]


def test_an_audience_has_its_own_rules_and_all_where_there_are_none() -> None:
    assert "a2" not in _clauses(made(LESSON, audience="党员"))
    assert _clauses(made(DUES, audience="党组织书记")) == ["c1"]


def test_a_short_pack_is_fair_to_every_kind() -> None:
    table = TopicTable("党课", (*(row("a3", f"把第{n}项工作") for n in range(1, 3)), *LESSON.rows), (), (), "")

    assert set(_clauses(made(table, length="简要"))) == set(CLAUSES) - {"c1"}
    assert made(LESSON, length="简要").length.clauses == 8


@pytest.mark.parametrize(("wanted", "said"), [
    ({"audience": "领导"}, "没有这种对象：领导。可用：全体、"), ({"length": "长"}, "没有这种篇幅：长。可用：简要、"),
    ({"without": tuple(CLAUSES)}, "专题“党课”的条款都去掉了，请至少留一条。"),
    ({"picked": (Picked("zz"),)}, "没有这条条款，或它已不是现行：zz。"),
    ({"kinds": ("火星",)}, "没有这类单位：火星。可用：")])
def test_what_cannot_be_is_told_in_a_line(wanted: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionError) as e:
        made(LESSON, **wanted)
    assert str(e.value).startswith(said) and "\n" not in str(e.value)


def test_nothing_asked_for_and_too_much() -> None:
    with pytest.raises(QuestionError, match="没有选专题"):
        checked(Wanted((" ",)))
    with pytest.raises(QuestionError, match="选得太多了"):
        checked(Wanted(picked=tuple(Picked(str(n)) for n in range(MOST_CLAUSES + 1))))
    with pytest.raises(QuestionError, match="备注太长了"):
        checked(Wanted(picked=(Picked("a1", "长" * 2001),)))
    assert checked(Wanted((" 党课", "党课"), ("机关", "国企"))).kinds == ("国企", "机关")
