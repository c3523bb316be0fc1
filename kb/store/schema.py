"""The tables of the library (SQLAlchemy Core). Offsets count characters; lists are JSON arrays."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
})

documents = Table(
    "documents", metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False, unique=True),
    Column("location", String, nullable=False),
    Column("current_version", Integer, ForeignKey("versions.id", use_alter=True)),
)

versions = Table(
    "versions", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("parser", String, nullable=False),
    Column("title", String, nullable=False),
    Column("issuer", String),
    Column("number", String),
    Column("date", String),
    Column("effective_from", String),
    Column("effective_to", String),
    Column("status", String, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    # What the document repeals, as [title, number or null], and the name of what its catalogue says replaces it.
    Column("repeals", JSON, nullable=False, server_default="[]"),
    Column("followed_by", String),
    Column("page_starts", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", String, nullable=False),
    # What an administrator stated of an uploaded file (catalogue fields); None for other files.
    Column("stated", JSON(none_as_null=True)),
)

clauses = Table(
    "clauses", metadata,
    Column("version_id", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("id", String, primary_key=True, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("number", String),
    Column("path", JSON, nullable=False),
    Column("list_title", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("page", Integer),
    Column("ocr", Boolean, nullable=False, server_default=false()),
    Column("confidence", Float),
    Column("lead", Boolean, nullable=False, server_default=false()),
    Column("unsure", JSON, nullable=False, server_default="[]"),
)

segments = Table(
    "segments", metadata,
    Column("version_id", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("kind", String, nullable=False),
)

# The obligations of a version's clauses in printed order, found when it was taken in; offsets count from the beginning
# of the clause. A single count stands in `count_low` alone.
obligations = Table(
    "obligations", metadata,
    Column("version_id", Integer, ForeignKey("versions.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("clause_id", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("subject", String),
    Column("action", String, nullable=False),
    Column("period", String),
    Column("count_low", Float),
    Column("count_high", Float),
    Column("comparator", String),
    Column("unit", String),
    Column("deadline", String),
    Column("value", String),
    Column("condition", String),
    Column("record", JSON, nullable=False, server_default="[]"),
)

attached = Table(
    "attached", metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("clause_id", String, nullable=False),
    Column("question", Text, nullable=False),
)

facts = Table(
    "facts", metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# What an administrator decided over a file outside the data folder. While the file's content stays the same it does
# not speak for its document (`status` None), or speaks with this status instead of the catalogue's.
decisions = Table(
    "decisions", metadata,
    Column("document_id", String, ForeignKey("documents.id"), primary_key=True),
    Column("location", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("status", String),
)

# Who did what and when. `before` and `after` are states of the document (register.State); None where the action is
# none on a document's state.
audit = Table(
    "audit", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("address", String, nullable=False),
    Column("action", String, nullable=False),
    Column("document_id", String, index=True),
    Column("title", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    Column("draft", String, index=True),
)

# Questions that an administrator attached to a clause; reading the document again leaves them alone.
attached_by_hand = Table(
    "attached_by_hand", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False),
    Column("clause_id", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("at", String, nullable=False),
    UniqueConstraint("clause_id", "question"),
)

# Questions that found nothing: what was asked, when and how often; nothing of who asked.
unanswered = Table(
    "unanswered", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("question", Text, nullable=False, unique=True),
    Column("asked_as", Text, nullable=False),
    Column("history", JSON, nullable=False),
    Column("first_at", String, nullable=False),
    Column("last_at", String, nullable=False, index=True),
    Column("count", Integer, nullable=False),
    Column("done_at", String),
    # How it was settled (questions.Outcome); None where it is open, or was marked by a former version of the program.
    Column("outcome", String),
    # When it was last asked again after a change of the library, and the status of the answer then.
    Column("asked_again_at", String),
    Column("found", String),
)

feedback = Table(
    "feedback", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("question", Text, nullable=False, index=True),
    Column("history", JSON, nullable=False),
    Column("scope", String),
    Column("role", String),
    Column("status", String),
    Column("useful", Boolean),
    Column("remark", Text, nullable=False),
    Column("clauses", JSON, nullable=False),
    Column("done_at", String),
    Column("outcome", String),
)

# Questions that an administrator named the answering clause of. `text` is what the clause said then.
pinned = Table(
    "pinned", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("question", Text, nullable=False, unique=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False),
    Column("clause_id", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
)

# Obligations corrected by hand: `found` is the one that was read (None: one is added), `stated` the one that stands in
# its place (None: there is none). It holds while the clause says `text`.
corrections = Table(
    "corrections", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String, ForeignKey("documents.id"), nullable=False, index=True),
    Column("clause_id", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("found", JSON(none_as_null=True)),
    Column("stated", JSON(none_as_null=True)),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
)

# Checklists that are kept for somebody. They stand apart from the documents: `items` says what each item said when it
# was last looked at (kb.checklist.ticks.Kept). Of the key to a list only its digest is here.
kept_lists = Table(
    "kept_lists", metadata,
    Column("id", String, primary_key=True),
    Column("key_sha256", String, nullable=False),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("owner", String, nullable=False),
    Column("shared", JSON, nullable=False),
    Column("since", String),
    Column("items", JSON, nullable=False),
    Column("made_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("removed_at", String),
)

# What was ticked, never deleted: what is undone says when and by whom. `due` is empty where the item has no day.
kept_ticks = Table(
    "kept_ticks", metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("list_id", String, ForeignKey("kept_lists.id"), nullable=False),
    Column("item", String, nullable=False),
    Column("due", String, nullable=False),
    Column("done", String, nullable=False),
    Column("by", String, nullable=False),
    Column("note", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("undone_at", String),
    Column("undone_by", String, nullable=False),
)
# Whoever ticks at the same moment as another: one tick holds. The migration says the same to PostgreSQL, whose dialect
# would be loaded here with every command.
Index("uq_kept_ticks_holding", kept_ticks.c.list_id, kept_ticks.c.item, kept_ticks.c.due, unique=True,
      sqlite_where=kept_ticks.c.undone_at.is_(None))
