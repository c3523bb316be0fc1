"""The measure of the self-check: verdicts on plans against those of a reader (gold.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.checklist.items import Checklist, Item
from kb.checklist.selfcheck import Verdict, selfcheck
from kb.checklist.selfcheck.plan import plan_of
from kb.checklist.selfcheck.wanted import Cut
from kb.ingest.readers import read_file
from kb.search.index.embedder import Embedder

HERE = Path(__file__).resolve().parent
YEAR = 2026
GAPS = ("未列入", "次数不足")


@dataclass(frozen=True, slots=True)
class Judged:
    """One verdict, with the one that a reader gave and how many he counted (0: he did not count)."""

    plan: str
    name: str
    gold: str
    counted: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of all verdicts: gaps told as such, fulfilled items told as gaps, verdicts left open, and numbers right
    where a reader counted and the program did too.
    """

    gaps: int
    recall: float
    fulfilled: int
    alarms: float
    verdicts: int
    unsure: float
    numbers: float


def checklist(name: str = "items.toml") -> tuple[Checklist, tuple[str, ...]]:
    """A checklist that plans are judged by, and the names of its items."""
    data = _load(name)
    items = tuple(_item(i) for i in data["item"])
    return Checklist(data["role"], data["scope"], YEAR, items), tuple(i["name"] for i in data["item"])


def judged(cut: Cut, embedder: Embedder | None) -> Iterator[Judged]:
    """Every verdict on every plan."""
    for plan in _load("gold.toml")["plan"]:
        wanted, names = checklist(plan.get("items", "items.toml"))
        verdicts = selfcheck(wanted, plan_of(read_file(HERE / "plans" / plan["file"])), cut=cut, embedder=embedder)
        for name, verdict in zip(names, verdicts, strict=True):
            gold = ("已列入" if name in plan["listed"] else "次数不足" if name in plan["short"] else
                    "拿不准" if name in plan["unsure"] else "未列入")
            counted = plan["listed"].get(name) or plan["short"].get(name) or 0
            yield Judged(plan["file"], name, gold, counted, verdict)


def score(rows: list[Judged]) -> Score:
    """The shares over all verdicts."""
    gaps = [r for r in rows if r.gold in GAPS]
    fulfilled = [r for r in rows if r.gold == "已列入"]
    counted = [r for r in rows if r.counted and r.verdict.found is not None]
    return Score(
        len(gaps), _share(r.verdict.verdict in GAPS for r in gaps), len(fulfilled),
        _share(r.verdict.verdict in GAPS for r in fulfilled), len(rows),
        _share(r.verdict.verdict == "拿不准" for r in rows), _share(r.verdict.found == r.counted for r in counted))


def _share(hits: Iterator[bool] | Any) -> float:
    each = list(hits)
    return sum(each) / len(each) if each else 0.0


def _item(data: dict[str, Any]) -> Item:
    return Item(
        id=data["name"], clause=data["citation"], citation=data["citation"], quote=data["quote"], start=0,
        end=len(data["quote"]), who=data["who"], rhythm=data.get("rhythm"), action=data["action"],
        count=data.get("count"), comparator=data.get("comparator"), unit=data.get("unit"), period=data.get("period"),
        must="count" in data)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))
