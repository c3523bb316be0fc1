"""Building the index from the library, with vectors of unchanged passages taken over from the index before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kb.errors import SearchIndexError
from kb.library import Library
from kb.search.bm25 import build_bm25
from kb.search.embedder import Embedder, Vectors
from kb.search.index import INDEX_VERSION, Manifest, SearchIndex, load_index, read_manifest, save_index
from kb.search.passages import headings, passages
from kb.search.tokenizer import Tokenizer, dictionary, tokenizer_fingerprint


def is_current(folder: Path, library: Library, model_fingerprint: str) -> bool:
    """Whether the index at `folder` was built from this library, model and tokenizer."""
    m = read_manifest(folder)
    return (m is not None and m.revision == library.revision() and m.model == model_fingerprint
            and m.tokenizer == tokenizer_fingerprint())


def build_index(folder: Path, library: Library, embedder: Embedder,
                progress: Callable[[int, int], None] = lambda done, total: None) -> SearchIndex:
    """Builds the index over all clauses in force and puts it in use. `progress` is told passages done and in all.

    Raises SearchIndexError where the library holds no clause.
    """
    import faiss

    clauses = library.clauses()
    if not clauses:
        raise SearchIndexError("知识库是空的，没有可以建索引的条款。请先用 kb index 加入文件。")
    titles = library.titles()
    words = dictionary()
    tokenizer = Tokenizer(words)
    terms = [tokenizer(f"{headings(c, titles[c.document_id][0])} {c.text}") for c in clauses]
    texts = [(row, text) for row, c in enumerate(clauses) for text in passages(c, titles[c.document_id][0])]
    keys = [hashlib.sha256(text.encode()).hexdigest()[:20] for _, text in texts]
    known = _known_vectors(folder, embedder)
    matrix = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    for n, ((_, text), key) in enumerate(zip(texts, keys, strict=True)):
        vector = known.get(key)
        matrix[n] = embedder.embed([text])[0] if vector is None else vector
        progress(n + 1, len(texts))
    vectors = faiss.IndexFlatIP(embedder.dimension)
    vectors.add(matrix)
    manifest = Manifest(INDEX_VERSION, embedder.fingerprint, embedder.dimension, tokenizer_fingerprint(),
                        library.revision(), len(clauses), len(texts), {})
    index = SearchIndex(manifest, [c.id for c in clauses], words, build_bm25(terms),
                        np.array([row for row, _ in texts], dtype=np.int32), keys, vectors)
    save_index(folder, index)
    return index


def _known_vectors(folder: Path, embedder: Embedder) -> dict[str, Vectors]:
    manifest = read_manifest(folder)
    if manifest is None or manifest.model != embedder.fingerprint:
        return {}
    try:
        before = load_index(folder)
    except SearchIndexError:
        return {}
    stored = before.vectors.reconstruct_n(0, before.vectors.ntotal)
    return dict(zip(before.passage_keys, stored, strict=True))
