"""The next generation of the index on a server, written (索引的写入): only what differs from the one before."""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, Table, delete, func, select, update

from kb.store.index_rows import QUESTIONS
from kb.store.index_tables import LAST, generations, indexed, metadata, postings, units, vectors, words
from kb.store.row_security import TENANT

# What a change of library and index is written in, all at once or not at all.
Transaction = Connection
_BLOCK = 1 << 14
_BITS = func.halfvec_send(vectors.c.raw, type_=LargeBinary)
_BATCH = 500
# For how long a generation stays that another took the place of: longer than any server goes on with it.
_KEPT = timedelta(hours=1)
_FRESH = (indexed, units, vectors, postings)


@dataclass(frozen=True, slots=True)
class Vector:
    """A vector of a clause: `raw` (float16) the model's own, `adapted` (float32) the one that is compared."""

    space: int
    clause: int
    ordinal: int
    key: str
    raw: NDArray[np.float16]
    adapted: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a field: its terms with how often each stands in it, and the clause it belongs to."""

    terms: Counter[str]
    owner: int


def make_tables(c: Connection) -> None:
    """The tables of the index, where they are missing."""
    c.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS vector")
    metadata.create_all(c)


def next_numbers(c: Connection) -> tuple[int, int, int]:
    """The next generation, and from which number on clauses and units are new."""
    newest = (generations.c.generation, indexed.c.no, units.c.no)
    generation, clause, unit = (c.execute(select(func.max(column))).scalar() for column in newest)
    return (generation or 0) + 1, 0 if clause is None else clause + 1, 0 if unit is None else unit + 1


def marks_of(c: Connection) -> dict[tuple[str, str, bool], int]:
    """The numbers of the clauses that are there, by (id, mark, whether in force)."""
    rows = c.execute(select(indexed.c.no, indexed.c.id, indexed.c.mark, indexed.c.in_force)
                     .where(indexed.c.until == LAST))
    return {(r.id, r.mark, r.in_force): r.no for r in rows}


def units_of(c: Connection, field: int) -> dict[int, tuple[int, str]]:
    """The units of a field that are there: number to (clause, text)."""
    rows = c.execute(select(units.c.no, units.c.clause, units.c.text)
                     .where(units.c.until == LAST, units.c.field == field))
    return {r.no: (r.clause, r.text) for r in rows}


def known_vectors(c: Connection, keys: Iterable[str]) -> dict[str, NDArray[np.float16]]:
    """The model's own vectors of texts by their keys, of those that are there."""
    wanted = list(dict.fromkeys(keys))
    found: dict[str, NDArray[np.float16]] = {}
    for at in range(0, len(wanted), _BATCH):
        rows = c.execute(select(vectors.c.key, _BITS).where(vectors.c.key.in_(wanted[at:at + _BATCH])))
        found |= {key: _half(sent) for key, sent in rows}
    return found


def all_vectors(c: Connection) -> Iterator[tuple[str, NDArray[np.float16]]]:
    """Every vector of the newest generation with its key."""
    query = select(vectors.c.key, _BITS).where(vectors.c.until == LAST)
    for key, sent in c.execute(query.execution_options(yield_per=_BATCH)):
        yield key, _half(sent)


def _half(sent: bytes) -> NDArray[np.float16]:
    """From what the server sends of a halfvec: two numbers of 16 bits, and then its own."""
    return np.frombuffer(sent, dtype=">f2", offset=4).astype(np.float16)


def _sent(vector: NDArray[Any], kind: str) -> bytes:
    """What the server takes for a halfvec (">f2") or a vector (">f4")."""
    return struct.pack(">HH", len(vector), 0) + vector.astype(kind).tobytes()


def end_clauses(c: Transaction, generation: int, numbers: Collection[int]) -> None:
    """From this generation on these clauses are gone, and their vectors."""
    _end(c, indexed.c.no, generation, numbers)
    _end(c, vectors.c.clause, generation, numbers)


def end_units(c: Transaction, generation: int, numbers: Collection[int]) -> None:
    """From this generation on these units are gone, and the vectors of those that are questions."""
    _end(c, units.c.no, generation, numbers)
    _end(c, vectors.c.ordinal, generation, numbers, vectors.c.space == QUESTIONS)


def add_clauses(c: Transaction, generation: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds clauses, each with the columns of the table but for its lifetime."""
    _add(c, indexed, generation, rows)


def add_units(c: Transaction, generation: int, field: int, rows: Iterable[tuple[int, int, str]]) -> None:
    """Adds units of a field, each as (number, number of its clause, text)."""
    _add(c, units, generation, [{"no": n, "field": field, "clause": owner, "text": text} for n, owner, text in rows])


def _end(c: Connection, column: Column[int], generation: int, numbers: Collection[int],
         *only: ColumnElement[bool]) -> None:
    table, gone = column.table, sorted(numbers)
    for at in range(0, len(gone), _BATCH):
        c.execute(update(table).where(table.c.until == LAST, column.in_(gone[at:at + _BATCH]), *only)
                  .values(until=generation))


def _add(c: Connection, table: Table, generation: int, rows: Sequence[Mapping[str, Any]]) -> None:
    for at in range(0, len(rows), _BATCH):
        c.execute(table.insert(), [{"since": generation, **r} for r in rows[at:at + _BATCH]])


def add_vectors(c: Connection, generation: int, rows: Iterable[Vector]) -> None:
    """Adds vectors, by the server's own way of taking in much; aside first, for it does not take them so into a table
    that it guards (kb.store.row_security).
    """
    driver: Any = c.connection.driver_connection
    names = "since, space, clause, ordinal, key, raw, adapted"
    c.exec_driver_sql(f"CREATE TEMP TABLE new_vectors ON COMMIT DROP AS SELECT {names} FROM index_vectors WITH NO DATA")
    with driver.cursor() as cursor, cursor.copy(f"COPY new_vectors ({names}) FROM STDIN (FORMAT BINARY)") as copy:
        # The server reads what is sent by the types of its columns, and a vector as the bytes that it is.
        copy.set_types(["int4", "int2", "int4", "int4", "varchar", "bytea", "bytea"])
        for r in rows:
            copy.write_row((generation, r.space, r.clause, r.ordinal, r.key, _sent(r.raw, ">f2"),
                            _sent(r.adapted, ">f4")))
    c.exec_driver_sql(f"INSERT INTO index_vectors ({names}) SELECT {names} FROM new_vectors")
    c.exec_driver_sql("DROP TABLE new_vectors")


def change_texts(c: Connection, generation: int, field: int, gone: Collection[int], new: Mapping[int, Text]) -> None:
    """Takes texts out of the postings of a field and puts new ones there, by their numbers."""
    lost = np.array(sorted(gone), dtype=np.int32)
    blocks = {int(n) // _BLOCK for n in (*gone, *new)}
    for block in sorted(blocks):
        here = {n: t for n, t in new.items() if n // _BLOCK == block}
        touched = lost[lost // _BLOCK == block] if len(lost) else lost
        _change_block(c, generation, field, block, touched, here)


def _change_block(c: Connection, generation: int, field: int, block: int, gone: NDArray[np.int32],
                  new: Mapping[int, Text]) -> None:
    added: dict[str, list[tuple[int, int, int]]] = {}
    for n, t in sorted(new.items()):
        added.setdefault("", []).append((n, sum(t.terms.values()), t.owner))
        for term, times in t.terms.items():
            added.setdefault(term, []).append((n, times, 0))
    query = select(postings).where(postings.c.until == LAST, postings.c.field == field, postings.c.block == block)
    before = c.execute(query if len(gone) else query.where(postings.c.term.in_(list(added)))).all() if (
        len(gone) or added) else []
    ended, rows = [], []
    for r in before:
        docs, counts, owners = (np.frombuffer(v, dtype="<i4") for v in (r.docs, r.counts, r.owners))
        stays = ~np.isin(docs, gone)
        more = added.pop(r.term, [])
        if stays.all() and not more:
            continue
        ended.append(r.id)
        rows.append(_row(field, block, r.term, docs[stays], counts[stays], owners[stays] if len(owners) else owners,
                         more))
    nothing = np.zeros(0, dtype="<i4")
    rows += [_row(field, block, term, nothing, nothing, nothing, more) for term, more in added.items()]
    _end(c, postings.c.id, generation, ended)
    _add(c, postings, generation, [r for r in rows if r["held"]])


def _row(field: int, block: int, term: str, docs: NDArray[np.int32], counts: NDArray[np.int32],
         owners: NDArray[np.int32], more: Sequence[tuple[int, int, int]]) -> dict[str, Any]:
    whole = [np.concatenate([old, np.array([m[n] for m in more], dtype="<i4")]).astype("<i4")
             for n, old in enumerate((docs, counts, owners))]
    return {"field": field, "term": term, "block": block, "held": len(whole[0]), "docs": whole[0].tobytes(),
            "counts": whole[1].tobytes(), "owners": b"" if term else whole[2].tobytes()}


def statistics(c: Connection, field: int, epsilon: float) -> dict[str, float]:
    """What the weights of a field's terms are worked out from, as things stand: how many texts there are, how many
    terms they hold in all, and the least that a term counts (kb.search.index.bm25).
    """
    there = (postings.c.until == LAST, postings.c.field == field)
    heads = c.execute(select(postings.c.counts).where(*there, postings.c.term == "")).scalars().all()
    lengths = np.frombuffer(b"".join(heads), dtype="<i4")
    held = np.array(c.execute(select(func.sum(postings.c.held)).where(*there, postings.c.term != "")
                              .group_by(postings.c.term)).scalars().all(), dtype=np.float64)
    size = len(lengths)
    idf = np.log(size - held + 0.5) - np.log(held + 0.5)
    floor = epsilon * math.fsum(idf) / len(idf) if len(idf) else 0.0
    return {"size": size, "total": int(lengths.sum()), "floor": floor, "terms": len(held)}


def nearest_index(c: Connection, space: int, dimension: int, least: int) -> bool:
    """Makes the graph of nearest vectors (HNSW) of a space where it has at least so many; whether there is one.

    There is none of what is a tenant's, and only the owner of the tables can make one.
    """
    name = f"hnsw{space}"
    if c.exec_driver_sql(f"SELECT {TENANT}").scalar_one():
        return False
    if c.exec_driver_sql(f"SELECT to_regclass('{name}')").scalar() is not None:
        return True
    if c.execute(select(func.count()).select_from(vectors).where(vectors.c.space == space)).scalar_one() < least:
        return False
    if not c.exec_driver_sql("SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class "
                             "WHERE oid = 'index_vectors'::regclass").scalar_one():
        return False
    c.exec_driver_sql(f"CREATE INDEX {name} ON index_vectors USING hnsw ((adapted::halfvec({dimension})) "
                      f"halfvec_ip_ops) WITH (m = 16, ef_construction = 200) WHERE space = {space} AND tenant = ''")
    return True


def note_generation(c: Connection, number: int, revision: str, manifest: Mapping[str, Any]) -> None:
    """From now on the index is of this revision; what no reader can still be reading goes."""
    c.execute(generations.insert().values(generation=number, revision=revision, manifest=dict(manifest)))
    old = c.execute(select(func.max(generations.c.generation)).where(
        generations.c.generation < number, generations.c.made_at < func.now() - _KEPT)).scalar()
    if old is not None:  # whoever read it has gone over to a later one since
        for table in _FRESH:
            c.execute(delete(table).where(table.c.until <= old))
        c.execute(delete(generations).where(generations.c.generation < old))


def note_words(c: Connection, tokenizer: str, known: Mapping[str, int], sounds: Callable[[], dict[str, Any]]) -> None:
    """Keeps a tokenizer's words, and how they sound, worked out where it is not there yet."""
    if c.execute(select(words.c.tokenizer).where(words.c.tokenizer == tokenizer)).first() is None:
        c.execute(words.insert().values(tokenizer=tokenizer, words=dict(known), sounds=sounds()))


def look_over(c: Transaction) -> None:
    """Lets the server see how much there is of what, after much of it changed: it plans its searches by that."""
    for table in _FRESH:
        c.exec_driver_sql(f"ANALYZE {table.name}")
