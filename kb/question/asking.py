"""What words ask (问法): the kinds of question, the quantities and facts asked for, all from kb/data/asks.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.quantities import Mention, mentions
from kb.language.shares import shares
from kb.language.tokenizer import normalize
from kb.language.vocabulary import scopes, words_of_kinds

Kind = Literal["compare", "yesno", "definition", "who", "count", "when", "list", "what"]

_KINDS: dict[str, Kind] = {"compare": "compare", "definition": "definition", "who": "who", "count": "count",
                           "when": "when", "list": "list", "yesno": "yesno", "quantity": "count", "what": "what"}
_FIGURE = re.compile(
    r"\d|[一二三四五六七八九十]+(?:个|次|名|人|天|年|分|篇|条|学时|户|家|元|成|倍)|每[一-龥]|半年|一半")
# Of three digits or more, without what would be its unit.
_BARE = re.compile(r"(?<![\d.])(?:\d{3,}|[一二三四五六七八九两][千万][一二三四五六七八九千百十零]*)"
                   "(?![\\d.年月日号度届多来几人名个])")
_ANY_COUNT = "个数"  # of whatever unit: only where no other kind of quantity is asked for
_ASKS_APART = re.compile("[，,、；;。？?！!]|以及|还有|和|及")


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """The kind of quantity a question asks for: units that answer it, and whether a period or a date does."""

    units: frozenset[str]
    period: bool
    deadline: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact: how it is asked for, and what words can give it."""

    name: str
    asks: re.Pattern[str]
    shows: re.Pattern[str]


def kind_of(text: str) -> Kind:
    """The kind of question that a text in normal form is."""
    if not text:
        return "what"
    if pattern("premise").search(text) and _FIGURE.search(text) and not _kinds()["count"].search(text):
        return "yesno"
    return next(_KINDS[k] for k, p in _kinds().items() if p.search(text))


def asks_number(text: str) -> bool:
    """Whether a number, a period or a date is asked for."""
    return any(_kinds()[k].search(text) for k in ("count", "quantity"))


def content(text: str) -> str:
    """The text with a blank in place of every word that asks: what is left says what the question is about."""
    rest = asking_pattern().sub(lambda m: f" {m.group('term') or ''} ", text)
    return _asking_phrases().sub(" ", rest)


def asked_unit(text: str) -> AskedUnit | None:
    """The kind of quantity that a question asks for, None where it asks for none.

    Of several the one named last: 占参会人数的多大比例 asks for a share.
    """
    named = [(m.end(), -n, unit) for n, (asks, unit) in enumerate(_units()) for m in asks.finditer(text)]
    found = max(named, key=lambda at: at[:2])[2] if named else None
    literal = _literal_unit().search(text)
    if found is None and literal is not None:
        return AskedUnit(frozenset({literal.group(1)}), False, False)
    return found


def asked_units(text: str) -> tuple[AskedUnit, ...]:
    """Every kind of quantity that a question asks for, in its order: 联系几个支部，每年去几次 asks for two."""
    found = [unit for part in _ASKS_APART.split(text) if (unit := asked_unit(part)) is not None]
    return tuple(dict.fromkeys(found))


def facts_asked(text: str) -> tuple[Fact, ...]:
    """The kinds of fact that a question asks for."""
    return tuple(f for f in _facts() if f.asks.search(text))


def slots_asked(text: str) -> tuple[str, ...]:
    """The kinds of quantity that a question may ask for, as slots.toml names them."""
    found = [name for name, asks in _slots() if asks.search(text)]
    return tuple(n for n in found if n != _ANY_COUNT) or tuple(found)


def quantities_stated(text: str) -> tuple[Mention, ...]:
    """The quantities that a question states; a bare number where it speaks of money is a sum: 到手四千五."""
    found = mentions(text)
    found += [m for m in shares(text) if not any(x.start < m.end and m.start < x.end for x in found)]
    if pattern("sums").search(text):
        for m in _BARE.finditer(text):
            value = parse_number(m.group())
            if value is not None and not any(x.start < m.end() and m.start() < x.end for x in found):
                found.append(Mention("count", m.start(), m.end(), count=value, comparator="=", unit="元"))
    return tuple(sorted(found, key=lambda x: x.start))


def scopes_asked(text: str) -> tuple[str, ...]:
    """Kinds of organisation that a question names; the narrower hide the kind they lie within."""
    said = words_of_kinds(text)
    found = [s for s in scopes() if any(a in w for w in said & {s.name, *s.heading, *s.asked} for a in s.asked)]
    hidden = {s.within for s in found}
    return tuple(s.name for s in found if s.name not in hidden)


def asking_data() -> dict[str, Any]:
    """All of asks.toml."""
    return load_toml("asks.toml")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns that asks.toml names: recipient, passes_on, premise, loosely, in_part."""
    return re.compile(asking_data()[name])


@cache
def asking_pattern() -> re.Pattern[str]:
    """Words that ask, of every kind of question."""
    return re.compile("|".join(p.pattern for k, p in _kinds().items() if k not in ("what", "quantity")))


@cache
def asking_clause() -> re.Pattern[str]:
    """What makes a clause of a long question one that asks: words that ask, and names of quantities."""
    return re.compile("|".join(p.pattern for k, p in _kinds().items() if k != "what"))


@cache
def term_ending() -> re.Pattern[str]:
    """What may be left out at the end of a term whose sense is asked."""
    return re.compile(f"({'|'.join(asking_data()['term_endings'])})$")


@cache
def asking_words() -> frozenset[str]:
    """Words that only ask and name no topic."""
    return frozenset(asking_data()["words"]["asking"])


@cache
def scope_words() -> frozenset[str]:
    """Words that name kinds of organisation."""
    return frozenset(normalize(w) for s in scopes() for w in s.asked)


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {r["kind"]: re.compile("|".join(r["patterns"])) for r in asking_data()["ask"]}


@cache
def _asking_phrases() -> re.Pattern[str]:
    """Asking words of more than one character, the longer first."""
    return re.compile("|".join(sorted(map(re.escape, (w for w in asking_words() if len(w) > 1)), key=len,
                                      reverse=True)))


@cache
def _units() -> tuple[tuple[re.Pattern[str], AskedUnit], ...]:
    return tuple((re.compile("|".join(r["patterns"])),
                  AskedUnit(frozenset(r["units"]), r.get("period", False), r.get("deadline", False)))
                 for r in asking_data()["unit"])


@cache
def _literal_unit() -> re.Pattern[str]:
    """多少 or 几 with a unit behind it."""
    units = sorted(load_toml("quantities.toml")["unit"]["counted"], key=len, reverse=True)
    either = "|".join(re.escape(u.removeprefix("个") or u) for u in units)
    return re.compile(rf"(?:多少|(?<![哪这那好])几)个?({either})")


@cache
def _slots() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((s["name"], re.compile(s["asks"])) for s in load_toml("slots.toml")["slot"])


@cache
def _facts() -> tuple[Fact, ...]:
    return tuple(Fact(r["name"], re.compile(r["asks"]), re.compile(r["shows"])) for r in asking_data()["fact"])
