"""What the start page offers: questions with an answer, and what is new."""

from __future__ import annotations

from datetime import date

from kb.show.start import News, askers, news
from kb.store.versions import Added
from kb.types import Answer, Citation, Clause, Obligation, Query
from kb.validity.timeline import Validity

TODAY = date(2026, 11, 28)
CLAUSE = Clause("甲", "d", 0, 0, 9, "党支部每年开展1次评议。", None, (), "办法")
RULE = Obligation("甲", "每年开展1次评议", 3, 11, "党支部", "开展评议", "每年", 1.0, "=", "次", None, "1次")


def told(query: Query) -> Answer:
    known = query.question == "党支部开展评议多久一次"
    return Answer(query.question, "answered" if known else "not_found", "每年1次。",
                  (Citation("甲", "每年开展1次评议", 3, 11),) if known else ())


def test_a_library_that_answers_no_example_offers_questions_of_its_own() -> None:
    (own,) = askers(told, lambda: ([CLAUSE], {"甲": (RULE,)}))
    assert own.questions == ("党支部开展评议多久一次",)


def test_where_nothing_is_answered_nothing_is_offered() -> None:
    assert askers(told, lambda: ([CLAUSE], {})) == []


def test_the_examples_stand_by_who_asks_them() -> None:
    found = askers(lambda q: Answer(q.question, "answered", "是。"), lambda: ([], {}))
    assert [a.who for a in found] == ["党支部书记", "组织委员", "党员", "党务管理"]


def test_what_came_lately_and_what_is_to_come() -> None:
    added = [Added("b", "细则", 2, "2026-11-20T04:00:00+00:00"), Added("c", "旧办法", 1, "2025-11-20T04:00:00+00:00")]
    titles = {"d": "办法", "e": "试行办法", "f": "细则"}
    known = {"d": Validity(start=date(2027, 1, 1)), "e": Validity(end=date(2026, 12, 31)), "f": Validity()}
    assert news(added, titles, known, TODAY) == [
        News("办法", "2027年1月1日起施行", "/documents/d"), News("试行办法", "2027年1月1日起不再有效", "/documents/e"),
        News("细则", "2026年11月20日更新为第2版", "/documents/b/changes?old=1&new=2")]
