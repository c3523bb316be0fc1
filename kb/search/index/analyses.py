"""The analyses of clauses as the index keeps them (条款分析的存取): a line of JSON each, read when first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, fields, replace
from typing import Any, overload

from kb.ingest.analysis import ClauseAnalysis, Stretch
from kb.ingest.frames import Frame
from kb.types import Clause, Gone, Obligation

_TUPLES = frozenset(f.name for kind in (Clause, Stretch) for f in fields(kind) if str(f.type).startswith("tuple"))


def as_lines(analyses: Sequence[ClauseAnalysis]) -> str:
    """One line an analysis, in order."""
    if isinstance(analyses, StoredAnalyses):
        return analyses.lines
    return "".join(json.dumps(astuple(a), ensure_ascii=False) + "\n" for a in analyses)


class StoredAnalyses(Sequence[ClauseAnalysis]):
    """Analyses from their lines; each is read once. Raises ValueError or TypeError for a line that is none."""

    def __init__(self, lines: str) -> None:
        self._lines = lines.split("\n")[:-1]
        self._read: dict[int, ClauseAnalysis] = {}

    @property
    def lines(self) -> str:
        """The lines that they are read from."""
        return "".join(f"{line}\n" for line in self._lines)

    def line(self, at: int) -> str:
        """The line of one, with its end."""
        return f"{self._lines[at]}\n"

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> ClauseAnalysis: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ClauseAnalysis]: ...

    def __getitem__(self, at: int | slice) -> ClauseAnalysis | Sequence[ClauseAnalysis]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        found = self._read.get(at)
        if found is None:
            found = self._read[at] = read_analysis(json.loads(self._lines[at]))
        return found

    def __iter__(self) -> Iterator[ClauseAnalysis]:
        return (self[i] for i in range(len(self)))


def joined(before: Sequence[ClauseAnalysis], rows: Sequence[int], made: Mapping[int, ClauseAnalysis]
           ) -> StoredAnalyses:
    """The analyses of as many clauses as there are `rows`: those at these places `before`, which are not read for it,
    and those that were made anew, by their own place.
    """
    stored = before if isinstance(before, StoredAnalyses) else StoredAnalyses(as_lines(before))
    return StoredAnalyses("".join(as_lines((made[n],)) if n in made else stored.line(at)
                                  for n, at in enumerate(rows)))


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
