"""A topic as people read it (对照表): a row a matter and addressee, a column a kind of organisation, and the clauses
below, under the kinds that they bind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kb.language.vocabulary import GENERAL_SCOPE, find_roles, scopes
from kb.training.topic_table import TopicRow, TopicTable, Who
from kb.training.topics.differences import phrase
from kb.training.topics.table import columns

WHO: dict[Who, str] = {"branch": "对党组织", "secretary": "对书记", "member": "对党员", "other": "对其他"}
NO_NUMBER, _NOBODY = "有规定，没有写数", "没有写明对谁"


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says once: the value with its period, whom it is for as printed, and the clauses that say it;
    `conflict` tells that the same kind of organisation is bound by another rule too.
    """

    value: str
    owner: str
    rows: tuple[TopicRow, ...]
    conflict: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: what is ruled, for whom, and in each column what is said; `ruled` tells for each column
    whether a clause rules it without a number.
    """

    matter: str
    who: str
    cells: tuple[tuple[Said, ...], ...]
    ruled: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The clauses for the same kinds of organisation and the same addressee."""

    kinds: str
    who: str
    rows: tuple[TopicRow, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table of a topic and the clauses that it stands on."""

    table: TopicTable
    kinds: tuple[str, ...]
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]


def grid(table: TopicTable, kinds: Sequence[str] = ()) -> Grid:
    """The table of a topic for the kinds that were chosen, for all that it tells of where none was."""
    held = columns(table.rows, kinds or _kinds(table))
    lines: dict[tuple[str, str], list[TopicRow]] = {}
    for r in table.rows:
        lines.setdefault((r.matter, _for(r)), []).append(r)
    apart = {k: _conflicts(table.rows, k) for k in held}
    made = tuple(_line(matter, who, rows, apart) for (matter, who), rows in lines.items())
    return Grid(table, held, made, _groups(table.rows))


def cell_text(line: Line, column: int) -> str:
    """A cell in words: 每季度1次；每月至少1次（规定不一致）."""
    said = line.cells[column]
    if not said:
        return NO_NUMBER if line.ruled[column] else "—"
    return "；".join(s.value + ("（规定不一致）" if s.conflict else "") for s in said)


def _kinds(table: TopicTable) -> tuple[str, ...]:
    present = {k for r in table.rows for k in r.scope} | {*table.silent, *table.without_number}
    return tuple(k for k in (*(s.name for s in scopes()), GENERAL_SCOPE) if k in present)


def _for(row: TopicRow) -> str:
    """The label of a row's addressee: who it is, of others and of organisations by name."""
    if row.owner is None:
        return _NOBODY
    if row.who in ("secretary", "member"):
        return WHO[row.who]
    named = tuple(dict.fromkeys(name for name, _, _ in find_roles(row.owner)))
    return f"对{'、'.join(named) or row.owner}" if row.who == "other" or named else WHO[row.who]


def _conflicts(rows: Sequence[TopicRow], kind: str) -> frozenset[str]:
    """The conflicts of which a kind of organisation is bound by more than one side."""
    sides: dict[str, set[str]] = {}
    for r in rows:
        if r.conflict is not None and (kind in r.scope or GENERAL_SCOPE in r.scope):
            sides.setdefault(r.conflict, set()).add(phrase(r))
    return frozenset(label for label, said in sides.items() if len(said) > 1)


def _line(matter: str, who: str, rows: Sequence[TopicRow], kinds: Mapping[str, frozenset[str]]) -> Line:
    """One line; `kinds` are the columns with the conflicts in each."""
    cells, ruled = [], []
    for kind, conflicts in kinds.items():
        own = [r for r in rows if kind in r.scope]
        said: dict[tuple[str, str], list[TopicRow]] = {}
        for r in own:
            if phrase(r):
                said.setdefault((phrase(r), r.owner or ""), []).append(r)
        cells.append(tuple(Said(value, owner, tuple(x), any(r.conflict in conflicts for r in x))
                           for (value, owner), x in said.items()))
        ruled.append(bool(own))
    return Line(matter, who, tuple(cells), tuple(ruled))


def _groups(rows: Sequence[TopicRow]) -> tuple[Group, ...]:
    order = {s.name: n for n, s in enumerate(scopes())}
    groups: dict[tuple[tuple[str, ...], Who], list[TopicRow]] = {}
    for r in rows:
        groups.setdefault((tuple(sorted(r.scope, key=lambda k: order.get(k, len(order)))), r.who), []).append(r)
    ranked = sorted(groups.items(), key=lambda g: (
        order.get(g[0][0][0], len(order)), g[0][0], list(WHO).index(g[0][1])))
    return tuple(Group("、".join(kinds), WHO[who], tuple(own)) for (kinds, who), own in ranked)
