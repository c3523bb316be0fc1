"""The same duty said twice, and the same thing ruled differently (重复与冲突)."""

from __future__ import annotations

from dataclasses import dataclass

from kb.checklist.action import core
from kb.checklist.duty import Duty
from kb.data import load_toml
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize

_CONTAINED = 0.8
_LONG = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """What a duty counts: its kind of quantity (次, 学时, 元), none where it only says when; and how it is bounded."""

    unit: str | None
    upper: bool


def matter(duty: Duty) -> str:
    """What is done, in canonical words, without verbs and doers: 党课 of 认真开展好党课教育."""
    unit = load_toml("checklist.toml")["matter"]["units"].get(duty.obligation.unit or "")
    if unit:
        return str(unit)
    return core(duty.action)


def same_matter(a: Duty, b: Duty) -> bool:
    """Whether two duties are about the same thing, done by the same."""
    if not a.bound.doers & b.bound.doers or a.condition != b.condition:
        return False
    x, y = matter(a), matter(b)
    if x == y and a.obligation.unit in load_toml("checklist.toml")["matter"]["units"]:
        return True
    if a.clause.id != b.clause.id and not (_telling(a) and _telling(b)):
        return False
    if x == y:
        return True
    if _acts(a.action) != _acts(b.action):
        return False
    p, q = _pairs(x), _pairs(y)
    return len(p & q) >= _CONTAINED * min(len(p), len(q)) and _close(x, y)


def _acts(action: str) -> frozenset[int]:
    """Which kinds of doing an action names: 向党员大会述职 is another thing than 召开党员大会."""
    groups = load_toml("selfcheck.toml")["matching"]["act"]
    return frozenset(n for n, g in enumerate(groups) if any(w in action for w in g["words"]))


def _telling(duty: Duty) -> bool:
    """Whether its words name one thing wherever they stand (党课), unlike 会议 or 考察."""
    text = canonical(normalize(duty.action))
    known = [w for t in load_toml("topics.toml")["matter"] for w in t["words"]] + [
        w for g in load_toml("synonyms.toml")["group"] for w in g["terms"]]
    return len(matter(duty)) >= _LONG or any(w in text for w in known)


def _close(x: str, y: str) -> bool:
    """Whether neither says much beyond the other: 党课 is not all that 党课讲稿审核 is about."""
    return max(len(x), len(y)) <= 2 * min(len(x), len(y)) + 2


def _pairs(text: str) -> set[str]:
    return {text[i:i + 2] for i in range(len(text) - 1)}


def kind(duty: Duty) -> Kind:
    """The kind of quantity of a duty."""
    o = duty.obligation
    return Kind(None if o.count is None else o.unit, o.comparator == "<=")


def rate(duty: Duty) -> float | None:
    """How much a year, None where it does not return; a duty without a number counts once a period."""
    o = duty.obligation
    per_year = load_toml("checklist.toml")["period"].get(o.period or "", {}).get("rate")
    if per_year is None:
        return None
    least = o.count[0] if isinstance(o.count, tuple) else o.count
    return float(per_year) * (1.0 if least is None else least)


def said_twice(a: Duty, b: Duty) -> bool:
    """Whether two duties are one: the same thing, as often, as many, by the same day."""
    x, y = a.obligation, b.obligation
    alike = (x.period, x.count, x.unit, x.deadline) == (y.period, y.count, y.unit, y.deadline)
    on_other_words = (a.clause.id, x.start) != (b.clause.id, y.start)
    return alike and on_other_words and a.bound.who == b.bound.who and kind(a) == kind(b) and same_matter(a, b)


def differ(a: Duty, b: Duty) -> bool:
    """Whether two clauses rule the same thing differently: another number, another period, or another day."""
    x, y = a.obligation, b.obligation
    if a.clause.id == b.clause.id or not _comparable(a, b):
        return False
    r, s = rate(a), rate(b)
    if (r is None) != (s is None):
        return False
    if r is None:
        another = x.count != y.count or bool(x.deadline and y.deadline and x.deadline != y.deadline)
    else:
        another = r != s or bool(x.deadline and y.deadline and x.deadline != y.deadline)
    return another and same_matter(a, b)


def _comparable(a: Duty, b: Duty) -> bool:
    """Whether their quantities are of one kind; how often (每月) compares with how many times (每年1次)."""
    x, y = kind(a), kind(b)
    return {x.unit or "次"} == {y.unit or "次"} and x.upper == y.upper
