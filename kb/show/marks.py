"""The numbered marks of an answer (角标): ① behind the words that a clause stands for, as ① stands at the clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SEGMENT = re.compile("[^。；;]+[。；;]?")
_ENDS = "。；;，,…、：: "
_LEAST, _SURE = 4, 8
_TITLE = re.compile("《[^》]*》?")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered clause: whom it binds, as an answer may call them (the fuller first), its figure and its text."""

    number: int
    labels: tuple[str, ...]
    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer, and the numbers of the clauses that it stands on."""

    text: str
    numbers: tuple[int, ...] = ()


def circled(number: int) -> str:
    """A number as a mark: ①, from 21 on （21）."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"（{number}）"


def pieces(texts: Sequence[str], references: Iterable[Reference]) -> list[list[Piece]]:
    """Texts cut where marks stand; each clause is marked once, in the first text that says it, the first clause always.

    A clause is marked behind the words that are its own, its figure, or the name of those it binds.
    """
    marks: list[dict[int, list[int]]] = [{} for _ in texts]
    taken: list[list[Span]] = [[] for _ in texts]
    for n, r in enumerate(references):
        ways = (_figure, _said, _named) if n == 0 else (_told, _named, _said, _figure)
        places = ((i, span) for way in ways for i, text in enumerate(texts) if (span := way(text, r, taken[i])))
        i, span = next(places, (0, None))
        if span is not None:
            taken[i].append(span)
            marks[i].setdefault(span[1], []).append(r.number)
        elif n == 0 and texts:
            marks[0].setdefault(len(texts[0].rstrip(_ENDS)), []).append(r.number)
    return [_cut(text, at) for text, at in zip(texts, marks, strict=True)]


def _figure(text: str, r: Reference, used: Sequence[Span]) -> Span | None:
    return _free(text, r.figure, used)


def _told(text: str, r: Reference, used: Sequence[Span]) -> Span | None:
    """The same, where it is long enough to be no other clause's."""
    return _said(text, r, used, least=_SURE)


def _said(text: str, r: Reference, _used: Sequence[Span], *, least: int = _LEAST) -> Span | None:
    """The first stretch of a text between stops that is all in the clause's own words."""
    own = _letters(r.text)
    for m in _SEGMENT.finditer(text):
        lead, _, words = m.group().rstrip(_ENDS).rpartition("：")
        if len(_letters(words)) >= least and _letters(words) in own:
            start = m.start() + len(lead)
            return start, m.start() + len(m.group().rstrip(_ENDS))
    return None


def _named(text: str, r: Reference, used: Sequence[Span]) -> Span | None:
    return next((span for label in r.labels if (span := _free(text, label, used))), None)


def _free(text: str, words: str, used: Sequence[Span]) -> Span | None:
    """Where words first stand, in no title, that no mark stands behind yet."""
    taken = [*used, *(m.span() for m in _TITLE.finditer(text))]
    for m in re.finditer(re.escape(words), text) if words else ():
        if not any(s < m.end() and m.start() < e for s, e in taken):
            return m.span()
    return None


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _cut(text: str, marks: dict[int, list[int]]) -> list[Piece]:
    out, begin = [], 0
    for at in sorted(marks):
        out.append(Piece(text[begin:at], tuple(marks[at])))
        begin = at
    return [*out, Piece(text[begin:])] if text[begin:] else out
