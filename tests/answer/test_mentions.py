from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.answer.mentions import mentioning
from kb.answer.whole import Whole
from kb.question.mention import mention_asked
from kb.types import Clause
from tests.answer.structured import BY_ID, CLAUSES, ORGANISER, asked, finder, outline, recall


def answered(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> Whole | None:
    mention = mention_asked(text)
    assert mention is not None

    def admits(clause: Clause) -> bool:
        return clause.id in admitted

    return mentioning(asked(text), mention, outline(), recall(), finder().tokenizer, admits=admits)


def found(text: str, admitted: tuple[str, ...] = tuple(BY_ID)) -> list[str]:
    whole = answered(text, admitted)
    return [] if whole is None else [p.clause.id for p in whole.passages]


@pytest.mark.parametrize(("text", "holding"), [
    ("哪些条款提到财务室", ["第二条", "第四条", "第五条"]),
    ("提到材料的条款", ["o1", "o2"]),
    ("哪些条款提到支委会", ["s1", "o1"]),  # 支部委员会, cut short
    ("哪些条款提到“支委会”", ["o1"]),  # in quotation marks: as it stands
    ("会费办法里哪些条款提到财务室", ["第二条", "第四条", "第五条"]),
    ("组织委员任务清单里哪些条款提到材料", ["o1", "o2"]),
    ("哪些条款提到讲授时事", ["s2"]),
    ("哪些条款提到博物馆", []),
])
def test_every_clause_that_holds_the_term(text: str, holding: list[str]) -> None:
    assert found(text) == holding


def test_what_only_means_the_same_is_not_mentioned() -> None:
    assert found("哪些条款提到集中培训") == []


def test_only_where_a_figure_stands_with_the_term() -> None:
    assert found("凡是对财务室有数量要求的条款") == ["第四条"]


def test_only_what_the_filters_let_through() -> None:
    assert found("哪些条款提到财务室", ("第四条", "s1")) == ["第四条"]


def test_what_is_said_of_them() -> None:
    whole = answered("组织委员任务清单里哪些条款提到花名册")
    assert whole is not None
    assert whole.text == f"共 1 条（提到“花名册”）：《某局党支部任务清单》{ORGANISER} 一、学习教育第1条：管理花名册。"


@given(st.data())
def test_a_quoted_term_is_found_where_plain_search_finds_it(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(CLAUSES)).text.replace("\n", "")
    start = data.draw(st.integers(0, len(text) - 2))
    term = text[start:start + data.draw(st.integers(2, 6))]
    if not all("一" <= ch <= "龥" for ch in term):
        return
    plain = [c.id for c in CLAUSES if term in "".join(ch for ch in c.text if "一" <= ch <= "龥" or ch.isdigit())]
    assert found(f"哪些条款提到“{term}”") == plain
