"""One topic across kinds of organisation (对比): who must do what where, side by side, and what differs.

A clause is about a topic where one of the topic's words stands in its text or in a heading above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.data import load_toml
from kb.language.occurrences import Span, Words, words
from kb.language.synonyms import spellings
from kb.language.tokenizer import normalize
from kb.language.vocabulary import GENERAL_SCOPE, find_roles, role_named, scopes
from kb.show.obligation_words import value_of
from kb.types import Clause, Obligation, Obligations

Verdict = Literal["differs", "same", "only"]

_SHOWN = 6
_NOBODY = "未写明对象"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: the words that name it, and longer words that hold one of them and mean something else."""

    name: str
    words: Words
    but: Words | None = None

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where `text` names the topic."""
        found = self.words.spans(text)
        others = self.but.spans(text) if self.but and found else ()
        return tuple(f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] for o in others))


@dataclass(frozen=True, slots=True)
class Rule:
    """What one clause asks for on the topic: its value as an answer says it (每年至少1次), and where it stands.

    `shared` tells whether another kind of organisation has the same value for the same subject.
    """

    clause: Clause
    obligation: Obligation
    value: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The rules for one subject (党支部, 书记 …), by kind of organisation in the order of the columns.

    `measure` tells rows of one subject apart by what is counted: 人数, 比例, 学时, or nothing for times and dates.
    """

    subject: str
    measure: str
    cells: tuple[tuple[Rule, ...], ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of organisation with its clauses about the topic, best first; `more` counts those not shown."""

    scope: str
    clauses: tuple[Clause, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A topic compared: `summary` says in sentences what differs, `absent` names the kinds without a clause on it."""

    topic: Topic
    columns: tuple[Column, ...]
    absent: tuple[str, ...]
    rows: tuple[Row, ...]
    summary: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """The suggested topics, in the order of the file."""
    out = []
    for t in load_toml("topics.toml")["matter"]:
        wanted = words([s for w in t["words"] for s in spellings(w)])
        assert wanted is not None, t["name"]
        out.append(Topic(t["name"], wanted, words(t.get("but", ()))))
    return tuple(out)


def topic_named(name: str) -> Topic | None:
    """The topic of this name, suggested or not; None where the name has no letter or digit."""
    known = next((t for t in topics() if t.name == normalize(name).strip()), None)
    if known is not None:
        return known
    terms = [s for part in normalize(name).split() for s in spellings(part)]
    wanted = words(terms)
    return Topic(name.strip(), wanted) if wanted else None


def is_about(topic: Topic, clause: Clause, title: str) -> bool:
    """Whether the clause or a heading above it names the topic."""
    return any(topic.spans(text) for text in (clause.text, *clause.path, title))


def offered(clauses: Sequence[Clause], titles: Mapping[str, str]) -> list[Topic]:
    """The suggested topics that some clause is about."""
    return [t for t in topics() if any(is_about(t, c, titles[c.document_id]) for c in clauses)]


def compare(topic: Topic, clauses: Sequence[Clause], found: Obligations, titles: Mapping[str, str],
            ranked: Sequence[str], *, kinds: Sequence[str] = ()) -> Comparison:
    """The topic across kinds of organisation, or across `kinds` where any are chosen.

    `clauses` are those in force, in document order, `found` their obligations; `ranked` the ids that retrieval found
    for the topic, best first; it orders the clauses of a column after those that ask for something countable.
    """
    about = [c for c in clauses if is_about(topic, c, titles[c.document_id])]
    place = {clause_id: n for n, clause_id in enumerate(ranked)}
    named = {c.id: topic_obligations(topic, c, found.get(c.id, ())) for c in about}
    columns = []
    wanted = [k for k in _kinds(clauses) if k in kinds or not kinds]
    present = _kinds(about)
    for kind in (k for k in wanted if k in present):
        own = sorted((c for c in about if kind in c.scope), key=lambda c: (
            not named[c.id], not topic.spans(c.text), place.get(c.id, len(place))))
        columns.append(Column(kind, tuple(own[:_SHOWN]), max(0, len(own) - _SHOWN)))
    rows = _rows([c.scope for c in columns], [(c, o) for c in about for o in named[c.id]])
    absent = tuple(k for k in wanted if k not in present and k != GENERAL_SCOPE)
    return Comparison(topic, tuple(columns), absent, rows, _summary(topic, columns, rows, absent))


def topic_obligations(topic: Topic, clause: Clause, found: Sequence[Obligation]) -> tuple[Obligation, ...]:
    """Of the obligations `found` in a clause those about the topic: named in what is done or counted, or by the nearest
    heading.
    """
    headed = bool(clause.path) and bool(topic.spans(clause.path[-1]))
    at = Counter((o.start, o.end) for o in found)
    kept = [o for o in found if headed or topic.spans(f"{o.action} {o.unit or ''}")
            or (at[o.start, o.end] == 1 and topic.spans(o.quote))]
    counted = {(o.start, o.end, o.action, o.period) for o in kept if o.count is not None}
    return tuple(o for o in kept if o.count is not None or (o.start, o.end, o.action, o.period) not in counted)


def _kinds(clauses: Sequence[Clause]) -> list[str]:
    present = {s for c in clauses for s in c.scope}
    return [s for s in (*(k.name for k in scopes()), GENERAL_SCOPE) if s in present]


def _rows(kinds: Sequence[str], found: Sequence[tuple[Clause, Obligation]]) -> tuple[Row, ...]:
    groups: dict[tuple[str, str], list[list[Rule]]] = {}
    for clause, obligation in found:
        cells = groups.setdefault((_subject(obligation, clause), _measure(obligation)), [[] for _ in kinds])
        for cell, kind in zip(cells, kinds, strict=True):
            rule = Rule(clause, obligation, value_of(obligation))
            if kind in clause.scope and not any(_same(rule, r) for r in cell):
                cell.append(rule)
    rows = [_row(subject, measure, cells) for (subject, measure), cells in groups.items() if any(cells)]
    return tuple(sorted(rows, key=lambda r: -sum(bool(c) for c in r.cells)))


def _same(a: Rule, b: Rule) -> bool:
    return a.value == b.value and a.obligation.action == b.obligation.action


def _measure(obligation: Obligation) -> str:
    unit = obligation.unit or ""
    if unit in ("人", "名", "位"):
        return "人数"
    return "比例" if unit[:1] in ("%", "‰", ":") else unit if unit == "学时" else ""


def _row(subject: str, measure: str, cells: Sequence[Sequence[Rule]]) -> Row:
    values = [{r.value for r in cell} for cell in cells]
    shared = [{v for v in own if any(v in other for m, other in enumerate(values) if m != n)}
              for n, own in enumerate(values)]
    filled = [v for v in values if v]
    verdict: Verdict = "only" if len(filled) == 1 else "same" if all(v == filled[0] for v in filled) else "differs"
    return Row(subject, measure, tuple(tuple(replace(r, shared=r.value in shared[n]) for r in cell)
                                       for n, cell in enumerate(cells)), verdict)


def _subject(obligation: Obligation, clause: Clause) -> str:
    """Whom an obligation binds, so that 支部 and 党支部, 党组织书记 and 党支部书记 stand in one row."""
    named = [name for name, _, _ in find_roles(obligation.subject or "")] or list(clause.roles)
    families = dict.fromkeys(r.family for name in named if (r := role_named(name)))
    return "、".join(families) or obligation.subject or _NOBODY


def _summary(topic: Topic, columns: Sequence[Column], rows: Sequence[Row], absent: Sequence[str]) -> tuple[str, ...]:
    kinds = [c.scope for c in columns]
    out = [_sentence(row, kinds) for row in rows]
    silent = [k for n, k in enumerate(kinds) if not any(row.cells[n] for row in rows)]
    if silent:
        out.append(f"{'、'.join(silent)}讲到{topic.name}，没有写明次数、周期或期限。")
    if absent and kinds:
        out.append(f"{'、'.join(absent)}没有条款讲到{topic.name}。")
    return tuple(out)


def _sentence(row: Row, kinds: Sequence[str]) -> str:
    said: dict[str, list[str]] = {}
    for kind, cell in zip(kinds, row.cells, strict=True):
        if cell:
            said.setdefault("、".join(dict.fromkeys(r.value for r in cell)), []).append(kind)
    who = row.subject + (f"的{row.measure}" if row.measure else "")
    if row.verdict == "only":
        (value, (kind,)), = said.items()
        return f"{who}：只有{kind}写明，{value}。"
    if row.verdict == "same":
        (value, alike), = said.items()
        return f"{who}：{'、'.join(alike)}一致，都是{value}。"
    return f"{who}：各有不同，{'；'.join('、'.join(alike) + value for value, alike in said.items())}。"
