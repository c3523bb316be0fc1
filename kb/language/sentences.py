"""Sentences of a clause (句), and the phrases of a sentence (短语)."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”』」）)]*|[^。！？；;!?\n]+$")
_PHRASE = re.compile(r"[^，,；;。！？\n]+")
_MIN = 12


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text`; those shorter than a dozen characters join the one after."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for m in _SENTENCE.finditer(text):
        begin = m.start() if start is None else start
        if len(text[begin:m.end()].strip()) < _MIN and m.end() < len(text):
            start = begin
            continue
        spans.append((begin, m.end()))
        start = None
    if start is not None:
        spans.append((start, len(text)))
    return [_trimmed(text, s, e) for s, e in spans if text[s:e].strip()]


def phrases(text: str) -> list[tuple[int, int]]:
    """Spans of the phrases of `text`, without the punctuation that parts them."""
    return [m.span() for m in _PHRASE.finditer(text)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
