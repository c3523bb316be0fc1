"""Putting the rules on a topic side by side (编制对照): rows, the kinds that are silent, and how the kinds differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kb.checklist.action import action_of
from kb.checklist.binding import Bound
from kb.checklist.conflicts import conflicts
from kb.checklist.duty import Duty
from kb.checklist.kinds import is_of_other_kind
from kb.checklist.same import differ
from kb.cite import citation
from kb.language.vocabulary import GENERAL_SCOPE, scopes
from kb.training.topic_table import TopicRow, TopicTable
from kb.training.topics.differences import differences
from kb.training.topics.rules import Rule, rules_of
from kb.training.topics.topic import Topic
from kb.types import Clause, Obligations

_WHO = ("branch", "secretary", "member", "other")


def topic_table(topic: Topic, clauses: Iterable[Clause], obligations: Obligations, titles: Mapping[str, str], *,
                kinds: Sequence[str] = ()) -> TopicTable:
    """Every rule on `topic` among `clauses` of the documents in `titles`, for the chosen kinds of organisation, or for
    all that the library has. Rules for every kind stand beside those for each.
    """
    held = [c for c in clauses if c.document_id in titles and not c.lead]
    wanted = tuple(kinds) or kinds_of(held)
    rules = [r for c in held for r in rules_of(topic, c, titles[c.document_id], obligations.get(c.id, ()))
             if _binds(_scope(r), wanted)]
    labels = _conflicts(rules, obligations)
    order = [m.name for m in topic.all]
    places = {k: n for n, k in enumerate((*(s.name for s in scopes()), GENERAL_SCOPE))}
    ranked = sorted(range(len(rules)), key=lambda n: (
        order.index(rules[n].matter.name), _WHO.index(rules[n].to.who), rules[n].obligation is None,
        min(places.get(k, len(places)) for k in _scope(rules[n]))))
    rows = tuple(_row(rules[n], labels.get(n)) for n in ranked)
    asked = columns(rows, wanted)
    silent = tuple(k for k in asked if not _rows_for(rows, k))
    without = tuple(k for k in asked if k not in silent and not any(
        r.value or r.period for r in _rows_for(rows, k)))
    return TopicTable(topic.name, rows, silent, without, differences(topic.name, rows, asked, silent, without))


def columns(rows: Sequence[TopicRow], kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds to set side by side: those asked for, and 通用 where a rule is made for all."""
    general = any(GENERAL_SCOPE in r.scope for r in rows)
    own = tuple(k for k in kinds if k != GENERAL_SCOPE)
    return (*own, GENERAL_SCOPE) if general else own


def kinds_of(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The kinds of organisation that clauses are made for, in the usual order."""
    present = {s for c in clauses for s in c.scope}
    return tuple(k for k in (*(s.name for s in scopes()), GENERAL_SCOPE) if k in present)


def _scope(r: Rule) -> tuple[str, ...]:
    """The kinds that a rule binds: those of its clause, of which a printed doer (村党支部书记) may mean only some."""
    doer = r.obligation.subject if r.obligation is not None else r.to.owner
    own = r.clause.scope
    named = tuple(s.name for s in scopes()) if GENERAL_SCOPE in own else own
    meant = tuple(k for k in named if not is_of_other_kind(doer, k))
    return own if not meant or len(meant) == len(named) else meant


def _binds(scope: Sequence[str], wanted: Sequence[str]) -> bool:
    return GENERAL_SCOPE in scope or any(k in wanted for k in scope)


def _rows_for(rows: Sequence[TopicRow], kind: str) -> list[TopicRow]:
    return [r for r in rows if kind in r.scope or GENERAL_SCOPE in r.scope]


def _row(r: Rule, conflict: str | None) -> TopicRow:
    o = r.obligation
    period = o.period if o is not None and o.period != "一次性" else None
    return TopicRow(
        matter=r.matter.name, scope=_scope(r), who=r.to.who, owner=r.to.owner,
        value=None if o is None else _value(o.value, o.deadline), period=period,
        comparator=None if o is None else o.comparator, unit=None if o is None else o.unit, clause=r.clause.id,
        citation=citation(r.clause, r.title), quote=r.clause.text[r.start:r.end], start=r.start, end=r.end,
        conflict=conflict)


def _value(value: str | None, deadline: str | None) -> str | None:
    """A number with its time behind it: 1次, 年底, 1次（6月、12月）."""
    return f"{value}（{deadline}）" if value and deadline else value or deadline


def _conflicts(rules: Sequence[Rule], obligations: Obligations) -> dict[int, str]:
    """By its place the label of each rule that another one for the same kind contradicts."""
    places = [n for n, r in enumerate(rules) if r.obligation is not None]
    duties = [_duty(rules[n], obligations) for n in places]
    at = {id(d): rules[n] for d, n in zip(duties, places, strict=True)}

    def conflicting(a: Duty, b: Duty) -> bool:
        x, y = at[id(a)], at[id(b)]
        together = _binds(_scope(x), _scope(y)) or _binds(_scope(y), _scope(x))
        return x.matter.name == y.matter.name and together and differ(a, b)

    return {places[n]: label for n, (label, _) in conflicts(duties, conflicting).items()}


def _duty(r: Rule, obligations: Obligations) -> Duty:
    o = r.obligation
    assert o is not None
    action = action_of(r.clause, o, obligations.get(r.clause.id, ()), r.nth)
    bound = Bound("own" if r.to.who == "secretary" else "branch", r.to.doers)
    return Duty(o, r.clause, r.title, bound, action, o.condition, ())
