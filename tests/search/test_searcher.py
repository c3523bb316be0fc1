from __future__ import annotations

import numpy as np
import pytest

from kb.search.embedded import EmbeddedRecall
from kb.search.features import FEATURES
from kb.search.index.build import build_index
from kb.search.ranker import Ranker
from kb.search.recall import Filters, Sought
from kb.search.searcher import Searcher
from tests.conftest import HashEmbedder
from tests.search.samples import clause

EMBEDDER = HashEmbedder()
# 党费 stands twice in the second clause, once in the third and the first, which is a twin of the third, in none else
CLAUSES = [clause("z", "党费按月交纳，按时公示。"), clause("m", "党费收缴，党费公示。"),
           clause("a", "党费按月交纳，按时公示。"), clause("n", "主持召开党员大会，听取意见。", scope=("国企",))]
SOUGHT = Sought(("党费",), ("党费",), ("党费",), EMBEDDER.embed_query("党费"))


def ranker(**weights: float) -> Ranker:
    """A ranker that adds up the named features."""
    n = len(FEATURES)
    linear = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
    none = np.zeros((1, n), dtype=np.float32)
    return Ranker(FEATURES, none[0], np.ones(n, dtype=np.float32), linear, none, none[0, :1], none[0, :1])


@pytest.fixture(scope="module")
def recall() -> EmbeddedRecall:
    return EmbeddedRecall(build_index(CLAUSES, {"d": "办法"}, [], EMBEDDER))


def test_best_first_ties_by_clause_id(recall: EmbeddedRecall) -> None:
    found = Searcher(recall, ranker=ranker(word=2)).find(SOUGHT, Filters())
    assert [h.clause_id for h in found.hits] == ["m", "a", "z", "n"]
    assert found.hits[0].score == 2
    assert found.hits[1].score == found.hits[2].score < 2
    assert found.hits[3].score == 0


def test_each_row_belongs_to_its_hit(recall: EmbeddedRecall) -> None:
    found = Searcher(recall, ranker=ranker(word=1)).find(SOUGHT, Filters())
    assert found.matrix[:, FEATURES.index("word")].tolist() == [h.score for h in found.hits]


def test_another_ranker_orders_the_same_clauses_otherwise(recall: EmbeddedRecall) -> None:
    found = Searcher(recall, ranker=ranker(word=-1)).find(SOUGHT, Filters())
    assert [h.clause_id for h in found.hits] == ["n", "a", "z", "m"]


def test_filtered_clauses_are_not_ranked(recall: EmbeddedRecall) -> None:
    searcher = Searcher(recall, ranker=ranker(word=1))
    assert [h.clause_id for h in searcher.find(SOUGHT, Filters(scope="学校")).hits] == ["m", "a", "z"]
    nothing = Searcher(EmbeddedRecall(build_index(CLAUSES[3:], {"d": "办法"}, [], EMBEDDER)))
    found = nothing.find(SOUGHT, Filters(scope="学校"))
    assert (found.hits, found.matrix.shape) == ((), (0, len(FEATURES)))
