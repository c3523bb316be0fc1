from __future__ import annotations

from dataclasses import replace

import pytest

from kb.answer.unmatched import CONSIDERED, Unmatched, left_over
from tests.answer.samples import PLAIN, analysed, at

ASKED = replace(PLAIN, text="党课讲几分钟", kind="count", content="党课讲 ", words=("党课",))


def test_what_a_clause_leaves_unmatched() -> None:
    # 党课 stands in the clause; what is about it and what asks are told apart, each pair once
    assert left_over(ASKED, analysed("每年组织党课。")) == ("kcount", "b课讲", "a讲几", "a几分", "a分钟")


def test_what_the_clause_and_its_headings_hold_is_matched_whatever_its_spelling() -> None:
    assert left_over(ASKED, analysed("由支部讲几分钟。", path=("一、党课",))) == ("kcount", "b课讲")
    asked = replace(PLAIN, text="支委会谁开", kind="who", content="支委会 开", words=("支委会",))
    assert left_over(asked, analysed("谁来开支部委员会，会上定。")) == ("kwho", "a会谁", "a谁开")


def test_words_that_neither_holds() -> None:
    left = left_over(ASKED, analysed("按月收缴党费。"))
    assert left == ("kcount", "b党课", "b课讲", "a讲几", "a几分", "a分钟", "w党课")


UNMATCHED = Unmatched({"b签字": -2.0, "b组织": 0.5}, 1.0)


def test_each_unmatched_thing_speaks_for_or_against() -> None:
    assert UNMATCHED.of([("b签字", "b组织"), ("b组织",), ("别的",)]) == (-0.5, 1.5)
    assert UNMATCHED.of([("b组织",), ("b签字",)]) == (1.5, 1.5)
    assert UNMATCHED.of([]) == (0.0, 0.0)


def test_the_first_clauses_count_and_the_best_of_them() -> None:
    asked = replace(PLAIN, text="签字", content="签字")
    with_it, without = analysed("会后由书记签字。"), analysed("会后由书记归档。")
    evidence = [at(a, a.sentences[0]) for a in (*[without] * CONSIDERED, with_it)]
    assert UNMATCHED.scores(asked, evidence) == (-1.0, -1.0)
    assert UNMATCHED.scores(asked, evidence[1:]) == (-1.0, 1.0)
    assert UNMATCHED.scores(asked, evidence[-1:]) == pytest.approx((1.0, 1.0))
