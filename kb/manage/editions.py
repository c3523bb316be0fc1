"""A new file among those of the library (新旧版本): what it keeps of the one it replaces, whether it is a later
edition, and what putting it in force does to the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kb.ingest.catalog import Entry
from kb.ingest.pipeline import build
from kb.manage.drafts import Draft, correct_draft
from kb.store.library import Library
from kb.types import Clause, Document
from kb.validity.days import first_day, in_words
from kb.validity.family import record_of
from kb.validity.timeline import Validity, timeline
from kb.validity.title import edition_title


def keeping_old(draft: Draft, library: Library) -> Draft:
    """The draft with issuer, date and kinds of organisation of the document that it replaces, where neither its text
    nor who brought it says any. Raises ReadError, NotFoundError.
    """
    if draft.replaces is None:
        return draft
    document, _ = build(draft.path, key=draft.id, entry=draft.entry)
    old = library.document(draft.replaces)
    entry = inherited(draft.entry, document, old, library.clauses(old.id))
    return draft if entry == draft.entry else correct_draft(draft, entry, replaces=draft.replaces)


def inherited(entry: Entry, document: Document, old: Document, clauses: Sequence[Clause]) -> Entry:
    """What is stated of `document` and what it keeps of the `old` one with these clauses."""
    dated = document.date or document.effective_from
    kept = stated_scope(old, clauses)
    return replace(entry, issuer=entry.issuer or (None if document.issuer else old.issuer),
                   date=entry.date or (None if dated else old.date),
                   effective_from=entry.effective_from or (None if dated else old.effective_from),
                   scope=entry.scope or kept)


def stated_scope(document: Document, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The kinds of organisation that a document with these clauses was said to bind, as far as its clauses show:
    those that each of them binds.
    """
    return document.scope if all(c.scope == document.scope for c in clauses) else ()


def is_later_edition(document: Document, old: Document) -> bool:
    """Whether a document that replaces an old one states a later day in force: then both stay, each for its time;
    else it is the same edition in better shape.
    """
    begins, began = first_day(document.effective_from), first_day(old.effective_from) or first_day(old.date)
    return begins is not None and (began is None or began < begins)


def effects(document: Document, others: Sequence[Document], today: date) -> tuple[list[str], str | None]:
    """What putting a document in force brings among the others, in sentences; and the id of the edition next to it."""
    records = [record_of(d) for d in others if d.id != document.id]
    before, after = timeline(records).of, timeline([*records, record_of(document)]).of
    own, titles = after[document.id], {d.id: d.title for d in others}
    out = []
    for i, then in after.items():
        was = before.get(i)
        if was is not None and (was.end, was.ended) != (then.end, then.ended) and then.replaced_by == document.id:
            out.append(_ended(document.title, titles[i], then))
    if own.replaced_by in titles:
        past = own.ended or (own.end is not None and own.end < today)
        until = "作为旧版本保留，不用来回答现在的问题" if past else f"有效到{in_words(own.end or today)}"
        out.append(f"知识库里已有更新的《{titles[own.replaced_by]}》：这一份{until}。")
    if own.start is not None and own.start > today:
        out.append(f"自{in_words(own.start)}起施行：在此之前不用来回答，只作预告。")
    elif not own.on(today) and own.end is not None and own.replaced_by is None:
        out.append(f"{in_words(own.end)}已到期：只供查阅，不用来回答现在的问题。")
    return out, own.replaces or own.replaced_by


def _ended(by: str, title: str, v: Validity) -> str:
    what = "代替" if edition_title(by).key == edition_title(title).key else "废止"
    last = "" if v.end is None else f"，《{title}》有效到{in_words(v.end)}"
    return f"生效后{what}《{title}》{last}；两份都保留，引用时各自标明。"
