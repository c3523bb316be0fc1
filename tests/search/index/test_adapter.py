from __future__ import annotations

import numpy as np
import pytest

from kb.search.index.adapter import NO_ADAPTER, Adapter, load_adapter

SWAP = np.array([[0, 1], [1, 0]], dtype=np.float32)
STRETCH = np.array([[3, 0], [0, 4]], dtype=np.float32)
VECTORS = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)


def test_each_side_is_projected_by_its_own_matrix_to_unit_length() -> None:
    adapter = Adapter("a", SWAP, STRETCH)
    np.testing.assert_allclose(adapter.of_questions(VECTORS), [[0.0, 1.0], [0.8, 0.6]], atol=1e-6)
    length = float(np.hypot(1.8, 3.2))
    np.testing.assert_allclose(adapter.of_passages(VECTORS), [[1.0, 0.0], [1.8 / length, 3.2 / length]], atol=1e-6)


def test_one_vector_is_projected_as_one_of_many() -> None:
    adapter = Adapter("a", STRETCH, None)
    alone = adapter.of_questions(VECTORS[1])
    assert alone.shape == (2,)
    assert alone.dtype == np.float32
    np.testing.assert_array_equal(alone, adapter.of_questions(VECTORS)[1])


def test_without_a_matrix_vectors_stay_as_they_are() -> None:
    np.testing.assert_array_equal(NO_ADAPTER.of_questions(VECTORS), VECTORS)
    np.testing.assert_array_equal(NO_ADAPTER.of_passages(VECTORS), VECTORS)


def test_no_vectors_and_a_vector_of_zeros_are_taken() -> None:
    adapter = Adapter("a", SWAP, SWAP)
    assert adapter.of_passages(VECTORS[:0]).shape == (0, 2)
    assert adapter.of_questions(np.zeros(2, dtype=np.float32)).tolist() == [0, 0]


@pytest.mark.parametrize(("model", "dimension"), [("hash", 256), ("hash", 512), ("m3e-small", 384)])
def test_a_model_that_it_was_not_trained_for_is_used_as_it_is(model: str, dimension: int) -> None:
    assert load_adapter(model, dimension) is NO_ADAPTER


def test_the_adapter_that_ships_is_for_the_model_that_is_fetched() -> None:
    adapter = load_adapter("m3e-small", 512)
    assert adapter.name not in ("", "none")
    vectors = np.random.default_rng(0).normal(size=(5, 512)).astype(np.float32)
    for projected in (adapter.of_questions(vectors), adapter.of_passages(vectors)):
        assert projected.shape == (5, 512)
        np.testing.assert_allclose(np.linalg.norm(projected, axis=1), 1, atol=1e-5)
