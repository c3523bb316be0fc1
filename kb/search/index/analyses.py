"""The analyses of clauses as the index keeps them (条款分析的存取): a line of JSON each, read when it is asked for."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, fields, replace
from functools import lru_cache
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from kb.ingest.analysis import ClauseAnalysis, Stretch
from kb.ingest.frames import Frame
from kb.types import Clause, Gone, Obligation

_HELD = 2048
_DECODER = json.JSONDecoder()
_TUPLES = frozenset(f.name for kind in (Clause, Stretch) for f in fields(kind) if str(f.type).startswith("tuple"))


def as_lines(analyses: Iterable[ClauseAnalysis]) -> bytes:
    """One line an analysis, in order."""
    return b"".join(f"{json.dumps(astuple(a), ensure_ascii=False)}\n".encode()
                    for a in analyses)


def ends_of(lines: bytes) -> NDArray[np.int64]:
    """Where each line ends."""
    return np.flatnonzero(np.frombuffer(lines, dtype=np.uint8) == ord("\n")).astype(np.int64) + 1


class _Analyses(Sequence[ClauseAnalysis], ABC):
    """Analyses by their places, each read when it is asked for."""

    @abstractmethod
    def _one(self, at: int) -> ClauseAnalysis:
        """That at a place, counted from 0."""

    @abstractmethod
    def clause(self, at: int) -> Clause:
        """The clause of the one at a place, counted from 0, without the rest."""

    @overload
    def __getitem__(self, at: int) -> ClauseAnalysis: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ClauseAnalysis]: ...

    def __getitem__(self, at: int | slice) -> ClauseAnalysis | Sequence[ClauseAnalysis]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._one(at % len(self))

    def __iter__(self) -> Iterator[ClauseAnalysis]:
        return (self[i] for i in range(len(self)))


class StoredAnalyses(_Analyses):
    """Analyses from their lines, which may lie on the disk: each is read when it is asked for, and the last _HELD of
    them are held. Raises ValueError or TypeError for a line that is none.
    """

    def __init__(self, lines: bytes | NDArray[np.uint8], ends: NDArray[np.int64] | None = None) -> None:
        """`ends` says where each line ends, where that is known."""
        self._lines = memoryview(lines)  # type: ignore[arg-type]
        self.ends = ends_of(bytes(self._lines)) if ends is None else ends
        self._read = lru_cache(maxsize=_HELD)(self._at)
        self._read_clause = lru_cache(maxsize=_HELD)(self._clause_at)

    def line(self, at: int) -> bytes:
        """The line of one, with its end."""
        return bytes(self._lines[int(self.ends[at - 1]) if at else 0:int(self.ends[at])])

    def __len__(self) -> int:
        return len(self.ends)

    def clause(self, at: int) -> Clause:
        return self._read_clause(at)

    def _one(self, at: int) -> ClauseAnalysis:
        return self._read(at)

    def _at(self, at: int) -> ClauseAnalysis:
        return read_analysis(json.loads(self.line(at)))

    def _clause_at(self, at: int) -> Clause:
        row, _ = _DECODER.raw_decode(self.line(at).decode(), 1)  # the first of the values in the brackets
        return _clause(row)


class TakenAnalyses(_Analyses):
    """Analyses that lie in several parts: the one of row r is that at `number[r]` of part `part[r]`."""

    def __init__(self, parts: Sequence[StoredAnalyses], part: NDArray[Any], number: NDArray[Any]) -> None:
        self._parts, self._part, self._number = parts, part, number

    def line(self, at: int) -> bytes:
        """The line of one, with its end."""
        return self._parts[int(self._part[at])].line(int(self._number[at]))

    def __len__(self) -> int:
        return len(self._part)

    def clause(self, at: int) -> Clause:
        return self._parts[int(self._part[at])].clause(int(self._number[at]))

    def _one(self, at: int) -> ClauseAnalysis:
        return self._parts[int(self._part[at])][int(self._number[at])]


def read_analysis(row: list[Any]) -> ClauseAnalysis:
    """An analysis from the values of its line."""
    if len(row) != len(fields(ClauseAnalysis)):
        raise ValueError(row)
    clause, *texts, sentences, phrases, found, names, headed, ruled = row
    values: list[Any] = [_clause(clause), *texts, tuple(map(_stretch, sentences)),
                         tuple(map(_stretch, phrases)), tuple(map(_frame, found)), tuple(names),
                         tuple(headed), tuple(map(_frame, ruled))]
    return ClauseAnalysis(*values)


def _clause(row: list[Any]) -> Clause:
    clause = Clause(*_with_tuples(Clause, row))
    stored: Sequence[Any] = clause.gone
    return replace(clause, gone=tuple(Gone(*g) for g in stored)) if stored else clause


def _stretch(row: list[Any]) -> Stretch:
    values = _with_tuples(Stretch, row)
    at = [f.name for f in fields(Stretch)].index("obligation")
    values[at] = None if values[at] is None else _obligation(values[at])
    return Stretch(*values)


def _frame(row: list[Any]) -> Frame:
    if len(row) != len(fields(Frame)):
        raise ValueError(row)
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in row]
    at = [f.name for f in fields(Frame)].index("limits")
    values[at] = tuple(tuple(limit) for limit in row[at])
    return Frame(*values)


def _obligation(row: list[Any]) -> Obligation:
    values: list[Any] = [tuple(v) if isinstance(v, list) else v for v in row]
    return Obligation(*values)


def _with_tuples(kind: type[Clause] | type[Stretch], row: list[Any]) -> list[Any]:
    return [tuple(v) if f.name in _TUPLES else v for f, v in zip(fields(kind), row, strict=True)]
