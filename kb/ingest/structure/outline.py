"""The outline of a document (层次结构): its lines as titles, leads, numbered items, paragraphs and table rows.

Unnumbered headings are recognised by where they stand: short, without sentence punctuation, and leading to
numbering that starts again or to a table; or by the reader (heading styles), or by a table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.ingest.structure.canonical import Canonical
from kb.ingest.structure.lines import Line, is_attachment, matter, split_lines
from kb.ingest.structure.numbering import RANK, Continuity, Marker, counted_marker, parse_marker
from kb.ingest.structure.tables import MarkedTable, RowRule, find_tables, row_rules
from kb.language.vocabulary import boilerplate, title_endings

OutlineKind = Literal["title", "list", "lead", "item", "paragraph", "row"]

_SENTENCE_END = "。！？；!?;"
_HEADING_MAX = 45
_LEAD_MAX = 45
_CHAIN_MAX = 4


@dataclass(frozen=True, slots=True)
class OutlineBlock:
    """A piece of the outline; `depth` is 0 for unnumbered headings and counts the levels of numbering below."""

    kind: OutlineKind
    start: int
    end: int
    text: str
    depth: int = 0
    marker: Marker | None = None
    row: RowRule | None = None
    level: int = 1


def outline(canonical: Canonical) -> list[OutlineBlock]:
    """The blocks of the canonical text; what lies between them is matter."""
    lines = split_lines(canonical.text)
    skipped, toc_titles = matter(lines)
    rows, in_table = _rows(lines, skipped, canonical.tables)
    content = [i for i, line in enumerate(lines) if not line.blank and i not in skipped and i not in in_table]
    markers = {i: m for i in content if (m := _marker(lines[i], canonical.numbers)) is not None}
    walk = _Walk(lines, content, markers, rows, toc_titles, canonical)
    return _resolve_titles(walk.blocks())


def _marker(line: Line, numbers: Mapping[int, str]) -> Marker | None:
    counted = numbers.get(line.start)
    return parse_marker(line.text) if counted is None else counted_marker(counted)


def _rows(lines: list[Line], skipped: set[int],
          marked: Sequence[MarkedTable]) -> tuple[dict[int, list[RowRule]], set[int]]:
    by_line: dict[int, list[RowRule]] = {}
    covered: set[int] = set()
    group_of: dict[str, str] = {}
    for table in find_tables(lines, skipped, marked=marked):
        by_line[table.first] = row_rules(table, group_of)
        covered |= set(range(table.first, table.last))
    return by_line, covered


class _Walk:
    """One pass over the content lines, keeping the numbering and what the line before was."""

    def __init__(self, lines: list[Line], content: list[int], markers: dict[int, Marker],
                 rows: dict[int, list[RowRule]], toc_titles: set[str], canonical: Canonical) -> None:
        self.lines, self.content, self.markers, self.rows = lines, content, markers, rows
        self.toc_titles, self.hints, self.numbers = toc_titles, canonical.hints, canonical.numbers
        self.tables = sorted(rows)
        self.open: list[str] = []
        self.continuity = Continuity()
        self.out: list[OutlineBlock] = []

    def blocks(self) -> list[OutlineBlock]:
        pending = list(self.tables)
        for position, i in enumerate(self.content):
            while pending and pending[0] < i:
                self._table(pending.pop(0))
            self._line(position, i)
        for first in pending:
            self._table(first)
        return self.out

    def _table(self, first: int) -> None:
        for rule in self.rows[first]:
            kind: OutlineKind = "lead" if rule.heading else "row"
            self.out.append(OutlineBlock(kind, rule.start, rule.end, "", len(self.open), row=rule))

    def _line(self, position: int, i: int) -> None:
        line = self.lines[i]
        marker = self.markers.get(i)
        if marker is not None and line.start in self.numbers:
            self._item(line, self.continuity.take(marker))
            return
        if marker is not None and line.start not in self.hints:
            following = [self.markers[j] for j in self.content[position + 1:position + 200] if j in self.markers]
            accepted = self.continuity.accept(marker, following)
            if accepted is not None:
                self._item(line, accepted)
                return
        if marker is not None and line.start in self.hints:
            self._item(line, self.continuity.accept(marker, ()) or marker)
        elif self._is_heading(position, i):
            self.continuity.heading()
            self.open.clear()
            self.out.append(OutlineBlock("list", line.start, line.end, line.text, level=self.hints.get(line.start, 1)))
        elif line.text[-1] in "：:" and len(line.text) <= _LEAD_MAX and "。" not in line.text:
            self.out.append(OutlineBlock("lead", line.start, line.end, line.text, len(self.open)))
        else:
            self.out.append(OutlineBlock("paragraph", line.start, line.end, line.text, len(self.open)))

    def _item(self, line: Line, marker: Marker) -> None:
        kind = marker.kind
        introduced = bool(self.out) and self.out[-1].kind == "item" and self.out[-1].text[-1] in "：:"
        if kind in self.open:
            del self.open[self.open.index(kind) + 1:]
        else:
            while self.open and RANK[self.open[-1]] > RANK[kind] and not introduced:
                self.open.pop()
            self.open.append(kind)
        self.out.append(OutlineBlock("item", line.start, line.end, line.text, len(self.open), marker))

    def _is_heading(self, position: int, i: int) -> bool:
        line = self.lines[i]
        if line.start in self.hints or line.text in self.toc_titles or is_attachment(line.text):
            return True
        if not _short(line.text):
            return False
        if self._opens_text(position) or self._leads_to_numbering(position):
            return True
        after = self.content[position + 1] if position + 1 < len(self.content) else None
        apart = i == 0 or self.lines[i - 1].blank
        alone = apart or (i + 1 < len(self.lines) and self.lines[i + 1].blank)
        between = apart and after in self.markers and len(line.text) <= 20 and bool(
            self.out) and self.out[-1].text[-1:] in _SENTENCE_END and not re.search("[，。；：、]", line.text)
        return between or (alone and after is not None and after not in self.markers and len(line.text) <= 20
                and len(self.lines[after].text) >= 30 and not re.search("[，。；：、]", line.text)
                and line.text.endswith(title_endings()))

    def _opens_text(self, position: int) -> bool:
        """Whether nothing but headings stands before: the first lines of a document name its issuer and itself."""
        if not self.out:
            return True
        line = self.lines[self.content[position]]
        return position < 4 and all(b.kind == "list" for b in self.out) and line.text.endswith(title_endings())

    def _leads_to_numbering(self, position: int) -> bool:
        i = self.content[position]
        for step in range(1, _CHAIN_MAX + 1):
            j = self.content[position + step] if position + step < len(self.content) else None
            if any(i < first and (j is None or first < j) for first in self.tables):
                return True
            if j is None:
                return False
            marker = self.markers.get(j)
            if marker is not None:
                return marker.value == 1
            if not (_short(self.lines[j].text) or self.lines[j].text[-1] in "：:"):
                return False
        return False


def _short(text: str) -> bool:
    return len(text) <= _HEADING_MAX and text[-1] not in _SENTENCE_END + "：:，,、" and not re.search("[。；]", text)


def _resolve_titles(blocks: list[OutlineBlock]) -> list[OutlineBlock]:
    """Marks the document's own title lines: the first headings, unless they are some of several equal lists."""
    lists = [b for b in blocks if b.kind == "list"]
    if not lists or blocks[0] is not lists[0]:
        return blocks
    lead = next((n for n, b in enumerate(blocks) if b.kind != "list"), len(blocks))
    plain = [b for b in lists if not _is_appended(b.text)]
    if len(plain) <= lead:
        titles = lead
    elif lead > 1:
        titles = lead - 1
    elif blocks[lead].kind == "paragraph" or lists[1].level > lists[0].level:
        titles = 1
    else:
        titles = 0
    return [replace(b, kind="title") if n < titles else b for n, b in enumerate(blocks)]


def _is_appended(text: str) -> bool:
    """Whether a heading opens an attachment or the closing provisions, neither of which is a list of its own."""
    return is_attachment(text) or "".join(text.split()) == "附则"


def printed_title(blocks: list[OutlineBlock]) -> str | None:
    """The title that the document prints above everything else, with its issuer where that stands on a line before.

    None where the first lines are lists of their own or do not read as a title.
    """
    lead = [b.text for b in blocks if b.kind == "title"]
    named = [n for n, text in enumerate(lead) if re.sub(r"[（(][^（()）]*[)）]$", "", text).endswith(title_endings())]
    if not named:
        return None
    last = named[-1]
    issuer = last > 0 and boilerplate().signature.search(lead[last - 1])
    return lead[last - 1] + lead[last] if issuer else lead[last]
