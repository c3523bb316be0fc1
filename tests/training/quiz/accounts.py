"""Where each sentence of a file comes from: a fixed phrase whose places hold words of clauses or values of duties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from kb.cite import citation
from kb.data import load_toml
from kb.language.numerals import plain
from kb.language.vocabulary import scopes
from kb.show.obligation_words import value_of
from kb.training.quiz.shelf import Shelf

_FREE = {"n": r"\d+", "number": "[一二三四五六]", "letter": "[A-H]", "seed": r"\d+", "level": "[易中难]",
         "right": r"\d+", "all": r"\d+", "hint": "填(数字|周期|时间)"}
_SHAPES = {"kind": "[^（）]+", "owner": "[^，]+"}
_FIXED = ("第", "页，共", "页")


class Accounts:
    """Tells of each line of a file whether every word of it is accounted for."""

    def __init__(self, shelf: Shelf, topics: tuple[str, ...]) -> None:
        self._shelf = shelf
        self._topics = topics
        data = load_toml("quiz.toml")
        lead = data["lead"]
        leads = [lead["plain"], lead["of"]]
        phrases = [p for p in data["stem"].values() if isinstance(p, str)]
        expanded = [p.replace("{lead}", x) for p in phrases for x in (leads if "{lead}" in p else [""])]
        numbered = [data["paper"]["numbered"].replace("{question}", p) for p in expanded]
        plain_ones = [p for name in ("names", "key", "paper", "page", "sheet") for p in _strings(data[name])]
        self._patterns = [_pattern(p) for p in (*expanded, *numbered, *plain_ones)]

    def holds(self, line: str) -> bool:
        """Whether a line is accounted for."""
        text = line.strip()
        return not text or text in (*_FIXED, "、".join(self._topics)) or self._is_words(text) or any(
            self._fits(m) for p in self._patterns if (m := p.fullmatch(text)))

    def _fits(self, m: re.Match[str]) -> bool:
        return all(self._place(name, text) for name, text in m.groupdict().items() if name not in _FREE)

    def _place(self, name: str, text: str) -> bool:
        if name == "kind":
            return text in {*(s.name for s in scopes()), load_toml("quiz.toml")["lead"]["general"]}
        if name == "place":
            return text in self._places
        if name in ("topic", "name"):
            return text in {*self._topics, "、".join(self._topics), load_toml("quiz.toml")["paper"]["all"],
                            *load_toml("quiz.toml")["names"].values()}
        if name == "citation":
            return text in self._citations
        if name == "verb":
            return self._printed(text)
        return self._is_words(text)

    def _is_words(self, text: str) -> bool:
        """Whether words are printed in a clause, are a value, or are printed but for a blank or one value."""
        if self._printed(text.strip("“”")) or self._printed(text) or text in self._values or text in self._citations:
            return True
        if re.fullmatch("[A-H]+|对|错|([1-9]-[A-H][、]?)+", text):
            return True
        for blank in ("（　　）", "______"):
            if text.count(blank) == 1:
                return self._around(*text.split(blank))
        if all(self._printed(p) for p in re.split("；", text)):
            return True
        return any(self._around(text[:m.start()], text[m.end():]) for v in self._changes
                   for m in re.finditer(re.escape(v), text))

    def _around(self, before: str, behind: str) -> bool:
        """Whether a clause prints these with at most a few letters between."""
        pattern = re.compile(re.escape(_flat(before)) + ".{1,12}?" + re.escape(_flat(behind)))
        return any(pattern.search(t) for t in self._texts)

    def _printed(self, text: str) -> bool:
        return any(_flat(text) in t for t in self._texts)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(_flat(t) for c in self._shelf.clauses for t in (c.text, *c.path, c.list_title))

    @cached_property
    def _citations(self) -> frozenset[str]:
        return frozenset(citation(c, self._shelf.title(c)) for c in self._shelf.clauses)

    @cached_property
    def _places(self) -> frozenset[str]:
        out = set()
        for c in self._shelf.clauses:
            title = f"《{self._shelf.title(c)}》"
            for words in ((), (c.list_title,), c.path[-1:], (c.list_title, *c.path[-1:])):
                out.add(title + " ".join(dict.fromkeys(w for w in words if w != self._shelf.title(c))))
        return frozenset(out)

    @cached_property
    def _values(self) -> frozenset[str]:
        out: set[str] = set()
        for c in self._shelf.clauses:
            for o in self._shelf.of(c):
                out |= {value_of(o), o.action, o.period or "", o.deadline or "", o.subject or "", *c.roles}
                if isinstance(o.count, tuple):
                    out.add(f"{plain(o.count[0])}-{plain(o.count[1])}{o.unit}")
                elif o.count is not None:
                    out.add(plain(o.count) + (o.unit or ""))
        return frozenset(out - {""})

    @cached_property
    def _changes(self) -> tuple[str, ...]:
        """What may stand in the place of another value: numbers in digits or characters, periods, dates."""
        numbers = {plain(o.count) for c in self._shelf.clauses for o in self._shelf.of(c) if isinstance(o.count, float)}
        names = load_toml("quiz.toml")["stem"]["numerals"]
        chinese = {names[int(n)] for n in numbers if n.isdecimal() and int(n) < len(names)}
        return tuple({*numbers, *chinese, *self._values})


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from _strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from _strings(v)


def _pattern(phrase: str) -> re.Pattern[str]:
    out, seen = "", set[str]()
    for part in re.split(r"(\{\w+\})", phrase):
        name = part[1:-1] if part.startswith("{") else ""
        if not name:
            out += re.escape(part)
        elif name in seen:
            out += f"(?P={name})"
        else:
            seen.add(name)
            out += f"(?P<{name}>{_FREE.get(name) or _SHAPES.get(name, '.+?')})"
    return re.compile(out)
