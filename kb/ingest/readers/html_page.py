"""What of a web page is its text (网页正文): the rest is navigation, links to elsewhere, and the site's own lines.

Nothing that reads as text is given up: a sentence, a numbered line or a table of words is content wherever it stands,
and what is kept is the smallest part of the page that holds the whole content and its title. Old pages are laid out
with tables and name nothing, so that what counts is the words, not the elements. General extractors (readability,
trafilatura) look for the densest part, and lose short articles, numbers of lists and tables of such pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from lxml.html import HtmlElement as Element

from kb.data import load_toml
from kb.ingest.structure.numbering import parse_marker
from kb.language.vocabulary import title_endings

_DROPPED = frozenset("script style nav footer aside noscript iframe button select textarea input datalist template "
                     "head svg object rt rp del s strike".split())
_HOLDS_TITLE = ("article", "main", "section")  # a header in one of these is the text's own, not the site's
_ROOTS = ("html", "body")
_INLINE = frozenset("a abbr acronym b bdo big br cite code dfn em font i img ins kbd label mark q samp small span "
                    "strong sub sup time tt u var wbr ruby rb nobr".split())
_CONTAINERS = ("body", "html", "div", "td", "th", "article", "section", "main")
_FEW_ROWS, _PAGE_PARAGRAPHS = 3, 4  # a cell with so many paragraphs, in a table of so few rows, is a page
_ROW_PARTS = ("tr", "tbody", "thead", "tfoot")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile("[。；！？]")
_LINKED = 0.6  # from this share of its words on, a part is a list of links
_LITTLE = 3  # less than one in so many characters of the content is little
_SITE_LINE_MAX = 120
_TITLE_MAX = 80


def is_site_line(text: str) -> bool:
    """Whether a line is the site's, not the text's: 上一篇：…, 浏览次数：…, 版权所有 …"""
    line = " ".join(text.split())
    return len(line) <= _SITE_LINE_MAX and "。" not in line and _site_lines().search(line) is not None


class Tables:
    """Which tables of a page hold words and which only place parts of it side by side; each is looked at once."""

    def __init__(self) -> None:
        self._laid_out: dict[Element, bool] = {}
        self._of_words: dict[Element, bool] = {}

    def laid_out(self, table: Element) -> bool:
        """Whether a table says itself that it is none, or has cells side by side that hold tables, headings or pages.
        """
        if table not in self._laid_out:
            rows = _rows_of(table)
            side_by_side = [cell for row in rows if len(row) > 1 for cell in row]
            self._laid_out[table] = table.get("role") == "presentation" or any(
                e.tag in ("table", *_HEADINGS) for cell in side_by_side for e in cell.iterdescendants()) or (
                len(rows) <= _FEW_ROWS and any(len(cell.findall(".//p")) >= _PAGE_PARAGRAPHS for cell in side_by_side))
        return self._laid_out[table]

    def of_words(self, element: Element) -> bool:
        """Whether an element is, or stands in, a table with several rows of several columns that is not laid out."""
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table is None or self.laid_out(table):
            return False
        if table not in self._of_words:
            self._of_words[table] = sum(_has_columns(row) for row in _rows_of(table)) > 1
        return self._of_words[table]

    def frames(self, cell: Element) -> bool:
        """Whether a cell is a place for a page: its table is laid out, or no other row has words in columns."""
        table = next(cell.iterancestors("table"), None)
        return table is None or self.laid_out(table) or not any(
            _has_columns(row) for row in _rows_of(table) if cell not in row)


def _rows_of(table: Element) -> list[Element]:
    return [*table.findall("tr"), *(row for part in _ROW_PARTS[1:] for row in table.findall(f"{part}/tr"))]


def _has_columns(row: Element) -> bool:
    """Whether a row has several cells with words that are no links."""
    words = len(_plain(row.text_content()))
    return len(row) > 1 and sum(len(_plain(a.text_content())) for a in row.iter("a")) * 2 <= words > 0


def main_part(root: Element, tables: Tables) -> Element:
    """The part of the page that holds its text; what lies within that is none of it is taken out of the tree."""
    title = _page_title(root)
    _drop(root, lambda e: _is_left_out(e) or _is_record(e))
    page = _Page(root, tables)
    if not page.content:
        return root
    named = page.title_unit(title)
    spared = {named.element, *named.element.iterancestors()} if named is not None else set()
    _drop(root, lambda e: e not in spared and (page.is_named_part(e) or page.is_links(e)))
    held = [u.element for u in page.units if (u.weight or u is named) and (
        u.element is root or root in u.element.iterancestors())]
    part = _common(held) if held else root
    while part.tag not in _CONTAINERS or (part.tag in ("td", "th") and not tables.frames(part)):
        parent = part.getparent()
        if parent is None:
            break
        part = parent
    return next(reversed(list(part.iterancestors("ol", "ul"))), part)  # with the numbers of a list around it


@dataclass
class _Unit:
    """The words that stand in an element itself, not in an element of its own within: a paragraph, mostly.

    `linked` counts those of links, `weight` the characters of the unit where it is content, 0 where it is not.
    """

    element: Element
    text: str = ""
    linked: int = 0
    weight: int = 0


class _Page:
    """The units of a page, and by element how many characters of content, of links and of words lie within it."""

    def __init__(self, root: Element, tables: Tables) -> None:
        self._tables = tables
        self.units = _units(root)
        self.content: Counter[Element] = Counter()
        self._numbered: set[Element] = set()
        self._linked: Counter[Element] = Counter()
        self._words: Counter[Element] = Counter()
        for unit in self.units:
            unit.weight = self._weight(unit)
            for e in (unit.element, *unit.element.iterancestors()):
                if unit.weight:
                    self.content[e] += unit.weight
                self._linked[e] += unit.linked
                self._words[e] += len(_plain(unit.text))
            if unit.weight and parse_marker(unit.text.strip()) is not None:
                self._numbered |= {unit.element, *unit.element.iterancestors()}
        self._total = self.content[root]

    def _weight(self, unit: _Unit) -> int:
        """How many characters of a unit are content: words that are no links and read as a text."""
        text = unit.text.strip()
        own = len(_plain(text)) - unit.linked
        if own <= 0 or unit.linked > own or is_site_line(text):
            return 0
        reads = _SENTENCE.search(text) or parse_marker(text) is not None or unit.element.tag == "li"
        return own if reads or self._tables.of_words(unit.element) else 0

    def is_named_part(self, element: Element) -> bool:
        """Whether an element is called a part of the site, and holds no numbered line and little of the content."""
        names = re.split("[^a-z]+", f"{element.get('class') or ''} {element.get('id') or ''}".lower())
        return (element.tag not in _ROOTS and not _parts().isdisjoint(names)
                and self.content[element] * _LITTLE < self._total and element not in self._numbered)

    def is_links(self, element: Element) -> bool:
        """Whether an element holds links, and no content."""
        return (element.tag not in (*_ROOTS, *_HEADINGS, *_INLINE, "td", "th", *_ROW_PARTS)
                and not self.content[element] and self._linked[element] > self._words[element] * _LINKED
                and not self._tables.of_words(element))

    def title_unit(self, title: str) -> _Unit | None:
        """The words that name the text: the heading before it, or those that the page's title begins with."""
        short = [u for u in self.units if 4 <= len(_plain(u.text)) <= _TITLE_MAX]
        first = next((n for n, u in enumerate(self.units) if u.weight), 0)
        above = self.units[:first]
        named = [u for u in short if title.startswith(_plain(u.text))]
        best = max(named, key=lambda u: (u.element.tag in _HEADINGS, len(_plain(u.text))), default=None)
        if best is not None and (best.element.tag in _HEADINGS or _plain(best.text) != title):
            return best
        heading = next((u for u in reversed(above) if u.element.tag in _HEADINGS[:3]), None)
        ending = next((u for u in reversed(above) if u in short and u.text.strip().endswith(title_endings())), None)
        return heading or ending or best


def _units(root: Element) -> list[_Unit]:
    units: dict[Element, _Unit] = {}

    def say(block: Element, text: str | None, linked: bool) -> None:
        if text and text.strip():
            unit = units.setdefault(block, _Unit(block))
            unit.text += text
            unit.linked += len(_plain(text)) if linked else 0

    for element in root.iter():
        if isinstance(element.tag, str):
            say(_block(element), element.text, _in_link(element))
        parent = element.getparent()
        if element is not root and parent is not None:
            say(_block(parent), element.tail, _in_link(parent))
    return [units[e] for e in root.iter() if e in units]


def _page_title(root: Element) -> str:
    found = next(root.iter("title"), None)
    return _plain(found.text_content()) if found is not None else ""


def _plain(text: str) -> str:
    return "".join(text.split())


def _drop(root: Element, unwanted: Callable[[Element], bool]) -> None:
    for element in list(root.iter()):
        if isinstance(element, Element) and element.getparent() is not None and unwanted(element):
            element.drop_tree()


def _is_left_out(element: Element) -> bool:
    """Whether an element is hidden, or is no part of the page's text (scripts, navigation, input fields)."""
    tag = element.tag
    if tag in _DROPPED:
        return True
    if tag in _ROOTS:
        return False
    if tag == "header":
        return next(element.iterancestors(*_HOLDS_TITLE), None) is None
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _block(element: Element) -> Element:
    """The nearest element that is a paragraph or holds some."""
    parent = element.getparent()
    while element.tag in _INLINE and parent is not None:
        element, parent = parent, parent.getparent()
    return element


def _in_link(element: Element | None) -> bool:
    while element is not None and element.tag in _INLINE:
        if element.tag == "a":
            return True
        element = element.getparent()
    return False


def _common(elements: list[Element]) -> Element:
    """The innermost element that holds all of these."""
    paths = [[*reversed(list(e.iterancestors())), e] for e in elements]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(e is not level[0] for e in level):
            break
        common = level[0]
    return common


def _is_record(element: Element) -> bool:
    """Whether an element is the site's record of the document: a table with nothing else in it."""
    return (element.tag == "table" and next(element.iterdescendants("table"), None) is None
            and re.match(load_toml("web.toml")["table"], _plain(element.text_content())) is not None)


@cache
def _parts() -> frozenset[str]:
    return frozenset(load_toml("web.toml")["part"])


@cache
def _site_lines() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_toml("web.toml")["line"]))
