"""Whether the library says what was written into it (校验): a digest of every document in force, and one of them all.

SQLite notices a damaged page, but not a bit that flipped within a text. A change costs what it changes: the digests of
the other documents are known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, String, cast, select

from kb.store.schema import clauses, corrections, documents, facts, obligations, versions

# What former versions of the program noted, which worked it out over all rows with every change.
_FORMER = "content"
_WHOLE, _OF = "digest", "digest of version "
_MANY = 500
# What answers and citations stand on. Columns that come with later schemas are left out, so that a library upgraded
# still agrees with its digest.
_VERSION = ("document_id", "title", "issuer", "number", "date", "effective_from", "effective_to", "status", "scope",
            "text")
_CLAUSE = ("id", "ordinal", "start", "end", "number", "path", "list_title", "roles", "scope", "page", "lead")
_OBLIGATION = ("ordinal", "clause_id", "start", "end", "subject", "action", "period", "count_low", "count_high",
               "comparator", "unit", "deadline", "value")
CORRECTION = ("document_id", "clause_id", "text", "found", "stated")


def renewed_digests(c: Connection) -> dict[str, str]:
    """The digest of each document in force, by id: worked out and noted of those that came within the transaction,
    known of the others, which never change.
    """
    current = _current(c)
    rows = c.execute(select(facts.c.key, facts.c.value).where(facts.c.key.startswith(_OF)))
    noted = {int(r.key.removeprefix(_OF)): str(r.value) for r in rows}
    new = _digests_of(c, [v for v in current.values() if v not in noted])
    gone = [f"{_OF}{v}" for v in noted.keys() - set(current.values())]
    for at in range(0, len(gone), _MANY):
        c.execute(facts.delete().where(facts.c.key.in_(gone[at:at + _MANY])))
    if new:
        c.execute(facts.insert(), [{"key": f"{_OF}{v}", "value": digest} for v, digest in new.items()])
    known = noted | new
    return {document: known[version] for document, version in current.items()}


def is_as_noted(c: Connection) -> bool:
    """Whether what is in force is what was noted with the last change; so too where a former version of the program
    noted nothing that this one knows.
    """
    noted = c.execute(select(facts.c.value).where(facts.c.key == _WHOLE)).scalar()
    if noted is None:
        return True
    current = _current(c)
    found = _digests_of(c, list(current.values()))
    return bool(noted == _whole(c, {document: found[version] for document, version in current.items()}))


def note_content(c: Connection) -> None:
    """Notes the digest of what is in force within the transaction."""
    c.execute(facts.delete().where(facts.c.key.in_([_WHOLE, _FORMER])))
    c.execute(facts.insert().values(key=_WHOLE, value=_whole(c, renewed_digests(c))))


def _whole(c: Connection, digests: dict[str, str]) -> str:
    """The digest of documents of these digests and what was corrected in them."""
    digest = hashlib.sha256(repr(sorted(digests.items())).encode())
    by_hand = [cast(corrections.c[n], String) for n in CORRECTION]
    for row in c.execute(select(*by_hand).order_by(corrections.c.id)):
        digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _current(c: Connection) -> dict[str, int]:
    """The version in force of each document."""
    rows = c.execute(select(documents.c.id, documents.c.current_version)
                     .where(documents.c.current_version.is_not(None)).order_by(documents.c.current_version))
    return {r.id: r.current_version for r in rows}


def _digests_of(c: Connection, wanted: Sequence[int]) -> dict[int, str]:
    """The digest of each of these versions: of what it says, whichever number it bears."""
    digests = {v: hashlib.sha256() for v in wanted}
    for at in range(0, len(wanted), _MANY):
        part = wanted[at:at + _MANY]
        for query in (_rows(versions, _VERSION, versions.c.id, part),
                      _rows(clauses, _CLAUSE, clauses.c.version_id, part),
                      _rows(obligations, _OBLIGATION, obligations.c.version_id, part)):
            for version, *row in c.execute(query).all():  # one by one takes three times as long
                digests[version].update(repr(row).encode())
    return {v: digest.hexdigest() for v, digest in digests.items()}


def _rows(table: Any, names: tuple[str, ...], version: Any, wanted: Sequence[int]) -> Select[Any]:
    """The version and these columns of the rows of versions, lists as they are stored."""
    columns = [cast(table.c[n], String) if n in ("scope", "path", "roles") else table.c[n] for n in names]
    order = [table.c[n] for n in ("id", "ordinal") if n in table.c]
    return select(version, *columns).where(version.in_(wanted)).order_by(version, *order)
