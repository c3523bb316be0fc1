"""Duties put side by side (对照): what is said twice becomes one, what is ruled differently is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.checklist.due import due_dates
from kb.checklist.duty import Duty
from kb.checklist.same import differ, kind, matter, rate, said_twice
from kb.cite import citation
from kb.data import load_toml
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize

_ANY_YEAR = 2001


@dataclass(frozen=True, slots=True)
class Ruled:
    """A duty with the citations of the clauses that say it too, and the label of the conflict that it is part of."""

    duty: Duty
    also: tuple[str, ...] = ()
    conflict: str | None = None
    stricter: bool = False


def ruled(found: Sequence[Duty]) -> list[Ruled]:
    """The duties without their twins, in the order of `found`, each conflict with a label of its own."""
    kept: list[tuple[Duty, list[str]]] = []
    for d in found:
        twin = next((k for k in kept if said_twice(k[0], d)), None)
        if twin is None:
            kept.append((d, []))
        elif (said := citation(d.clause, d.title)) not in twin[1] and d.clause.id != twin[0].clause.id:
            twin[1].append(said)
    groups = conflicts([d for d, _ in kept])
    out = []
    for n, (d, also) in enumerate(kept):
        group = groups.get(n)
        if group is None:
            out.append(Ruled(d, tuple(also)))
        else:
            label, strictest = group
            out.append(Ruled(d, tuple(also), label, n == strictest))
    return out


def conflicts(all_duties: Sequence[Duty], conflicting: Callable[[Duty, Duty], bool] = differ
              ) -> dict[int, tuple[str, int]]:
    """By its place each duty that is part of a conflict: the label of the conflict and the place of the strictest."""
    part: dict[int, int] = {}
    for i, a in enumerate(all_duties):
        for j in range(i + 1, len(all_duties)):
            if conflicting(a, all_duties[j]):
                old, new = part.setdefault(j, j), part.setdefault(i, i)
                part.update({k: new for k, v in part.items() if v == old})
    out: dict[int, tuple[str, int]] = {}
    labels: set[str] = set()
    for root in dict.fromkeys(part.values()):
        members = [k for k, v in part.items() if v == root]
        label = _label([all_duties[k] for k in members], labels)
        labels.add(label)
        strictest = max(members, key=lambda k: _strictness(all_duties[k]))
        out |= {k: (label, strictest) for k in members}
    return out


def _label(members: Sequence[Duty], taken: set[str]) -> str:
    """What the members are about: a matter that all of them name, else the shortest of their matters; with the doers
    where another conflict has that name.
    """
    said = [canonical(normalize(d.action + d.obligation.quote)) for d in members]
    plain = next((t["name"] for t in load_toml("topics.toml")["matter"]
                  if all(any(canonical(w) in s for w in t["words"]) for s in said)), None)
    label = plain = plain or min((matter(d) for d in members), key=len)
    doers = "、".join(sorted(frozenset.intersection(*(d.bound.doers for d in members))))
    n = 1
    while label in taken:
        label, n = f"{plain}（{doers}）" if n == 1 else f"{plain}（{doers}{n}）", n + 1
    return str(label)


def _strictness(d: Duty) -> tuple[float, float]:
    """The more, the stricter (the fewer, where it is the most that is allowed); then the earlier."""
    amount = rate(d)
    if amount is None:
        count = d.obligation.count
        amount = count[0] if isinstance(count, tuple) else count or 0.0
    days = due_dates(d.obligation.period, d.obligation.deadline, _ANY_YEAR)
    return -amount if kind(d).upper else amount, -days[0].toordinal() if days else 0.0
