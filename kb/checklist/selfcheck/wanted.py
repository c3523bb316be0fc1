"""What an item of a checklist asks for (所求), ready to be looked for in a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from kb.checklist.items import Item
from kb.checklist.selfcheck.flat import flat
from kb.checklist.selfcheck.words import Matter, acts, data, matters, periods_per_year
from kb.language.synonyms import spellings

Cut = Callable[[str], list[str]]
_TERM, WORD, _SMALL = 3.0, 1.0, 0.3  # what a matter, another word, and a word found everywhere count
_SHARES = ("%", "‰", ":")
_BRACKETS = re.compile("（[^）]*）")
_EXAMPLES = re.compile("(?:开展|进行|包括|采取)[^，。]*、[^，。]*等[^，。]*")
_SAME_UNITS = {"课时": "学时", "个学时": "学时"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item with what tells it: its matters, its other words with their weights, and the acts of which a plan must
    name one (no acts: any will do).

    `personal` tells that it is he who bears the role who must do it; `unit` is what it counts, None for times;
    `required` how many a year, None where it asks for no number; `length` how many months its period has. `within` are
    the matters of all the words of an item that asks for no number, whose action only heads them.
    """

    item: Item
    matters: tuple[Matter, ...]
    words: tuple[tuple[re.Pattern[str], float], ...]
    acts: re.Pattern[str] | None
    personal: bool
    unit: str | None
    required: float | None
    length: int | None
    within: tuple[Matter, ...] = ()

    def weight_of(self, matter: Matter) -> float:
        """What finding a matter counts."""
        return _SMALL if matter.term in _small() else _TERM

    @property
    def measured(self) -> bool:
        """Whether its matters are measured in its unit (学时): then any of them will do."""
        return any(self.unit in m.units for m in self.matters)

    @property
    def weight(self) -> float:
        """What finding everything counts."""
        return sum(map(self.weight_of, self.matters)) + sum(w for _, w in self.words)


def wanted(item: Item, cut: Cut) -> Wanted:
    """The item ready to be looked for; `cut` parts a text into words."""
    text = _object(flat(item.action or item.quote).text)
    times = item.unit is None or item.unit in data()["counting"]["times"]
    found: list[Matter] = []
    left = text
    for matter in matters():
        spans = [m.span() for m in matter.ways.finditer(text) if not _covered(matter, text, m.span())]
        if spans and not (matter.units and not times and _unit(item.unit or "") not in matter.units):
            found.append(matter)
        for start, end in spans:
            left = left[:start] + "。" * (end - start) + left[end:]
    if not found and len(only := _named(flat(item.quote).text)) == 1:  # an action may leave out what it is done to
        found = list(only)
    unit = None if times else _unit(item.unit or "")
    if any(unit in m.units for m in found):
        found = [m for m in matters() if unit in m.units]
    doing = [(words, also) for words, also in acts() if any(w in left for w in words)]
    verbs = sorted({w for group in doing for part in group for w in part}, key=len, reverse=True)
    act = re.compile("|".join(map(re.escape, verbs))) if verbs else None
    words = _words(cut(left), frozenset(verbs), bool(found))
    if act is not None and not found:  # then what is done tells the item as much as what it is done to
        words = (*words, (act, 2 * WORD))
    required = _required(item, times)
    periods = periods_per_year(item.period)
    personal = item.who == "own" and any(m.personal and m.personal.search(text) for m in found)
    return Wanted(item, tuple(found), words, act, personal, unit, required,
                  round(12 / periods) if periods and periods <= 12 else None,
                  _named(flat(item.quote).text) if required is None else ())


def _object(text: str) -> str:
    """What an action is done to: without what stands in brackets, nor the examples of 到联系点开展指导、谈心等活动."""
    plain = _BRACKETS.sub("", text)
    short = _EXAMPLES.sub("", plain)
    return short if _named(short) else plain


def _words(cut: Sequence[str], verbs: frozenset[str], matters_named: bool) -> tuple[tuple[re.Pattern[str], float], ...]:
    """The words that tell an item besides its matters, each with its weight; the last one, of which the others only
    say what kind, counts twice.
    """
    kept = {w: _SMALL if w in _small() else WORD for w in cut
            if w not in _light() and w not in verbs and len(w) > 1}
    whole = {w: n for w, n in kept.items() if not any(w != o and w in o for o in kept)}
    if whole and not matters_named:
        last = list(whole)[-1]
        whole[last] *= 2
    return tuple((_spelled(w), n) for w, n in whole.items())


def _required(item: Item, times: bool) -> float | None:
    """How many of its unit an item asks for in a year; None where it asks for a share, or for none."""
    count = item.count[0] if isinstance(item.count, tuple) else item.count
    if item.unit and item.unit.startswith(_SHARES):
        return None
    if item.period is None:
        return count if times or item.unit in data()["counting"]["done"] else None
    periods = periods_per_year(item.period)
    if periods is None or (count is None and item.unit):
        return None
    return periods * (1.0 if count is None else count)


def _named(text: str) -> tuple[Matter, ...]:
    return tuple(m for m in matters() if not m.units
                 and any(not _covered(m, text, f.span()) for f in m.ways.finditer(text)))


def _covered(matter: Matter, text: str, span: tuple[int, int]) -> bool:
    return matter.but is not None and any(m.start() <= span[0] < m.end() or m.start() < span[1] <= m.end()
                                          for m in matter.but.finditer(text))


def _spelled(word: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, spellings(word)), key=len, reverse=True)))


def _unit(unit: str) -> str:
    return _SAME_UNITS.get(unit, unit)


@cache
def _light() -> frozenset[str]:
    return frozenset(data()["matching"]["light"])


@cache
def _small() -> frozenset[str]:
    return frozenset(data()["matching"]["small"])
