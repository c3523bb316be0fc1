"""The same index with something else in it (改动的索引), for one question or for training; nothing of it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.search.index.adapter import Adapter, load_adapter
from kb.search.index.dense import Dense, dense
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import SearchIndex
from kb.search.index.kept import Kept
from kb.search.index.make import vectors_of
from kb.search.index.placed import Placed
from kb.search.index.space import Space
from kb.search.index.units import build_units


def with_questions(index: SearchIndex, questions: Sequence[tuple[str, str]], embedder: Embedder) -> SearchIndex:
    """The same index with these questions, as (clause id, question), attached to its clauses instead of its own: what
    it would be if it were built anew with them.
    """
    adapter = load_adapter(embedder.name, embedder.dimension)
    row_of = {c: row for row, c in enumerate(index.clause_ids)}
    asked = sorted((row_of[c], q) for c, q in questions if c in row_of)
    kept = Kept(segments=index.segments)
    found = vectors_of(asked, embedder.embed_query, embedder.dimension, kept, adapter.of_questions, mark="?")
    return replace(index, asked=build_units(asked), questions=Space((Placed(found),), index.size))


def with_adapter(index: SearchIndex, adapter: Adapter) -> SearchIndex:
    """The same index with its vectors adapted anew."""
    def space(of: Space, project: Callable[[Vectors], Vectors]) -> Space:
        return Space((Placed(_adapted(of.whole, project)),), index.size)

    return replace(index, manifest=replace(index.manifest, adapter=adapter.name),
                   passages=space(index.passages, adapter.of_passages),
                   questions=space(index.questions, adapter.of_questions))


def _adapted(of: Dense, project: Callable[[Vectors], Vectors]) -> Dense:
    return dense(of.rows.tolist(), [k.decode() for k in of.keys.tolist()], of.raw, project)
