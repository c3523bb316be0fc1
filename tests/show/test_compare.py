"""One topic across kinds of organisation, against what a reader finds in the five documents."""

from __future__ import annotations

import pytest

from kb.show.compare import Comparison, Row, compare, is_about, offered, topic_named, topics
from kb.store.library import Library


def compared(library: Library, name: str, *kinds: str) -> Comparison:
    topic = topic_named(name)
    assert topic is not None
    titles = {i: title for i, (title, _) in library.titles().items()}
    return compare(topic, library.clauses(), library.obligations(), titles, [], kinds=kinds)


def row(found: Comparison, subject: str, measure: str = "") -> Row:
    return next(r for r in found.rows if (r.subject, r.measure) == (subject, measure))


def values(found: Comparison, subject: str, measure: str = "") -> dict[str, set[str]]:
    cells = zip(found.columns, row(found, subject, measure).cells, strict=True)
    return {column.scope: {r.value for r in cell} for column, cell in cells if cell}


def test_how_often_a_branch_has_a_party_lecture(corpus_library: Library) -> None:
    found = compared(corpus_library, "党课")
    assert values(found, "党支部") == {
        "高校": {"每季度1次"}, **dict.fromkeys(["两新", "国企", "事业单位", "机关"], {"每半年1次"})}
    assert row(found, "党支部").verdict == "differs"
    assert values(found, "书记") == {"学校": {"每年至少1次"}, "机关": {"每季度至少1次", "每年至少1次"}}
    assert row(found, "书记").verdict == "differs"
    shared = {r.value: r.shared for cell in row(found, "书记").cells for r in cell}
    assert shared == {"每年至少1次": True, "每季度至少1次": False}
    assert "书记：各有不同，学校每年至少1次；机关每季度至少1次、每年至少1次。" in found.summary


def test_hours_of_study_differ_by_kind(corpus_library: Library) -> None:
    found = compared(corpus_library, "学时")
    assert values(found, "党员", "学时") == {
        "高校": {"每年至少32学时"}, "两新": {"每年至少24学时"}, "国企": {"每年至少24学时"},
        "事业单位": {"每年至少24学时"},
        "机关": {"每年至少24学时", "每年至少32学时"}}
    assert values(found, "班子成员", "学时") == dict.fromkeys(["国企", "事业单位", "机关"], {"每年至少40学时"})
    assert found.absent == ("学校",)
    assert "学校没有条款讲到学时。" in found.summary


def test_only_one_kind_says_how_long_a_term_lasts(corpus_library: Library) -> None:
    found = compared(corpus_library, "任期")
    assert values(found, "党总支") == {"高校": {"每届任期5年"}}
    assert row(found, "党总支").verdict == "only"
    assert "党总支：只有高校写明，每届任期5年。" in found.summary


def test_how_many_sit_on_a_committee_is_a_row_of_its_own(corpus_library: Library) -> None:
    found = compared(corpus_library, "支委会")
    assert values(found, "党支部", "人数") == {
        "高校": {"3人"}, **dict.fromkeys(["两新", "国企", "事业单位", "机关"], {"3-5人"})}
    assert row(found, "党支部").verdict == "same"
    assert all("总支部委员会每届" not in c.text for column in found.columns for c in column.clauses)


def test_every_clause_shown_is_about_the_topic_and_binds_its_column(corpus_library: Library) -> None:
    titles = {i: title for i, (title, _) in corpus_library.titles().items()}
    for topic in offered(corpus_library.clauses(), titles):
        found = compared(corpus_library, topic.name)
        assert found.columns and found.summary, topic.name
        for column in found.columns:
            assert column.clauses
            for clause in column.clauses:
                assert column.scope in clause.scope
                assert is_about(topic, clause, titles[clause.document_id])
        for r in found.rows:
            for rule in (rule for cell in r.cells for rule in cell):
                assert rule.clause.text[rule.obligation.start:rule.obligation.end] == rule.obligation.quote


def test_the_ten_topics_people_ask_for_are_offered(corpus_library: Library) -> None:
    titles = {i: title for i, (title, _) in corpus_library.titles().items()}
    names = {t.name for t in offered(corpus_library.clauses(), titles)}
    assert names >= {"党课", "述职", "学时", "任期", "支委会", "党员大会", "党费", "主题党日", "谈心谈话", "发展党员"}
    assert offered([], {}) == []


def test_kinds_may_be_chosen(corpus_library: Library) -> None:
    found = compared(corpus_library, "党课", "学校", "国企")
    assert [c.scope for c in found.columns] == ["学校", "国企"]
    assert all(len(r.cells) == 2 for r in found.rows)
    assert found.absent == ()


def test_a_topic_of_ones_own_is_compared_by_its_words(corpus_library: Library) -> None:
    found = compared(corpus_library, "巡察")
    assert found.topic.name == "巡察"
    assert compared(corpus_library, "足球比赛").columns == ()


@pytest.mark.parametrize("name", ["", "  ", "？！"])
def test_a_topic_without_words_is_none(name: str) -> None:
    assert topic_named(name) is None


def test_names_of_topics_are_found_however_they_are_written() -> None:
    assert topic_named("黨課") is topic_named(" 党课 ") is topics()[0]
