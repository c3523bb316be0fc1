"""Which segments are merged, and when (合并的时机)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.search.index.segment import Segment

# Clauses: a library no larger is always one segment.
_ONE = 5_000
# A segment no larger goes into a new one of half its size or more.
_SMALL = 2_000
# So many segments, or so many of all rows gone, are merged when there is time.
_MANY, _GONE = 8, 0.3


def places_of(segments: Sequence[Segment], marks: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Where documents of these marks lie, by id: the number of the segment, and the number there."""
    return {d.id: (n, number) for n, s in enumerate(segments) for number, d in enumerate(s.documents)
            if marks.get(d.id) == d.mark}


def to_merge(segments: Sequence[Segment], marks: Mapping[str, str], new: int) -> list[Segment]:
    """Those that go into one segment with so many new clauses."""
    alive = [0] * len(segments)
    for n, number in places_of(segments, marks).values():
        first, end = segments[n].span(number)
        alive[n] += end - first
    if sum(alive) + new <= _ONE:
        return [s for s, own in zip(segments, alive, strict=True) if own]
    out = []
    for own, segment in sorted(zip(alive, segments, strict=True), key=lambda pair: pair[0]):
        if 0 < own <= min(_SMALL, 2 * new):
            out.append(segment)
            new += own
    return out


def is_scattered(sizes: Sequence[int], taken: int) -> bool:
    """Whether segments of these sizes, of which so many rows are taken, are to be merged when there is time."""
    return len(sizes) > _MANY or sum(sizes) - taken > _GONE * sum(sizes)
