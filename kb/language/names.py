"""Names (名称): offices, bodies, groups, meetings and things, told apart by head and modifiers (names.toml).

团支部书记 is 书记 with 团 and 支部, so it is no 党支部书记; 党组织书记 covers him who is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kb.data import load_toml

_JOIN = " "
_WITH = "、"
_SOMEBODY = ("职务", "岗位", "成员")
_SYSTEM = "系统"
_SHARED = (_SYSTEM,)
_OF = frozenset(("", "的", "里", "里的", "这边的"))
_AND = frozenset("和与及、或")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its head, the kind of thing that the head is, and its modifiers by axis (系统 → 团).

    `general` where the head is too wide to tell anything by, `told` where only its modifier says which one is meant.
    """

    head: str
    kind: str
    marks: Mapping[str, str]
    general: bool
    told: bool

    @property
    def system(self) -> str | None:
        """The system of organisations that it belongs to: 党, 团, 工会."""
        return self.marks.get(_SYSTEM)


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    marks: Mapping[str, str]
    usual: Mapping[str, str]
    above: frozenset[str]
    general: bool
    told: bool


@lru_cache(maxsize=4096)
def find_names(text: str, *, nested: bool = False) -> tuple[tuple[str, int, int], ...]:
    """Names in a text in normal form as (words, start, end); `nested` adds those within longer ones (支部 in 支部书记).

    The words are those that stand there, blanks between them, 、 before one that is joined to the last, and other
    spellings made one (支书 is 支部 书记); `name_of` reads them.
    """
    out: list[tuple[str, int, int]] = []
    chain: list[re.Match[str]] = []
    for m in _words().finditer(text):
        if chain and not _belong(chain[-1].group(), text[chain[-1].end():m.start()], m.group()):
            out += _names_of(chain, nested)
            chain = []
        if m.group() not in _lookalikes():
            chain.append(m)
    return tuple(out + _names_of(chain, nested))


def names_in(text: str, *, nested: bool = False) -> tuple[str, ...]:
    """The words of the names in a text in normal form, each once."""
    return tuple(dict.fromkeys(words for words, _, _ in find_names(text, nested=nested)))


@cache
def name_of(words: str) -> Name:
    """The name that these words are. Raises ValueError where they are none."""
    units = words.split(_JOIN)
    units[-1] = units[-1].removeprefix(_WITH)
    if units[-1] not in _heads():
        raise ValueError(words)
    head = _heads()[units[-1]]
    ahead: dict[str, set[str]] = {}
    usual = dict(head.usual)
    for word in units[:-1]:
        for axis, value in _marks_of(word.removeprefix(_WITH)).items():
            ahead[axis] = ({value} | ahead.get(axis, set())) if word.startswith(_WITH) else {value}
        usual |= {axis: value for axis, value in _usual_of(word).items() if axis in _SHARED}
    marks = {axis: values.pop() for axis, values in ahead.items() if len(values) == 1}
    usual = {axis: value for axis, value in usual.items() if axis not in ahead}
    return Name(units[-1], head.kind, {**usual, **marks, **head.marks}, head.general, head.told)


def name_fits(asked: str, held: str) -> bool:
    """Whether a rule about the name `held` may be one about `asked`: one head covers the other, no modifier at odds."""
    a, b = name_of(asked), name_of(held)
    if b.general and not {*b.marks} <= {*a.marks}:
        return False
    if a.head != b.head and b.head not in _heads()[a.head].above and a.head not in _heads()[b.head].above:
        return False
    return all(_covers(value, b.marks[axis]) for axis, value in a.marks.items() if axis in b.marks)


def any_name_fits(asked: Iterable[str], held: Iterable[str]) -> bool:
    """Whether a rule about any of the names `held` may be one about any of the names `asked`."""
    return _any_fits(tuple(asked), tuple(held))


def of_kind(words: Iterable[str], kind: str) -> tuple[str, ...]:
    """Those of the names that are of a kind, in order; those too general to tell anything by are left out."""
    return _of_kind(tuple(words), kind)


@lru_cache(maxsize=8192)  # clauses, and one question, are asked for the same names again and again
def _of_kind(words: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(w for w in words if (n := name_of(w)).kind == kind and not n.general)


@lru_cache(maxsize=8192)
def _any_fits(asked: tuple[str, ...], held: tuple[str, ...]) -> bool:
    return any(name_fits(a, h) for a in asked for h in held)


def spelled(axis: str, value: str) -> tuple[str, ...]:
    """The words that say a modifier."""
    return tuple(_data()["mark"][axis][value])


def _names_of(chain: Sequence[re.Match[str]], nested: bool) -> list[tuple[str, int, int]]:
    units: list[tuple[int, int, str]] = []
    for before, m in zip((None, *chain), chain, strict=False):
        joined = before is not None and m.string[before.end():m.start()] in _AND
        units += [(m.start(), m.end(), f"{_WITH}{unit}" if joined else unit) for unit in _units_of(m.group())]
    at = [n for n, (_, _, unit) in enumerate(units) if unit.removeprefix(_WITH) in _heads()]
    return [(_JOIN.join(unit for _, _, unit in units[:n + 1]).removeprefix(_WITH), units[0][0], units[n][1])
            for n in (at if nested else at[-1:])]


def _belong(before: str, between: str, word: str) -> bool:
    """Whether two words are of one name: side by side, 的 between them, or modifiers of one axis that are joined.

    What somebody has is another name: 副书记的党课.
    """
    if between in _OF:
        heads = _heads()
        return not (between == "的" and before in heads and word in heads
                    and heads[before].kind in _SOMEBODY and heads[word].kind not in _SOMEBODY)
    axes = _axes()
    return between in _AND and before not in _heads() and bool({*axes.get(before, {})} & {*axes.get(word, {})})


def _covers(a: str, b: str) -> bool:
    within = _data()["within"]
    return a == b or within.get(a) == b or within.get(b) == a


def _marks_of(word: str) -> Mapping[str, str]:
    return {**_axes().get(word, {}), **(_heads()[word].marks if word in _heads() else {})}


def _usual_of(word: str) -> Mapping[str, str]:
    return _heads()[word].usual if word in _heads() else {}


def _data() -> dict[str, Any]:
    return load_toml("names.toml")


@cache
def _axes() -> dict[str, dict[str, str]]:
    """Axis and value of each modifying word."""
    out: dict[str, dict[str, str]] = {}
    for axis, values in _data()["mark"].items():
        for value, words in values.items():
            for word in words:
                out.setdefault(word, {})[axis] = value
    return out


@cache
def _heads() -> dict[str, _Head]:
    listed = {name: (kind, h) for kind, heads in _data()["kind"].items() for name, h in heads.items()}
    axis_of = {value: axis for axis, values in _data()["mark"].items() for value in values}
    principal = _data()["principal"]
    value, endings = principal["value"], tuple(principal["endings"])

    def above(name: str) -> frozenset[str]:
        """What covers a head, and what covers that in turn as long as it is of the same kind."""
        kind, h = listed[name]
        return frozenset(x for up in h.get("up", ()) for x in (up, *(above(up) if listed[up][0] == kind else ())))

    def marks(name: str, key: str) -> dict[str, str]:
        return {axis_of[v]: v for v in listed[name][1].get(key, ())}

    return {name: _Head(kind, marks(name, "is"),
                        {**marks(name, "usual"), **({axis_of[value]: value} if name.endswith(endings) else {})},
                        above(name), h.get("general", False), h.get("told", False))
            for name, (kind, h) in listed.items()}


@cache
def _units_of(word: str) -> tuple[str, ...]:
    """The units that a word stands for: itself, or those of what it is another spelling of."""
    meant = _data()["same"].get(word)
    return (word,) if meant is None else tuple(m.group() for m in _words().finditer(meant))


@cache
def _lookalikes() -> frozenset[str]:
    return frozenset(_data()["lookalike"])


@cache
def _words() -> re.Pattern[str]:
    words = {*_heads(), *_axes(), *_data()["same"], *_lookalikes()}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
