"""A quiz as a paper (试卷): its sections and lines in words, which every file is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.show.export.text import one_line
from kb.training.item import Item
from kb.training.quiz.choices import LETTERS
from kb.training.quiz.pick import TYPES
from kb.training.quiz.wording import listed, phrase


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item with its number in the paper, from 1."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one type under their heading."""

    heading: str
    items: tuple[Numbered, ...]


def title(topics: Sequence[str], name: str = "title") -> str:
    """The title of the paper, or of its key (`answers`)."""
    said = "、".join(one_line(t) for t in topics) or phrase("paper", "all")
    return phrase("paper", name, topic=said)


def sections(items: Sequence[Item]) -> tuple[Section, ...]:
    """The sections of a paper, numbered through."""
    out: list[Section] = []
    n = 0
    for t in TYPES:
        own = [i for i in items if i.type == t]
        if own:
            heading = phrase("paper", "section", number=listed("paper", "numbers")[len(out)],
                             name=phrase("names", t), n=len(own))
            out.append(Section(heading, tuple(Numbered(n + k, i) for k, i in enumerate(own, 1))))
            n += len(own)
    return tuple(out)


def question(i: Numbered) -> tuple[str, ...]:
    """The lines of a question, its number first; a matching item has a line for each thing to be matched."""
    first, *rest = i.item.question.split("\n")
    return (phrase("paper", "numbered", n=i.number, question=first), *rest)


def options(item: Item) -> tuple[str, ...]:
    """The choices as printed: A. 每年."""
    return tuple(phrase("paper", "option", letter=LETTERS[n], words=one_line(o)) for n, o in enumerate(item.options))


def key(item: Item) -> str:
    """The key in one line."""
    if item.type in ("single", "multiple"):
        return "".join(item.key)
    return phrase("paper", "points" if item.type == "short" else "joined").join(one_line(k) for k in item.key)


def explained(i: Numbered) -> tuple[str, ...]:
    """The lines of the key to an item: the answer, the words that it stands on, where these stand, how hard it is."""
    return (phrase("paper", "answer", n=i.number, key=key(i.item)), *reasons(i.item))


def reasons(item: Item) -> tuple[str, ...]:
    """Why the key is right, and how hard the item is."""
    return (phrase("paper", "quote", quote=one_line(item.quote)),
            phrase("paper", "citation", citation=one_line(item.citation)),
            phrase("paper", "difficulty", level=listed("paper", "levels")[item.difficulty - 1]))
