"""A piece of the outline (层次结构的一块)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.ingest.structure.numbering import Marker
from kb.ingest.structure.tables import RowRule

OutlineKind = Literal["title", "list", "heading", "lead", "item", "paragraph", "row"]


@dataclass(frozen=True, slots=True)
class OutlineBlock:
    """A piece of the outline; `depth` is 0 for unnumbered headings and counts the levels of numbering below.

    `text` is the line; of a title printed on several lines, all of them as one. A "list" heads a part of its own, a
    "heading" a chapter without a number.
    """

    kind: OutlineKind
    start: int
    end: int
    text: str
    depth: int = 0
    marker: Marker | None = None
    row: RowRule | None = None
    level: int = 1
