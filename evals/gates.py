"""The gates (门槛): the scores that a version may not fall below, beside what is measured."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evals.collection import HERE

GATES = HERE / "gates.json"
# How far a gate stands from what was measured when it was set. What must always hold has no room at all.
_ROOM = {"verbatim": 0.0, "numbers_backed": 0.0, "success@1": 0.02, "success@5": 0.02, "R@10": 0.02,
         "false_refusal": 0.02, "items_right": 0.0, "once": 0.0, "stable": 0.0}
_OTHERWISE = 0.03


class Gated(Protocol):
    """A report whose measures may not fall below the gates of its name."""

    @property
    def name(self) -> str: ...

    @property
    def means(self) -> Mapping[str, float]: ...


@dataclass(frozen=True, slots=True)
class Gate:
    """A measure of a set beside its gate; false refusals may not rise above theirs, all else not fall below."""

    set_name: str
    measure: str
    measured: float
    bound: float

    @property
    def lower_is_better(self) -> bool:
        """Whether the gate is the most that is allowed."""
        return _kind(self.measure) == "false_refusal"

    @property
    def holds(self) -> bool:
        """Whether the measure keeps to the gate."""
        return self.measured <= self.bound if self.lower_is_better else self.measured >= self.bound

    @property
    def proposed(self) -> float:
        """The gate that what is measured would justify; never a looser one than there is."""
        room = _ROOM.get(_kind(self.measure), _OTHERWISE)
        if self.lower_is_better:
            return min(self.bound, _thousandths(min(1.0, self.measured + room), math.ceil))
        return max(self.bound, _thousandths(max(0.0, self.measured - room), math.floor))

    def __str__(self) -> str:
        return f"{self.set_name} {self.measure}：{self.measured:.3f}，门槛 {self.bound:.3f}"


def gated_sets(path: Path = GATES) -> list[str]:
    """The names of the sets that have gates."""
    return list(json.loads(path.read_text(encoding="utf-8")))


def gates(reports: Sequence[Gated], path: Path = GATES) -> list[Gate]:
    """Every gate of the reports' sets, in the file's order."""
    bounds = json.loads(path.read_text(encoding="utf-8"))
    return [Gate(report.name, measure, report.means[measure], bound)
            for report in reports for measure, bound in bounds.get(report.name, {}).items()]


def broken(reports: Sequence[Gated], path: Path = GATES) -> list[str]:
    """What fell below its gate, in words; empty where nothing did."""
    return [str(g) for g in gates(reports, path) if not g.holds]


def _thousandths(value: float, towards: Callable[[float], int]) -> float:
    """A share in thousandths, to the side on which what was measured still holds."""
    return towards(round(value * 1000, 6)) / 1000


def _kind(measure: str) -> str:
    """The measure without the group it is of."""
    return measure.rpartition(".")[2]
