"""Which figure of a clause answers (取数): its frames compared with the question, slot by slot.

A figure answers only if its kind, its owner and its condition fit what is asked. The weights of the comparison are
kb/data/figures.json, made again by `make model`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from kb.answer.named_figures import named, named_last
from kb.answer.stated import counts_stated, days, held_against, same_unit
from kb.data import load_toml
from kb.ingest.analysis import ClauseAnalysis, pairs_of
from kb.ingest.frames import Frame, frames
from kb.language.fits import any_role_fits
from kb.language.pairs import bigrams
from kb.language.quantities import mentions
from kb.language.vocabulary import find_roles, offices
from kb.question.question import Question
from kb.search.columns import assemble
from kb.search.index.embedder import Vectors

NAMES = ("slot", "near", "other", "unit", "own", "own_told", "phrase", "around", "condition", "holds", "fails",
         "untold", "role", "other_role", "period", "other_period", "bound", "stated", "close", "best_own",
         "best_phrase", "office", "other_office", "act", "other_act", "case_asked", "case_after", "alone", "said",
         "named", "last_named")
_RATE = "频率"
_TIMES = ("次", "回", "场", "期", "趟", "遍", "堂", "节")


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Weights over NAMES."""

    weights: Vectors

    def read(self, question: Question, analysis: ClauseAnalysis, near: Sequence[float], likely: Sequence[float],
             rarity: Callable[[str], float]) -> Frame | None:
        """The frame of a clause that answers best, of a case where that is asked for; None where it states no figure.

        `near` are the cosines of the clause's sentences with the question, `likely` how likely each answers it.
        """
        found = candidates(question, analysis)
        if not found:
            return None
        scores = compared(question, analysis, near, likely, rarity) @ self.weights
        if question.kind == "yesno":
            held = np.array([comparable(question, f) for f in found])
            scores = np.where(held, scores, -np.inf) if held.any() else scores
        return found[int(np.argmax(scores))]


def candidates(question: Question, analysis: ClauseAnalysis) -> list[Frame]:
    """The figures of a clause that may answer: those it rules, and those of its cases that are of the kind asked for.

    A case answers from when, or from how many on, something is so: 连续6个月不交党费的，按自行脱党处理.
    """
    if question.kind != "count":
        return list(analysis.frames)
    told = [m for m in question.quantities if m.kind == "count"]  # who says that he earns 6000元 asks for no amount
    about = frozenset(p for part in question.content.split() for p in bigrams(part))
    ruled = any(slot_fit(question, f) == 1.0 for f in analysis.frames) and not _asks_case("case_bound").search(
        question.text)
    return [*analysis.frames, *(c for c in analysis.cases if slot_fit(question, c) == 1.0
                                and (not ruled or about & _follows(c))
                                and not any(same_unit(m.unit, c.unit) for m in told))]


def compared(question: Question, analysis: ClauseAnalysis, near: Sequence[float], likely: Sequence[float],
             rarity: Callable[[str], float]) -> Vectors:
    """The rows of NAMES for the candidates of a clause, shape (len(candidates), len(NAMES))."""
    wanted = {p: rarity(p) for part in question.content.split() for p in bigrams(part)}
    heads = pairs_of(analysis.heads)
    told = {p: w for p, w in wanted.items() if p not in heads} or wanted
    total = sum(told.values()) or 1.0
    asked = frozenset(bigrams(question.text))
    found = candidates(question, analysis)
    ruled = len(analysis.frames)
    rows = [_row(question, f, told, total, asked, near) | ({} if n < ruled else _case_row(question, f, told, total))
            for n, f in enumerate(found)]
    each = [pairs_of(f.condition) | pairs_of(f.own) for f in found]
    held = Counter(p for pairs in each for p in pairs)
    for f, row, pairs in zip(found, rows, each, strict=True):
        row["alone"] = sum(w for p, w in told.items() if p in pairs and held[p] == 1) / total
        row["said"] = likely[f.sentence] if f.sentence is not None and f.sentence < len(likely) else 0.0
    _name(question, found, rows)
    columns = {n: np.array([r.get(n, 0.0) for r in rows], dtype=np.float32) for n in NAMES}
    for best, own in (("best_own", "own"), ("best_phrase", "phrase")):
        columns[best] = (columns[own] >= columns[own].max() - 1e-6).astype(np.float32)
    return assemble(NAMES, columns)


def _name(question: Question, found: Sequence[Frame], rows: Sequence[dict[str, float]]) -> None:
    """Marks the figures that a question names, and of each sentence the last one."""
    places = named(question, found)
    for n in places:
        rows[n]["named"] = 1.0
    for n in named_last(found, places):
        rows[n]["last_named"] = 1.0


def limits_met(question: Question, analysis: ClauseAnalysis) -> int:
    """1 where the figures of a question meet the condition of a figure of the kind asked for, -1 where they break every
    condition that they can be held against, 0 where there is none.
    """
    if question.kind == "yesno" or not any(m.kind == "count" for m in question.quantities):
        return 0
    held = [limits_hold(question, f) for f in analysis.frames if not question.slots or slot_fit(question, f)]
    return 1 if 1 in held else -1 if -1 in held else 0


def slot_fit(question: Question, frame: Frame) -> float:
    """How well (0–1) the kind of a frame's figure fits those asked for."""
    return max((_near(s, frame.slot) for s in question.slots), default=0.0)


def lacks_quantity(question: Question, analysis: ClauseAnalysis) -> bool:
    """Whether a clause states no quantity of a kind that the question asks for, not even in a condition.

    党费检查每次查几天 is not answered by 每年开展1次党费检查.
    """
    if question.kind != "count" or not question.slots:
        return False
    kinds = _kinds(question.slots)
    if any(s.get("open") for s in kinds.values()):
        return False
    text = analysis.clause.text
    if set(kinds) == {_RATE}:  # 召开一次大会 says nothing of how often
        return not any(f.period or f.deadline for f in analysis.frames) and not any(
            m.kind != "count" and m.period != "" for m in mentions(text))
    if any(slot_fit(question, f) or (f.period and _RATE in kinds) for f in analysis.frames):
        return False
    if any(re.search(s["words"], text) for s in kinds.values() if "words" in s):
        return False
    units = {u for s in kinds.values() for u in s["units"]}
    return not any(m.unit in units or (m.kind == "period" and m.period and _RATE in kinds) for m in mentions(text))


@cache
def _kinds(slots: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {s["name"]: s for s in load_toml("slots.toml")["slot"] if s["name"] in slots}


def comparable(question: Question, frame: Frame) -> bool:
    """Whether a figure that the question states can be held against the frame's."""
    stated = counts_stated(question)
    if any(same_unit(m.unit, frame.unit) for m in stated):
        return True
    if any(days(m) and days(frame) for m in stated) and frame.slot in claimed_slots(question.text):
        return True
    if frame.slot == "日期":
        return any(m.kind == "deadline" for m in question.quantities)
    dated = any(m.kind == "deadline" for m in question.quantities) and not stated
    return not dated and frame.period is not None and any(m.kind == "period" for m in question.quantities)


def _row(question: Question, f: Frame, told: Mapping[str, float], total: float, asked: frozenset[str],
         near: Sequence[float]) -> dict[str, float]:
    own, condition = pairs_of(f.own), pairs_of(f.condition)
    fit, holds, bound = slot_fit(question, f), limits_hold(question, f), _actor(f)
    # what a question claims must not choose the figure that it is held against
    claims = question.kind == "yesno"
    stated = [] if claims else [m for m in question.quantities if m.kind == "count" and not isinstance(m.count, tuple)]
    periods = _periods(question)
    fits = bool(question.roles and bound) and any_role_fits(question.roles, bound)
    held = offices(f.own) or offices(f.phrase)
    acts, done = acts_of(question.text), acts_of(f.own) or acts_of(f.phrase)
    return {
        "office": float(bool(question.offices & held)),
        "other_office": float(bool(held) and not question.offices & held),
        "act": float(bool(acts & done)), "other_act": float(bool(acts and done) and not acts & done),
        "slot": float(fit == 1.0), "near": fit if fit < 1.0 else 0.0,
        "other": float(bool(question.slots) and fit == 0.0),
        "unit": float(bool(f.unit) and question.unit is not None and f.unit in question.unit.units),
        "own": _share(told, own, total), "own_told": len(own & asked) / max(1, len(own)),
        "phrase": _share(told, pairs_of(f.phrase), total), "around": _share(told, pairs_of(f.around), total),
        "condition": _share(told, condition, total), "holds": float(holds > 0), "fails": float(holds < 0),
        "untold": float(bool(condition) and not holds) * (1 - len(condition & asked) / max(1, len(condition))),
        "role": float(fits), "other_role": float(bool(question.roles and bound) and not fits),
        "period": float(f.period in periods),
        "other_period": float(bool(periods and f.period) and f.period not in periods),
        "bound": _bound(question, f),
        "stated": float(any(m.count == f.count and same_unit(m.unit, f.unit) for m in stated)),
        "close": float(near[f.sentence]) if f.sentence is not None and f.sentence < len(near) else 0.0}


def _case_row(question: Question, case: Frame, told: Mapping[str, float], total: float) -> dict[str, float]:
    """How far the figure of a case is what is asked for: what follows of it is what the question names behind."""
    follows = _follows(case)
    after = {p for p in bigrams(question.beside[1])}
    asks = _RATE not in question.slots and bool(_asks_case("case").search(question.text))
    return {"case_asked": float(asks),
            "case_after": _share(told, follows, total) + len(after & follows) / max(1, len(after))}


def _follows(case: Frame) -> frozenset[str]:
    """What the sentence of a case says besides its phrase."""
    return pairs_of(case.around.replace(case.phrase, " "))


@cache
def _asks_case(name: str) -> re.Pattern[str]:
    return re.compile(load_toml("slots.toml")[name])


def _periods(question: Question) -> set[str]:
    """The periods within which a figure is asked for: those a question states, and 每日 of 一天加班几小时.

    How often something is said to be done is a claim, which must not choose the figure that it is held against.
    """
    claims = counts_stated(question)
    if question.kind == "yesno" and not any(m.unit not in _TIMES for m in claims):
        return set()
    units = load_toml("slots.toml")["within"]
    return {p for m in question.quantities if m not in claims and (
        p := m.period if m.kind == "period" else units.get(m.unit) if m.count == 1.0 else None)}


@lru_cache(maxsize=256)
def claimed_slots(text: str) -> frozenset[str]:
    """The kinds of quantity of the figures that a question states: 提前 of 不是要提前一个月吗."""
    return frozenset(f.slot for f in frames(text, [(0, len(text))], ()))


def acts_of(words: str) -> frozenset[str]:
    """The kinds of act that words name, as slots.toml tells them apart."""
    return frozenset(name for name, says in _acts() if says.search(words))


@cache
def _acts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(says)) for name, says in load_toml("slots.toml")["act"].items())


def _actor(f: Frame) -> tuple[str, ...]:
    return tuple(name for name, _, _ in find_roles(f.own)) or tuple(name for name, _, _ in find_roles(f.phrase))


def _bound(question: Question, f: Frame) -> float:
    if _bounds("most").search(question.text):
        return {"<=": 1.0, ">=": -1.0}.get(f.comparator or "", 0.0)
    if _bounds("least").search(question.text):
        return {">=": 1.0, "<=": -1.0}.get(f.comparator or "", 0.0)
    return 0.0


@cache
def _bounds(name: str) -> re.Pattern[str]:
    return re.compile(load_toml("slots.toml")["bound"][name])


def limits_hold(question: Question, f: Frame) -> int:
    """1 where a figure that the question states meets the frame's conditions, -1 where it breaks one, 0 if unstated."""
    return held_against(question, f.limits)


def _share(told: Mapping[str, float], held: frozenset[str], total: float) -> float:
    return sum(w for p, w in told.items() if p in held) / total


@cache
def _nearness() -> dict[str, Mapping[str, float]]:
    return {s["name"]: s["near"] for s in load_toml("slots.toml")["slot"]}


def _near(asked: str, given: str) -> float:
    return 1.0 if asked == given else _nearness()[asked].get(given, 0.0)


@cache
def load_figure_reader() -> FigureReader:
    """What ships with the program."""
    data = json.loads(files("kb.data").joinpath("figures.json").read_text(encoding="utf-8"))
    return FigureReader(np.array([data[n] for n in NAMES], dtype=np.float32))
