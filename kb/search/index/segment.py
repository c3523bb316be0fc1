"""A segment (索引段): all that the index holds of some documents, which nothing that other documents say has a part in.

It is written once and never changed. A document that changes or goes is no longer taken of it; what is new lies in a
new segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.search.index import coded
from kb.search.index.analyses import StoredAnalyses, TakenAnalyses
from kb.search.index.coded import Coded
from kb.search.index.dense import Dense, merged_dense, with_near
from kb.search.index.placed import placed
from kb.search.index.postings import Postings, merged
from kb.search.index.units import Cut, merged_cut

CODED = ("roles", "mentions", "scopes", "paths")


@dataclass(frozen=True, slots=True)
class Held:
    """A document of a segment: its rows end at `end`, and begin where those of the one before it end. `mark` is the
    same for the same document, read by the same program.
    """

    id: str
    mark: str
    end: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A document as an index takes it: the number of the segment, its number there, and whether it is in force."""

    segment: int
    number: int
    in_force: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Row r of everything belongs to clause `clause_ids[r]`; what each part is, SearchIndex says. `name` is that of its
    folder where it lies on the disk.
    """

    documents: tuple[Held, ...]
    clause_ids: tuple[str, ...]
    by_word: Postings
    by_pair: Postings
    obligations: Cut
    asked: Cut
    passages: Dense
    questions: Dense
    roles: Coded
    mentions: Coded
    scopes: Coded
    paths: Coded
    numeric: NDArray[np.bool_]
    analyses: StoredAnalyses
    name: str = ""

    @property
    def size(self) -> int:
        return len(self.clause_ids)

    def span(self, number: int) -> tuple[int, int]:
        """The rows of a document: the first, and the one behind the last."""
        return (self.documents[number - 1].end if number else 0), self.documents[number].end


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of segments stand in the whole: row r is row `number[r]` of segment `segment[r]`, and row
    `origin[r]` of all of them laid one behind the other; `places` has for each segment the place of every row of its
    own, -1 for one that is not taken.
    """

    places: tuple[NDArray[np.int32], ...]
    segment: NDArray[np.int32]
    number: NDArray[np.int32]
    origin: NDArray[np.int64]

    @property
    def size(self) -> int:
        return len(self.segment)


def layout(segments: Sequence[Segment], taken: Sequence[Taken]) -> Layout:
    """Of these documents, in this order."""
    places = tuple(np.full(s.size, -1, dtype=np.int32) for s in segments)
    spans = [segments[t.segment].span(t.number) for t in taken]
    size = sum(end - first for first, end in spans)
    segment, number = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    row = 0
    for t, (first, end) in zip(taken, spans, strict=True):
        behind = row + end - first
        places[t.segment][first:end] = np.arange(row, behind)
        segment[row:behind], number[row:behind] = t.segment, np.arange(first, end)
        row = behind
    starts = np.cumsum([0, *(s.size for s in segments)], dtype=np.int64)
    return Layout(places, segment, number, starts[segment] + number)


def searchable(segment: Segment) -> Segment:
    """The same with what searches its vectors where they are many."""
    asked = segment.questions.adapted
    return replace(segment, passages=with_near(segment.passages, asked), questions=with_near(segment.questions, asked))


def merge(segments: Sequence[Segment], taken: Sequence[Taken]) -> Segment:
    """One segment of these documents, in this order: the one that would be made of them from nothing."""
    at = layout(segments, taken)
    own = {n: [placed(getattr(s, n), place, at.size) for s, place in zip(segments, at.places, strict=True)]
           for n in ("obligations", "asked", "passages", "questions")}
    held = [segments[t.segment].documents[t.number] for t in taken]
    ends = np.cumsum([end - first for first, end in (segments[t.segment].span(t.number) for t in taken)])
    lines = TakenAnalyses([s.analyses for s in segments], at.segment, at.number)
    by_word, by_pair = (merged([(getattr(s, n), place) for s, place in zip(segments, at.places, strict=True)], at.size)
                        for n in ("by_word", "by_pair"))
    roles, mentions, scopes, paths = (coded.taken([getattr(s, n) for s in segments], at.origin) for n in CODED)
    return Segment(
        tuple(Held(h.id, h.mark, int(end)) for h, end in zip(held, ends, strict=True)),
        tuple(segments[s].clause_ids[n] for s, n in zip(at.segment.tolist(), at.number.tolist(), strict=True)),
        by_word, by_pair, merged_cut(own["obligations"]), merged_cut(own["asked"]),
        merged_dense(own["passages"]), merged_dense(own["questions"]), roles, mentions, scopes,
        paths, np.concatenate([s.numeric for s in segments])[at.origin],
        StoredAnalyses(b"".join(map(lines.line, range(at.size)))))
