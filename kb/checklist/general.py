"""General duties (一般职责): what a role's list asks for without a number, clause by clause, and what it wants often.

A list for the role, or for the organisation that he leads, is kept whole, but for sentences that print somebody else as
their doer; of other lists only the sentences that print him or his organisation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.checklist.action import title_of
from kb.checklist.binding import Bound, bound, heading_of, words
from kb.checklist.leads import Lead, body_named, levels_in, named_in, secretary_of
from kb.language.sentences import whole_sentences
from kb.language.vocabulary import find_roles
from kb.types import Clause, Obligation

_LEAST = 10


@dataclass(frozen=True, slots=True)
class General:
    """A stretch of a clause without a number: clause.text[start:end]; `often` tells that it is to be done often."""

    start: int
    end: int
    bound: Bound
    action: str
    often: bool = False


def general_duties(lead: Lead, clause: Clause, title: str, numeric: Sequence[Obligation]) -> list[General]:
    """The general duties of a clause that bind a role or his organisation, in printed order. `numeric` are the clause's
    duties with a number: a clause of the organisation's list that holds nothing else is no general duty too.
    """
    heading, condition = heading_of(lead, clause, title)
    whole = Bound("own" if heading == "own" else "branch", frozenset(), condition)
    out: list[General] = []
    for start, end, binds in _runs(lead, clause, title, whole if heading in ("own", "body") else None):
        if heading == "body" and _nothing_else(clause, start, end, numeric):
            continue
        if heading in ("own", "body") or not _covered(clause, start, end, numeric):
            out.append(General(start, end, binds, title_of(clause.text[start:end])))
            out += _often(clause, start, end, binds, numeric)
    return out


def _runs(lead: Lead, clause: Clause, title: str, whole: Bound | None) -> list[tuple[int, int, Bound]]:
    """Runs of sentences that bind him; those of another list only where they print him as their doer."""
    told = [(start, end, *_told(lead, clause, title, clause.text[start:end]))
            for start, end in whole_sentences(clause.text)]
    # A clause of a list for him alone stands whole, whoever else has a part in it.
    alone = lead.role in clause.roles and not all(foreign for _, _, _, foreign in told)
    out: list[tuple[int, int, Bound]] = []
    for start, end, printed, foreign in told:
        binds = printed
        if whole is not None:
            condition = whole.condition or (printed.condition if printed is not None else None)
            binds = replace(whole, condition=condition) if alone or not foreign else None
        if binds is None:
            continue
        if out and out[-1][1] == start and out[-1][2] == binds:
            out[-1] = (out[-1][0], end, binds)
        else:
            out.append((start, end, binds))
    return [(*_trimmed(clause.text, s, e), b) for s, e, b in out]


def _told(lead: Lead, clause: Clause, title: str, sentence: str) -> tuple[Bound | None, bool]:
    """Whom a sentence binds by the doer that it prints, None without one; and whether that is another level."""
    named = printed_doer(sentence)
    if named is None:
        return None, False
    binds = bound(lead, clause, title, named, sentence)
    return binds, binds is None and _names_level(named)


def printed_doer(sentence: str) -> str | None:
    """Who is printed as the doer at the beginning of a sentence, with those joined to him; who is to be had as what
    (副书记由……兼任) does nothing.
    """
    if words("staffing").search(sentence):
        return None
    text = re.sub("^(各|每个)", "", words("mark").sub("", sentence))
    end = 0
    for _, begins, ends in find_roles(text):
        if begins == 0 or (end and (m := words("joined").match(text[end:])) and end + m.end() == begins):
            end = ends
    if end and (inner := re.match("[（(][^）)]*[）)]", text[end:])):
        end += inner.end()
    tail = words("tail").match(text[end:])
    return text[:end + (tail.end() if tail else 0)] if end else None


def _names_level(named: str) -> bool:
    found = [n.role for n in named_in(named)]
    return bool(levels_in(named)) or any(body_named(r) or secretary_of(r) for r in found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _covered(clause: Clause, start: int, end: int, numeric: Sequence[Obligation]) -> bool:
    return any(start <= o.start < end for o in numeric)


def _nothing_else(clause: Clause, start: int, end: int, numeric: Sequence[Obligation]) -> bool:
    """Whether a stretch says hardly more than its duties with a number."""
    kept = list(words("mark").sub("", clause.text[start:end]))
    skipped = end - start - len(kept)
    for o in numeric:
        for i in range(max(o.start - start - skipped, 0), min(o.end - start - skipped, len(kept))):
            kept[i] = ""
    return bool(numeric) and len(re.findall(r"\w", "".join(kept))) < _LEAST


def _often(clause: Clause, start: int, end: int, binds: Bound, numeric: Sequence[Obligation]) -> list[General]:
    out = []
    for m in re.finditer(r"[^，,。；;：:！？\n]+", clause.text[start:end]):
        text = m.group().strip()
        at = start + m.start() + (len(m.group()) - len(m.group().lstrip()))
        until = at + len(text)
        if words("often").search(text) and not words("not_often").search(text) and not any(
                o.start < until and at < o.end for o in numeric):
            skip = words("mark").match(text)
            at += skip.end() if skip else 0
            out.append(General(at, until, binds, clause.text[at:until], often=True))
    return out
