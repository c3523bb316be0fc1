from __future__ import annotations

import pytest

from kb.answer.consideration import Consideration
from kb.answer.engine import Answerer
from kb.types import Query
from tests.answer.desk import answerability, judge
from tests.answer.structured import DUTIES, HELD, NAMES, RULES, finder

TITLES = {d: names[0] for d, names in NAMES.items()}


def consideration(answer_at: float) -> Consideration:
    return Consideration(HELD, TITLES, finder(), judge=judge(), answerability=answerability(answer_at))


def test_a_document_named_is_where_the_answer_is_looked_for_and_no_part_of_what_is_asked() -> None:
    c = consideration(0.0).consider("会费管理办法里会费由谁收取")
    assert {e.clause.document_id for e in c.evidence} == {"rules"}
    assert (c.question.text, c.stated.text) == ("会费由谁收取", "会费管理办法里会费由谁收取")


def test_a_document_that_does_not_answer_is_part_of_what_is_asked() -> None:
    c = consideration(1.0).consider("会费管理办法里会费由谁收取")
    assert c.question is c.stated and c.stated.text == "会费管理办法里会费由谁收取"


@pytest.mark.parametrize(("question", "cited"), [
    ("城南大学会费管理办法第四条", ["第四条"]),
    ("城南大学会费管理办法的总则有哪些", ["第一条", "第二条", "第二条之一"]),
    ("城南大学会费管理办法第九条", []),
])
def test_the_structure_hears_of_the_document_that_is_named(question: str, cited: list[str]) -> None:
    desk = Answerer(HELD, {"rules": (RULES, "现行"), "duties": (DUTIES, "现行")}, finder(), judge=judge(),
                    answerability=answerability(0.0))
    assert [f.clause_id for f in desk.answer(Query(question)).findings] == cited
