"""Which words of a clause answer (证据): its obligations and sentences, weighed against the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.answer.facts import explained
from kb.data import load_toml
from kb.language.fits import any_role_fits
from kb.language.pairs import bigrams
from kb.language.quantities import mentions
from kb.language.sentences import sentences
from kb.language.vocabulary import find_roles
from kb.question.understand import Ask, content
from kb.show.obligation_words import obligations_of
from kb.types import Clause, Obligation

_PERIOD_BONUS = 0.15
_SUBJECT_BONUS = 0.35
_UNIT_BONUS = 0.3
_SENTENCE_SHARE = 0.35
_CLOSE_SHARE = 0.6
_DEFINES = re.compile("是指|指的是|，即|即：|：即|包括|分为|主要有|做到|指")
_DEFINES_BONUS = 0.3
_EXPLAINS_BONUS = 0.6
_NAMES_BONUS = 0.15
_ASKS_APART = re.compile("[，,、；;。？?！!]|以及|还有|和|及")


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """The kind of quantity a question asks for: units that answer it, and whether a period or a date does."""

    units: frozenset[str]
    period: bool
    deadline: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span of a clause that answers best.

    `coverage` is the share of the question's subject that the span holds, `whole` that the clause holds, both 0–1 and
    weighed by rarity; `unit` is 1 where the span gives the kind of quantity asked for, -1 where the clause gives none,
    0 where no quantity is asked; `close` is the cosine of the span's sentence with the question; `duty` is the
    obligation at the span, if any.
    """

    clause: Clause
    start: int
    end: int
    coverage: float
    whole: float
    unit: int
    close: float
    duty: Obligation | None

    @property
    def quote(self) -> str:
        return self.clause.text[self.start:self.end]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as weighed character pairs; and what of quantity it asks for."""

    pairs: dict[str, float]
    total: float
    periods: frozenset[str]
    asked: AskedUnit | None


def subject_of(ask: Ask, rarity: Callable[[str], float]) -> Subject:
    """The question without the words that ask."""
    pairs = {p: rarity(p) for part in content(ask.text).split() for p in bigrams(part)}
    if not pairs:
        pairs = {p: rarity(p) for p in bigrams(ask.text)}
    periods = frozenset(m.period for m in mentions(ask.text) if m.kind == "period" and m.period)
    return Subject(pairs, sum(pairs.values()) or 1.0, periods, asked_unit(ask.text))


def asked_unit(text: str) -> AskedUnit | None:
    """The kind of quantity that a question asks for, None where it asks for none."""
    found = next((unit for pattern, unit in _units() if pattern.search(text)), None)
    literal = _literal_unit().search(text)
    if found is None and literal is not None:
        return AskedUnit(frozenset({literal.group(1)}), False, False)
    return found


def asked_units(text: str) -> tuple[AskedUnit, ...]:
    """Every kind of quantity that a question asks for, in its order: 联系几个支部，每年去几次 asks for two."""
    found = [unit for part in _ASKS_APART.split(text) if (unit := asked_unit(part)) is not None]
    return tuple(dict.fromkeys(found))


def answers_unit(asked: AskedUnit, duty: Obligation) -> bool:
    """Whether the obligation gives the kind of quantity asked for."""
    if duty.unit in asked.units or (asked.period and duty.period not in (None, "一次性")):
        return True
    return asked.deadline and duty.deadline is not None


def weigh(clause: Clause, above: str, ask: Ask, subject: Subject, near: Sequence[float]) -> Evidence:
    """The best evidence in `clause`; `above` is the text of its headings, `near` the cosines of its sentences."""
    head = frozenset(bigrams(above))
    whole = _share(subject, _pairs(clause.text) | head)
    best: tuple[float, Evidence] | None = None
    stated = ask.kind == "yesno" and any(m.kind != "deadline" for m in mentions(ask.text))
    numeric = ask.counts or subject.asked is not None or stated or ask.kind in ("when", "compare")
    held = _sentence_pairs(clause.text)
    for duty in obligations_of(clause) if numeric else ():
        around, close = next(((p, c) for (s, e, p), c in zip(held, near, strict=True) if s <= duty.start < e),
                             (frozenset[str](), 0.0))
        own = _pairs(f"{duty.subject or ''}{duty.quote}")
        coverage = _share(subject, own | head)
        unit = _unit_fit(subject, duty)
        score = (1 - _SENTENCE_SHARE) * coverage + _SENTENCE_SHARE * _share(subject, around | head)
        score += _UNIT_BONUS * unit + _SUBJECT_BONUS * _subject_fit(ask, duty)
        score += _PERIOD_BONUS * (duty.period in subject.periods) + 0.1 * (duty.value is not None)
        score += _CLOSE_SHARE * close
        if best is None or score > best[0]:
            best = score, Evidence(clause, duty.start, duty.end, coverage, whole, unit, close, duty)
    wanted = subject.asked is not None
    for (start, end, pairs), close in zip(held, near, strict=True):
        coverage = _share(subject, pairs | head)
        score = coverage - (_UNIT_BONUS if wanted else 0.0) + coverage * _kind_bonus(ask, clause.text[start:end])
        score += _CLOSE_SHARE * close
        if best is None or score > best[0]:
            best = score, Evidence(clause, start, end, coverage, whole, -1 if wanted else 0, close, None)
    assert best is not None
    return best[1]


@lru_cache(maxsize=50_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(bigrams(text))


@lru_cache(maxsize=20_000)
def _sentence_pairs(text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """The sentences of a clause with the pairs of each: the same clauses are weighed again and again."""
    return tuple((s, e, _pairs(text[s:e])) for s, e in sentences(text))


def _kind_bonus(ask: Ask, sentence: str) -> float:
    """What a sentence gains where it is of the kind that is asked for: it explains, or it names somebody."""
    if ask.kind == "definition":
        return _DEFINES_BONUS * bool(_DEFINES.search(sentence)) + _EXPLAINS_BONUS * (explained(ask.text, sentence) > 0)
    if ask.seeks_recipient:
        return _NAMES_BONUS * bool(_passes_on().search(sentence))
    if ask.kind == "who":
        return _NAMES_BONUS * any(name not in ask.roles for name, _, _ in find_roles(sentence))
    return 0.0


def _share(subject: Subject, held: frozenset[str]) -> float:
    return sum(w for p, w in subject.pairs.items() if p in held) / subject.total


def _unit_fit(subject: Subject, duty: Obligation) -> int:
    asked = subject.asked
    if asked is None:
        return 0
    return 1 if answers_unit(asked, duty) else -1


def _subject_fit(ask: Ask, duty: Obligation) -> float:
    if not ask.roles or not duty.subject:
        return 0.0
    bound = [name for name, _, _ in find_roles(duty.subject)]
    if not bound:
        return 0.0
    return 1.0 if any_role_fits(ask.roles, bound) else -0.5


@cache
def _literal_unit() -> re.Pattern[str]:
    """多少 or 几 with a unit behind it."""
    units = sorted(load_toml("quantities.toml")["unit"]["counted"], key=len, reverse=True)
    either = "|".join(re.escape(u.removeprefix("个") or u) for u in units)
    return re.compile(rf"(?:多少|(?<![哪这那好])几)个?({either})")


@cache
def _passes_on() -> re.Pattern[str]:
    return re.compile(load_toml("asks.toml")["passes_on"])


@cache
def _units() -> tuple[tuple[re.Pattern[str], AskedUnit], ...]:
    return tuple((re.compile("|".join(r["patterns"])),
                  AskedUnit(frozenset(r["units"]), r.get("period", False), r.get("deadline", False)))
                 for r in load_toml("units.toml")["unit"])
