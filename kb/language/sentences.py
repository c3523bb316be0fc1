"""Sentences of a clause (句), as they are searched or whole, and the phrases of a sentence (短语)."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”』」）)]*|[^。！？；;!?\n]+$")
_WHOLE = re.compile(r"[^。！？!?\n]+(?:(?:[。！？!?\n]+[”』」）)]*)+|$)")
_PHRASE = re.compile(r"[^，,；;。！？\n]+")
_MIN = 12


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text` as they are searched: cut at semicolons, too; those shorter than a dozen
    characters join the one after. Without blanks at their ends.
    """
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


def whole_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of `text` as they are printed, from full stop to full stop, however short; each begins
    where the one before ends.
    """
    return [m.span() for m in _WHOLE.finditer(text)]


def sentence_start(text: str, place: int) -> int:
    """Where the whole sentence begins that holds a place; the text's beginning where none does."""
    return next((s for s, e in whole_sentences(text) if s <= place < e), 0)


def phrases(text: str) -> list[tuple[int, int]]:
    """Spans of the phrases of `text`, without the punctuation that parts them."""
    return [m.span() for m in _PHRASE.finditer(text)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())
