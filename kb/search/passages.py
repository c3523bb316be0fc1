"""What of a clause is embedded (段落): each of its sentences with the headings above it, and the clause's beginning.

What is embedded carries the headings; what is quoted never does.
"""

from __future__ import annotations

import re

from kb.numerals import CN_DIGITS
from kb.types import Clause

_SENTENCE = re.compile(r"[^。！？；;!?\n]*[。！？；;!?\n]+[”』」）)]*|[^。！？；;!?\n]+$")
_NUMBER = re.compile(rf"^([{CN_DIGITS}]+、|[（(][{CN_DIGITS}]+[）)]|第[{CN_DIGITS}\d]+[章节]\s*)")
_MIN = 12
_WHOLE = 160
_HEADINGS = 40


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


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    body = text[start:end]
    return start + len(body) - len(body.lstrip()), start + len(body.rstrip())


def headings(clause: Clause, title: str) -> str:
    """The headings a reader would name the clause by, the innermost last, without their numbers."""
    names = [clause.list_title if clause.list_title != title else title]
    names += [h for h in clause.path if h != clause.list_title]
    bare = [_NUMBER.sub("", n) for n in names]
    return " ".join(bare)[-_HEADINGS * 2:]


def passages(clause: Clause, title: str) -> list[str]:
    """The texts to embed for one clause; never empty."""
    above = headings(clause, title)[-_HEADINGS:]
    body = re.sub(r"\s+", " ", clause.text)
    out = [f"{above}：{body[:_WHOLE]}"]
    spans = sentences(clause.text)
    if len(spans) > 1:
        out += [f"{above}：{re.sub(chr(10), ' ', clause.text[s:e])}" for s, e in spans]
    return out
