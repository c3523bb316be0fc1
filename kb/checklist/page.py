"""A checklist as its page shows it (清单页): parts, rules that conflict as one row, days as labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.checklist.board_object import clause_link
from kb.checklist.day_labels import labels
from kb.checklist.items import Checklist, Item
from kb.checklist.words import parts


@dataclass(frozen=True, slots=True)
class Rule:
    """An item with the page of its clause, where its words are marked."""

    item: Item
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One duty: the rule to follow first, then others that rule the same thing differently. `boxes` are what there is
    to tick, as labels.
    """

    rules: tuple[Rule, ...]
    boxes: tuple[str, ...]

    @property
    def item(self) -> Item:
        return self.rules[0].item


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of the page with its heading; `key` is its anchor."""

    key: str
    name: str
    rows: tuple[Row, ...]


def page_parts(found: Checklist) -> list[PagePart]:
    """The parts in their order; a conflict stands where the rule to follow stands."""
    groups: dict[str, list[Item]] = {}
    for i in found.items:
        if i.conflict is not None:
            groups.setdefault(i.conflict, []).append(i)
    strict = {label: sorted(own, key=lambda i: not i.stricter) for label, own in groups.items()}
    out = []
    for n, part in enumerate(parts(found), start=1):
        rows = [_row(strict.get(i.conflict or "", [i])) for i in part.items
                if i.conflict is None or i is strict[i.conflict][0]]
        if rows:
            out.append(PagePart(f"part-{n}", part.name, tuple(rows)))
    return out


def _row(items: Sequence[Item]) -> Row:
    first = items[0]
    rules = tuple(Rule(i, clause_link(i.clause, i.start, i.end)) for i in items)
    return Row(rules, labels(first.due, first.rhythm))
