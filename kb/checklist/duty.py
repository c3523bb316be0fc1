"""A duty on its way into a checklist (职责): what is required, by which clause, of whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.checklist.action import action_of
from kb.checklist.binding import Bound, bound, words
from kb.checklist.leads import Lead, levels_in
from kb.language.sentences import sentence_start
from kb.types import Clause, Obligation


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with a number, a period or a date: the obligation, its clause, whom it binds, what exactly is done.
    `nth` is its place among those on the same words.
    """

    obligation: Obligation
    clause: Clause
    title: str
    bound: Bound
    action: str
    condition: str | None
    record: tuple[str, ...]
    nth: int = 0


def duties(lead: Lead, clause: Clause, title: str, found: Sequence[Obligation]) -> list[Duty]:
    """The duties of a clause that bind a role or his organisation, in printed order."""
    out = []
    for n, o in enumerate(found):
        if is_case(o):
            continue
        staff = words("staffing").search(o.quote) is not None  # 设书记1人: the organisation has them
        binds = bound(lead, clause, title, None if staff else doer_of(clause, o), o.quote)
        if staff and binds is not None and lead.body is not None:
            binds = replace(binds, who="branch")
        if binds is not None:
            nth = sum((x.start, x.end) == (o.start, o.end) for x in found[:n])
            condition = binds.condition or o.condition
            action = action_of(clause, o, found, n)
            if o.subject and _is_of_people(lead, binds) and o.subject not in action:
                action = f"{o.subject}{action}"  # 党员学习教育, 班子成员学习教育
            out.append(Duty(o, clause, title, binds, action, condition, o.record, nth))
    return out


def _is_of_people(lead: Lead, binds: Bound) -> bool:
    """Whether a duty is of some of the organisation's people, rather than of him or of it."""
    body = set() if lead.body is None else {lead.body.name}
    return not binds.doers & ({lead.role} | body)


def doer_of(clause: Clause, o: Obligation) -> str | None:
    """The doer of a duty; an organisation only where its name begins a phrase: 经党总支书记签字 does not name the doer.
    """
    said = clause.text[sentence_start(clause.text, o.start):o.end]
    if o.subject is None or o.subject not in said or not levels_in(o.subject):
        return o.subject
    starts = rf"(?:{words('mark').pattern}|^|[，,。；;：:、（(\s])(?:{words('ahead').pattern})?{re.escape(o.subject)}"
    return o.subject if re.search(starts, said) else None


def is_case(o: Obligation) -> bool:
    """Whether a number says of what case a rule speaks (7人以上的党支部), or what one gets or may do, rather than how
    many there are to be.
    """
    if words("no_duty").search(o.quote):
        return True
    kind = "threshold" if o.period is None and o.deadline is None else "threshold_of_period"
    return o.count is not None and words(kind).search(o.quote) is not None
