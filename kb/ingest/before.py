"""What went before (前文): what the sentences of a clause leave to the next one."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.types import Obligation


@dataclass(slots=True)
class Before:
    """What the sentences of a clause read so far leave to the next one: the rows, who acted last, whose duties the
    clause's own heading says they are, the period and the case in force.
    """

    rows: list[Obligation] = field(default_factory=list)
    doer: str | None = None
    headed: str | None = None
    period: str | None = None
    condition: str | None = None
