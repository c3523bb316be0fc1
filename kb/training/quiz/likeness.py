"""How alike two texts are (相像): by the pairs of characters that they share."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^\w]")


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text."""
    plain = _OTHER.sub("", text)
    return frozenset(plain[i:i + 2] for i in range(len(plain) - 1))


def contained(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of the smaller one that the other holds, 0 to 1."""
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def same(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of both that both hold, 0 to 1."""
    return len(a & b) / len(a | b) if a | b else 0.0
