"""Drawing up a checklist (编制清单): what the clauses in force ask of a role in a kind of organisation in a year."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kb.checklist.binding import heading_of, in_scope, words
from kb.checklist.conflicts import Ruled, ruled
from kb.checklist.due import due_dates
from kb.checklist.duty import duties
from kb.checklist.general import General, general_duties
from kb.checklist.items import Checklist, Item, Rhythm
from kb.checklist.kinds import is_of_other_kind
from kb.checklist.leads import lead_of
from kb.cite import citation
from kb.data import load_toml
from kb.errors import UnreadableError
from kb.ingest.conditions import opening_case
from kb.ingest.records import papers, records
from kb.types import Clause, Obligation, Obligations

# A duty that several lists hold is cited by the list that is nearest to the role.
_NEAR = ("own", "body", "none", "above", "other")
_ORDER: tuple[Rhythm | None, ...] = ("每月", "每季度", "每半年", "每年", "有期限", "任期", "一次性", None, "经常")


def checklist(clauses: Iterable[Clause], obligations: Obligations, titles: Mapping[str, str], *, role: str,
              scope: str, year: int) -> Checklist:
    """Everything that `clauses` require of a role (its canonical name) in a kind of organisation in `year`.

    `titles` maps the ids of the documents that count to their titles; clauses of others are left out. Items stand in
    the order of their rhythm, those with a number or a date first, general duties last.
    """
    lead = lead_of(role)
    of_scope = [c for c in clauses if c.document_id in titles and in_scope(c, scope) and not c.lead]
    found = [d for c in sorted(of_scope, key=lambda c: _NEAR.index(heading_of(lead, c, titles[c.document_id])[0]))
             for d in duties(lead, c, titles[c.document_id], obligations.get(c.id, ()))
             if not is_of_other_kind(d.obligation.subject, scope)]
    items = [_item(r, year) for r in ruled(found)]
    for c in of_scope:
        items += [_general(c, titles[c.document_id], g)
                  for g in general_duties(lead, c, titles[c.document_id], obligations.get(c.id, ()))]
    text = {c.id: c.text for c in of_scope}
    for i in items:
        if text[i.clause][i.start:i.end] != i.quote:
            raise UnreadableError(f"清单里的引文与条款原文不一致：{i.citation}。请运行 kb doctor 检查知识库。")
    return Checklist(role, scope, year, tuple(sorted(_apart(items), key=_place)))


def _place(item: Item) -> tuple[bool, int, bool]:
    return not item.must, _ORDER.index(item.rhythm), item.who != "own"


def _id(clause: Clause, title: str, *place: object) -> str:
    """What an item is known by as long as its clause reads the same, wherever the document's file lies."""
    key = "\x1f".join((title, *clause.path, clause.text, *map(str, place)))
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def _apart(items: Sequence[Item]) -> list[Item]:
    """Items with ids of their own, where two documents of one title hold the same clause."""
    seen: dict[str, int] = {}
    out = []
    for i in items:
        n = seen[i.id] = seen.get(i.id, 0) + 1
        out.append(i if n == 1 else replace(i, id=f"{i.id}-{n}"))
    return out


def _item(r: Ruled, year: int) -> Item:
    d, o = r.duty, r.duty.obligation
    return Item(
        id=_id(d.clause, d.title, o.start, o.end, d.nth), clause=d.clause.id,
        citation=citation(d.clause, d.title), quote=o.quote, start=o.start, end=o.end, who=d.bound.who,
        rhythm=_rhythm(o), action=d.action, count=o.count,
        comparator=o.comparator, unit=o.unit, period=o.period, deadline=o.deadline,  # type: ignore[arg-type]
        due=due_dates(o.period, o.deadline, year), record=d.record, condition=d.condition, must=True,
        conflict=r.conflict, stricter=r.stricter, also=r.also)


def _rhythm(o: Obligation) -> Rhythm | None:
    known = load_toml("checklist.toml")["period"].get(o.period or "", {})
    rhythm: Rhythm | None = known.get("rhythm")
    if o.deadline and rhythm in (None, "每年", "一次性"):
        return "有期限"
    return rhythm


def _general(clause: Clause, title: str, g: General) -> Item:
    quote = clause.text[g.start:g.end]
    return Item(
        id=_id(clause, title, g.start, g.end, "often" if g.often else "general"), clause=clause.id,
        citation=citation(clause, title), quote=quote, start=g.start, end=g.end, who=g.bound.who,
        rhythm="经常" if g.often else None, action=g.action,
        record=records(clause.text, g.start, g.end) if g.often else papers(quote),
        condition=g.bound.condition or opening_case(words("mark").sub("", quote)))
