from __future__ import annotations

import pytest

from evals.collection import CORPUS, Shelf, shelve, split_questions
from evals.qrels import Qrel, Question
from evals.run import DEPTH, asked_text, run_system, systems
from kb.question.finder import Finder
from kb.search.index.build import build_index
from tests.conftest import HashEmbedder
from tests.search.samples import clause

SHELF = Shelf((clause("1", "每年上1次党课。", list_title="清单"), clause("2", "每季度公示党费。", list_title="清单")),
              {"d": "汇编"}, ())


def question(identity: str, text: str, quote: str | None, history: tuple[str, ...] = ()) -> Question:
    gold = (Qrel("汇编", "清单", quote),) if quote else ()
    return Question(identity, text, "content", None, history, "any", gold, (), None, None)


def test_every_answerable_question_is_asked_once_as_completed() -> None:
    asked = []

    def retrieve(text: str) -> list[tuple[str, float]]:
        asked.append(text)
        return [("2", 1.0), ("1", 0.5)]

    result = run_system("甲", retrieve, SHELF, [
        question("a", "国企的呢", "党课", ("学校党员每年要学多少学时",)), question("b", "党费怎么公示", "党费"),
        question("c", "今晚吃什么", None)])
    assert asked == ["国企党员每年要学多少学时", "党费怎么公示"]
    assert result.values["success@1"] == {"a": 0, "b": 1}
    assert result.values["RR"] == {"a": 0.5, "b": 1}
    assert result.ranking == {i: [("2", 1.0), ("1", 0.5)] for i in ("a", "b")}
    assert len(result.milliseconds) == 2


def test_a_question_without_history_is_asked_as_typed() -> None:
    assert asked_text(question("a", "党费怎么公示", None)) == "党费怎么公示"


def test_the_products_bm25_is_rank_bm25_in_score_and_order() -> None:
    shelf, embedder = shelve(CORPUS), HashEmbedder()
    index = build_index(shelf.clauses, shelf.titles, (), embedder)
    by_name = systems(shelf, index, Finder(index, embedder))
    questions = [q.question for q in split_questions(["dev"])]
    assert len(questions) > 150
    for q in questions:
        ours, reference = by_name["BM25"](q), by_name["rank-bm25"](q)
        assert [s for _, s in ours if s > 0] == pytest.approx([s for _, s in reference], rel=1e-4, abs=1e-5)
        expected = dict(reference)
        in_our_order = [expected[i] for i, _ in ours if i in expected]
        assert in_our_order == sorted(in_our_order, reverse=True) or in_our_order == pytest.approx(
            sorted(in_our_order, reverse=True), rel=1e-4)


def test_every_system_ranks_clauses_of_the_library() -> None:
    shelf, embedder = shelve(CORPUS), HashEmbedder()
    index = build_index(shelf.clauses, shelf.titles, shelf.attached, embedder)
    ids = set(index.clause_ids)
    for name, retrieve in systems(shelf, index, Finder(index, embedder)).items():
        found = list(retrieve("党支部书记每年至少上几次党课"))
        assert 0 < len(found) <= DEPTH, name
        assert {i for i, _ in found} <= ids
        assert [s for _, s in found] == sorted((s for _, s in found), reverse=True), name
