"""Building the index from the library, with vectors of unchanged texts taken over from the index before."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from kb.errors import SearchIndexError
from kb.ingest.analysis import analyse
from kb.language.pairs import bigrams
from kb.language.repair import build_sounds
from kb.language.tokenizer import Tokenizer, dictionary, tokenizer_fingerprint
from kb.language.vocabulary import find_roles
from kb.search.index.adapter import Adapter, load_adapter
from kb.search.index.analyses import joined
from kb.search.index.disk import load_parts, read_manifest, settle_index, write_index
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import INDEX_VERSION, Dense, Manifest, SearchIndex, searchable
from kb.search.index.kept import Kept, Parts, mark, postings_of, with_kept
from kb.search.index.passages import headings, passages
from kb.search.index.units import build_units
from kb.store.library import Library
from kb.types import Clause, Obligation, Status

Progress = Callable[[int, int], None]
_NICE = 5


def is_current(folder: Path, library: Library, embedder: Embedder) -> bool:
    """Whether the index at `folder` is sound and was built from this library, model, adapter and tokenizer."""
    m = read_manifest(folder, library.revision())
    return (m is not None and m.model == embedder.fingerprint
            and m.adapter == load_adapter(embedder.name, embedder.dimension).name
            and m.tokenizer == tokenizer_fingerprint())


def update_index(folder: Path, library: Library, embedder: Embedder,
                 progress: Progress = lambda done, total: None) -> SearchIndex:
    """Builds the index over all clauses in force and puts it in use. `progress` is told texts done and in all."""
    index = prepare_index(folder, library, embedder, progress)
    settle_index(folder, index.manifest.revision)
    return index


def prepare_index(folder: Path, library: Library, embedder: Embedder,
                  progress: Progress = lambda done, total: None, kept: Kept | None = None) -> SearchIndex:
    """Builds and writes the index over all clauses in force, for whoever reads this revision of the library.

    `kept` is what need not be made again; without it that of the index before is taken.
    """
    documents = library.titles()
    titles = {i: title for i, (title, _) in documents.items()}
    repealed = {i for i, (_, status) in documents.items() if status == Status.REPEALED}
    index, parts = build_with_parts(
        library.clauses(), titles, library.questions(), embedder, revision=library.revision(), repealed=repealed,
        obligations=library.obligations(), progress=progress,
        kept=kept_of(folder, embedder) if kept is None else kept)
    write_index(folder, index, parts)
    return index


def embed_ahead(read: Sequence[tuple[str, Sequence[Clause]]], questions: Sequence[str], embedder: Embedder,
                known: dict[str, Vectors], progress: Progress = lambda done, total: None, *, workers: int = 1) -> None:
    """Adds to `known` the vectors of documents, each as (title, clauses), and of questions attached to clauses.

    `workers` texts are embedded at a time, each by one core.
    """
    wanted = texts_ahead(read, questions, embedder)
    missing = [(key, embed) for key, embed in wanted.items() if key not in known]
    done = len(wanted) - len(missing)
    pool = ThreadPoolExecutor(workers, initializer=_give_way)
    try:
        for (key, _), vector in zip(missing, pool.map(lambda item: item[1](), missing), strict=True):
            known[key] = vector
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


def _passage(embedder: Embedder, text: str) -> Vectors:
    vector: Vectors = embedder.embed([text])[0]
    return vector


def _give_way() -> None:
    """Lets whoever answers questions on this machine go first, where threads have priorities of their own."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def build_index(clauses: Sequence[Clause], titles: dict[str, str], questions: Sequence[tuple[str, str]],
                embedder: Embedder, *, revision: str = "", adapter: Adapter | None = None,
                kept: Kept | None = None, repealed: Collection[str] = (),
                obligations: Mapping[str, Sequence[Obligation]] | None = None,
                progress: Progress = lambda done, total: None) -> SearchIndex:
    """The index over `clauses`, in that order.

    `titles` maps document ids to titles; `questions` are the attached ones as (clause id, question); `kept` is what
    need not be made again; `repealed` are ids of documents that no answer stands on; `obligations` are those stored of
    each clause, found anew without them. Raises SearchIndexError where there is no clause.
    """
    return build_with_parts(clauses, titles, questions, embedder, revision=revision, adapter=adapter, kept=kept,
                            repealed=repealed, obligations=obligations, progress=progress)[0]


def build_with_parts(clauses: Sequence[Clause], titles: dict[str, str], questions: Sequence[tuple[str, str]],
                     embedder: Embedder, *, revision: str = "", adapter: Adapter | None = None,
                     kept: Kept | None = None, repealed: Collection[str] = (),
                     obligations: Mapping[str, Sequence[Obligation]] | None = None,
                     progress: Progress = lambda done, total: None) -> tuple[SearchIndex, Parts]:
    """As `build_index`, with the parts that an index built later can take over."""
    if not clauses:
        raise SearchIndexError("知识库是空的，没有可以建索引的条款。请先用 kb index 加入文件。")
    adapter = adapter or load_adapter(embedder.name, embedder.dimension)
    words = dictionary()
    tokenizer = Tokenizer(words)
    kept = kept or Kept()
    heads = [headings(c, titles[c.document_id]) for c in clauses]
    row_of = {c.id: row for row, c in enumerate(clauses)}
    asked = sorted((row_of[c], q) for c, q in questions if c in row_of)
    stored = obligations or {}
    marks = tuple(mark(c, above, stored.get(c.id, ())) for c, above in zip(clauses, heads, strict=True))
    before = kept.index if obligations is not None else None
    if before is not None and before.manifest.adapter != adapter.name:
        before = None
    rows = kept.rows(marks) if before is not None else np.full(len(clauses), -1, dtype=np.int64)
    fresh = np.flatnonzero(rows < 0).tolist()
    made = {row: analyse(clauses[row], heads[row],
                         stored.get(clauses[row].id, None if obligations is None else ())) for row in fresh}
    analyses = tuple(made.values()) if before is None else joined(before.analyses, rows.tolist(), made)
    found = [a.obligations for a in analyses] if obligations is None else [stored.get(c.id, ()) for c in clauses]
    full = {row: f"{heads[row]} {clauses[row].text}" for row in fresh}
    parts = Parts(marks, *(postings_of(kept.parts, name, rows, {row: cut(t) for row, t in full.items()})
                           for name, cut in (("by_word", tokenizer), ("by_pair", bigrams))))
    texts = [(row, t) for row in fresh for t in passages(clauses[row], titles[clauses[row].document_id])]
    total = len(texts) + len(asked)
    memory = dict(kept.vectors)
    sentences = _dense(texts, partial(_passage, embedder), embedder.dimension, memory,
                       lambda n: progress(n, total))
    attached = _dense(asked, embedder.embed_query, embedder.dimension, memory,
                      lambda n: progress(len(texts) + n, total), mark="?")
    spoken = _adapted(sentences, adapter.of_passages)
    spoken = spoken if before is None else with_kept(before.passages, rows, spoken)
    manifest = Manifest(INDEX_VERSION, embedder.fingerprint, adapter.name, embedder.dimension, tokenizer_fingerprint(),
                        revision, len(clauses), len(spoken.keys), len(asked), {})
    return SearchIndex(
        manifest=manifest, clause_ids=tuple(c.id for c in clauses), words=words,
        sounds=before.sounds if before is not None and before.words == words else build_sounds(words),
        by_word=parts.by_word.weighed(), by_pair=parts.by_pair.weighed(),
        obligations=build_units([(row, f"{o.subject or ''}{o.quote}") for row, os in enumerate(found) for o in os]),
        asked=build_units(asked),
        passages=spoken, questions=_adapted(attached, adapter.of_questions),
        roles=tuple(c.roles for c in clauses),
        mentions=tuple(mentions_of(c) if before is None or old < 0 else before.mentions[old]
                       for c, old in zip(clauses, rows, strict=True)),
        scopes=tuple(c.scope for c in clauses),
        numeric=np.array([any(o.value for o in os) for os in found], dtype=np.bool_),
        in_force=np.array([c.document_id not in repealed for c in clauses], dtype=np.bool_), analyses=analyses), parts


def mentions_of(clause: Clause) -> tuple[str, ...]:
    """The roles that a clause's text names, in order."""
    return tuple(dict.fromkeys(name for name, _, _ in find_roles(clause.text)))


def with_questions(index: SearchIndex, questions: Sequence[tuple[str, str]], embedder: Embedder) -> SearchIndex:
    """The same index with these questions, as (clause id, question), attached to its clauses instead of its own: what
    it would be if it were built anew with them.
    """
    adapter = load_adapter(embedder.name, embedder.dimension)
    row_of = {c: row for row, c in enumerate(index.clause_ids)}
    asked = sorted((row_of[c], q) for c, q in questions if c in row_of)
    known = {key: vector.astype(np.float32) for key, vector in zip(index.questions.keys, index.questions.raw,
                                                                  strict=True)}
    dense = _dense(asked, embedder.embed_query, embedder.dimension, known, lambda n: None, mark="?")
    return replace(index, asked=build_units(asked), questions=_adapted(dense, adapter.of_questions))


def with_adapter(index: SearchIndex, adapter: Adapter) -> SearchIndex:
    """The same index with its vectors adapted anew."""
    return replace(index, manifest=replace(index.manifest, adapter=adapter.name),
                   passages=_adapted(index.passages, adapter.of_passages),
                   questions=_adapted(index.questions, adapter.of_questions))


def _dense(texts: Sequence[tuple[int, str]], embed: Callable[[str], Vectors], dimension: int,
           known: dict[str, Vectors], progress: Callable[[int], None], *, mark: str = "") -> Dense:
    """The vectors of texts; `mark` keeps those of questions apart from those of passages of the same words."""
    raw = np.empty((len(texts), dimension), dtype=np.float16)
    keys = []
    for n, (_, text) in enumerate(texts):
        key = key_of(text, mark)
        if key not in known:
            known[key] = embed(text)
        raw[n] = known[key]
        keys.append(key)
        progress(n + 1)
    return Dense(np.array([row for row, _ in texts], dtype=np.int32), tuple(keys), raw, None)


def key_of(text: str, mark: str = "") -> str:
    """Under what the vector of a text is kept; `mark` as in `_dense`."""
    return hashlib.sha256((mark + text).encode()).hexdigest()[:20]


def _adapted(dense: Dense, project: Callable[[Vectors], Vectors]) -> Dense:
    """With the vectors adapted: each alone, so that a text has the same one whatever stands beside it."""
    known: dict[str, Vectors] = {}
    for key, vector in zip(dense.keys, dense.raw, strict=True):
        if key not in known:
            known[key] = project(vector.astype(np.float32))
    adapted = np.array([known[key] for key in dense.keys], dtype=np.float32).reshape(dense.raw.shape)
    return Dense(dense.rows, dense.keys, dense.raw, searchable(adapted))


def kept_of(folder: Path, embedder: Embedder) -> Kept:
    """What can be taken over of the index in use; nothing where it is damaged or another model's."""
    try:
        before, parts = load_parts(folder)
    except SearchIndexError:
        return Kept()
    if before.manifest.model != embedder.fingerprint:
        return Kept()
    vectors = {key: vector for dense in (before.passages, before.questions)
               for key, vector in zip(dense.keys, dense.raw, strict=True)}
    return Kept(vectors, before if parts is not None else None, parts)
