"""A plan or record as lines (计划的各行), each with its place and with the month and year said around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.checklist.selfcheck.flat import Flat, flat
from kb.checklist.selfcheck.line import Line, is_time_only
from kb.checklist.selfcheck.sheet import sheet_lines
from kb.checklist.selfcheck.times import Slot, times, years
from kb.checklist.selfcheck.words import phrases
from kb.ingest.readers.reading import LINE_END, Block, Cell, Heading, ListItem, PrintedLine, Reading, Table

_BEGINS = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[部章节])?")
_SECTION = re.compile(r"^(?P<n>[一二三四五六七八九十]{1,3})、|^[（(][一二三四五六七八九十]{1,3}[）)]|^第.{1,3}[部章节]")
_AT_HEAD = re.compile(r"^(?:[：:。，①]|1[.、．]|[（(]1[）)])")
# What a heading may add to when: 1月份工作安排.
_OF_WORK = re.compile("(?:的?(?:党建|支部|主要|重点)?(?:工作|活动|任务|内容|事项|安排|计划|重点)+)[：:]?$")
_PLANNED = re.compile(r"(20\d\d)年度?[^，。；\d]{0,12}(?:计划|安排|打算|要点|方案)")
_ROWS = 3  # lines that make a table
_TITLE = 30  # characters: a line that is longer is no heading


@dataclass(frozen=True, slots=True)
class Plan:
    """The lines of a plan, in order, and its title: its first line that says anything."""

    lines: tuple[Line, ...]
    title: str

    def year(self) -> int | None:
        """The year that it is for: the one that its title names alone, or else the one of which some line says that it
        is planned (2026年工作安排), or else that of the first line that names one alone.
        """
        said = [line.words.text for line in self.lines]
        alone = [next(iter(named)) for text in said if len(named := years(text)) == 1]
        if said and len(titled := years(said[0])) == 1 and phrases().title.search(said[0]):
            return next(iter(titled))
        planned = [int(m.group(1)) for text in said if (m := _PLANNED.search(text))]
        return planned[0] if planned else alone[0] if alone else None


def plan_of(reading: Reading) -> Plan:
    """The plan that was read from a file or pasted."""
    lines: list[Line] = []
    around = _Around()
    tables = 0
    for text, place, block, number in _texts(reading):
        if block is not None:
            tables += 1
            lines += sheet_lines(block, tables, place or f"表{tables}", around.months, around.year)
        elif text.strip():
            lines.append(around.line(flat(text), place, number))
    return Plan(tuple(lines), next((line.words.original.strip() for line in lines), ""))


def _texts(reading: Reading) -> Iterator[tuple[str, str, Table | None, str]]:
    """Every line with its place, or a table; last the number that its format counts, which is no part of its words."""
    pages: dict[int, int] = {}
    printed = 0
    paragraphs = 0
    for block in _with_columns(reading.blocks):
        if isinstance(block, Table):
            yield "", "", block, ""
            continue
        lines = isinstance(block, PrintedLine)
        printed += lines
        number = (block.number or "") if isinstance(block, (Heading, ListItem)) else ""
        if block.text.strip() and not lines:
            paragraphs += 1
        if block.page is not None and block.text.strip():
            pages[block.page] = pages.get(block.page, 0) + 1
            place = f"第{block.page}页第{pages[block.page]}{'行' if lines else '段'}"
        else:
            place = f"第{printed}行" if lines else f"第{paragraphs}段"
        for part in LINE_END.split(block.text):
            yield part, place, None, number
            number = ""


def _with_columns(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; neighbouring lines with tabs, as they are pasted from a spreadsheet, are the rows of a table."""
    for tabbed, run in groupby(blocks, key=lambda b: isinstance(b, PrintedLine) and "\t" in b.text.strip()):
        own = list(run)
        if not tabbed or len(own) < _ROWS:
            yield from own
        else:
            yield Table(tuple(tuple(Cell(t) for t in b.text.split("\t")) for b in own if isinstance(b, PrintedLine)))


class _Around:
    """What the headings above say of month and year, for the lines below them."""

    def __init__(self) -> None:
        self.months: tuple[Slot, ...] = ()
        self.year: int | None = None
        self._numbered = False  # whether the month's own heading is numbered as the sections are
        self._sections = 0

    def line(self, words: Flat, place: str, number: str = "") -> Line:
        """The line, with what is around it; takes up what it says itself as a heading."""
        text = words.text
        begin = _BEGINS.match(text)
        offset = begin.end() if begin else 0
        found = times(text)
        first = next((t for t in found if t.start <= offset + 5 and not t.stretch), None)
        section = _SECTION.match(number + text)
        named = years(text)
        if len(text) <= _TITLE and len(named) == 1:
            self.year = next(iter(named))
        heads = first is not None and len(first.slots) == 1 and first.slots[0].day is None and (
            is_time_only(_OF_WORK.sub("", text[offset:])) or bool(_AT_HEAD.match(text[first.end:])))
        if heads and first is not None and is_time_only(text[offset:first.end]):
            self.months, self._numbered, self._sections = first.slots, section is not None, 0
        elif section and section["n"] and not heads:
            if self._numbered or (section["n"] != "一" and self._sections == 0):
                self.months = ()
            self._sections += 1
        own = self.months if not (first and heads) else first.slots
        return Line(words, place, 0, own, self.year if not named or self.year in named else None)
