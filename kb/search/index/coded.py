"""Values that many clauses share (编码): each once, and for every clause its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Coded(Sequence[Names]):
    """The names of row r are `values[codes[r]]`; codes are int32."""

    values: tuple[Names, ...]
    codes: NDArray[np.int32]

    def each(self, of: Callable[[Names], Any]) -> NDArray[Any]:
        """What `of` gives for every row, worked out once for each value."""
        found = np.array([of(v) for v in self.values])
        return found[self.codes] if len(self.values) else np.zeros(0)

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, at: int) -> Names: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Names]: ...

    def __getitem__(self, at: int | slice) -> Names | Sequence[Names]:
        if isinstance(at, slice):
            return Coded(self.values, self.codes[at])
        return self.values[self.codes[at]]

    def __iter__(self) -> Iterator[Names]:
        return (self.values[c] for c in self.codes.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def coded(rows: Iterable[Names]) -> Coded:
    """The names of every row, in order."""
    number: dict[Names, int] = {}
    codes = [number.setdefault(names, len(number)) for names in rows]
    return Coded(tuple(number), np.array(codes, dtype=np.int32))


def taken(parts: Sequence[Coded], origin: NDArray[np.int64]) -> Coded:
    """The names of rows that are taken of the parts laid one behind the other."""
    number: dict[Names, int] = {}
    codes = [np.array([number.setdefault(v, len(number)) for v in p.values], dtype=np.int32)[p.codes] for p in parts
             if len(p)]
    every = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int32)
    return Coded(tuple(number), every[origin])
