from __future__ import annotations

import numpy as np
import pytest

from kb.search.columns import assemble, columns_of


def test_columns_stand_in_the_order_of_their_names_whatever_order_they_came_in() -> None:
    matrix = assemble(("word", "role", "number"), {"number": np.array([True, False]), "word": [0.25, 0.5],
                                                   "role": np.array([1, -1])})
    assert matrix.tolist() == [[0.25, 1, 1], [0.5, -1, 0]]
    assert matrix.dtype == np.float32


def test_of_no_rows_there_is_an_empty_matrix() -> None:
    assert assemble(("word", "role"), {"word": [], "role": []}).shape == (0, 2)


@pytest.mark.parametrize("columns", [{"word": [1.0]}, {"word": [1.0], "role": [1.0], "scope": [1.0]},
                                     {"word": [1.0], "scope": [1.0]}], ids=["missing", "too many", "another"])
def test_other_columns_than_those_named_are_refused(columns: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="role|scope"):
        assemble(("word", "role"), columns)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="role has 1 rows, not 2"):
        assemble(("word", "role"), {"word": [1.0, 2.0], "role": [1.0]})


def test_a_matrix_is_taken_apart_by_name() -> None:
    columns = columns_of(("word", "role"), np.array([[0.25, 1], [0.5, -1]], dtype=np.float32))
    assert {name: column.tolist() for name, column in columns.items()} == {"word": [0.25, 0.5], "role": [1, -1]}


def test_a_matrix_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError):
        columns_of(("word", "role"), np.zeros((2, 3), dtype=np.float32))
