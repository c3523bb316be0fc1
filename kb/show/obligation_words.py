"""Obligations in words (职责事项的说法)."""

from __future__ import annotations

from functools import lru_cache

from kb.ingest.obligations import obligations
from kb.types import Clause, Obligation


@lru_cache(maxsize=50_000)
def obligations_of(clause: Clause) -> tuple[Obligation, ...]:
    """The obligations of a clause in printed order, kept for the next time they are asked for."""
    return tuple(obligations(clause))


def value_of(obligation: Obligation) -> str:
    """Period, deadline and count as an answer says them: 每年至少1次, 每届任期5年, 每年12月底前."""
    period = {None: "", "一次性": "", "任期": "每届任期"}.get(obligation.period, obligation.period or "")
    return period + (obligation.deadline or "") + (obligation.value or "") or obligation.quote
