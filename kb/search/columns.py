"""Matrices whose columns have names (具名的列): what learned weights are multiplied with, in one fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors


def assemble(names: Sequence[str], columns: Mapping[str, NDArray[Any] | Sequence[float]]) -> Vectors:
    """The columns side by side in the order of `names`, in single precision, shape (rows, len(names)).

    Raises ValueError where `columns` are not exactly those that are named, or not of one length.
    """
    if columns.keys() != set(names):
        raise ValueError(f"columns do not match their names: {sorted(columns.keys() ^ set(names))}")
    out = np.empty((len(columns[names[0]]), len(names)), dtype=np.float32)
    for place, name in enumerate(names):
        if len(columns[name]) != len(out):
            raise ValueError(f"column {name} has {len(columns[name])} rows, not {len(out)}")
        out[:, place] = columns[name]
    return out


def columns_of(names: Sequence[str], matrix: Vectors) -> dict[str, Vectors]:
    """The columns of a matrix of shape (rows, len(names)), by name; views of it."""
    return dict(zip(names, matrix.T, strict=True))
