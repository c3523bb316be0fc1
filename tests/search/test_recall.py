from __future__ import annotations

import numpy as np
import pytest

from kb.search.recall import Candidates, Filters

THREE = Candidates(np.array([2, 5, 9]), ("b", "e", "i"), np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32))


@pytest.mark.parametrize(("kept", "rows", "ids", "matrix"), [
    ([0, 2], [2, 9], ("b", "i"), [[1, 2], [5, 6]]),
    ([2, 0], [9, 2], ("i", "b"), [[5, 6], [1, 2]]),
    ([], [], (), []),
])
def test_some_candidates_keep_what_belongs_to_them(kept: list[int], rows: list[int], ids: tuple[str, ...],
                                                   matrix: list[list[float]]) -> None:
    some = THREE.only(kept)
    assert (some.rows.tolist(), some.ids, some.matrix.tolist()) == (rows, ids, matrix)


def test_no_candidates_still_tell_how_many_features_there_are() -> None:
    assert THREE.only([]).matrix.shape == (0, 2)


def test_repealed_documents_are_left_out_unless_asked_for() -> None:
    assert Filters() == Filters(scope=None, role=None, in_force=True)
