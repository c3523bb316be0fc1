"""A part of something larger (部分与整体): where what a part numbers stands in the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """What a part holds, and its places in the whole.

    `place` (int32) gives the number in the whole of each that the part numbers, -1 for one that is gone; `back` (int32)
    the number in the part of each of the whole, -1 for one of another part. None of both: the part is the whole.
    `whole` tells that nothing of the part is gone.
    """

    of: T
    place: NDArray[np.int32] | None = None
    back: NDArray[np.int32] | None = None
    whole: bool = True

    def rows(self, own: NDArray[Any]) -> tuple[NDArray[Any], Any]:
        """The numbers in the whole of what the part numbers so, without those that are gone, and what selects them."""
        if self.place is None:
            return own, slice(None)
        found = self.place[own]
        if self.whole:
            return found, slice(None)
        alive = found >= 0
        return found[alive], alive

    def alive(self, own: NDArray[Any]) -> NDArray[np.bool_]:
        """Which of those that the part numbers so are not gone."""
        return np.ones(len(own), dtype=np.bool_) if self.place is None else self.place[own] >= 0

    def local(self, rows: NDArray[Any]) -> NDArray[Any]:
        """The numbers in the part of these of the whole, -1 for those of another part."""
        return rows if self.back is None else self.back[rows]


def placed(of: T, place: NDArray[np.int32], size: int) -> Placed[T]:
    """A part at these places of a whole of `size`."""
    if len(place) == size and np.array_equal(place, np.arange(size)):
        return Placed(of)
    back = np.full(size, -1, dtype=np.int32)
    alive = np.flatnonzero(place >= 0)
    back[place[alive]] = alive
    return Placed(of, place, back, len(alive) == len(place))
