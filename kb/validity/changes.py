"""What changed between two versions (版本差异): clause by clause, and within a clause character by character."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from kb.types import Clause

ChangeKind = Literal["same", "changed", "added", "removed"]
EditKind = Literal["same", "added", "removed"]
Pair = tuple[Clause | None, Clause | None]

_ALIKE = 0.4
# Of two that bear the same printed number.
_ALIKE_OF_NUMBER = 0.25
_NEAR = 30
_ISLAND = 2
_EFFORT = 20_000_000
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of text that both versions have, or only one of them."""

    kind: EditKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A clause in the old version, in the new one, or in both.

    Joined, the edits that are not "added" give the old text, those that are not "removed" the new one; `moved` tells
    that the headings above it are others now.
    """

    kind: ChangeKind
    old: Clause | None
    new: Clause | None
    edits: tuple[Edit, ...]
    moved: bool = False


def changes(old: Sequence[Clause], new: Sequence[Clause]) -> list[Change]:
    """Every clause of both versions, in the order of the new one, removed ones where they stood.

    Clauses are paired by their words without the printed number, so that a clause that was only renumbered shows as
    that; what is left between two pairs is paired by likeness.
    """
    out, effort = [], _EFFORT
    for x, y in pairs(old, new):
        out.append(_change(x, y, effort))
        if x is not None and y is not None and x.text != y.text:
            effort -= len(x.text) * len(y.text)
    return out


def pairs(old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    """Every clause of both versions with its counterpart in the other, None where it has none; in the order of
    `changes`.
    """
    a, b = [_words(c) for c in old], [_words(c) for c in new]
    paired: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            paired += zip(old[i1:i2], new[j1:j2], strict=True)
        else:
            paired += _between(old[i1:i2], new[j1:j2])
    return paired


def edits(old: str, new: str, *, effort: int = _EFFORT) -> tuple[Edit, ...]:
    """What turns `old` into `new`; a number in figures changes as a whole.

    Where comparing characters would take more than `effort` (the product of the two lengths that differ), the differing
    stretch changes as a whole.
    """
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    before, after = a[head:len(a) - tail], b[head:len(b) - tail]
    middle: list[Edit] = []
    if len(before) * len(after) > effort:
        middle = [Edit("removed", "".join(before)), Edit("added", "".join(after))]
    else:
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
            if tag == "equal" and len(gone) > _ISLAND:
                middle.append(Edit("same", gone))
            else:  # a character or two in common between two changes only make them harder to read
                middle += [Edit("removed", gone), Edit("added", come)]
    whole = [Edit("same", "".join(a[:head])), *_merged(middle), Edit("same", "".join(a[len(a) - tail:]))]
    return tuple(e for e in whole if e.text)


def _merged(parts: Sequence[Edit]) -> list[Edit]:
    """Between two stretches in common one removal and one addition."""
    out: list[Edit] = []
    removed = added = ""
    for e in (*parts, Edit("same", "")):
        if e.kind == "same":
            out += [Edit("removed", removed), Edit("added", added), e]
            removed = added = ""
        elif e.kind == "removed":
            removed += e.text
        else:
            added += e.text
    return out


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    limit = min(len(a), len(b))
    return next((n for n in range(limit) if a[n] != b[n]), limit)


def _words(clause: Clause) -> str:
    """The text of a clause without the number printed before it."""
    if clause.number is None:
        return clause.text
    return clause.text.lstrip().removeprefix(clause.number).lstrip("\n .．、，）)")


def _change(old: Clause | None, new: Clause | None, effort: int) -> Change:
    if old is None or new is None:
        kind: Literal["added", "removed"] = "added" if old is None else "removed"
        text = "".join(c.text for c in (old, new) if c is not None)
        return Change(kind, old, new, (Edit(kind, text),))
    moved = old.path != new.path
    return Change("changed" if moved or old.text != new.text else "same", old, new,
                  edits(old.text, new.text, effort=effort), moved)


def _between(old: Sequence[Clause], new: Sequence[Clause]) -> list[Pair]:
    alike = dict(_alike(old, new))
    out: list[Pair] = []
    at = 0
    for i, clause in enumerate(old):
        if i in alike:
            out += [(None, c) for c in new[at:alike[i]]]
            out.append((clause, new[alike[i]]))
            at = alike[i] + 1
        else:
            out.append((clause, None))
    return out + [(None, c) for c in new[at:]]


def _alike(old: Sequence[Clause], new: Sequence[Clause]) -> list[tuple[int, int]]:
    """Pairs of old and new clauses that are alike, the most alike first, none crossing another."""
    a, b = [_pairs_of_characters(c) for c in old], [_pairs_of_characters(c) for c in new]
    scored = []
    for i, x in enumerate(a):
        near = round(i * len(b) / max(len(a), 1))
        for j in range(max(0, near - _NEAR), min(len(b), near + _NEAR + 1)):
            likeness = 2 * len(x & b[j]) / max(len(x) + len(b[j]), 1)
            same_number = old[i].number is not None and old[i].number == new[j].number
            if likeness >= (_ALIKE_OF_NUMBER if same_number else _ALIKE):
                scored.append((-likeness, abs(i - j), i, j))
    taken: list[tuple[int, int]] = []
    for _, _, i, j in sorted(scored):
        if all((p < i and q < j) or (p > i and q > j) for p, q in taken):
            insort(taken, (i, j))
    return taken


def _pairs_of_characters(clause: Clause) -> frozenset[str]:
    text = _words(clause)
    return frozenset(text[i:i + 2] for i in range(max(len(text) - 1, 1)))
