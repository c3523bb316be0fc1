"""A topic in what a library holds (知识库的专题): the reader's words checked, the documents in force read."""

from __future__ import annotations

from dataclasses import replace

from kb.errors import QuestionError
from kb.language.vocabulary import GENERAL_SCOPE, scope_named, scopes
from kb.store.library import Library
from kb.training.topic_table import TopicTable
from kb.training.topics.table import topic_table
from kb.training.topics.topic import Topic, topic_named
from kb.types import OUT_OF_FORCE
from kb.validity.parts import rules_of, standing_on


def library_topic(library: Library, *, name: str, scopes: tuple[str, ...] = ()) -> TopicTable:
    """What the documents in force today rule on a topic, for the kinds of organisation in `scopes`, for all that the
    library has where none is named.

    Raises QuestionError, with what to do, where the topic has no name, a kind is unknown, or no clause rules it.
    """
    topic = known_topic(name)
    kinds = kinds_named(scopes)
    with library.snapshot() as seen:
        titles = {i: title for i, (title, status) in seen.titles().items() if status not in OUT_OF_FORCE}
        day = library.today()
        clauses, duties = rules_of(seen.clauses(), seen.obligations(), day)
        found = topic_table(topic, clauses, duties, titles, kinds=kinds)
        found = replace(found, rows=standing_on(clauses, found.rows, day))
    if not found.rows:
        where = f"{'、'.join(kinds)}的条款" if kinds else "知识库里的条款"
        raise QuestionError(f"{where}没有规定“{topic.name[:30]}”。请换一个说法，或从已列出的专题里选。")
    return found


def known_topic(name: str) -> Topic:
    """The topic that a reader means. Raises QuestionError where the name says nothing."""
    topic = topic_named(name)
    if topic is None:
        raise QuestionError("请写出要对照的专题，例如：三会一课。")
    return topic


def kinds_named(said: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of organisation that a reader names, each once. Raises QuestionError for one that is none."""
    return tuple(dict.fromkeys(map(_kind, said)))


def _kind(said: str) -> str:
    kind = scope_named(said)
    if kind is None:
        kinds = [*(s.name for s in scopes()), GENERAL_SCOPE]
        raise QuestionError(f"没有这类单位：{said.strip()[:20] or '（空）'}。可用：{'、'.join(kinds)}。")
    return kind
