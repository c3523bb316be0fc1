"""A quiz as plain text (试题文本): the paper, and the key behind it."""

from __future__ import annotations

from collections.abc import Sequence

from kb.training.item import Item
from kb.training.quiz.paper import explained, options, question, sections, title


def as_text(items: Sequence[Item], *, topics: Sequence[str]) -> str:
    """The paper and its key, for a terminal."""
    lines = [title(topics)]
    for s in sections(items):
        lines += ["", s.heading]
        for i in s.items:
            lines += ["", *question(i), *(f"   {o}" for o in options(i.item))]
    lines += ["", title(topics, "answers")]
    for s in sections(items):
        for i in s.items:
            first, *rest = explained(i)
            lines += ["", first, *(f"   {r}" for r in rest)]
    return "\n".join(lines)
