"""The numbered marks of an answer (角标): ① behind the words that a clause stands for, as ① stands at the clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.answer.compose import bound_by, figure_of
from kb.types import Citation, CitedClause

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SEGMENT = re.compile("[^。；;]+[。；;]?")
_ENDS = "。；;，,…、：: "
_LEAST = 8
_BOUNDS = "，、：；。（）,; "
_PART = re.compile("[^。；：（）]*")
_OPENED = re.compile("（[^（）]*$")
_ALSO = re.compile("[^。；：]*也是这样")
_TITLE = re.compile("《[^》]*》?")
_LIST = re.compile(r"共 \d+ 条[^：]*：")
_ITEM = re.compile("[^；。]+")
Span = tuple[int, int]
Marks = dict[int, list[int]]


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

    @property
    def runs(self) -> tuple[tuple[int, ...], ...]:
        """The numbers as they are shown: each by itself, of three and more in a row the first and the last."""
        out: list[list[int]] = []
        for n in sorted(self.numbers):
            if out and out[-1][-1] == n - 1:
                out[-1].append(n)
            else:
                out.append([n])
        return tuple(run for row in out for run in ([(row[0], row[-1])] if len(row) > 2 else [(n,) for n in row]))


def circled(number: int) -> str:
    """A number as a mark: ①, from 21 on 〔21〕."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else bracketed(number)


def bracketed(number: int) -> str:
    """A number as a mark where the text has circled numbers of its own: 〔1〕."""
    return f"〔{number}〕"


def reference(number: int, cited: CitedClause, finding: Citation) -> Reference:
    """What an answer may say of a clause by what was found in it."""
    labels = (bound_by(cited.clause, finding), "、".join(finding.scope))
    return Reference(number, labels, figure_of(finding), cited.clause.text)


def pieces(texts: Sequence[str], references: Sequence[Reference]) -> list[list[Piece]]:
    """Texts cut where marks stand; each clause is marked at most once, the first always.

    Of a list every clause is marked, behind its item or, where the list is cut short, behind the last. Elsewhere a
    clause is marked behind words that are its own, behind its figure, or behind the name of those it binds where its
    figure is said of them. Where none of that is sure it is not marked: a wrong mark is worse than none.
    """
    listing = _LIST.match(texts[0]) if texts else None
    marks = _of_list(texts, references, listing.end()) if listing else _of_words(texts, references)
    return [_cut(text, at) for text, at in zip(texts, marks, strict=True)]


def _of_list(texts: Sequence[str], references: Sequence[Reference], begin: int) -> list[Marks]:
    """Items stand in the order of their clauses; one that is cut short begins as its clause does."""
    marks: list[Marks] = [{} for _ in texts]
    left = list(references)
    for i, text in enumerate(texts):
        for m in _ITEM.finditer(text, begin if i == 0 else 0):
            words = _letters(m.group())
            at = next((n for n, r in enumerate(left) if words and words in _letters(r.text)), None)
            if at is not None:
                marks[i].setdefault(m.start() + len(m.group().rstrip("…")), []).append(left[at].number)
                del left[at]
    if left:
        marks[-1].setdefault(len(texts[-1].rstrip("。；")), []).extend(r.number for r in left)
    return marks


def _of_words(texts: Sequence[str], references: Sequence[Reference]) -> list[Marks]:
    marks: list[Marks] = [{} for _ in texts]
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
    return marks


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


def _cut(text: str, marks: Marks) -> list[Piece]:
    out, begin = [], 0
    for at in sorted(marks):
        out.append(Piece(text[begin:at], tuple(marks[at])))
        begin = at
    return [*out, Piece(text[begin:])] if text[begin:] else out
