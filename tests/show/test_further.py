"""Further questions: made of obligations, offered only where those answer them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kb.answer.dated import DatedAnswerer
from kb.show.further import further, offered, question_of
from kb.store.library import open_library
from kb.types import Answer, Citation, Clause, Obligation, Query
from tests.samples import cited


def rule(clause: str, action: str, **said: object) -> Obligation:
    usual: dict[str, object] = {"subject": "党支部", "period": "每年", "count": 1.0, "unit": "次", "deadline": None}
    return Obligation(clause, action, 0, len(action), action=action, comparator="=", value=None,
                      **(usual | said))  # type: ignore[arg-type]


CLAUSE = cited("甲", "上党课", "学校").clause


@pytest.mark.parametrize(("obligation", "question"), [
    (rule("甲", "上党课"), "党支部上党课多久一次"),
    (rule("甲", "认真开展民主评议"), "党支部开展民主评议多久一次"),
    (rule("甲", "集中学习", subject="各党员", count=32.0, unit="学时"), "党员每年集中学习多少学时"),
    (rule("甲", "公布党费收缴情况", count=None, unit=None, deadline="12月底前"), "党支部什么时候公布党费收缴情况"),
    (rule("甲", "支部党员大会", period="每季度"), "党支部支部党员大会多久一次".replace("党支部支部", "支部")),
    (rule("甲", "上党课", subject=None), None),
    (rule("甲", "上党课", condition="设党委的"), None),
    (rule("甲", "上党课、听汇报"), None),
    (rule("甲", "上党课", period=None), None),
])
def test_the_question_of_an_obligation(obligation: Obligation, question: str | None) -> None:
    assert question_of(obligation, CLAUSE) == question


def answers(of: Mapping[str, tuple[str, str]]) -> list[str]:
    """What is offered behind an answer from 甲, where asking gives the clause and the answer of `of`."""
    clauses = [Clause(name, "d", n, 0, 3, name, None, (), "办法") for n, name in enumerate("甲乙丙丁")]
    rules = {c.id: [rule(c.id, f"开展{c.id}事")] for c in clauses}

    def ask(query: Query) -> Answer:
        found = of.get(query.question)
        assert not query.history and query.scope == "学校"
        if found is None:
            return Answer(query.question, "not_found", "没有")
        return Answer(query.question, "answered", found[1], (Citation(found[0], "x", 0, 2),))

    first = Answer("甲事多久", "answered", "每年1次。", (Citation("甲", "x", 0, 2),))
    return further(Query("甲事多久", ("先前",), scope="学校"), first, clauses, rules, ask)


def asked(name: str) -> str:
    return f"党支部开展{name}事多久一次"


def test_only_what_its_own_words_answer_otherwise_is_offered() -> None:
    assert answers({asked("乙"): ("乙", "每月1次。"), asked("丙"): ("丙", "每季1次。")}) == [asked("乙"), asked("丙")]
    assert answers({asked("乙"): ("丁", "每月1次。")}) == []
    assert answers({asked("乙"): ("乙", "每年1次。")}) == []
    assert answers({asked("乙"): ("乙", "每月1次。"), asked("丙"): ("丙", "每月1次。")}) == [asked("乙")]
    assert answers({asked("甲"): ("甲", "每周1次。")}) == []


def test_behind_no_answer_none() -> None:
    none = Answer("食堂", "not_found", "没有")
    assert further(Query("食堂"), none, [CLAUSE], {"甲": [rule("甲", "上党课")]}, lambda _: none) == []


@pytest.mark.model
@pytest.mark.parametrize("question", ["支委会多久开一次", "党支部书记每年至少上几次党课", "党员每年要学多少学时"])
def test_every_one_has_an_answer_of_its_own(answerer: DatedAnswerer, built: object, question: str) -> None:
    library = open_library(built / "library.db")  # type: ignore[operator]
    first = answerer.answer(Query(question))
    found = [answerer.answer(Query(q)) for q in offered(Query(question), answerer, library)]
    library.close()
    assert found and all(a.status == "answered" for a in found)
    spots = [(a.findings[0].clause_id, a.findings[0].start) for a in (first, *found)]
    assert len(set(spots)) == len(spots) and len({a.answer for a in (first, *found)}) == len(spots)


def test_where_others_are_ruled_alike_the_kind_is_named() -> None:
    kinds = ("国企", "机关")
    clauses = [Clause(name, "d", n, 0, 3, name, None, (), "办法", scope=kinds) for n, name in enumerate("甲乙")]

    def ask(query: Query) -> Answer:
        clause = "乙" if query.question.startswith("国企") else "别处"
        return Answer(query.question, "answered", "每月1次。", (Citation(clause, "x", 0, 2),))

    first = Answer("甲事多久", "answered", "每年1次。", (Citation("甲", "x", 0, 2),))
    assert further(Query("甲事多久"), first, clauses, {"乙": [rule("乙", "开展乙事")]}, ask) == [
        "国企党支部开展乙事多久一次"]
