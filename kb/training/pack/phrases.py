"""The fixed phrases of training material (固定用语), from kb/data/training.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a pack is for: the addressees of the rules that go in, everyone's where none is named."""

    name: str
    who: frozenset[str]


@dataclass(frozen=True, slots=True)
class Length:
    """How much goes in a topic: clauses, questions and quotations on slides, quiz items; 0 is all there are."""

    name: str
    clauses: int
    questions: int
    quotes: int
    items: int


def say(key: str, **filled: str | int) -> str:
    """A fixed phrase with its places filled."""
    phrase: str = load_toml("training.toml")["phrase"][key]
    return phrase.format(**filled)


def joined(words: Sequence[str]) -> str:
    """Words in a row, as in Chinese."""
    return "、".join(words)


@cache
def audiences() -> tuple[Audience, ...]:
    """Those that a pack may be for, the usual one first."""
    return tuple(Audience(a["name"], frozenset(a["who"])) for a in load_toml("training.toml")["audience"])


@cache
def lengths() -> tuple[Length, ...]:
    """The lengths that a pack may have, from the shortest."""
    return tuple(Length(**stated) for stated in load_toml("training.toml")["length"])


USUAL_LENGTH = 1


def audience_named(name: str) -> Audience:
    """The audience of this name, the usual one for none. Raises QuestionError naming what there is."""
    wanted = name.strip() or audiences()[0].name
    found = next((a for a in audiences() if a.name == wanted), None)
    if found is None:
        raise QuestionError(f"没有这种对象：{name.strip()[:20]}。可用：{joined([a.name for a in audiences()])}。")
    return found


def length_named(name: str) -> Length:
    """The length of this name, the usual one for none. Raises QuestionError naming what there is."""
    wanted = name.strip() or lengths()[USUAL_LENGTH].name
    found = next((x for x in lengths() if x.name == wanted), None)
    if found is None:
        raise QuestionError(f"没有这种篇幅：{name.strip()[:20]}。可用：{joined([x.name for x in lengths()])}。")
    return found


def asked(matter: str, owner: str | None, unit: str, period: str | None) -> str:
    """The question that a value answers, by what is counted (empty: nothing, a time alone is given)."""
    for stated in load_toml("training.toml")["ask"]:
        fits = unit.startswith(stated["unit"]) if stated["unit"] and unit else stated["unit"] == unit
        if (fits or (unit and stated["unit"] == "*")) and (not stated.get("period") or period):
            form: str = stated["whose" if owner else "bare"]
            return form.format(matter=matter, owner=owner or "", unit=unit)
    raise KeyError(unit)
