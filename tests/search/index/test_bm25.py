from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from kb.language.tokenizer import Tokenizer, dictionary
from kb.search.index.bm25 import BM25, build_bm25
from kb.store.library import Library

QUESTIONS = [
    "党支部书记每年至少上几次党课", "党费收缴情况多久公示一次", "支部委员会每月召开几次", "主题党日活动怎么开展",
    "民主评议党员每年开展几次", "发展党员要经过哪些程序", "入党积极分子培训不少于多少学时", "党组书记的责任有哪些",
    "党建工作领导小组每年召开几次会议", "党员领导干部参加组织生活不少于几次", "离退休党员", "书记项目", "党务公开栏",
    "谈心谈话", "述职评议", "高校二级学院党组织", "党建工作经费占比多少", "群众代表不少于参会人数的百分之几",
    "换届选举", "意识形态工作责任制", "党小组会 党小组会 党小组会", "今天天气怎么样", "的", "1次", "党员",
]


def assert_agrees(ours: BM25, reference: BM25Okapi, query: Sequence[str]) -> None:
    expected = np.asarray(reference.get_scores(list(query)), dtype=np.float64)
    scores = ours.scores(query)
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-5)
    in_our_order = expected[np.argsort(-scores, kind="stable")]
    assert (np.diff(in_our_order) <= 1e-4 * np.abs(in_our_order[1:]) + 2e-5).all()


@pytest.fixture(scope="module")
def cut() -> Tokenizer:
    return Tokenizer(dictionary())


@pytest.fixture(scope="module")
def corpus_terms(corpus_library: Library, cut: Tokenizer) -> list[list[str]]:
    return [cut(c.text) for c in corpus_library.clauses()]


def test_agrees_with_rank_bm25_over_the_corpus(corpus_library: Library, corpus_terms: list[list[str]],
                                               cut: Tokenizer) -> None:
    ours, reference = build_bm25(corpus_terms), BM25Okapi(corpus_terms)
    queries = [cut(q) for q in QUESTIONS] + [cut(c.text[:60]) for c in corpus_library.clauses()[::5]]
    assert len(queries) > 60
    for query in queries:
        assert_agrees(ours, reference, query)


words = st.sampled_from(["党课", "党费", "书记", "支部", "党员", "每年", "学时"])
texts = st.lists(st.lists(words, max_size=8), min_size=1, max_size=8)


@settings(max_examples=300, deadline=None)
@given(texts=texts, query=st.lists(words | st.just("未见过"), max_size=6))
def test_agrees_with_rank_bm25_over_any_texts(texts: list[list[str]], query: list[str]) -> None:
    assume(any(texts))
    assert_agrees(build_bm25(texts), BM25Okapi(texts), query)


# b stays below 1: at 1 the reference divides an empty text's counts by its length.
@settings(max_examples=100, deadline=None)
@given(texts=texts, query=st.lists(words, max_size=5),
       k1=st.floats(0.5, 2.5), b=st.floats(0, 0.99), epsilon=st.floats(0, 1))
def test_agrees_with_rank_bm25_at_any_parameters(texts: list[list[str]], query: list[str], k1: float, b: float,
                                                 epsilon: float) -> None:
    assume(any(texts))
    assert_agrees(build_bm25(texts, k1=k1, b=b, epsilon=epsilon),
                  BM25Okapi(texts, k1=k1, b=b, epsilon=epsilon), query)


def test_hand_computed_score() -> None:
    bm25 = build_bm25([["党课", "党课", "书记"], ["党费"], ["会议"], ["学时"]])
    idf = math.log(3.5 / 1.5)
    norm = 1 - 0.75 + 0.75 * 3 / 1.5
    expected = idf * 2 * 2.5 / (2 + 1.5 * norm)
    assert bm25.scores(["党课"]) == pytest.approx([expected, 0, 0, 0])


def test_a_term_given_twice_counts_twice() -> None:
    bm25 = build_bm25([["党课"], ["党费"], ["会议"]])
    assert bm25.scores(["党课", "党课"]) == pytest.approx(2 * bm25.scores(["党课"]))


def test_unknown_terms_and_no_terms_score_nothing() -> None:
    bm25 = build_bm25([["党课"], ["党费"]])
    assert bm25.scores(["未见过"]).tolist() == [0, 0]
    assert bm25.scores([]).tolist() == [0, 0]


@pytest.mark.parametrize("empty", [[], [[]], [[], []]])
def test_nothing_to_index_is_allowed(empty: list[list[str]]) -> None:
    assert build_bm25(empty).scores(["党课"]).tolist() == [0] * len(empty)


def test_a_rare_term_outweighs_a_frequent_one() -> None:
    bm25 = build_bm25([["党员", "党课"], ["党员", "党费"], ["党费", "会议"], ["学时", "会议"], ["述职", "会议"]])
    assert bm25.scores(["党课"])[0] > bm25.scores(["党员"])[0] > 0


def test_the_rarer_a_term_the_more_it_tells() -> None:
    bm25 = build_bm25([["党课"], ["党费"], ["会议", "党课"]])
    assert bm25.rarity("党课") == pytest.approx(math.log(1 + 3 / 3))
    assert bm25.rarity("党费") == pytest.approx(math.log(1 + 3 / 2))
    assert bm25.rarity("未见过") == pytest.approx(math.log(1 + 3 / 1))


def test_texts_that_hold_any_of_the_terms_match() -> None:
    bm25 = build_bm25([["党课"], ["党费"], ["会议", "党课"]])
    assert bm25.matches(["党课", "未见过"]).tolist() == [True, False, True]
    assert bm25.matches(["党费", "会议"]).tolist() == [False, True, True]
    assert bm25.matches([]).tolist() == [False, False, False]
