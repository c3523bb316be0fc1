"""The adapter (适配): two small projections, one for questions and one for passages, over the frozen sentence vectors.

Trained by `make model` on questions written for clauses; about 1 MB. A model that it was not trained for is used as
it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np

from kb.search.index.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Adapter:
    """Projections of shape (dimension, dimension); None leaves the vectors as they are."""

    name: str
    question: Vectors | None
    passage: Vectors | None

    def of_questions(self, vectors: Vectors) -> Vectors:
        """Unit vectors of questions, in the space they are compared in; shape as given."""
        return _projected(vectors, self.question)

    def of_passages(self, vectors: Vectors) -> Vectors:
        """Unit vectors of passages, in the same space; shape as given."""
        return _projected(vectors, self.passage)


NO_ADAPTER = Adapter("none", None, None)


def load_adapter(model: str, dimension: int) -> Adapter:
    """The adapter that ships with the program where it was trained for this model, NO_ADAPTER otherwise."""
    resource = files("kb.data").joinpath("adapter.npz")
    if not resource.is_file():
        return NO_ADAPTER
    with as_file(resource) as path, np.load(path, allow_pickle=False) as arrays:
        if str(arrays["model"]) != model or arrays["question"].shape[1] != dimension:
            return NO_ADAPTER
        return Adapter(str(arrays["name"]), arrays["question"].astype(np.float32),
                       arrays["passage"].astype(np.float32))


def _projected(vectors: Vectors, matrix: Vectors | None) -> Vectors:
    if matrix is None or not vectors.size:
        return vectors
    out = vectors @ matrix.T
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=-1, keepdims=True), 1e-9), dtype=np.float32)
