"""One generation of the index on a server, read (索引的读取): postings, the nearest vectors, analysed clauses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, any_, literal, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from kb.errors import SearchIndexError
from kb.store.index_tables import LAST, generations, indexed, postings, units, vectors, words

Numbers = NDArray[np.int32]
# The fields that are scored by their terms, and the spaces of vectors, as they are numbered in the tables.
WORDS, PAIRS, OBLIGATIONS, ASKED = range(4)
PASSAGES, QUESTIONS = range(2)
_NOTHING: Numbers = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index: of which revision, and what it was built with."""

    number: int
    revision: str
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a field: their numbers, how long each is, and of which clause."""

    docs: Numbers
    lengths: Numbers
    owners: Numbers


@dataclass(frozen=True, slots=True)
class IndexedClause:
    """A clause as the index has it; `analysis` as kb.search.index.analyses writes it."""

    no: int
    id: str
    in_force: bool
    numeric: bool
    roles: tuple[str, ...]
    mentions: tuple[str, ...]
    scope: tuple[str, ...]
    analysis: str


def generation_of(c: Connection, revision: str | None = None) -> Generation | None:
    """The newest generation of a revision, or of any; None where there is none."""
    if c.exec_driver_sql("SELECT to_regclass('index_generations')").scalar() is None:
        return None
    query = select(generations).order_by(generations.c.generation.desc()).limit(1)
    row = c.execute(query if revision is None else query.where(generations.c.revision == revision)).first()
    return None if row is None else Generation(row.generation, row.revision, row.manifest)


def words_of(c: Connection, tokenizer: str) -> tuple[dict[str, int], dict[str, Any]]:
    """A tokenizer's words, and how they sound."""
    found = c.execute(select(words.c.words, words.c.sounds).where(words.c.tokenizer == tokenizer)).one()
    return found.words, found.sounds


def there(table: Table, generation: int) -> ColumnElement[bool]:
    """The rows of a table that a generation has."""
    newest = table.c.until == LAST if generation == LAST else table.c.until > generation
    return and_(table.c.since <= generation, newest)


def texts_of(c: Connection, generation: int, field: int) -> Texts:
    """Every text of a field."""
    rows = c.execute(select(postings.c.docs, postings.c.counts, postings.c.owners)
                     .where(there(postings, generation), postings.c.field == field, postings.c.term == "")
                     .order_by(postings.c.block)).all()
    return Texts(*(_joined(r[n] for r in rows) for n in range(3)))


def postings_of(c: Connection, generation: int, wanted: Mapping[int, Iterable[str]]
                ) -> dict[tuple[int, str], tuple[Numbers, Numbers]]:
    """By (field, term) of those `wanted` the texts that hold it and how often each does; every one is there."""
    asked = {field: [t for t in dict.fromkeys(terms) if t and "\0" not in t] for field, terms in wanted.items()}
    found: dict[tuple[int, str], list[tuple[bytes, bytes]]] = {(f, t): [] for f, ts in wanted.items() for t in ts}
    named = [and_(postings.c.field == field, _one_of(postings.c.term, terms))
             for field, terms in asked.items() if terms]
    if named:
        rows = c.execute(select(postings.c.field, postings.c.term, postings.c.docs, postings.c.counts)
                         .where(there(postings, generation), or_(*named)).order_by(postings.c.block))
        for field, term, docs, counts in rows:
            found[field, term].append((docs, counts))
    return {key: (_joined(d for d, _ in parts), _joined(n for _, n in parts)) for key, parts in found.items()}


def clauses_of(c: Connection, generation: int, *, numbers: Sequence[int] = (), ids: Sequence[str] = ()
               ) -> list[IndexedClause]:
    """The clauses of these numbers and of these ids."""
    named = or_(_one_of(indexed.c.no, [int(n) for n in numbers]), _one_of(indexed.c.id, list(ids)))
    rows = c.execute(select(indexed).where(there(indexed, generation), named)).all()
    return [IndexedClause(r.no, r.id, r.in_force, r.numeric, tuple(r.roles), tuple(r.mentions), tuple(r.scope),
                          r.analysis) for r in rows]


def nearest(c: Connection, generation: Generation, space: int, vector: NDArray[np.float32], depth: int) -> list[int]:
    """The numbers of the clauses that own the nearest vectors, the nearest first, one for each vector."""
    there_too = there(vectors, generation.number)
    if f"hnsw{space}" not in generation.manifest.get("approximate", ()):
        rows = c.execute(select(vectors.c.clause).where(there_too, vectors.c.space == space).order_by(
            vectors.c.adapted.max_inner_product(vector), vectors.c.id).limit(depth))
        return list(rows.scalars())
    size = len(vector)
    approximate = text(
        f"SELECT clause FROM index_vectors WHERE space = {int(space)} AND tenant = '' AND since <= :g AND until > :g "
        f"ORDER BY adapted::halfvec({size}) <#> CAST(:v AS halfvec({size})) LIMIT :depth")
    return list(c.execute(approximate, {"g": generation.number, "v": _written(vector), "depth": depth}).scalars())


def cosines(c: Connection, generation: int, vector: NDArray[np.float32], numbers: Sequence[int], spaces: Sequence[int]
            ) -> dict[int, dict[int, NDArray[np.float32]]]:
    """By space and clause the inner products of its vectors with this one, in the order of the vectors."""
    query = (select(vectors.c.space, vectors.c.clause, vectors.c.adapted.max_inner_product(vector))
             .where(there(vectors, generation), vectors.c.space.in_(spaces),
                    _one_of(vectors.c.clause, [int(n) for n in numbers]))
             .order_by(vectors.c.space, vectors.c.clause, vectors.c.ordinal))
    found: dict[int, dict[int, list[float]]] = {space: {} for space in spaces}
    for space, clause, negative in c.execute(query):
        found[space].setdefault(clause, []).append(-negative)
    return {space: {no: np.array(own, dtype=np.float32) for no, own in by_clause.items()}
            for space, by_clause in found.items()}


def nearest_raw(c: Connection, generation: int, vector: NDArray[np.float32], depth: int) -> list[tuple[str, float]]:
    """The ids of the clauses whose nearest passage, in the model's own space, is nearest, with its cosine."""
    size = len(vector)
    query = text(
        f"SELECT i.id, max(-(v.raw::vector({size}) <#> CAST(:v AS vector({size})))) AS near FROM index_vectors v "
        "JOIN index_clauses i ON i.no = v.clause AND i.since <= :g AND i.until > :g "
        f"WHERE v.space = {PASSAGES} AND v.since <= :g AND v.until > :g GROUP BY i.id ORDER BY near DESC, i.id "
        "LIMIT :depth")
    return [(r.id, float(r.near)) for r in c.execute(query, {"g": generation, "v": _written(vector), "depth": depth})]


def faults_of(c: Connection, generation: int, ids: Sequence[str], other: str) -> str | None:
    """What is wrong with a generation: `other` where its clauses are not those of these ids, clauses without vectors,
    texts without postings. None where it is sound.
    """
    held = c.execute(select(indexed.c.no, indexed.c.id).where(there(indexed, generation))).all()
    if sorted(r.id for r in held) != sorted(ids):
        return other
    numbers = {r.no for r in held}
    spoken = select(vectors.c.clause).where(there(vectors, generation), vectors.c.space == PASSAGES).distinct()
    if set(c.execute(spoken).scalars()) != numbers:
        return "索引里有的条款没有句向量"
    if any({*texts_of(c, generation, field).docs.tolist()} != numbers for field in (WORDS, PAIRS)):
        return "索引里有的条款没有词表"
    return None


def asked_of(c: Connection, generation: int) -> dict[tuple[int, str], int]:
    """The numbers of the questions attached to clauses, by (number of the clause, question)."""
    rows = c.execute(select(units.c.no, units.c.clause, units.c.text)
                     .where(there(units, generation), units.c.field == ASKED))
    return {(r.clause, r.text): r.no for r in rows}


def required(c: Connection, revision: str | None, version: str, tokenizer: str, where: object) -> Generation:
    """The newest generation of a revision, or of any. Raises SearchIndexError where there is none that this program can
    read.
    """
    found = generation_of(c, revision)
    if found is None:
        raise SearchIndexError(f"没有与知识库一致的索引：{where}。请运行 kb index。")
    if (found.manifest["version"], found.manifest["tokenizer"]) != (version, tokenizer):
        raise SearchIndexError(f"索引由另一版本的程序建立：{where}。请运行 kb index。")
    return found


def _one_of(column: Column[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """As IN, of the same words for any number of values: the server plans it once."""
    return column == any_(literal(values, ARRAY(column.type)))


def _joined(parts: Iterable[bytes]) -> Numbers:
    whole = b"".join(parts)
    return np.frombuffer(whole, dtype="<i4") if whole else _NOTHING


def _written(vector: NDArray[np.float32]) -> str:
    return json.dumps([float(v) for v in vector])
