from __future__ import annotations

import pytest

from kb.answer.articles import named_article
from kb.answer.whole import Whole
from kb.question.references import referred
from kb.types import Clause
from tests.answer.structured import DUTIES, GENERAL, PAYING, RULES, SECRETARY, outline, rarity


def answered(text: str) -> Whole | None:
    reference = referred(text)
    assert reference is not None
    return named_article(reference, outline(), rarity)


def given(text: str) -> list[tuple[str, str]]:
    """The clauses given, with the words of them."""
    whole = answered(text)
    assert whole is not None
    return [(p.clause.id, p.clause.text[p.start:p.end]) for p in whole.passages]


@pytest.mark.parametrize("text", [
    "会费管理办法第四条", "城南大学会费管理办法(试行)第4条", "《城南大学会费管理办法》第四条是什么", "会费办法4条",
    "会费管理办法定稿第四条", "第四条是什么,会费管理办法", "会费管理办法第二章第四条", "会费管理办法倒数第二条",
])
def test_a_named_article(text: str) -> None:
    whole = answered(text)
    assert whole is not None and whole.within
    assert [p.clause.id for p in whole.passages] == ["第四条"]
    assert whole.text == "第四条：逾期的，财务室每季度催缴1次。"


def test_words_of_an_article() -> None:
    assert given("会费办法第三条第一款第二项") == [("第三条", "（二）学生每月缴纳1元")]
    whole = answered("会费办法第三条第一款第二项")
    assert whole is not None and whole.text == "第三条第1款第2项：学生每月缴纳1元。" and not whole.within


def test_how_many_points_an_article_has() -> None:
    whole = answered("会费办法第三条有几项")
    assert whole is not None and whole.text.startswith("第三条共 3 项：教师每月缴纳10元；")


def test_the_articles_of_a_chapter() -> None:
    whole = answered("会费办法第一章有哪些条")
    assert whole is not None
    assert whole.text == f"共 3 条（《{RULES}》{GENERAL}）：为了管好会费，制定本办法；会费由财务室收取；会费不得挪用。"
    assert [p.clause.id for p in whole.passages] == ["第一条", "第二条", "第二条之一"]


def test_several_articles() -> None:
    assert [c for c, _ in given("会费办法第一条和第四条")] == ["第一条", "第四条"]
    assert [c for c, _ in given("会费办法第三条到第五条")] == ["第三条", "第四条", "第五条"]
    whole = answered("会费办法第一条和第四条")
    assert whole is not None and whole.text == (f"符合的有 2 条：《{RULES}》{GENERAL}第一条：为了管好会费，制定本办法；"
                                                f"《{RULES}》{PAYING}第四条：逾期的，财务室每季度催缴1次。")


@pytest.mark.parametrize(("text", "said"), [
    ("会费办法第六条", f"《{RULES}》没有第六条，到第五条为止。"),
    ("会费办法第九章", f"《{RULES}》没有第九章，共 3 章，到第三章附则为止。"),
    ("会费办法第三条第三款", f"《{RULES}》{PAYING}第三条没有第三款，共 2 款，到第2款为止。"),
    ("会费办法第四条第一项", f"《{RULES}》{PAYING}第四条没有第一项，那里没有编号的条款。"),
    ("党支部书记任务清单第4条", f"《{DUTIES}》{SECRETARY}没有第4条，共 3 条，到第3条为止。"),
    ("公务员法第三条", "知识库里没有“公务员法”这份文件，查不到第三条。"),
    ("第九十条", "知识库里没有哪份文件有第九十条。"),
])
def test_what_does_not_exist_is_said_not_to_exist(text: str, said: str) -> None:
    assert answered(text) == Whole(said)


def test_what_exists_is_given_beside_what_does_not() -> None:
    whole = answered("会费办法第一条和第六条")
    assert whole is not None and [p.clause.id for p in whole.passages] == ["第一条"]
    assert whole.text == f"第一条：为了管好会费，制定本办法。《{RULES}》没有第六条，到第五条为止。"
    assert not whole.within


def test_an_article_without_a_document_is_looked_for_in_all() -> None:
    assert [c for c, _ in given("第四条是什么")] == ["第四条"]


def test_words_that_name_no_document_ask_otherwise() -> None:
    assert answered("师傅第三条") is None


def test_what_the_filters_let_through_comes_first() -> None:
    reference = referred("第1条是什么,任务清单")
    assert reference is not None

    def organiser(clause: Clause) -> bool:
        return clause.roles == ("组织委员",)

    whole = named_article(reference, outline(), rarity, admits=organiser)
    every = named_article(reference, outline(), rarity)
    assert whole is not None and every is not None
    assert [p.clause.id for p in whole.passages] == ["o1"]
    assert {"s1", "o1"} <= {p.clause.id for p in every.passages}
