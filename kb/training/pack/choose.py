"""Which clauses of a topic go in (选条款): those the trainer did not leave out, not too many, fair to every kind."""

from __future__ import annotations

from collections.abc import Sequence

from kb.training.pack.rulings import value_of
from kb.training.topic_table import TopicRow


def chosen(rows: Sequence[TopicRow], *, who: frozenset[str], without: Sequence[str], order: Sequence[str],
           most: int) -> list[TopicRow]:
    """The rows that go in: for these addressees (for all where none of them is addressed), without the clauses left
    out, of at most `most` clauses (0: all), those named in `order` first.
    """
    left = [r for r in rows if r.clause not in without]
    addressed = [r for r in left if r.who in who] if who else left
    left = addressed or left
    kept = _fair(left, most, [c for c in order if any(r.clause == c for r in left)]) if most else None
    own = [r for r in left if kept is None or r.clause in kept]
    place = {clause: n for n, clause in enumerate(order)}
    return sorted(own, key=lambda r: place.get(r.clause, len(place)))


def _fair(rows: Sequence[TopicRow], most: int, wanted: Sequence[str]) -> set[str]:
    """The clauses of a short selection: those wanted, then one of every kind in turn, those with values first."""
    queues: dict[tuple[str, ...], list[str]] = {}
    for row in sorted(rows, key=lambda r: value_of(r) is None):
        queue = queues.setdefault(row.scope, [])
        if row.clause not in queue:
            queue.append(row.clause)
    taken = list(dict.fromkeys(wanted))[:most]
    while len(taken) < most and any(queues.values()):
        for queue in queues.values():
            while queue and (clause := queue.pop(0)) in taken:
                pass
            if clause not in taken and len(taken) < most:
                taken.append(clause)
    return set(taken)
