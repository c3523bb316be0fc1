"""The rows of a topic as points to teach (要点): by matter and owner, the kinds of organisation side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.language.vocabulary import GENERAL_SCOPE, scopes
from kb.training.pack.pack import Cited, Point, Ruling
from kb.training.pack.phrases import asked
from kb.training.topic_table import TopicRow

# How a normal form of a period is said before a count; the others say themselves.
_PERIODS = {"一次性": "", "任期": "每届任期"}


def points(rows: Sequence[TopicRow], cited: Mapping[str, Cited]) -> tuple[Point, ...]:
    """The rows whose clauses are cited, in their order; rows of one matter and owner are one point."""
    groups: dict[tuple[str, str | None], list[TopicRow]] = {}
    for row in rows:
        if row.clause in cited:
            groups.setdefault((row.matter, row.owner), []).append(row)
    return tuple(_point(matter, owner, own, cited) for (matter, owner), own in groups.items())


def value_of(row: TopicRow) -> str | None:
    """The value of a row with its period, as an answer says it: 每年至少1次; None where it has neither."""
    period = _PERIODS.get(row.period or "", row.period or "")
    value = row.value or ""
    return (value if value.startswith(period) else period + value) or None


def in_order(kinds: Sequence[str]) -> tuple[str, ...]:
    """Kinds of organisation in the usual order, each once."""
    known = [*(s.name for s in scopes()), GENERAL_SCOPE]
    return tuple(sorted(dict.fromkeys(kinds), key=lambda k: known.index(k) if k in known else len(known)))


def _point(matter: str, owner: str | None, rows: Sequence[TopicRow], cited: Mapping[str, Cited]) -> Point:
    rulings: list[Ruling] = []
    for row in rows:
        ruling = Ruling(in_order(row.scope), value_of(row), row.quote, cited[row.clause], row.conflict is not None)
        if ruling not in rulings:
            rulings.append(ruling)
    first = next((r for r in rows if value_of(r) is not None), None)
    question = None if first is None else asked(
        matter, owner, (first.unit or "") if first.value is not None else None, first.period)
    return Point(matter, owner, tuple(rulings), question)
