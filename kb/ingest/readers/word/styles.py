"""Styles (样式): what a paragraph or a run has by its style and by those that the style builds upon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

from kb.ingest.readers.word.names import below, integer, is_on, value_of, w

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLES = ("title", "标题")
_LISTS_OF_HEADINGS = re.compile(r"toc\s*\d|toc heading|目录\s*\d|table of figures", re.IGNORECASE)
_BODY_LEVEL = 9  # w:outlineLvl of text that is no heading


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph or style stands in a list: the list's id (0: in none) and its level, None where not stated."""

    list_id: int | None
    level: int | None


class Styles:
    """The styles of a document, by id; a document without any has the plain one for all."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = {s.get(w("styleId"), ""): s for s in (() if root is None else root.iter(w("style")))}
        self._default = next((i for i, s in self._styles.items() if s.get(w("type")) == "paragraph"
                              and s.get(w("default"), "0") in ("1", "true", "on")), "")
        self.is_hidden_style = cache(self._is_hidden_style)

    def of(self, paragraph: etree._Element) -> str:
        """The id of the style of a paragraph."""
        return value_of(paragraph, "pPr/pStyle") or self._default

    def name(self, style: str) -> str:
        """The name of a style; its id where the document does not describe it."""
        return (value_of(self._styles.get(style), "name") or style).lower()

    def chain(self, style: str) -> Iterator[tuple[str, etree._Element]]:
        """A style and those that it builds upon, the nearest first."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style, self._styles[style]
            style = value_of(self._styles[style], "basedOn") or ""

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """The level of a heading, 1 that of the title, 2 that of the outermost chapters; None for plain text."""
        stated = value_of(paragraph, "pPr/outlineLvl")
        if stated is not None:
            return _outline(stated)
        style = self.of(paragraph)
        if self.name(style) in _TITLES:
            return 1
        for name, element in self.chain(style):
            if (stated := value_of(element, "pPr/outlineLvl")) is not None:
                return _outline(stated)
            if m := _HEADING.match(self.name(name)):
                return int(m.group(1)) + 1
            if self.name(name) in _TITLES:
                return 1
        m = _HEADING.match(self.name(style))
        return int(m.group(1)) + 1 if m else None

    def lists_headings(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        return bool(_LISTS_OF_HEADINGS.match(self.name(self.of(paragraph))))

    def place(self, paragraph: etree._Element) -> tuple[Place, str | None]:
        """Where a paragraph stands in a list, and the style that puts it there, None where it does so by itself."""
        own = _place(paragraph)
        if own is not None and own.list_id is not None:
            return own, None
        level = own.level if own is not None else None
        for name, element in self.chain(self.of(paragraph)):
            found = _place(element)
            if found is not None and found.list_id is not None:
                return Place(found.list_id, found.level if level is None else level), name
            if found is not None and level is None:
                level = found.level
        return Place(None, level), None

    def list_of_style(self, style: str) -> int | None:
        """The id of the list that a list style stands for."""
        return next((p.list_id for _, s in self.chain(style) if (p := _place(s)) and p.list_id), None)

    def is_hidden(self, properties: etree._Element | None, paragraph_style: str) -> bool:
        """Whether a run with these properties in a paragraph of this style is hidden text."""
        own = is_on(properties, "vanish")
        if own is not None:
            return own
        by_run = self.is_hidden_style(value_of(properties, "rStyle") or "")
        by_paragraph = self.is_hidden_style(paragraph_style)
        return bool(by_run) != bool(by_paragraph) if by_run is not None else bool(by_paragraph)

    def _is_hidden_style(self, style: str) -> bool | None:
        return next((on for _, s in self.chain(style) if (on := is_on(s, "rPr/vanish")) is not None), None)


def _outline(level: str) -> int | None:
    number = integer(level, _BODY_LEVEL)
    return number + 2 if 0 <= number < _BODY_LEVEL else None


def _place(element: etree._Element) -> Place | None:
    properties = below(element, "pPr/numPr")
    if properties is None:
        return None
    list_id, level = value_of(properties, "numId"), value_of(properties, "ilvl")
    return Place(None if list_id is None else integer(list_id, 0), None if level is None else integer(level, 0))
