"""The check of quiz items finds what is wrong with them, and nothing wrong with those of the corpus."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.collection import CORPUS, shelve
from evals.quiz.changes import contradicts
from evals.quiz.check import problems
from evals.quiz.figures import change
from evals.quiz.run import evaluate_quiz, twice
from evals.quiz.texts import Texts
from kb.training.item import Item
from kb.training.quiz.about import About
from kb.training.quiz.drafts import Maker
from kb.training.quiz.pick import pick
from kb.training.quiz.shelf import shelf


@pytest.fixture(scope="module")
def texts() -> Texts:
    held = shelve(CORPUS)
    return Texts(held.clauses, held.titles)


@pytest.fixture(scope="module")
def paper(texts: Texts) -> tuple[Item, ...]:
    maker = Maker(shelf(texts.clauses, texts.duties, texts.titles))
    return pick(maker.drafts(About(), ()), n=60, seed=5)


def first(paper: tuple[Item, ...], kind: str, words: str = "") -> Item:
    return next(i for i in paper if i.type == kind and words in i.question)


def test_more_than_five_hundred_items_of_the_corpus_are_right() -> None:
    report = evaluate_quiz((CORPUS,))
    assert report.items >= 500 and set(report.by_type) == {"single", "multiple", "truefalse", "fill", "match", "short"}
    assert [(w.item.question, w.said) for w in report.wrong] == []
    assert report.means == {"items_right": 1.0, "once": 1.0, "stable": 1.0}
    assert report.longest < 0.35 and 0.35 < report.true < 0.65


def test_another_key_is_noticed(paper: tuple[Item, ...], texts: Texts) -> None:
    good = first(paper, "single", "括号里应填的周期")
    assert problems(good, texts) == []
    other = next(k for k in "ABC" if k != good.key[0])
    assert any("答案不是原文的" in p for p in problems(replace(good, key=(other,)), texts))


def test_a_second_right_choice_is_noticed(paper: tuple[Item, ...], texts: Texts) -> None:
    good = first(paper, "single", "括号里应填的周期")
    right = good.options["ABCD".index(good.key[0])]
    same = {"每年": "全年", "每月": "每个月", "每季度": "每季", "每半年": "半年"}[right]
    options = tuple(o if o == right else same for o in good.options[:2]) if right in good.options[:2] else (right, same)
    said = problems(replace(good, options=(*options, "每周"), key=("ABC"[options.index(right)],)), texts)
    assert "错误选项与原文相同" in said


def test_a_true_statement_called_false_is_noticed(paper: tuple[Item, ...], texts: Texts) -> None:
    true = [i for i in paper if i.type == "truefalse" and i.key == ("对",)]
    assert true and not any(problems(i, texts) for i in true)
    for good in true:
        said = problems(replace(good, key=("错",)), texts)
        assert any(p == "说错的话就在条款里" or p.startswith("就在") for p in said), good.question


@pytest.mark.parametrize(("old", "new", "wrong"), [
    ("每年至少2次", "每年至少4次", True), ("每年至少2次", "每年至少1次", False), ("每半年1次", "每季度1次", True),
    ("每季度一次", "每半年一次", False), ("不超过30人", "不超过20人", True), ("不超过30人", "不超过40人", False),
    ("在5日内报告", "在3日内报告", True), ("每年12月底前完成", "每年6月底前完成", True),
    ("每年6月底前完成", "每年9月底前完成", False), ("每年9月公布", "每年6月公布", True),
    ("由3-5人组成", "由5-7人组成", True)])
def test_only_what_asks_for_more_contradicts(old: str, new: str, wrong: bool) -> None:
    made = change(old, new)
    assert made is not None and contradicts(made) is wrong


def test_words_that_are_not_in_the_clause_are_noticed(paper: tuple[Item, ...], texts: Texts) -> None:
    good = first(paper, "short")
    assert problems(replace(good, key=("别的话",)), texts) == ["要点不在原文里：别的话"]
    assert "引文与条款不一致" in problems(replace(good, start=good.start + 1), texts)
    assert problems(replace(good, clause="没有"), texts) == ["没有这一条"]


def test_a_blank_that_something_else_fills_too_is_noticed(texts: Texts, paper: tuple[Item, ...]) -> None:
    good = first(paper, "fill")
    assert any("填上答案不是原文" in p for p in problems(replace(good, key=("九十九",)), texts))


def test_the_same_asked_twice_is_counted(paper: tuple[Item, ...]) -> None:
    assert twice(paper) == 0
    assert twice((*paper, paper[0])) == 1


def test_a_stem_without_its_document_is_noticed(paper: tuple[Item, ...], texts: Texts) -> None:
    good = first(paper, "single")
    assert "题干没有写明出处、单位" in problems(replace(good, question="党课多久上一次？"), texts)
