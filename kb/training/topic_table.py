"""A topic compared over kinds of organisation (专题对照): one row a rule. Frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Who = Literal["branch", "secretary", "member", "other"]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One rule on a topic: the clause it stands on, and its value where it gives one.

    `clause` is the id of the clause, `clause.text[start:end] == quote`; `citation` names the clause. `matter` is the
    part of the topic that it rules (党小组会 of 三会一课), `scope` the kinds of organisation that it binds, `who` whom
    it addresses and `owner` that one as printed (党支部书记). `value` is the value as an answer says it, comparator
    included (至少1次), `period` a normal form (每年), `comparator` and `unit` as in an obligation; all None where the
    clause rules without a number. `conflict` is a label shared by rows of one kind of organisation that rule the same
    thing differently.
    """

    matter: str
    scope: tuple[str, ...]
    who: Who
    owner: str | None
    value: str | None
    period: str | None
    comparator: str | None
    unit: str | None
    clause: str
    citation: str
    quote: str
    start: int
    end: int
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class TopicTable:
    """The rules on `topic`, by matter, kind and addressee. `silent` are the kinds of organisation that no clause rules
    it for, `without_number` those that rule it and give no number; `differences` says in one sentence how the kinds
    differ, made from the values.
    """

    topic: str
    rows: tuple[TopicRow, ...]
    silent: tuple[str, ...]
    without_number: tuple[str, ...]
    differences: str
