"""Finding the questions of a kind among those that may be asked."""

from __future__ import annotations

from kb.training.item import ItemType
from kb.training.quiz.about import About
from kb.training.quiz.draft import Draft
from kb.training.quiz.drafts import Maker


def drafts(maker: Maker, kind: ItemType, words: str, *scopes: str) -> list[Draft]:
    """The questions of a type whose words hold these."""
    return [d for d in maker.drafts(About(), scopes) if d.type == kind and words in d.question]


def only(maker: Maker, kind: ItemType, words: str) -> Draft:
    """The one question of a type with these words."""
    (found,) = drafts(maker, kind, words)
    return found
