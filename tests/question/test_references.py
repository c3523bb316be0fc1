from __future__ import annotations

import pytest

from kb.question.references import name_in, referred


def references(text: str) -> list[tuple[str, str]]:
    found = referred(text)
    return [] if found is None else [(r.name, r.said) for r in found.references]


@pytest.mark.parametrize(("text", "name", "said"), [
    ("会费管理办法第三条", "会费管理办法", "第三条"),
    ("《会费管理办法(试行)》第3条的内容是什么", "会费管理办法(试行)", "第3条"),
    ("请问会费管理办法里第三条怎么规定的", "会费管理办法", "第三条"),
    ("念一下会费管理办法第三条", "会费管理办法", "第三条"),
    ("会费管理办法3条", "会费管理办法", "第3条"),
    ("会费管理办法三条是怎么写的", "会费管理办法", "第三条"),
    ("会费管理办法第三", "会费管理办法", "第三条"),
    ("会费管理办法条第3", "会费管理办法", "第3条"),
    ("会费管理办法第二章第三条第(二)项", "会费管理办法", "第二章第三条第(二)项"),
    ("第3条会费管理办法", "会费管理办法", "第3条"),
    ("第三条是什么,会费管理办法", "会费管理办法", "第三条"),
    ("第三条讲了什么", "", "第三条"),
    ("会费管理办法倒数第二条", "会费管理办法", "倒数第二条"),
])
def test_an_article_and_what_names_its_document(text: str, name: str, said: str) -> None:
    assert references(text) == [(name, said)]


@pytest.mark.parametrize(("text", "said"), [
    ("会费办法第一条和第三条分别是什么", ["第一条", "第三条"]),
    ("会费办法第一条、第三条", ["第一条", "第三条"]),
    ("会费办法第二条到第五条", ["第二条", "第3条", "第4条", "第五条"]),
    ("会费办法第2-4条", ["第2条", "第3条", "第4条"]),
    ("会费办法第二至四条", ["第二条", "第3条", "第四条"]),
    ("会费办法第二、四、五条", ["第二条", "第四条", "第五条"]),
])
def test_several_articles_of_one_document(text: str, said: list[str]) -> None:
    assert references(text) == [("会费办法", s) for s in said]


def test_articles_of_two_documents() -> None:
    assert references("比较会费办法第五条和考勤细则第六条") == [("会费办法", "第五条"), ("考勤细则", "第六条")]


def test_what_is_said_between_two_numbers_names_nothing() -> None:
    assert [n for n, _ in references("会费办法第五条规定的程序和第六条是什么")] == ["会费办法", "会费办法"]


@pytest.mark.parametrize("text", ["", "第三季度交多少", "一条一条说", "党课第一讲", "三会一课", "第一书记的职责"])
def test_a_question_that_names_no_article(text: str) -> None:
    assert referred(text) is None


@pytest.mark.parametrize(("text", "called"), [
    ("公务员法第三条", True), ("党章第六条", True), ("城南大学会费管理办法第三条", True), ("《甲》第三条", True),
    ("学校办法第三条", False), ("细则第三条", False), ("第三条", False),
])
def test_whether_it_reads_as_the_name_of_one_document(text: str, called: bool) -> None:
    found = referred(text)
    assert found is not None and found.references[0].called is called


@pytest.mark.parametrize(("text", "counts"), [("办法第三条有几项", True), ("办法第三条共多少款", True),
                                              ("办法第三条是什么", False)])
def test_whether_it_asks_how_many_points_there_are(text: str, counts: bool) -> None:
    found = referred(text)
    assert found is not None and found.counts is counts


@pytest.mark.parametrize(("words", "name"), [
    ("请帮我查一下会费办法里的", "会费办法"), ("按照《会费办法》", "会费办法"), ("会费那个办法", "会费办法"),
    ("请问", ""),
])
def test_the_name_without_the_words_that_lead_to_it(words: str, name: str) -> None:
    assert name_in(words) == name
