"""The search index (索引): what retrieval needs, over one or several segments. `kb.search.index.disk` keeps it on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kb.language.repair import Sounds
from kb.search.index import coded
from kb.search.index.analyses import TakenAnalyses
from kb.search.index.bm25 import BM25, bm25_over
from kb.search.index.coded import Coded
from kb.search.index.placed import placed
from kb.search.index.segment import CODED, Segment, Taken, layout
from kb.search.index.space import Space
from kb.search.index.units import Units, units_over

INDEX_VERSION = "22"
SCORED = ("by_word", "by_pair", "obligations", "asked")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. Any difference from what is at hand makes it unusable, by name."""

    version: str
    model: str
    adapter: str
    dimension: int
    tokenizer: str
    revision: str
    clauses: int
    passages: int
    questions: int
    segments: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True)
class SearchIndex:
    """Row r of everything belongs to clause `clause_ids[r]`; rows follow the library's order of clauses, in whichever
    of the `segments` they lie; `taken` are the documents, in that order.

    `words` is the tokenizer's dictionary; `by_word` and `by_pair` score clauses with their headings by words and by
    character pairs; `obligations` their obligations and `asked` the questions attached to them, by character pairs;
    `passages` and `questions` are the vectors of their sentences and of the attached questions.
    `roles` and `mentions` name the roles that a clause binds and those that its text names, `scopes` the kinds of
    organisation that it binds, `paths` the headings that it stands under; `numeric` tells which rule
    a number, `in_force` which are not repealed; `analyses` are the clauses as they were analysed.
    """

    manifest: Manifest
    clause_ids: tuple[str, ...]
    words: dict[str, int]
    sounds: Sounds
    by_word: BM25
    by_pair: BM25
    obligations: Units
    asked: Units
    passages: Space
    questions: Space
    roles: Coded
    mentions: Coded
    scopes: Coded
    paths: Coded
    numeric: NDArray[np.bool_]
    in_force: NDArray[np.bool_]
    analyses: TakenAnalyses
    segments: tuple[Segment, ...]
    taken: tuple[Taken, ...]

    @property
    def size(self) -> int:
        return len(self.clause_ids)

    @cached_property
    def spans(self) -> dict[str, range]:
        """The rows of each document, by its id, in order."""
        out, row = {}, 0
        for t in self.taken:
            segment = self.segments[t.segment]
            first, end = segment.span(t.number)
            out[segment.documents[t.number].id], row = range(row, row + end - first), row + end - first
        return out

    @property
    def floors(self) -> dict[str, float]:
        """What BM25 makes of all the terms together, by the name of each."""
        return {"by_word": self.by_word.floor, "by_pair": self.by_pair.floor,
                "obligations": self.obligations.bm25.floor, "asked": self.asked.bm25.floor}


def over(segments: Sequence[Segment], taken: Sequence[Taken], manifest: Manifest, words: dict[str, int],
         sounds: Sounds, floors: Mapping[str, float] | None = None) -> SearchIndex:
    """The index of documents that lie in segments; `floors` where they are known from before."""
    at = layout(segments, taken)
    own = {n: [placed(getattr(s, n), place, at.size) for s, place in zip(segments, at.places, strict=True)]
           for n in (*SCORED, "passages", "questions")}
    floor = dict(floors or {})
    ids = [s.clause_ids for s in segments]
    spans = [segments[t.segment].span(t.number) for t in taken]
    names = {n: coded.taken([getattr(s, n) for s in segments], at.origin) for n in CODED}
    passages, questions = Space(own["passages"], at.size), Space(own["questions"], at.size)
    counted = replace(manifest, clauses=at.size, passages=passages.count, questions=questions.count)
    return SearchIndex(
        manifest=counted, words=words, sounds=sounds,
        clause_ids=tuple(ids[s][n] for s, n in zip(at.segment.tolist(), at.number.tolist(), strict=True)),
        by_word=bm25_over(own["by_word"], at.size, floor=floor.get("by_word")),
        by_pair=bm25_over(own["by_pair"], at.size, floor=floor.get("by_pair")),
        obligations=units_over(own["obligations"], floor=floor.get("obligations")),
        asked=units_over(own["asked"], floor=floor.get("asked")),
        passages=passages, questions=questions,
        numeric=np.concatenate([s.numeric for s in segments])[at.origin],
        in_force=np.repeat([t.in_force for t in taken], [end - first for first, end in spans]),
        analyses=TakenAnalyses([s.analyses for s in segments], at.segment, at.number),
        segments=tuple(segments), taken=tuple(taken), **names)
