"""Whether printed numbers continue one another (编号连续): what makes a number at a line start that of a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.ingest.structure.numbering import DOTTED, LEVELS, RANK, Marker


class Continuity:
    """Accepts or rejects markers so that each level runs 1, 2, 3 …, with small skips and restarts allowed.

    A list may skip a number (19 → 21) and may start again at 1 under a new heading; numbering may also run on
    across headings of a higher level (一、1–4，二、5–10). An excerpt may leave out any number of articles. Anything
    else is text that happens to start with a number.
    """

    MAX_SKIP = 3

    def __init__(self) -> None:
        self._last: dict[str, Marker] = {}
        self._path: tuple[int, ...] = ()
        self._fresh = True

    def heading(self) -> None:
        """A heading without a number stands here: every level may start again."""
        self._fresh = True

    def accept(self, marker: Marker, following: Sequence[Marker], *, apart: bool = False) -> Marker | None:
        """What `marker` must be read as to continue its level, None where it continues none.

        `following` holds the markers of the lines after it; `apart` tells that the line before ends a sentence.
        """
        dotted = _as_dotted(marker)
        if dotted is not None and self._runs_on(dotted, following, sure=dotted is marker):
            return self.take(dotted)
        if self._continues(marker, following) or _stands_apart(marker, apart=apart):
            return self.take(marker)
        other = marker.other
        return self.take(other) if other is not None and other.doubt and self._continues(other, following) else None

    def take(self, marker: Marker) -> Marker:
        """Goes on from a number that is known to be one, wherever its level stood."""
        for kind in LEVELS[RANK[marker.kind] + 1:]:
            if kind in ("paren_arabic", "latin", "circled", *DOTTED):
                self._last.pop(kind, None)
        self._last[marker.kind] = marker
        self._path = _path(marker)
        self._fresh = False
        return marker

    def _continues(self, marker: Marker, following: Sequence[Marker]) -> bool:
        if marker.doubt:
            return self._continues_in_doubt(marker, following)
        previous = self._last.get(marker.kind)
        if previous is not None and marker.sub:
            return previous.value == marker.value and marker.sub > previous.sub
        if previous is not None and not (self._fresh and marker.value == 1):
            step = marker.value - previous.value
            if step == 1 or (marker.spaced and step > 1 and not _comes(previous.value, marker, following)):
                return True
            if 1 < step <= self.MAX_SKIP and not (marker.bare and not previous.bare):
                return True
        if marker.value == 1:
            return not marker.bare or _next(marker, following) == 2 or _heads_dotted(marker, following)
        if marker.bare:
            return previous is None and _heads_dotted(marker, following)
        if previous is not None:
            return False
        return marker.spaced or _next(marker, following) == marker.value + 1

    def _continues_in_doubt(self, marker: Marker, following: Sequence[Marker]) -> bool:
        previous, after = self._last.get(marker.kind), _next(marker, following)
        if marker.value == 1 or previous is None:
            return marker.value == 1 and after == 2
        step = marker.value - previous.value
        if previous.bare or not 1 <= step <= self.MAX_SKIP:
            return False
        return after == marker.value + 1 or (step == 1 and marker.doubt == "figure" and after != marker.value)

    def _runs_on(self, dotted: Marker, following: Sequence[Marker], *, sure: bool) -> bool:
        """Whether a dotted number stands beside its neighbour, 1.1 before 1.2, 1.2 behind 1.1 or 1.1.3; or, where it
        is `sure` to be no quantity, between its parent and its child.
        """
        number = _path(dotted)
        if number == (*self._path[:len(number) - 1], sum(self._path[len(number) - 1:len(number)]) + 1) and (
                sure or len(self._path) >= len(number)):
            return True
        later = [_path(d) for m in following if (d := _as_dotted(m)) is not None]
        if sure and later and later[0][:len(number)] == number and len(later[0]) > len(number):
            return True
        beside = next((n for n in later if n[:-1] == number[:-1]), None)
        return beside is not None and beside[-1] == number[-1] + 1


def _as_dotted(marker: Marker) -> Marker | None:
    return next((d for kind in DOTTED if (d := marker.as_kind(kind)) is not None), None)


def _path(marker: Marker) -> tuple[int, ...]:
    """1.2.3 → 1, 2, 3; empty for a number of another kind than these and 1."""
    if marker.kind in DOTTED:
        return tuple(int(n) for n in re.split("[.．]", marker.printed))
    return (marker.value,) if marker.kind == "arabic" else ()


def _stands_apart(marker: Marker, *, apart: bool) -> bool:
    """Whether 第N条 opens an article wherever its level stood: behind a whole sentence, with a blank behind it."""
    return apart and marker.kind == "article" and marker.spaced and not marker.refers


def _heads_dotted(marker: Marker, following: Sequence[Marker]) -> bool:
    """Whether a bare number heads the one after it: 5 检查 before 5.1."""
    dotted = _as_dotted(following[0]) if following and marker.kind == "arabic" else None
    return dotted is not None and _path(dotted)[0] == marker.value


def _next(marker: Marker, following: Sequence[Marker]) -> int | None:
    """The next number of the marker's level; doubtful ones count where they would repeat or continue it."""
    near = (marker.value, marker.value + 1)
    return next((m.value for m in following if m.kind == marker.kind and (not m.doubt or m.value in near)), None)


def _comes(last: int, marker: Marker, following: Sequence[Marker]) -> bool:
    """Whether a number between `last` and the marker's still comes, before the numbering starts again."""
    for m in following:
        if m.kind != marker.kind:
            continue
        if m.value == 1:
            return False
        if last < m.value <= marker.value:
            return True
    return False
