"""What the search is measured against (对照): other programs' hybrid search over the same clauses, words and vectors.

Each is given the words as this program cuts them and one vector a clause, and is asked with the words and the vector of
a question, so that neither cutting nor embedding is measured. They are installed for the measuring alone (`[bench]`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.search.index.embedder import Vectors

TAKEN = 100


class Counterpart(Protocol):
    """Holds clauses, numbered as they come."""

    def add(self, words: Sequence[Sequence[str]], vectors: Vectors) -> None:
        """Adds clauses, each as its words and its vector; so that they are found on return."""
        ...

    def search(self, words: Sequence[str], vector: Vectors) -> list[int]:
        """The numbers of the best TAKEN clauses."""
        ...


class Plain:
    """rank-bm25 and faiss' exact index, fused by reciprocal rank; rank-bm25 is built anew where clauses are added."""

    def __init__(self) -> None:
        self._held: list[Sequence[str]] = []
        self._flat: Any = None
        self._bm25: Any = None

    def add(self, words: Sequence[Sequence[str]], vectors: Vectors) -> None:
        import faiss
        from rank_bm25 import BM25Okapi

        self._flat = self._flat if self._flat is not None else faiss.IndexFlatIP(vectors.shape[1])
        self._flat.add(np.ascontiguousarray(vectors))
        self._held += words
        self._bm25 = BM25Okapi(self._held)

    def search(self, words: Sequence[str], vector: Vectors) -> list[int]:
        ranked = np.argsort(-self._bm25.get_scores(list(words)))[:TAKEN].tolist()
        return _fused(ranked, self._flat.search(vector[None, :], TAKEN)[1][0].tolist())


class Haystack:
    """Haystack's in-memory store: its BM25 and embedding retrievers and its joiner, in one pipeline."""

    def __init__(self) -> None:
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"
        from haystack import Pipeline
        from haystack.components.joiners import DocumentJoiner
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        self._store = InMemoryDocumentStore(bm25_tokenization_regex=r"\S+", bm25_algorithm="BM25Okapi",
                                            embedding_similarity_function="dot_product", return_embedding=False)
        self._size = 0
        self._pipeline = Pipeline()
        self._pipeline.add_component("words", InMemoryBM25Retriever(self._store, top_k=TAKEN))
        self._pipeline.add_component("vectors", InMemoryEmbeddingRetriever(self._store, top_k=TAKEN))
        self._pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=TAKEN))
        self._pipeline.connect("words", "joined")
        self._pipeline.connect("vectors", "joined")

    def add(self, words: Sequence[Sequence[str]], vectors: Vectors) -> None:
        from haystack import Document

        self._store.write_documents([
            Document(id=str(self._size + n), content=" ".join(own), embedding=vector.tolist())
            for n, (own, vector) in enumerate(zip(words, vectors, strict=True))])
        self._size += len(words)

    def search(self, words: Sequence[str], vector: Vectors) -> list[int]:
        found = self._pipeline.run({"words": {"query": " ".join(words)},
                                    "vectors": {"query_embedding": vector.tolist()}})
        return [int(d.id) for d in found["joined"]["documents"]]


class Txtai:
    """txtai's hybrid embeddings: its BM25 and its faiss index, as they come."""

    def __init__(self) -> None:
        from txtai import Embeddings

        self._vectors: dict[str, NDArray[np.float32]] = {}
        self._size = 0
        known = self._vectors

        def known_vectors(texts: Sequence[str]) -> Vectors:
            return np.stack([known[t] for t in texts])

        self._embeddings = Embeddings({
            "method": "external", "transform": known_vectors, "content": False,
            "scoring": {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}})

    def add(self, words: Sequence[Sequence[str]], vectors: Vectors) -> None:
        rows = [(self._size + n, f"{' '.join(own)} #{self._size + n}") for n, own in enumerate(words)]
        self._vectors.update({text: vector for (_, text), vector in zip(rows, vectors, strict=True)})
        put: Callable[[Any], None] = self._embeddings.upsert if self._size else self._embeddings.index
        put((number, text, None) for number, text in rows)
        self._size += len(rows)
        self._vectors.clear()

    def search(self, words: Sequence[str], vector: Vectors) -> list[int]:
        question = " ".join(words)
        self._vectors[question] = vector
        found = self._embeddings.search(question, TAKEN)
        del self._vectors[question]
        return [int(number) for number, _ in found]


COUNTERPARTS: dict[str, Callable[[], Counterpart]] = {
    "rank-bm25 + IndexFlatIP": Plain, "Haystack": Haystack, "txtai": Txtai}


def _fused(*lists: Sequence[int]) -> list[int]:
    scores: dict[int, float] = {}
    for ranks in lists:
        for n, row in enumerate(ranks, 1):
            scores[row] = scores.get(row, 0.0) + 1 / (60 + n)
    return sorted(scores, key=lambda r: -scores[r])[:TAKEN]
