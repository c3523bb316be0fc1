"""A quiz item (试题). Frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ItemType = Literal["single", "multiple", "truefalse", "fill", "match", "short"]


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its key and the words it stands on: `clause.text[start:end] == quote`, `clause` being an id.

    `options` are the choices in printed order (single, multiple), or the right-hand side of a matching item; `key` the
    letters of the right ones (A), 对 or 错, the words that fill the blanks, or the points of a short answer. `scope`
    is the kind of organisation asked about, `difficulty` 1 (easy) to 3.
    """

    type: ItemType
    question: str
    options: tuple[str, ...]
    key: tuple[str, ...]
    scope: str
    clause: str
    citation: str
    quote: str
    start: int
    end: int
    difficulty: int
