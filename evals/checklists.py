"""The checklists (清单评测): against lists read by hand, is every duty of a role there, and nothing that is not his?

A gold row names its duty by verbatim words of a list, with number, unit and period; an item is right where it holds
these words and agrees in all three. Rows marked `general` name the clauses of general duties by their first words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.collection import CORPUS, QUESTIONS, Shelf, shelve
from evals.measures import Score, mean_with_interval
from kb.checklist.build import checklist
from kb.checklist.items import Checklist, Item
from kb.errors import ReadError
from kb.ingest.obligations import obligations

GOLD = QUESTIONS / "checklists" / "pairs.jsonl"
NAME = "checklists"
YEAR = 2026
LABELS = {"recall": "查全", "precision": "查准", "general": "一般职责查全", "who": "谁", "rhythm": "分组",
          "due": "到期日", "conflict": "不一致的标出", "stricter": "从严的标对", "condition": "条件"}
_FIELDS = ("who", "rhythm", "due", "deadline", "conflict", "stricter", "condition")


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One row of the gold: the words of a list, and what the item that stands on them must say.

    `what` are words of its action, which tell it from others on the same words; `due` are days as 06-30.
    """

    document: str
    list_title: str
    quote: str
    general: bool
    what: str = ""
    who: str = "own"
    rhythm: str | None = None
    count: float | tuple[float, float] | None = None
    comparator: str | None = None
    unit: str | None = None
    period: str | None = None
    deadline: str | None = None
    due: tuple[str, ...] = ()
    condition: str | None = None
    conflict: str | None = None
    stricter: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A role in a kind of organisation with its gold."""

    role: str
    scope: str
    gold: tuple[GoldItem, ...]

    @property
    def name(self) -> str:
        return f"{self.role}×{self.scope}"


@dataclass(frozen=True, slots=True)
class PairReport:
    """How a checklist did: the share of gold items found, of its items that are gold, of general clauses found, and of
    the found items that agree in each further field; what was missed, and what was too much.
    """

    name: str
    measures: dict[str, float]
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistsReport:
    """All pairs, and the mean of every measure over them."""

    name: str
    pairs: tuple[PairReport, ...]
    scores: dict[str, Score]

    @property
    def means(self) -> dict[str, float]:
        """Every measure, for the gates."""
        return {name: s.mean for name, s in self.scores.items()}


def load_pairs(path: Path = GOLD) -> list[Pair]:
    """The pairs of one file. Raises ReadError naming the line that is wrong."""
    rows: dict[tuple[str, str], list[GoldItem]] = {}
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            rows.setdefault((row["role"], row["scope"]), []).append(_gold(row))
        except (ValueError, KeyError, TypeError) as e:
            raise ReadError(f"评测题写错了：{path} 第 {n} 行（{e}）。请改正。") from e
    return [Pair(role, scope, tuple(gold)) for (role, scope), gold in rows.items()]


def _gold(row: dict[str, Any]) -> GoldItem:
    kept = {k: row[k] for k in ("document", "quote", "who")}
    if row.get("general"):
        return GoldItem(list_title=row["list"], general=True, **kept)
    count = tuple(row["count"]) if isinstance(row["count"], list) else row["count"]
    more = {k: row[k] for k in ("what", "rhythm", "comparator", "unit", "period", "deadline", "condition", "conflict",
                                "stricter")}
    return GoldItem(list_title=row["list"], general=False, count=count, due=tuple(row["due"]), **kept, **more)


def evaluate_checklists(pairs: Sequence[Pair] | None = None, folder: Path = CORPUS) -> ChecklistsReport:
    """Draws up the checklist of every pair from the documents of a folder, and compares it with the gold."""
    shelf = shelve(folder)
    reports = tuple(judge(p, _drawn(shelf, p), shelf) for p in (load_pairs() if pairs is None else pairs))
    names = dict.fromkeys(m for r in reports for m in r.measures)
    return ChecklistsReport(NAME, reports, {
        m: mean_with_interval([r.measures[m] for r in reports if m in r.measures]) for m in names})


def _drawn(shelf: Shelf, pair: Pair) -> Checklist:
    duties = {c.id: tuple(obligations(c)) for c in shelf.clauses}
    return checklist(shelf.clauses, duties, shelf.titles, role=pair.role, scope=pair.scope, year=YEAR)


def judge(pair: Pair, found: Checklist, shelf: Shelf) -> PairReport:
    """The measures of one checklist."""
    places = {c.id: (shelf.titles[c.document_id], c.list_title) for c in shelf.clauses}
    gold = [g for g in pair.gold if not g.general]
    items = [i for i in found.items if i.must]
    free, matched = list(items), list[tuple[GoldItem, Item]]()
    missed: list[str] = []
    for g in gold:
        item = next((i for i in free if _right(g, i, places[i.clause])), None)
        if item is None:
            missed.append(f"{g.quote}（{g.what}）")
        else:
            free.remove(item)
            matched.append((g, item))
    measures = {"recall": _share(len(matched), len(gold)), "precision": _share(len(matched), len(items))}
    labels = _labels(matched)
    for field in _FIELDS:
        measures[field] = _share(sum(_agrees(field, g, i, labels) for g, i in matched), len(matched))
    general = [g for g in pair.gold if g.general]
    if general:
        measures["general"] = _share(sum(_is_there(g, found, places) for g in general), len(general))
    return PairReport(pair.name, measures, tuple(missed), tuple(f"{i.quote}（{i.action}）" for i in free))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _right(g: GoldItem, i: Item, place: tuple[str, str]) -> bool:
    return (place == (g.document, g.list_title) and (g.quote in i.quote or i.quote in g.quote)
            and (i.count, i.unit, i.period, i.comparator) == (g.count, g.unit, g.period, g.comparator)
            and g.what in i.action)


def _labels(matched: Sequence[tuple[GoldItem, Item]]) -> dict[str, str | None]:
    """By the gold's label of a conflict the label that all of its items share, None where they share none."""
    out: dict[str, str | None] = {}
    for g, _ in matched:
        if g.conflict is not None:
            shared = {i.conflict for h, i in matched if h.conflict == g.conflict}
            out[g.conflict] = shared.pop() if len(shared) == 1 else None
    return out


def _agrees(field: str, g: GoldItem, i: Item, labels: dict[str, str | None]) -> bool:
    if field == "due":
        return tuple(d.strftime("%m-%d") for d in i.due) == g.due
    if field == "conflict":
        return i.conflict is None if g.conflict is None else i.conflict is not None and i.conflict == labels[g.conflict]
    return bool(getattr(i, field) == getattr(g, field))


def _is_there(g: GoldItem, found: Checklist, places: dict[str, tuple[str, str]]) -> bool:
    return any(not i.must and places[i.clause] == (g.document, g.list_title) and i.quote.startswith(g.quote)
               and i.who == g.who for i in found.items)
