"""The tables of an index that lies beside the library on a server (索引的表).

A row is there from generation `since` to before generation `until`: who reads one generation sees it whole, however
often the library changes meanwhile. A generation belongs to one revision of the library, and to one tenant: each has an
index of its own, over what is common and what is its own, so that nothing in it tells of another's.
"""

from __future__ import annotations

from typing import Any

from pgvector.sqlalchemy import HALFVEC, VECTOR
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    event,
    func,
    text,
)

from kb.store.row_security import TENANT, add_policies

LAST = 2**31 - 1
metadata = MetaData()


def _lifetime() -> tuple[Column[int], Column[int]]:
    return Column("since", Integer, nullable=False), Column("until", Integer, nullable=False, server_default=str(LAST))


def _whose(*, key: bool = False) -> Column[str]:
    return Column("tenant", String(collation="C"), primary_key=key, nullable=False, server_default=text(TENANT))


generations = Table(
    "index_generations", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    _whose(key=True),
    Column("revision", String(collation="C"), nullable=False, index=True),
    Column("manifest", JSON, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# One row a clause as it was analysed; `mark` tells whether it is the same (kb.search.index.kept.mark).
indexed = Table(
    "index_clauses", metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    _whose(key=True),
    *_lifetime(),
    Column("id", String(collation="C"), nullable=False, index=True),
    Column("mark", String(collation="C"), nullable=False),
    Column("in_force", Boolean, nullable=False),
    Column("numeric", Boolean, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("mentions", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("analysis", Text, nullable=False),
)

# What is scored apart from its clause: an obligation, or a question attached to it (`field`).
units = Table(
    "index_units", metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    _whose(key=True),
    *_lifetime(),
    Column("field", SmallInteger, nullable=False),
    Column("clause", Integer, nullable=False, index=True),
    Column("text", Text(collation="C"), nullable=False),
)

# Vectors of passages and of attached questions (`space`), as the model gave them and as they are compared.
vectors = Table(
    "index_vectors", metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    _whose(),
    *_lifetime(),
    Column("space", SmallInteger, nullable=False),
    Column("clause", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("key", String(collation="C"), nullable=False, index=True),
    Column("raw", HALFVEC, nullable=False),
    Column("adapted", VECTOR, nullable=False),
)
Index("ix_index_vectors_clause", vectors.c.clause, vectors.c.space)
# What every search compares lies in the row itself; the server would put it elsewhere, for its size.
_IN_THE_ROW: Any = DDL("ALTER TABLE index_vectors ALTER COLUMN adapted SET STORAGE PLAIN")  # type: ignore[no-untyped-call]
event.listen(vectors, "after_create", _IN_THE_ROW)

# The texts of one block of numbers that hold a term: their numbers (int32) and how often each does (int32). The row of
# the empty term has all the texts of the block, how long they are, and of which clause each is (int32).
postings = Table(
    "index_postings", metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    _whose(),
    *_lifetime(),
    Column("field", SmallInteger, nullable=False),
    Column("term", String(collation="C"), nullable=False),
    Column("block", Integer, nullable=False),
    Column("held", Integer, nullable=False),
    Column("docs", LargeBinary, nullable=False),
    Column("counts", LargeBinary, nullable=False),
    Column("owners", LargeBinary, nullable=False, server_default=""),
)
Index("ix_index_postings_term", postings.c.field, postings.c.term, postings.c.block)

# The tokenizer's words and how they sound, which take long to find.
words = Table(
    "index_words", metadata,
    Column("tokenizer", String(collation="C"), primary_key=True),
    Column("words", JSON, nullable=False),
    Column("sounds", JSON, nullable=False),
)


def _guarded(table: Table, connection: Connection, **_: Any) -> None:
    add_policies(connection, table.name, shared=False)


for _table in (generations, indexed, units, vectors, postings):
    event.listen(_table, "after_create", _guarded)
