"""The table of a topic (专题的表), as a pack needs it: from the comparison of kinds of organisation."""

from __future__ import annotations

from collections.abc import Iterator

from kb.cite import citation
from kb.errors import QuestionError
from kb.language.vocabulary import scopes
from kb.show.compare import Topic, is_about, offered, topic_named, topic_obligations
from kb.store.library import Library
from kb.training.topic_table import TopicRow, TopicTable
from kb.types import OUT_OF_FORCE, Clause, Obligation


def topic_table(library: Library, name: str, kinds: tuple[str, ...]) -> TopicTable:
    """What the documents in force rule on a topic, for kinds of organisation or for all.

    Raises QuestionError: a name without a letter, or a topic that no clause names.
    """
    topic = topic_named(name)
    rows = () if topic is None else tuple(_rows(library, topic, kinds))
    if not rows:
        raise QuestionError(f"专题“{name[:20]}”没有条款规定，请换个说法或单位类型。")
    present = {k for r in rows for k in r.scope}
    valued = {k for r in rows if r.value or r.period for k in r.scope}
    asked = kinds or tuple(s.name for s in scopes())
    return TopicTable(name, rows, tuple(k for k in asked if k not in present),
                      tuple(k for k in asked if k in present - valued), "")


def _rows(library: Library, topic: Topic, kinds: tuple[str, ...]) -> Iterator[TopicRow]:
    titles = {i: title for i, (title, status) in library.titles().items() if status not in OUT_OF_FORCE}
    found = library.obligations()
    for c in library.clauses():
        title = titles.get(c.document_id)
        if title is None or (kinds and not set(kinds) & set(c.scope)) or not is_about(topic, c, title):
            continue
        own = topic_obligations(topic, c, found.get(c.id, ()))
        for o in own:
            yield _row(topic, c, title, o)
        if not own and topic.spans(c.text):
            yield TopicRow(topic.name, c.scope, "other", c.roles[0] if c.roles else None, None, None, None, None, c.id,
                           citation(c, title), c.text, 0, len(c.text))


def _row(topic: Topic, c: Clause, title: str, o: Obligation) -> TopicRow:
    value = (o.deadline or "") + (o.value or "") or None
    return TopicRow(topic.name, c.scope, "other", o.subject, value, o.period, o.comparator, o.unit, c.id,
                    citation(c, title), o.quote, o.start, o.end)


def topics_offered(library: Library) -> list[str]:
    """The suggested topics that some document in force speaks of."""
    titles = {i: title for i, (title, status) in library.titles().items() if status not in OUT_OF_FORCE}
    return [t.name for t in offered([c for c in library.clauses() if c.document_id in titles], titles)]
