from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.lists import whole_list
from kb.types import Clause
from tests.question.samples import understood
from tests.search.samples import clause

BRANCH = [clause(f"b{n}", f"职责{n}。", list_title="党支部书记责任清单", roles=("党支部书记",)) for n in (1, 2, 3)]
SCHOOL = [clause(f"s{n}", f"任务{n}。", list_title="党支部书记任务清单", roles=("党支部书记",), scope=("学校",))
          for n in (1, 2)]
DEPUTY = [clause("d1", "协助。", list_title="副书记责任清单", roles=("副书记",))]
RULES = [clause("r1", "召开会议。", list_title="支部工作规则", roles=("党支部书记",))]
EVERY = [*BRANCH, *SCHOOL, *DEPUTY, *RULES]


def found(question: str, ranked: list[Clause]) -> list[str]:
    return [c.id for c in whole_list(understood(question), ranked, iter(EVERY))]


@pytest.mark.parametrize("question", [
    "党支部书记有哪些职责", "支部书记的责任清单", "党支部书记要干什么", "支书都管什么", "党支部书记该干啥"])
def test_every_clause_of_the_list_that_binds_the_role_in_document_order(question: str) -> None:
    assert found(question, [BRANCH[2], SCHOOL[0]]) == ["b1", "b2", "b3"]


def test_the_list_that_was_found_first_is_taken() -> None:
    assert found("党支部书记有哪些职责", [RULES[0], SCHOOL[1], BRANCH[0]]) == ["s1", "s2"]


def test_the_list_for_the_kind_of_organisation_that_is_named_goes_before_what_was_found_first() -> None:
    assert found("学校党支部书记有哪些职责", [BRANCH[0], SCHOOL[0]]) == ["s1", "s2"]
    assert found("学校党支部书记有哪些职责", [BRANCH[0]]) == ["b1", "b2", "b3"]


def test_lists_for_other_kinds_of_organisation_are_not_taken() -> None:
    assert found("国企党支部书记有哪些职责", [SCHOOL[0], BRANCH[1]]) == ["b1", "b2", "b3"]


def test_a_wider_name_finds_the_list_of_a_narrower_role() -> None:
    assert found("书记有哪些职责", [BRANCH[0]]) == ["b1", "b2", "b3"]


@pytest.mark.parametrize("question", [
    "有哪些职责", "党支部书记在党费方面有哪些职责", "党支部书记每年上几次党课", "组织委员有哪些职责"])
def test_something_narrower_or_of_somebody_else_is_no_whole_list(question: str) -> None:
    assert found(question, [BRANCH[0], SCHOOL[0]]) == []


def test_a_list_that_was_not_found_is_not_taken() -> None:
    assert found("党支部书记有哪些职责", [DEPUTY[0], RULES[0]]) == []
    assert found("党支部书记有哪些职责", []) == []


def test_rules_that_are_no_list_of_duties_are_not_taken_unless_a_heading_says_so() -> None:
    headed = replace(RULES[0], path=("第二章 职责",))
    asked = understood("党支部书记有哪些职责")
    assert whole_list(asked, RULES, RULES) == []
    assert whole_list(asked, [headed], [headed]) == [headed]


def test_lists_of_one_name_in_two_documents_are_two() -> None:
    twin = replace(BRANCH[0], id="t1", document_id="e")
    assert whole_list(understood("党支部书记有哪些职责"), [twin], [*BRANCH, twin]) == [twin]
