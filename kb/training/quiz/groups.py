"""Questions on several duties of one clause (同条多项): which of them are as often as that, which statements are right,
and what belongs to what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.show.obligation_words import value_of
from kb.training.item import ItemType
from kb.training.quiz.draft import Draft
from kb.training.quiz.duty import Duty
from kb.training.quiz.figures import false_statements
from kb.training.quiz.likeness import contained, pairs
from kb.training.quiz.rivals import Rivals, kind_of, rate
from kb.training.quiz.shelf import lead
from kb.training.quiz.wording import limit, phrase
from kb.types import Obligation

_PAIRED = 3  # pairs at least
_MOST = 5


def group_drafts(own: Sequence[Duty], others: Sequence[Duty], scope: str, rivals: Rivals) -> Iterator[Draft]:
    """Every question on the duties `own` of one clause; `others` are those of the clauses beside it in its list."""
    for owner in dict.fromkeys(_whose(d) for d in own):
        mine = [d for d in own if _whose(d) == owner]
        yield from _as_often(mine, [d for d in others if _whose(d) == owner], scope, rivals, owner)
        yield from _paired(mine, scope, owner)
    yield from _said(own, scope, rivals)
    yield from _said_of_list(own, others, scope, rivals)


def _whose(d: Duty) -> str:
    """Whom a duty binds."""
    return d.owner or d.obligation.subject or ""


def _as_often(own: Sequence[Duty], others: Sequence[Duty], scope: str, rivals: Rivals,
              owner: str) -> Iterator[Draft]:
    """Which of several things is done every month, every quarter …"""
    named = [d for d in own if _is_named(d)]
    for period in dict.fromkeys(d.obligation.period or "" for d in named):
        right = _apart([d for d in named if d.obligation.period == period])
        wrong = [d for d in _apart([*named, *(o for o in others if _is_named(o))])
                 if d.obligation.period != period and period in rivals.periods(d, scope)
                 and not any(_alike(d, r) for r in right)]
        if not right or len(wrong) + min(len(right), 3) < 4 or not wrong:
            continue
        span = min(d.start for d in right), max(d.end for d in right)
        kind: ItemType = "single" if len(right) == 1 else "multiple"
        question = phrase("stem", f"{kind}_each", lead=lead(own[0].clause, own[0].title, scope, owner), period=period)
        yield Draft(kind, question, tuple(d.action for d in right), tuple(d.action for d in wrong), scope,
                    own[0].clause, own[0].title, *span, 2, "".join(d.words for d in right) + period)


def _is_named(d: Duty) -> bool:
    """Whether a duty is something that recurs, once each time, and its action tells it."""
    o = d.obligation
    recurs = rate(o.period or "") > 0 and o.count in (None, 1.0) and o.unit in (None, "次") and d.deadline is None
    return bool(d.action) and recurs and o.condition is None


def _apart(duties: Sequence[Duty]) -> list[Duty]:
    """Duties with actions of their own."""
    out: list[Duty] = []
    for d in duties:
        if not any(_alike(d, o) for o in out):
            out.append(d)
    return out


def _alike(a: Duty, b: Duty) -> bool:
    x, y = pairs(a.action), pairs(b.action)
    return a.action in b.action or b.action in a.action or contained(x, y) > limit("deduped")


def _paired(own: Sequence[Duty], scope: str, owner: str) -> Iterator[Draft]:
    """What is asked for of what, where each is asked for in another way."""
    rows: dict[object, tuple[str, Duty]] = {}
    for d in _apart([d for d in own if d.action and d.obligation.condition is None]):
        value = value_of(d.obligation)
        told = pairs(value) & pairs(d.action)  # “七一”大会 tells that it is before 七一
        if value and value != d.obligation.quote and not told:
            rows.setdefault(_asked(d.obligation), (value, d))
    chosen = list(rows.values())[:_MOST]
    if len(chosen) < _PAIRED:
        return
    question = phrase("stem", "match", lead=lead(own[0].clause, own[0].title, scope, owner))
    left = [phrase("stem", "match_left", n=n, words=d.action) for n, (_, d) in enumerate(chosen, 1)]
    span = min(d.start for _, d in chosen), max(d.end for _, d in chosen)
    yield Draft("match", "\n".join([question, *left]), tuple(v for v, _ in chosen), (), scope, own[0].clause,
                own[0].title, *span, 2, "".join(d.words for _, d in chosen))


def _asked(o: Obligation) -> object:
    """What an obligation asks for, bounds and names of persons aside: 每月1次 and 每月至少1次 are not told apart."""
    return rate(o.period or ""), o.deadline, o.count, kind_of(o.unit)


def _said_of_list(own: Sequence[Duty], others: Sequence[Duty], scope: str, rivals: Rivals) -> Iterator[Draft]:
    """Which statements on a list are right: the wrong ones are of its other clauses, each with a figure changed."""
    for owner in dict.fromkeys(d.owner for d in own):
        mine = [d for d in _beside(own) if d.owner == owner]
        beside = [o for o in others if o.owner == owner and _is_short(o)]
        # now the number is changed, now how often: a change that is always the same would tell which are wrong
        wrong = tuple(dict.fromkeys(false[-(n % 2)] for n, o in enumerate(beside)
                                    if (false := false_statements(o, scope, rivals))))
        for d in mine if len(wrong) > 2 else ():
            yield _statements("single", [d], wrong, scope)
        if len(mine) > 1 and len(wrong) > 1:
            yield _statements("multiple", mine[:3], wrong, scope)


def _statements(kind: ItemType, right: Sequence[Duty], wrong: tuple[str, ...], scope: str) -> Draft:
    d = right[0]
    begin = lead(replace(d.clause, path=()), d.title, scope, d.owner)
    span = min(d.start for d in right), max(d.end for d in right)
    return Draft(kind, phrase("stem", f"{kind}_said", lead=begin), tuple(d.words for d in right), wrong, scope,
                 d.clause, d.title, *span, 3, "".join(d.words for d in right))


def _beside(own: Sequence[Duty]) -> list[Duty]:
    """Short duties of a clause, none of whose words overlap."""
    out: list[Duty] = []
    for d in own:
        if _is_short(d) and not any(d.start < c.end and c.start < d.end for c in out):
            out.append(d)
    return out


def _is_short(d: Duty) -> bool:
    """Whether a duty is short enough for a choice, and understood without a heading of a table's row."""
    if d.clause.number is None and not pairs(d.words) & pairs("".join(d.clause.path[-1:])):
        return False
    return limit("statement") <= len(d.words) <= limit("option") and d.obligation.condition is None


def _said(own: Sequence[Duty], scope: str, rivals: Rivals) -> Iterator[Draft]:
    """Which of several statements on one clause are right."""
    chosen = [d for d in _beside(own) if d.owner == own[0].owner]
    false = [(d, f[0]) for d in chosen if (f := false_statements(d, scope, rivals))]
    for n in range(len(false) if len(chosen) > 3 else 0):
        changed = [d for d, _ in false[n:n + 2]]
        right = [d for d in chosen if d not in changed]
        if len(right) > 1:
            made = _statements("multiple", right, tuple(w for _, w in false[n:n + 2]), scope)
            yield replace(made, question=phrase("stem", "multiple_said", lead=own[0].lead(scope)))
