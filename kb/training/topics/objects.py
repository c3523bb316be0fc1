"""A topic as a JSON object, in the shape other programs rely on."""

from __future__ import annotations

from typing import Any

from kb.training.topic_table import TopicRow, TopicTable
from kb.training.topics.topic import Topic


def topic_object(found: TopicTable) -> dict[str, Any]:
    """The object of `kb topic --json` and GET /api/topics/{name}."""
    return {"topic": found.topic, "rows": [_row(r) for r in found.rows], "silent": list(found.silent),
            "without_number": list(found.without_number), "differences": found.differences}


def topics_object(topics: tuple[Topic, ...]) -> list[dict[str, Any]]:
    """The list of `kb topics --json` and GET /api/topics."""
    return [{"topic": t.name, "matters": [m.name for m in t.matters]} for t in topics]


def _row(r: TopicRow) -> dict[str, Any]:
    return {"matter": r.matter, "scope": list(r.scope), "who": r.who, "owner": r.owner, "value": r.value,
            "period": r.period, "comparator": r.comparator, "unit": r.unit, "clause": r.clause,
            "citation": r.citation, "quote": r.quote, "start": r.start, "end": r.end, "conflict": r.conflict}
