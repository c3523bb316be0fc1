from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from evals.collection import CORPUS, HERE, QUESTIONS, TRAINED, UNSEEN, Shelf, shelve, split_questions
from evals.qrels import Qrel, Question, load_questions, resolve
from kb.errors import ReadError
from tests.search.samples import clause

CATEGORIES = {"content", "who", "frequency", "scoped", "condition", "definition", "paraphrase", "situation", "premise",
              "list", "multi", "noise", "followup", "unanswerable"}
SPLITS = ("train", "dev", "test", "cross", "fresh")
SPLIT_FILES = [QUESTIONS / f"{name}.jsonl" for name in SPLITS]
UNSEEN_FILE = UNSEEN / "questions.jsonl"
WRITTEN_FILES = [QUESTIONS / f"{name}.jsonl" for name in ("written", "other")]
TRAINING_FILES = [*WRITTEN_FILES, *sorted(TRAINED.glob("*/questions.jsonl"))]
FILES = [*SPLIT_FILES, UNSEEN_FILE, *TRAINING_FILES]
TESTED = [*SPLIT_FILES, UNSEEN_FILE]
BY_NAME = pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(HERE).as_posix())


@pytest.fixture(scope="module")
def shelves() -> dict[Path, Shelf]:
    return {QUESTIONS: shelve(CORPUS)} | {f.parent: shelve(f.parent) for f in FILES if f.parent != QUESTIONS}


@BY_NAME
def test_every_gold_quote_is_found_in_exactly_the_list_named(path: Path, shelves: dict[Path, Shelf]) -> None:
    shelf = shelves[path.parent]
    lists = {(shelf.titles[c.document_id], c.list_title) for c in shelf.clauses}
    for q in load_questions(path):
        assert bool(shelf.gold(q)) == q.answerable
        for g in q.gold:
            assert (g.document, g.list_title) in lists
            assert any(g.quote in c.text for c in shelf.clauses
                       if (shelf.titles[c.document_id], c.list_title) == (g.document, g.list_title)), q.id


@BY_NAME
def test_ids_are_unique_within_a_file(path: Path) -> None:
    ids = Counter(q.id for q in load_questions(path))
    assert [i for i, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("names", [SPLIT_FILES, [SPLIT_FILES[0], *WRITTEN_FILES]], ids=["splits", "training"])
def test_ids_are_unique_over_the_files_asked_together(names: list[Path]) -> None:
    ids = Counter(q.id for path in names for q in load_questions(path))
    assert [i for i, n in ids.items() if n > 1] == []


@pytest.mark.parametrize("path", TESTED, ids=lambda p: p.relative_to(HERE).as_posix())
def test_no_question_is_asked_twice_in_a_file(path: Path) -> None:
    asked = Counter((q.history, q.question) for q in load_questions(path))
    assert [q for q, n in asked.items() if n > 1] == []


def test_no_gold_clause_of_one_split_is_gold_in_another(shelves: dict[Path, Shelf]) -> None:
    gold = {name: {c for q in split_questions([name]) for c in shelves[QUESTIONS].gold(q)}
            for name in ("train", "dev", "test")}
    assert all(gold.values())
    for one, other in combinations(gold, 2):
        assert gold[one] & gold[other] == set(), (one, other)


def test_no_question_to_be_tested_is_among_those_trained_on(shelves: dict[Path, Shelf]) -> None:
    def bare(text: str) -> str:
        return re.sub(r"\W", "", text)

    trained = {bare(q.question) for path in TRAINING_FILES for q in load_questions(path)}
    trained |= {bare(q.question) for q in split_questions(["train"]) if not q.history}
    trained |= {bare(question) for _, question in shelves[QUESTIONS].attached}
    tested = [*split_questions(["dev", "test", "fresh"]), *load_questions(UNSEEN_FILE)]
    assert [(q.id, q.question) for q in tested if not q.history and bare(q.question) in trained] == []


def test_unseen_documents_are_not_those_of_the_corpus(shelves: dict[Path, Shelf]) -> None:
    titles = {part: set(shelf.titles.values()) for part, shelf in shelves.items()}
    for one, other in combinations(titles, 2):
        assert titles[one] & titles[other] == set()


def test_each_category_is_asked_often_enough() -> None:
    counts = Counter(q.category for q in split_questions(SPLITS))
    assert set(counts) == CATEGORIES
    assert {c: n for c, n in counts.items() if n < 40} == {}
    assert counts["unanswerable"] >= 150


@pytest.mark.parametrize("path", TESTED, ids=lambda p: p.relative_to(HERE).as_posix())
def test_questions_are_whole(path: Path) -> None:
    for q in load_questions(path):
        assert q.question.strip() == q.question != ""
        assert q.need in ("any", "all")
        assert q.category in CATEGORIES
        assert q.answerable == (q.category != "unanswerable"), q.id
        assert (q.category != "followup") or (q.history and q.completed), q.id
        assert (q.premise is not None) == (q.category == "premise"), q.id
        assert q.answerable or not q.values, q.id
        assert len(set(q.gold)) == len(q.gold), q.id


@BY_NAME
def test_values_are_regexes_that_do_not_match_the_empty_answer(path: Path) -> None:
    for q in load_questions(path):
        for pattern in q.values:
            assert not re.compile(pattern).search(""), q.id


def row(**changed: object) -> str:
    gold = [{"document": "汇编", "list": "清单", "quote": "上1次党课"}]
    return json.dumps({"id": "a", "question": "几次", "category": "who", "gold": gold} | changed, ensure_ascii=False)


class TestLoading:
    def test_what_a_line_leaves_out(self, tmp_path: Path) -> None:
        path = tmp_path / "q.jsonl"
        path.write_text(row() + "\n\n" + row(id="b", gold=[]) + "\n", encoding="utf-8")
        first, second = load_questions(path)
        gold = (Qrel("汇编", "清单", "上1次党课"),)
        assert first == Question("a", "几次", "who", None, (), "any", gold, (), None, None)
        assert first.answerable
        assert (second.id, second.answerable) == ("b", False)

    @pytest.mark.parametrize("bad", ["不是 JSON", "[]", "5", "{}", row(gold=[{"document": "汇编"}]), row(gold=5)])
    def test_a_wrong_line_is_named_by_file_and_number(self, tmp_path: Path, bad: str) -> None:
        path = tmp_path / "q.jsonl"
        path.write_text(f"{row()}\n{bad}\n", encoding="utf-8")
        with pytest.raises(ReadError, match=r"q\.jsonl 第 2 行"):
            load_questions(path)


class TestResolving:
    CLAUSES = [clause("1", "每年上1次党课。", list_title="清单"), clause("2", "每季度上1次党课。", list_title="清单"),
               clause("3", "每年上1次党课。", list_title="别的清单")]

    def ask(self, *gold: Qrel) -> Question:
        return Question("a", "几次", "who", None, (), "any", gold, (), None, None)

    def test_every_clause_of_the_list_that_holds_the_quote_is_gold_once(self) -> None:
        q = self.ask(Qrel("汇编", "清单", "上1次党课"), Qrel("汇编", "清单", "每年上1次"))
        assert resolve(q, self.CLAUSES, {"d": "汇编"}) == ("1", "2")

    @pytest.mark.parametrize("gold", [Qrel("汇编", "没有的清单", "上1次党课"), Qrel("汇编", "清单", "上九次党课"),
                                      Qrel("别的汇编", "清单", "上1次党课")])
    def test_a_quote_that_is_not_there_is_named(self, gold: Qrel) -> None:
        with pytest.raises(ReadError, match="评测题 a "):
            resolve(self.ask(gold), self.CLAUSES, {"d": "汇编"})

    def test_an_unanswerable_question_has_no_gold(self) -> None:
        assert resolve(self.ask(), self.CLAUSES, {"d": "汇编"}) == ()
