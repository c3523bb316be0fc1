"""Editions of one document among those of a library (同一文件的各版): the same title, and nothing that tells that they
are of different bodies.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.cite import Edition
from kb.language.vocabulary import GENERAL_SCOPE
from kb.types import Document, Repeal, Status
from kb.validity.days import first_day
from kb.validity.title import edition_title

_YEAR_OF_NUMBER = re.compile(r"[〔\[【(（](\d{4})[〕\]】)）]")


@dataclass(frozen=True, slots=True)
class Record(Edition):
    """What of a document tells when it is in force; the fields as those of kb.types.Document."""

    effective_to: str | None = None
    status: str = Status.IN_FORCE.value
    scope: tuple[str, ...] = (GENERAL_SCOPE,)
    repeals: tuple[Repeal, ...] = ()
    followed_by: str | None = None


def record_of(d: Document) -> Record:
    """The record of a document, read anew or as the library gives it."""
    told = d.status in (Status.COMING, Status.EXPIRED) or (d.status == Status.REPEALED and d.effective_to is not None)
    return Record(d.id, d.title, d.source, d.issuer, d.number, d.date, d.effective_from, d.effective_to,
                  Status.IN_FORCE.value if told else d.status, d.scope, d.repeals, d.followed_by)


def since(record: Record) -> date | None:
    """The first day on which a document can be in force, as far as anything tells: the day that its text states, else
    that of its issue, else the year of its number or title.
    """
    stated = first_day(record.effective_from) or first_day(record.date)
    if stated is not None:
        return stated
    printed = _YEAR_OF_NUMBER.search(record.number or "")
    year = int(printed.group(1)) if printed else edition_title(record.title).year
    return date(year, 1, 1) if year else None


def successions(records: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Each document that has a later edition, with the next one.

    Where nothing tells which of two is the older, neither follows the other.
    """
    by_key: dict[str, list[Record]] = defaultdict(list)
    for r in records:
        by_key[edition_title(r.title).key].append(r)
    groups = [g for same in by_key.values() if len(same) > 1 for g in _of_one_body(same)]
    return [(old, min(later, key=_age)) for group in groups for old in group
            if (later := [new for new in group if _is_before(old, new)])]


def may_rule_over(new: Record, old: Record) -> bool:
    """Whether nothing tells that one is of another body, or of another kind of organisation, than the other."""
    return _same_issuer(new.issuer, old.issuer) and _same_scope(new.scope, old.scope)


def _same_issuer(a: str | None, b: str | None) -> bool:
    return not a or not b or a in b or b in a


def _same_scope(a: Sequence[str], b: Sequence[str]) -> bool:
    return GENERAL_SCOPE in a or GENERAL_SCOPE in b or bool(set(a) & set(b))


def _of_one_body(records: Sequence[Record]) -> list[list[Record]]:
    """Groups in which every two may be of one body; those that name their issuer come first and draw the others in."""
    groups: list[list[Record]] = []
    for r in sorted(records, key=lambda r: (r.issuer is None, GENERAL_SCOPE in r.scope, r.id)):
        fitting = [g for g in groups if all(may_rule_over(r, other) for other in g)]
        if len(fitting) == 1:
            fitting[0].append(r)
        elif not fitting:
            groups.append([r])
    return groups


def _age(record: Record) -> tuple[date, int, str]:
    return since(record) or date.max, edition_title(record.title).rank, record.id


def _is_before(a: Record, b: Record) -> bool:
    """Whether the one is known to be older than the other."""
    x, y = since(a), since(b)
    if x is not None and y is not None and x != y:
        return x < y
    return edition_title(a.title).rank < edition_title(b.title).rank
