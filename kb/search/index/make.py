"""Making what the index holds of clauses (制作): a segment of them, and the vectors of what they say."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import groupby

import numpy as np

from kb.ingest.analysis import analyse
from kb.language.pairs import bigrams
from kb.language.tokenizer import Tokenizer
from kb.language.vocabulary import find_roles
from kb.search.index.adapter import Adapter
from kb.search.index.analyses import StoredAnalyses, as_lines
from kb.search.index.coded import coded
from kb.search.index.dense import Dense, dense
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.kept import Kept
from kb.search.index.passages import headings, passages
from kb.search.index.postings import count
from kb.search.index.segment import Held, Segment
from kb.search.index.units import cut
from kb.types import Clause, Obligation

Progress = Callable[[int, int], None]
_NICE = 5


def embed_ahead(read: Sequence[tuple[str, Sequence[Clause]]], questions: Sequence[str], embedder: Embedder,
                kept: Kept, progress: Progress = lambda done, total: None, *, workers: int = 1) -> None:
    """Adds to `kept` the vectors of documents, each as (title, clauses), and of questions attached to clauses.

    `workers` texts are embedded at a time, each by one core.
    """
    wanted = texts_ahead(read, questions, embedder)
    kept.find(list(wanted))
    missing = [(key, embed) for key, embed in wanted.items() if key not in kept.vectors]
    done = len(wanted) - len(missing)
    pool = ThreadPoolExecutor(workers, initializer=_give_way)
    try:
        for (key, _), vector in zip(missing, pool.map(lambda item: item[1](), missing), strict=True):
            kept.vectors[key] = vector
            done += 1
            progress(done, len(wanted))
    finally:
        pool.shutdown(cancel_futures=True)  # whoever breaks off does not wait for the rest


def texts_ahead(read: Sequence[tuple[str, Sequence[Clause]]], questions: Sequence[str], embedder: Embedder
                ) -> dict[str, Callable[[], Vectors]]:
    """What makes the vectors of these documents and questions, by the keys they are kept under."""
    texts = [t for title, clauses in read for c in clauses for t in passages(c, title)]
    wanted: dict[str, Callable[[], Vectors]] = {key_of(t): partial(_passage, embedder, t) for t in texts}
    return wanted | {key_of(q, "?"): partial(embedder.embed_query, q) for q in questions}


def make_segment(clauses: Sequence[Clause], titles: Mapping[str, str], questions: Sequence[tuple[str, str]],
                 embedder: Embedder, adapter: Adapter, tokenizer: Tokenizer, *, kept: Kept,
                 marks: Mapping[str, str], obligations: Mapping[str, Sequence[Obligation]] | None,
                 progress: Progress) -> Segment:
    """The segment of `clauses`, in that order; `marks` are those of their documents, the rest as `build_index` says."""
    heads = [headings(c, titles[c.document_id]) for c in clauses]
    row_of = {c.id: row for row, c in enumerate(clauses)}
    asked = sorted((row_of[c], q) for c, q in questions if c in row_of)
    analyses = [analyse(c, above, None if obligations is None else obligations.get(c.id, ()))
                for c, above in zip(clauses, heads, strict=True)]
    found = [a.obligations if obligations is None else obligations.get(c.id, ())
             for a, c in zip(analyses, clauses, strict=True)]
    full = [f"{above} {c.text}" for above, c in zip(heads, clauses, strict=True)]
    texts = [(row, t) for row, c in enumerate(clauses) for t in passages(c, titles[c.document_id])]
    total = len(texts) + len(asked)
    kept.find([*(key_of(t) for _, t in texts), *(key_of(q, "?") for _, q in asked)])
    ends = np.cumsum([len(list(own)) for _, own in groupby(clauses, key=lambda c: c.document_id)]).tolist()
    return Segment(
        tuple(Held(d, marks.get(d, ""), end) for (d, _), end in
              zip(groupby(clauses, key=lambda c: c.document_id), ends, strict=True)),
        tuple(c.id for c in clauses), count([tokenizer(t) for t in full]), count([bigrams(t) for t in full]),
        cut([(row, f"{o.subject or ''}{o.quote}") for row, os in enumerate(found) for o in os]), cut(asked),
        vectors_of(texts, partial(_passage, embedder), embedder.dimension, kept, adapter.of_passages,
                   lambda n: progress(n, total)),
        vectors_of(asked, embedder.embed_query, embedder.dimension, kept, adapter.of_questions,
                   lambda n: progress(len(texts) + n, total), mark="?"),
        coded(c.roles for c in clauses), coded(map(mentions_of, clauses)), coded(c.scope for c in clauses),
        coded(c.path for c in clauses), np.array([any(o.value for o in os) for os in found], dtype=np.bool_),
        StoredAnalyses(as_lines(analyses)))


def vectors_of(texts: Sequence[tuple[int, str]], embed: Callable[[str], Vectors], dimension: int, kept: Kept,
               project: Callable[[Vectors], Vectors], progress: Callable[[int], None] = lambda n: None, *,
               mark: str = "") -> Dense:
    """The vectors of texts; `mark` keeps those of questions apart from those of passages of the same words."""
    raw = np.empty((len(texts), dimension), dtype=np.float16)
    keys = []
    for n, (_, text) in enumerate(texts):
        key = key_of(text, mark)
        if key not in kept.vectors:
            kept.vectors[key] = embed(text)
        raw[n] = kept.vectors[key]
        keys.append(key)
        progress(n + 1)
    return dense([row for row, _ in texts], keys, raw, project)


def _passage(embedder: Embedder, text: str) -> Vectors:
    vector: Vectors = embedder.embed([text])[0]
    return vector


def mentions_of(clause: Clause) -> tuple[str, ...]:
    """The roles that a clause's text names, in order."""
    return tuple(dict.fromkeys(name for name, _, _ in find_roles(clause.text)))


def key_of(text: str, mark: str = "") -> str:
    """Under what the vector of a text is kept; `mark` as in `vectors_of`."""
    return hashlib.sha256((mark + text).encode()).hexdigest()[:20]


def _give_way() -> None:
    """Lets whoever answers questions on this machine go first, where threads have priorities of their own."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
