"""The rows of a topic as points to teach (要点): by matter and owner, the kinds of organisation side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.language.vocabulary import GENERAL_SCOPE, scopes
from kb.training.pack.pack import Cited, Point, Question, Ruling
from kb.training.pack.phrases import asked
from kb.training.topic_table import TopicRow
from kb.training.topics.differences import phrase


def points(rows: Sequence[TopicRow], cited: Mapping[str, Cited]) -> tuple[Point, ...]:
    """The rows whose clauses are cited, in their order; rows of one matter and owner are one point."""
    groups: dict[tuple[str, str | None], list[TopicRow]] = {}
    for row in rows:
        if row.clause in cited:
            groups.setdefault((row.matter, row.owner), []).append(row)
    return tuple(_point(matter, owner, own, cited) for (matter, owner), own in groups.items())


def value_of(row: TopicRow) -> str | None:
    """The value of a row with its period, as an answer says it: 每年至少1次; None where it has neither."""
    return phrase(row) or None


def in_order(kinds: Sequence[str]) -> tuple[str, ...]:
    """Kinds of organisation in the usual order, each once."""
    known = [*(s.name for s in scopes()), GENERAL_SCOPE]
    return tuple(sorted(dict.fromkeys(kinds), key=lambda k: known.index(k) if k in known else len(known)))


def _point(matter: str, owner: str | None, rows: Sequence[TopicRow], cited: Mapping[str, Cited]) -> Point:
    rulings: list[Ruling] = []
    questions: dict[str, list[Ruling]] = {}
    for row in rows:
        ruling = Ruling(in_order(row.scope), value_of(row), row.quote, cited[row.clause], row.conflict)
        if ruling in rulings:
            continue
        rulings.append(ruling)
        if ruling.value is not None:
            unit = (row.unit or "") if row.value is not None else ""
            questions.setdefault(asked(matter, owner, unit, row.period), []).append(ruling)
    return Point(matter, owner, tuple(rulings), tuple(Question(q, tuple(own)) for q, own in questions.items()))
