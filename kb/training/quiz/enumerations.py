"""What a clause counts up (条内列举): its points, and lists in a sentence (包括A、B、C)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.answer.points import lead_in, points
from kb.training.quiz.likeness import contained, pairs
from kb.training.quiz.shelf import Shelf
from kb.training.quiz.window import balanced
from kb.training.quiz.wording import limit, pattern
from kb.types import Clause

_FIRST = re.compile("[。；;\n]")
_EDGE = " 　、，,：:。；;.．"
_TITLE = re.compile(r"^[^，,。；;：:\n]{4,30}[。：:]")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Things that a clause counts up under a title; `verb` leads in a list in a sentence, empty for points."""

    clause: Clause
    title: str
    verb: str
    items: tuple[str, ...]
    start: int
    end: int


def enumerations(shelf: Shelf) -> tuple[Enumeration, ...]:
    """Every enumeration of at least three things that are understood alone, in printed order."""
    return tuple(e for c in shelf.clauses for e in (*_points(c), *_lists(c)))


def titled(clause: Clause) -> tuple[str, int] | None:
    """The words that a clause begins with as its title, and where its text goes on; None where it has none."""
    begin = _opening(clause)
    m = _TITLE.match(clause.text[begin:])
    if m is None:
        return None
    title = m.group()[:-1].strip()
    fits = balanced(title) and not pattern("ruling").search(title) and not pattern("vague").search(title)
    return (title, begin + m.end()) if fits else None


def sentences(clause: Clause, start: int) -> tuple[tuple[str, ...], int]:
    """The sentences of a clause from a place on, and where the last one ends; none where one is not fit to be a point.
    """
    said = [s.strip(_EDGE) for s in re.split("[。；;！\n]", clause.text[start:])]
    said = [s for s in said if s]
    fits = all(len(s) <= limit("point") and balanced(s) and not pattern("vague").search(s) for s in said)
    return (tuple(said), len(clause.text.rstrip())) if fits and said and len(said) <= limit("points") else ((), start)


def stranger(words: str, clause: Clause) -> bool:
    """Whether nothing of the clause's text may mean the words."""
    return contained(pairs(words), pairs(clause.text)) <= limit("stranger")


def _opening(clause: Clause) -> int:
    text = clause.text
    printed = lead_in(text)
    at = text.find(printed.strip()[:6]) if printed.strip() else -1
    return max(at, 0)


def _points(clause: Clause) -> Iterator[Enumeration]:
    row = points(clause.text)
    title = lead_in(clause.text).strip(_EDGE)
    unfit = not 3 <= len(title) <= 30 or re.search(r"[。\n]", title) or pattern("vague").search(title)
    if len(row) < 3 or unfit or not balanced(title):
        return
    items = [_FIRST.split(clause.text[p.opening:p.end])[0].strip(_EDGE) for p in row]
    if all(map(_fits, items)) and _differ(items):
        yield Enumeration(clause, title, "", tuple(items), row[0].start, row[-1].end)


def _lists(clause: Clause) -> Iterator[Enumeration]:
    for m in pattern("list").finditer(clause.text):
        items = m["items"].split("、")
        tail = items[-1]
        last = pattern("list_tail").sub("", tail).strip()
        more = tail[len(last):]
        also = more[1:].strip() if more.startswith("和") else ""
        kept = [*items[:-1], *([last] if last else []), *([also] if also else [])]
        if len(kept) >= 3 and all(2 <= len(k) <= 20 and balanced(k) for k in kept) and _differ(kept) and (
                balanced(m["title"]) and not pattern("vague").search(m["title"])):
            yield Enumeration(clause, m["title"], m["verb"], tuple(kept), m.start(), m.end())


def _fits(words: str) -> bool:
    return (3 <= len(words) <= limit("option") and balanced(words) and not pattern("vague").search(words))


def _differ(items: Sequence[str]) -> bool:
    return all(contained(pairs(a), pairs(b)) < 0.8 for n, a in enumerate(items) for b in items[n + 1:])
