"""What may stand beside a right answer (干扰项): real values of the same kind that no rule of the scope makes right.

Whatever any clause that holds for the kind of organisation asked says of the same matter is never offered as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.checklist.action import core
from kb.checklist.due import due_dates
from kb.data import load_toml
from kb.ingest.actions import bare, is_bare
from kb.language.numerals import plain
from kb.language.vocabulary import find_roles, role_named
from kb.training.quiz.duty import Duty
from kb.training.quiz.likeness import contained, pairs
from kb.training.quiz.shelf import Shelf, binds
from kb.training.quiz.wording import limit, listed, pattern
from kb.types import Clause, Obligation

Count = float | tuple[float, float]

_PEOPLE = ("人", "名", "位")
_YEAR = 2026  # any year: days are only compared


class Rivals:
    """The values of all obligations of a library, and which of them are right for a duty."""

    def __init__(self, shelf: Shelf, duties: Iterable[Duty]) -> None:
        self._all = [(c, o, pairs(core(o.action) or core(o.quote)), pairs(core(o.quote)))
                     for c in shelf.clauses for o in shelf.of(c)]
        self._duties = list(duties)
        self._clauses = shelf.clauses
        self._counts: dict[str, set[Count]] = {}
        self._periods: set[str] = set()
        self._deadlines: set[str] = set()
        for _, o, _, _ in self._all:
            if o.count is not None:
                self._counts.setdefault(kind_of(o.unit), set()).add(o.count)
            if o.period in load_toml("checklist.toml")["period"]:
                self._periods.add(o.period or "")
            if o.deadline:
                self._deadlines.add(o.deadline)

    def counts(self, duty: Duty, scope: str) -> list[Count]:
        """Counts in the unit of a duty that are wrong for it, least first."""
        o = duty.obligation
        right = {r.count for r in self._alike(duty, scope) if kind_of(r.unit) == kind_of(o.unit)} | {o.count}
        ranges = isinstance(o.count, tuple)
        return sorted((v for v in self._counts.get(kind_of(o.unit), set()) - right if isinstance(v, tuple) == ranges
                       and (ranges or float(v) == int(v))),  # type: ignore[arg-type]
                      key=lambda v: v if isinstance(v, tuple) else (v, v))

    def periods(self, duty: Duty, scope: str) -> list[str]:
        """Periods that are wrong for a duty, the most frequent first."""
        said = {r.period for d in self._beside(duty) for r in self._alike(d, scope)} | {duty.obligation.period}
        right = {rate(p or "") for p in said}  # 每学期 is as often as 每半年
        own, far = rate(duty.obligation.period or ""), limit("far")  # nobody takes 每日 for 每年
        apart = {rate(p): p for p in sorted(self._periods, reverse=True) if rate(p) and rate(p) not in right
                 and own / far <= rate(p) <= (own or far) * far}
        return [p for _, p in sorted(apart.items(), reverse=True)]

    def deadlines(self, duty: Duty, scope: str) -> list[str]:
        """Dates of the form of a duty's deadline that are wrong for it, the earliest first."""
        own = duty.obligation.deadline or ""
        day = due_dates(None, own, _YEAR)
        right = {due_dates(None, r.deadline, _YEAR) for r in self._alike(duty, scope) if r.deadline} | {day}
        dated = {d: due_dates(None, d, _YEAR) for d in self._deadlines
                 if _form(d) == _form(own) and d not in duty.clause.text}
        apart = {days: d for d, days in sorted(dated.items()) if days and days not in right}
        return [d for _, d in sorted(apart.items())] if day else []

    def owners(self, duty: Duty, scope: str) -> list[str]:
        """Roles that do other things than this, none of them one of those who do it, or above or below them."""
        own = duty.obligation.subject or ""
        doing = {n for r in self._alike(duty, scope, limit("stranger")) for n, _, _ in find_roles(r.subject or "")}
        doing |= {n for n, _, _ in find_roles(own)} | set(duty.clause.roles)
        others = {d.obligation.subject or "" for d in self._duties if d.owner is None}
        return sorted(o for o in others if (r := role_named(o)) is not None and r.name == o
                      and _person(o) == _person(own) and not any(_kin(o, d) for d in doing))

    def printed(self, words: str, scope: str) -> bool:
        """Whether a clause that holds for the kind of organisation says just this."""
        return any(words in c.text for c in self._clauses if binds(c, scope))

    def ruled_otherwise(self, duty: Duty) -> bool:
        """Whether another clause, of whatever kind, rules the same matter with another number or as often otherwise."""
        o = duty.obligation
        own = pairs(duty.matter)
        return any(c.id != duty.clause.id and kind_of(r.unit) == kind_of(o.unit)
                   and (r.count, r.period) != (o.count, o.period) and contained(own, what) > limit("deduped")
                   for c, r, what, _ in self._all)

    def _beside(self, duty: Duty) -> list[Duty]:
        """The duties that the quoted words hold, this one among them: a period stands for all of them."""
        return [d for d in self._duties
                if d.clause.id == duty.clause.id and duty.start <= d.obligation.start < duty.end]

    def _alike(self, duty: Duty, scope: str, least: float | None = None) -> list[Obligation]:
        """The obligations that hold for the kind of organisation and may be about the same: so alike at `least`."""
        own = duty.obligation
        matter, quote = pairs(duty.matter), pairs(core(duty.words))
        return [o for c, o, what, said in self._all if (binds(c, scope) or _shares(c, duty.clause)) and (
            contained(matter, what) >= (least or limit("alike")) or contained(quote, said) >= limit("deduped")
            or (c.id == duty.clause.id and is_bare(bare(o.quote, o.subject)))
            or (kind_of(o.unit) not in ("次", "") and kind_of(o.unit) == kind_of(own.unit)
                and _family(o) & _family(own)))]


def rate(period: str) -> float:
    """How often a year a period comes round; 0 where it is none."""
    return float(load_toml("checklist.toml")["period"].get(period, {}).get("rate", 0))


def said(count: Count, unit: str) -> str:
    """A count as a choice: 24学时, 3-5人."""
    return (f"{plain(count[0])}-{plain(count[1])}" if isinstance(count, tuple) else plain(count)) + unit


def _shares(a: Clause, b: Clause) -> bool:
    return bool(set(a.scope) & set(b.scope))


def kind_of(unit: str | None) -> str:
    """What a unit counts: 人, 名 and 位 are one."""
    return "人" if unit in _PEOPLE else unit or ""


def _form(deadline: str) -> str:
    """The form of a date: 12月底前 and 6月底前 have one."""
    return re.sub(r"\d+", "0", deadline)


def _family(o: Obligation) -> frozenset[str]:
    named = (role_named(n) for n, _, _ in find_roles(o.subject or ""))
    return frozenset(r.family for r in named if r is not None) or frozenset({o.subject or ""})


def _person(name: str) -> bool:
    return pattern("person").search(name) is not None


def _kin(a: str, b: str) -> bool:
    x, y = role_named(a), role_named(b)
    if x is None or y is None:
        return True
    near = {x.name, *x.is_a}, {y.name, *y.is_a}
    wide = set(listed("words", "wide"))
    return bool(near[0] & near[1]) or x.family == y.family or bool({x.name, y.name} & wide)
