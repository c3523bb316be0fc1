"""What the search is measured against finds what it was given."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from evals.bench.counterparts import COUNTERPARTS, TAKEN

WORDS = [[f"词{(7 * n + k) % 50}" for k in range(12)] for n in range(150)]
VECTORS = np.random.default_rng(0).standard_normal((150, 8)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)
MODULES = {"rank-bm25 + IndexFlatIP": "rank_bm25", "Haystack": "haystack", "txtai": "txtai"}


@pytest.mark.filterwarnings("default")  # theirs
@pytest.mark.parametrize("name", COUNTERPARTS)
def test_a_clause_is_found_by_its_own_words_and_vector(name: str) -> None:
    if importlib.util.find_spec(MODULES[name]) is None:
        pytest.skip("没有装可选组件 bench")
    held = COUNTERPARTS[name]()
    held.add(WORDS[:140], VECTORS[:140])
    held.add(WORDS[140:], VECTORS[140:])
    for n in (3, 144):
        found = held.search(WORDS[n], VECTORS[n])
        assert found[0] == n and len(found) == len(set(found)) <= TAKEN
