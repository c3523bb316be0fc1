"""Where a part of an article stands in its words (款、项): 第2款, 第3项, 第2款第1项, “每月”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.language.numerals import parse_number
from kb.language.sentences import sentences

_NAME = re.compile("(?:第(?P<paragraph>\\d+)款)?(?:第(?P<item>\\d+)项)?(?:“(?P<words>[^”]+)”)?")
_ITEM = re.compile(r"[（(](?P<n>[〇零一二三四五六七八九十百\d]{1,4})[）)]|^[ \t　]*(?P<m>\d{1,3})[.．、](?!\d)",
                   re.MULTILINE)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Item:
    number: int
    start: int
    end: int


def inside(text: str, name: str) -> list[Span]:
    """The words that a name means in the text of an article; nothing where that cannot be told.

    A paragraph (款) begins on a line of its own that is no item's, and its items go with it. An item without the
    paragraph named is that of the one paragraph that has items. Words that are changed take their sentences along.
    """
    m = _NAME.fullmatch(name)
    if m is None:
        return []
    spans = [(0, len(text))]
    if m.group("paragraph"):
        every = _paragraphs(text)
        n = int(m.group("paragraph"))
        spans = [every[n - 1]] if 0 < n <= len(every) else []
    if m.group("item"):
        found = [i for s in spans for i in _items(text, s) if i.number == int(m.group("item"))]
        spans = [(found[0].start, found[0].end)] if len(found) == 1 else []
    if m.group("words"):
        spans = [(start, end) for start, end in sentences(text) for s, t in spans
                 if s < end and start < t and m.group("words") in text[max(s, start):min(t, end)]]
    return spans


def _lines(text: str) -> list[Span]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append((at, at + len(line)))
        at += len(line) + 1
    return out


def _paragraphs(text: str) -> list[Span]:
    out: list[Span] = []
    for start, end in _lines(text):
        if out and _ITEM.match(text[start:end].lstrip()):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _items(text: str, within: Span) -> list[_Item]:
    """The items printed within a stretch of text, each up to the next one or the end of its line; those that count up
    from one.
    """
    start, end = within
    marks = [(start + m.start(), int(parse_number(m.group("n") or m.group("m")) or 0))
             for m in _ITEM.finditer(text[start:end])]
    out: list[_Item] = []
    for n, (at, number) in enumerate(marks):
        line = text.find("\n", at, end)
        ends = [end if line < 0 else line, *([marks[n + 1][0]] if n + 1 < len(marks) else [])]
        out.append(_Item(number, at, min(ends)))
    return out
