"""The numbered marks of an answer (角标): ① behind the words that a clause stands for, as ① stands at the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SEGMENT = re.compile("[^。；;]+[。；;]?")
_ENDS = "。；;，,…、：: "
_LEAST = 8
_BOUNDS = "，、：；。（）,; "
_PART = re.compile("[^。；：（）]*")
_OPENED = re.compile("（[^（）]*$")
_ALSO = re.compile("[^。；：]*也是这样")
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


def pieces(texts: Sequence[str], references: Sequence[Reference]) -> list[list[Piece]]:
    """Texts cut where marks stand; each clause is marked at most once, the first always.

    A clause is marked behind words that are its own, behind its figure, or behind the name of those it binds where its
    figure is said of them. Where none of that is sure it is not marked: a wrong mark is worse than none.
    """
    marks: list[dict[int, list[int]]] = [{} for _ in texts]
    taken: list[list[Span]] = [[] for _ in texts]
    for n, r in enumerate(references):
        ways = (_figure, _said) if n == 0 else (_said, _named, _figure)
        places = ((i, span) for way in ways for i, text in enumerate(texts)
                  if (span := way(text, r, references, taken[i])))
        i, span = next(places, (0, None))
        if span is not None:
            taken[i].append(span)
            marks[i].setdefault(span[1], []).append(r.number)
        elif n == 0 and texts:
            part = _SEGMENT.match(texts[0])
            marks[0].setdefault(len((part.group() if part else texts[0]).rstrip(_ENDS)), []).append(r.number)
    return [_cut(text, at) for text, at in zip(texts, marks, strict=True)]


def _figure(text: str, r: Reference, all_of: Sequence[Reference], used: Sequence[Span]) -> Span | None:
    """The figure of a clause: of the first wherever it first stands, of another where no other clause has it."""
    if r is not all_of[0] and sum(r.figure == other.figure for other in all_of) > 1:
        return None
    return next(_standing(text, r.figure, used), None)


def _said(text: str, r: Reference, all_of: Sequence[Reference], _used: Sequence[Span]) -> Span | None:
    """The first stretch of a text between stops that is all in the clause's own words, and said of nobody else."""
    own = _letters(r.text)
    others = [label for other in all_of for label in other.labels if label not in r.labels]
    for m in _SEGMENT.finditer(text):
        lead, _, words = m.group().rstrip(_ENDS).rpartition("：")
        foreign = any(next(_standing(lead, o, ()), None) for o in others) and not any(
            next(_standing(lead, label, ()), None) for label in r.labels)
        if len(_letters(words)) >= _LEAST and _letters(words) in own and not foreign:
            return m.start() + len(lead), m.start() + len(m.group().rstrip(_ENDS))
    return None


def _named(text: str, r: Reference, all_of: Sequence[Reference], used: Sequence[Span]) -> Span | None:
    """The name of those whom a clause binds, where a text says its figure of them."""
    for label in r.labels if r.figure else ():
        for start, end in _standing(text, label, used):
            before, behind = text[:start], _PART.match(text, end)
            rest = text[behind.end() if behind else end:]
            bracketed = _OPENED.search(before)
            of_bracket = bracketed is not None and before[:bracketed.start()].endswith(r.figure)
            of_colon = rest.startswith(f"：{r.figure}")
            of_first = _ALSO.match(text, end) is not None and r.figure == all_of[0].figure
            if of_bracket or of_colon or of_first:
                return start, end
    return None


def _standing(text: str, words: str, used: Sequence[Span]) -> Iterator[Span]:
    """Where words stand by themselves, between marks of punctuation, in no title and with no mark behind them yet."""
    taken = [*used, *(m.span() for m in _TITLE.finditer(text))]
    for m in re.finditer(re.escape(words), text) if words else ():
        alone = (m.start() == 0 or text[m.start() - 1] in _BOUNDS) and (
            m.end() == len(text) or text[m.end()] in _BOUNDS or text.startswith("也是", m.end()))
        if alone and not any(s < m.end() and m.start() < e for s, e in taken):
            yield m.span()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _cut(text: str, marks: dict[int, list[int]]) -> list[Piece]:
    out, begin = [], 0
    for at in sorted(marks):
        out.append(Piece(text[begin:at], tuple(marks[at])))
        begin = at
    return [*out, Piece(text[begin:])] if text[begin:] else out
