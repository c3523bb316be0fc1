"""A document as a page shows it (阅读视图): its segments in printed order, its outline, and what was found in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.cite import citation, number_label
from kb.language.occurrences import Piece, Span, Words, pieces
from kb.show.quote import recognised
from kb.show.standing import Mark
from kb.types import Clause, Document, Obligation, Obligations, Segment, SegmentKind


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment of the document; the pieces of all joined are the canonical text.

    `anchor` is what a link names it by. A heading has a `level`, 0 for what stands above every list, and is `listed`
    where clauses stand under it. A clause has its `citation`, `label` (第3条) and `obligations`; it is `cited` where
    the reader came for it, and `marks` say what of it alone is out of force.
    """

    kind: SegmentKind
    anchor: str
    pieces: tuple[Piece, ...]
    level: int = 0
    listed: bool = False
    clause: Clause | None = None
    citation: str = ""
    label: str | None = None
    obligations: tuple[Obligation, ...] = ()
    cited: bool = False
    marks: tuple[Mark, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether the clause alone is out of force today."""
        return any(m.whole and m.now for m in self.marks)

    @property
    def text(self) -> str:
        """The segment as printed."""
        return "".join(p.text for p in self.pieces)

    @property
    def recognised(self) -> str | None:
        """How surely a clause was read from a picture; None where it was not."""
        return recognised(self.clause) if self.clause else None

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands in it."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The segments of a document and how many places in it hold the words looked for."""

    segments: tuple[ShownSegment, ...]
    hits: int

    @property
    def outline(self) -> tuple[ShownSegment, ...]:
        """The headings that lead to clauses."""
        return tuple(s for s in self.segments if s.listed)

    @property
    def clauses_hit(self) -> int:
        """How many clauses hold the words looked for."""
        return sum(s.clause is not None and any(p.hit for p in s.pieces) for s in self.segments)


def document_view(document: Document, clauses: Sequence[Clause], segments: Sequence[Segment],
                  obligations: Obligations, *, wanted: Words | None = None, clause_id: str | None = None,
                  cited: Span | None = None, out_of_force: Mapping[str, tuple[Mark, ...]] | None = None
                  ) -> DocumentView:
    """The view of a document with the words `wanted` marked in its headings and clauses.

    `clause_id` is the clause that the reader came for, `cited` the exact words in it (offsets into its text);
    `out_of_force` says by the id of a clause what of it alone is out of force.
    """
    at = {c.start: c for c in clauses}
    starts = sorted(at)
    shown: list[ShownSegment] = []
    hits, nearest = 0, 0
    for s in segments:
        text = document.text[s.start:s.end]
        found = wanted.spans(text) if wanted and s.kind != "matter" else ()
        clause = at.get(s.start) if s.kind == "clause" else None
        if clause is not None:
            here = clause.id == clause_id
            marked = pieces(text, found, number=hits + 1, cited=cited if here else None,
                            unsure=clause.unsure)
            shown.append(ShownSegment(
                "clause", clause.id, marked, clause=clause, citation=citation(clause, document.title),
                label=number_label(clause), obligations=obligations.get(clause.id, ()), cited=here,
                marks=(out_of_force or {}).get(clause.id, ())))
        else:
            while nearest < len(starts) and starts[nearest] < s.end:
                nearest += 1
            below = at[starts[nearest]] if nearest < len(starts) else None
            level, listed = _place(text, below) if s.kind == "heading" else (0, False)
            shown.append(ShownSegment(s.kind, f"at-{s.start}", pieces(text, found, number=hits + 1), level, listed))
        hits += len(found)
    return DocumentView(tuple(shown), hits)


def exact_words(clause: Clause | None, start: str, end: str) -> Span | None:
    """The words of a clause that a link names; None where it names none or what it says makes no sense."""
    if clause is None or not all(x.isascii() and x.isdecimal() and len(x) < 10 for x in (start, end)):
        return None
    span = int(start), int(end)
    return span if span[0] < span[1] <= len(clause.text) else None


def _place(heading: str, below: Clause | None) -> tuple[int, bool]:
    """The level of a heading, from the path of the clause below it, and whether it is part of that path."""
    path = below.path if below else ()
    bare = _bare(heading)
    place = next((n for n, h in enumerate(path) if bare.startswith(_bare(h))), None)
    return (len(path) if path else 0, False) if place is None else (place + 1, True)


def _bare(heading: str) -> str:
    return re.sub(r"\s|[：:]$", "", heading)
