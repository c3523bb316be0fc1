"""What every reader returns."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """Text as extracted, not yet canonical. `headings` maps line numbers of `text` to levels (1 = outermost)."""

    text: str
    parser: str
    headings: dict[int, int] = field(default_factory=dict)
