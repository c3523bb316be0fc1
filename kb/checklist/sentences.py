"""The sentences of a clause (句), by their places."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as half-open ranges, in order."""
    return [(m.start(), m.end()) for m in _SENTENCE.finditer(text)]


def sentence_start(text: str, place: int) -> int:
    """Where the sentence begins that holds a place; the text's beginning where none does."""
    return next((s for s, e in sentences(text) if s <= place < e), 0)
