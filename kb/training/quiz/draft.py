"""A question that may be asked (备选题), before its choices are drawn and its place in the paper is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.cite import citation
from kb.training.item import Item, ItemType
from kb.training.quiz.likeness import pairs
from kb.types import Clause


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A question with its right answers and the wrong ones to draw from, and the words of `clause` it stands on.

    `wrong` of a true/false question are whole false questions. `order` are numbers that choices stand for, by which
    the right one is kept from always being the least. `topic` are the words that tell it from other questions.
    """

    type: ItemType
    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    scope: str
    clause: Clause
    title: str
    start: int
    end: int
    difficulty: int
    topic: str
    order: tuple[float, ...] = ()

    @property
    def quote(self) -> str:
        """The words that it stands on."""
        return self.clause.text[self.start:self.end]

    def likeness(self) -> frozenset[str]:
        """What tells it from other questions."""
        return pairs(self.topic)

    def item(self, *, question: str | None = None, options: Sequence[str] = (), key: Sequence[str] = ()) -> Item:
        """The item that it becomes."""
        return Item(self.type, question or self.question, tuple(options), tuple(key), self.scope, self.clause.id,
                    citation(self.clause, self.title), self.quote, self.start, self.end, self.difficulty)
