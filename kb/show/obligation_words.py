"""Obligations in words (职责事项的说法)."""

from __future__ import annotations

from kb.types import Obligation


def value_of(obligation: Obligation) -> str:
    """Period, deadline and count as an answer says them: 每年至少1次, 每届任期5年, 每年12月底前."""
    period = {None: "", "一次性": "", "任期": "每届任期"}.get(obligation.period, obligation.period or "")
    return period + (obligation.deadline or "") + (obligation.value or "") or obligation.quote
