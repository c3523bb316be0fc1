"""Topics compared (专题评测): against tables made by hand, is every clause that rules a topic there, and none that only
mentions it; does every value stand in its cell?

A gold row names a clause by its document, its list and its first words, with the matter, the addressee and, where the
clause gives one, the value and the period. A clause counts once for every kind of organisation that it binds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.collection import CORPUS, QUESTIONS, UNSEEN, Shelf, shelve
from evals.measures import Score, mean_with_interval
from kb.errors import ReadError
from kb.ingest.obligations import obligations
from kb.training.topic_table import TopicRow
from kb.training.topics.library import known_topic
from kb.training.topics.table import topic_table

GOLD = QUESTIONS / "topics"
NAME = "topics"
LABELS = {"recall": "条款查全", "precision": "条款查准", "cells": "值在格中", "cells_precision": "格中的值对"}
_FOLDERS = {"corpus": CORPUS, "test": UNSEEN}

# Which clause: its document, its list, its first words.
Place = tuple[str, str, str]
# What a cell says: the matter, the addressee, the value and the period.
Cell = tuple[str, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One rule of the gold."""

    place: Place
    scope: tuple[str, ...]
    cell: Cell


@dataclass(frozen=True, slots=True)
class GoldTopic:
    """A topic with its gold over one folder of documents."""

    name: str
    topic: str
    folder: Path
    rows: tuple[GoldRow, ...]


@dataclass(frozen=True, slots=True)
class TopicReport:
    """How a table did; what was missed, and what was too much."""

    name: str
    measures: dict[str, float]
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicsReport:
    """All topics, and the mean of every measure over them."""

    name: str
    topics: tuple[TopicReport, ...]
    scores: dict[str, Score]

    @property
    def means(self) -> dict[str, float]:
        """Every measure, for the gates."""
        return {name: s.mean for name, s in self.scores.items()}


def load_topics(folder: Path = GOLD) -> list[GoldTopic]:
    """Every topic of the gold. Raises ReadError naming the file that is wrong."""
    out = []
    for path in sorted(folder.glob("*.json")):
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            rows = tuple(GoldRow((r["document"], r["list"], r["begins"]), tuple(r["scope"]),
                                 (r["matter"], r["who"], r["value"], r["period"])) for r in said["rows"])
            out.append(GoldTopic(path.stem, said["topic"], _FOLDERS[said["documents"]], rows))
        except (ValueError, KeyError, TypeError) as e:
            raise ReadError(f"评测题写错了：{path}（{e}）。请改正。") from e
    return out


def evaluate_topics(gold: Sequence[GoldTopic] | None = None) -> TopicsReport:
    """Compares every topic of the gold over its documents."""
    reports = tuple(_judged(g) for g in (load_topics() if gold is None else gold))
    return TopicsReport(NAME, reports, {
        m: mean_with_interval([r.measures[m] for r in reports]) for m in LABELS})


def _judged(gold: GoldTopic) -> TopicReport:
    shelf = shelve(gold.folder)
    duties = {c.id: tuple(obligations(c)) for c in shelf.clauses}
    return judge(gold, topic_table(known_topic(gold.topic), shelf.clauses, duties, shelf.titles).rows, shelf)


def judge(gold: GoldTopic, rows: Sequence[TopicRow], shelf: Shelf) -> TopicReport:
    """The measures of one table."""
    clauses = {c.id: c for c in shelf.clauses}
    known = {g.place for g in gold.rows}

    def place(row: TopicRow) -> Place:
        c = clauses[row.clause]
        own = (shelf.titles[c.document_id], c.list_title)
        return next((p for p in known if p[:2] == own and c.text.startswith(p[2])), (*own, c.text[:20]))

    at = [(place(r), r) for r in rows]
    wanted = {(g.place, kind) for g in gold.rows for kind in g.scope}
    found = {(p, kind) for p, r in at for kind in r.scope}
    cells = {(g.place, g.cell) for g in gold.rows if g.cell[2:] != (None, None)}
    said: set[tuple[Place, Cell]] = {
        (p, (r.matter, r.who, r.value, r.period)) for p, r in at if (r.value, r.period) != (None, None)}
    measures = {"recall": _share(len(wanted & found), len(wanted)),
                "precision": _share(len(wanted & found), len(found)),
                "cells": _share(len(cells & said), len(cells)),
                "cells_precision": _share(len(cells & said), len(said))}
    missed, extra = _listed(wanted - found, cells - said), _listed(found - wanted, said - cells)
    return TopicReport(gold.name, measures, missed, extra)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _listed(clauses: set[tuple[Place, str]], cells: set[tuple[Place, Cell]]) -> tuple[str, ...]:
    said = {f"{kind} {p[1]}：{p[2]}" for p, kind in clauses}
    return tuple(sorted(said | {f"{p[1]}：{p[2]}（{'，'.join(str(x) for x in cell)}）" for p, cell in cells}))
