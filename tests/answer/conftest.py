"""One Answerer over the corpus, with the real model."""

from __future__ import annotations

import pytest

from kb.answer.engine import Answerer
from kb.library import Library
from kb.search.build import build_index
from kb.search.embedder import OnnxEmbedder
from kb.search.searcher import Searcher


@pytest.fixture(scope="session")
def answerer(corpus_library: Library, real_embedder: OnnxEmbedder) -> Answerer:
    clauses, documents = corpus_library.clauses(), corpus_library.titles()
    titles = {i: title for i, (title, _) in documents.items()}
    index = build_index(clauses, titles, corpus_library.questions(), real_embedder)
    return Answerer(clauses, documents, Searcher(index, real_embedder))
