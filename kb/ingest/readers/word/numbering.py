"""Automatic numbers (自动编号): what Word prints before the paragraphs that it counts.

ISO/IEC 29500-1, 17.9. Lists of one definition count on together; a list that states where it starts does so where it
is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from kb.ingest.readers.word.figures import printed
from kb.ingest.readers.word.names import MC, below, integer, is_on, value_of, w
from kb.ingest.readers.word.styles import Styles

_LEVELS = 9
_PLACEHOLDER = re.compile("%([1-9])")
_ZEROS = re.compile("0*[1-9]")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart` is the level after which it begins again, counted from 1; 0 never."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    spaced: bool = True
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None
    hidden: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the definition whose count it shares, its levels, and the levels that it starts by itself."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class _Count:
    """How far a definition has been counted, by level, and which lists have started what by themselves."""

    at: dict[int, int] = field(default_factory=dict)
    started: set[tuple[int, int]] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of a document, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        abstract = () if root is None else root.iter(w("abstractNum"))
        self._definitions = {a.get(w("abstractNumId"), ""): a for a in abstract}
        self._numbers = {integer(n.get(w("numId")), 0): n for n in (() if root is None else root.iter(w("num")))}
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[str, _Count] = {}

    def is_listed(self, paragraph: etree._Element) -> bool:
        """Whether Word counts or bullets a paragraph."""
        return bool(self._styles.place(paragraph)[0].list_id)

    def number(self, paragraph: etree._Element) -> str | None:
        """The number printed before the next paragraph, with a blank behind where one parts it from the words.

        None where none is printed: no list, a list of bullets.
        """
        place, style = self._styles.place(paragraph)
        found = self._list(place.list_id or 0)
        if found is None:
            return None
        level = self._linked_level(paragraph, found, style)
        if level is None:
            level = min(max(place.level or 0, 0), _LEVELS - 1)
        self._count(found, place.list_id or 0, level)
        return self._printed(found, level)

    def _linked_level(self, paragraph: etree._Element, found: _List, style: str | None) -> int | None:
        """The level that belongs to the style which puts a paragraph into its list."""
        if style is None:
            return None
        by_style = {lvl.paragraph_style: n for n, lvl in found.levels.items() if lvl.paragraph_style}
        return next((by_style[name] for name in (self._styles.of(paragraph), style) if name in by_style), None)

    def _count(self, found: _List, list_id: int, level: int) -> None:
        count = self._counts.setdefault(found.definition, _Count())
        own_start = level in found.starts and (list_id, level) not in count.started
        if own_start or level not in count.at:
            count.at[level] = found.levels.get(level, _Level()).start
        else:
            count.at[level] += 1
        count.started.add((list_id, level))
        for above in range(level):
            count.at.setdefault(above, found.levels.get(above, _Level()).start)
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                count.at.pop(deeper, None)

    def _printed(self, found: _List, level: int) -> str | None:
        own = found.levels.get(level)
        if own is None or own.hidden or own.style == "bullet":
            return None
        at = self._counts[found.definition].at

        def figure(m: re.Match[str]) -> str:
            n = int(m.group(1)) - 1
            other = found.levels.get(n, _Level())
            style = "decimal" if own.legal and other.style not in ("none", "bullet") else other.style
            return printed(at.get(n, other.start), style).rjust(other.width, "0") if n <= level else ""

        text = _PLACEHOLDER.sub(figure, own.text).strip()
        if not text:
            return None
        return f"{text} " if own.spaced and text[-1].isalnum() else text

    def _list(self, list_id: int) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: int) -> _List | None:
        number = self._numbers.get(list_id)
        definition = self._resolved(value_of(number, "abstractNumId"), set())
        if number is None or definition is None:
            return None
        levels = {integer(e.get(w("ilvl")), 0): _level(e) for e in self._definitions[definition].findall(w("lvl"))}
        starts: dict[int, int] = {}
        for override in number.findall(w("lvlOverride")):
            n = integer(override.get(w("ilvl")), 0)
            if (own := below(override, "lvl")) is not None:
                levels[n] = _level(own)
            if (start := value_of(override, "startOverride")) is not None:
                starts[n] = integer(start, 1)
                levels[n] = replace(levels.get(n, _Level()), start=starts[n])
        return _List(definition, levels, starts)

    def _resolved(self, definition: str | None, seen: set[str]) -> str | None:
        """The definition that holds the levels, where one only names the list style that has them."""
        if definition is None or definition in seen or definition not in self._definitions:
            return None
        element = self._definitions[definition]
        linked = value_of(element, "numStyleLink")
        if linked is None or element.find(w("lvl")) is not None:
            return definition
        seen.add(definition)
        list_id = self._styles.list_of_style(linked)
        by_style = self._resolved(value_of(self._numbers.get(list_id or 0), "abstractNumId"), seen)
        return by_style or next((i for i, a in self._definitions.items() if value_of(a, "styleLink") == linked), None)


def _level(element: etree._Element) -> _Level:
    plain, custom = below(element, "numFmt"), element.find(f"{MC}AlternateContent//{w('numFmt')}")
    fallback = element.find(f"{MC}AlternateContent/{MC}Fallback/{w('numFmt')}")
    chosen = next((e for e in (plain, fallback, custom) if e is not None), None)
    zeros = _ZEROS.match(custom.get(w("format"), "")) if custom is not None else None
    restart = value_of(element, "lvlRestart")
    return _Level(
        start=integer(value_of(element, "start"), 0),
        style=chosen.get(w("val"), "") if chosen is not None else "decimal",
        text=value_of(element, "lvlText") or "", spaced=value_of(element, "suff") != "nothing",
        restart=None if restart is None else integer(restart, 0), legal=bool(is_on(element, "isLgl")),
        paragraph_style=value_of(element, "pStyle"), hidden=bool(is_on(element, "rPr/vanish")),
        width=len(zeros.group()) if zeros else 0)
