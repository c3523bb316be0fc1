"""The outline of a document (层次结构): its lines as titles, headings, leads, numbered items, paragraphs, table rows.

Unnumbered headings are recognised by where they stand: short, without sentence punctuation, and leading to
numbering that starts again or to a table; or by the reader (heading styles), or by a table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.ingest.structure.blocks import OutlineBlock, OutlineKind
from kb.ingest.structure.canonical import Canonical
from kb.ingest.structure.continuity import Continuity
from kb.ingest.structure.lines import Line, is_attachment, matter, split_lines
from kb.ingest.structure.numbering import RANK, Marker, counted_marker, parse_marker
from kb.ingest.structure.tables import MarkedTable, RowRule, find_tables, row_rules
from kb.ingest.structure.titles import joined_titles, named_in, names_chapter, resolve_titles, squeezed
from kb.ingest.structure.unfold import unfolded
from kb.language.vocabulary import title_endings, title_marks

_SENTENCE_END = "。！？；!?;"
_HEADING_MAX = 45
_LEAD_MAX = 45
_CHAIN_MAX = 4
_SECTION_MAX = 15
_CHAPTERS = ("part", "chapter", "section")


def outline(canonical: Canonical) -> list[OutlineBlock]:
    """The blocks of the canonical text; what lies between them is matter."""
    lines = unfolded(split_lines(canonical.text))
    skipped, toc_titles = matter(lines)
    rows, in_table = _rows(lines, skipped, canonical.tables)
    content = [i for i, line in enumerate(lines) if not line.blank and i not in skipped and i not in in_table]
    markers = {i: m for i in content if (m := _marker(lines[i], canonical.numbers)) is not None}
    names = named_in(canonical.text)
    joined = joined_titles(lines, content, markers, names, canonical.hints)
    gone = {j for more in joined.values() for j in more}
    content = [i for i in content if i not in gone and not title_marks().fullmatch(lines[i].text)]
    lines = [_extended(line, [lines[j] for j in joined[i]]) if i in joined else line for i, line in enumerate(lines)]
    walk = _Walk(lines, content, markers, rows, toc_titles, canonical, names)
    return resolve_titles(walk.blocks(), canonical.text)


def _extended(line: Line, more: Sequence[Line]) -> Line:
    """A title printed on several lines, as one."""
    return replace(line, end=more[-1].end, text="".join(part.text for part in (line, *more)),
                   plain="".join(part.plain for part in (line, *more)))


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
                 rows: dict[int, list[RowRule]], toc_titles: set[str], canonical: Canonical,
                 names: frozenset[str]) -> None:
        self.lines, self.content, self.markers, self.rows = lines, content, markers, rows
        self.toc_titles, self.hints, self.numbers = toc_titles, canonical.hints, canonical.numbers
        self.names = names
        self.articles = [position for position, i in enumerate(content) if _is_article(markers.get(i))]
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
            apart = not self.out or self.out[-1].text[-1:] in _SENTENCE_END or self.out[-1].kind != "paragraph"
            accepted = self.continuity.accept(marker, following, apart=apart)
            if accepted is not None:
                self._item(line, accepted)
                return
        if marker is not None and line.start in self.hints:
            self._item(line, self.continuity.accept(marker, ()) or marker)
        elif self._is_heading(position, i):
            self._heading("heading" if self._heads_articles(position, line) else "list", line)
        elif self._heads_restart(position, line):
            self._heading("heading", line)
        elif line.text[-1] in "：:" and len(line.text) <= _LEAD_MAX and "。" not in line.text:
            self.out.append(OutlineBlock("lead", line.start, line.end, line.text, len(self.open)))
        else:
            self.out.append(OutlineBlock("paragraph", line.start, line.end, line.text, len(self.open)))

    def _heading(self, kind: OutlineKind, line: Line) -> None:
        self.continuity.heading()
        within = kind == "heading" and not names_chapter(line.text)
        self.open = [k for k in self.open if within and k in _CHAPTERS]
        self.out.append(OutlineBlock(kind, line.start, line.end, line.text, level=self.hints.get(line.start, 1)))

    def _item(self, line: Line, marker: Marker) -> None:
        if marker.kind == "stage" and self._parts_all():
            marker = replace(marker, kind="phase")
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
        if line.start in self.hints or line.text in self.toc_titles or is_attachment(line.plain):
            return True
        if squeezed(line.text) in self.names and (i == 0 or self.content[position - 1:position] != [i - 1]):
            return True
        if not _short(line.text):
            return self._names_duties(position, line)
        if self._names_form(position):
            return True
        if names_chapter(line.text) or self._closes_articles(position) or (
                self.out and self._next_is_article(position) and self._behind_sentence(line)):
            return True
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

    def _parts_all(self) -> bool:
        """Whether the stages of this document stand above 一、 rather than below it, as the first of them does."""
        known = next((b.marker.kind for b in self.out if b.marker and b.marker.kind in ("stage", "phase")), None)
        return known == "phase" if known else "cn" not in self.open

    def _names_duties(self, position: int, line: Line) -> bool:
        """Whether a few words with a colon (分管负责人职责：) head a list of their own: numbers from 1 that stand in no
        other item.
        """
        after = self.markers.get(self.content[position + 1]) if position + 1 < len(self.content) else None
        return bool(line.text[-1] in "：:" and len(line.text) <= _SECTION_MAX and after and after.value == 1
                    and not re.search("[，。；、]", line.text) and line.text[:-1].rstrip().endswith(title_endings())
                    and not set(self.open) - {after.kind})

    def _heads_restart(self, position: int, line: Line) -> bool:
        """Whether a few words with a colon (补充说明：) head numbering that starts again at 一、."""
        after = self.markers.get(self.content[position + 1]) if position + 1 < len(self.content) else None
        return bool(line.text[-1] in "：:" and len(line.text) <= _SECTION_MAX and after and after.kind == "cn"
                    and after.value == 1 and self.out and self.out[-1].text[-1:] in _SENTENCE_END
                    and any(b.marker and b.marker.kind == "cn" for b in self.out))

    def _names_form(self, position: int) -> bool:
        """Whether a line is all that stands below 附件1: the name of a form that is left empty."""
        after = self.lines[self.content[position + 1]] if position + 1 < len(self.content) else None
        return bool(self.out and self.out[-1].kind == "list" and is_attachment(self.out[-1].text)
                    and (after is None or is_attachment(after.plain)))

    def _behind_sentence(self, line: Line) -> bool:
        return self.out[-1].text[-1:] in _SENTENCE_END and not re.search("[，。；：、]", line.text)

    def _next_is_article(self, position: int) -> bool:
        return position + 1 in self.articles

    def _heads_articles(self, position: int, line: Line) -> bool:
        """Whether an unnumbered heading is that of a chapter rather than of a part of its own."""
        if names_chapter(line.text):
            return True
        if not self._next_is_article(position) or not self.out or self.out[-1].kind in ("list", "title"):
            return False
        opens = self.markers[self.content[position + 1]].value == 1
        return not (opens and any(_is_article(b.marker) for b in self.out)) and not is_attachment(
            line.plain) and not line.text.endswith(title_endings()) and squeezed(line.text) not in self.names

    def _closes_articles(self, position: int) -> bool:
        """Whether a short line behind the last article heads what is no article any more (名词解释)."""
        line = self.lines[self.content[position]]
        more = position + 1 < len(self.content) and (not self.articles or position > self.articles[-1])
        return bool(more and "article" in self.open and len(line.text) <= _SECTION_MAX and self._behind_sentence(line))

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
            if self.lines[j].start in self.hints or not (_short(self.lines[j].text) or self.lines[j].text[-1] in "：:"):
                return False
        return False


def _short(text: str) -> bool:
    return len(text) <= _HEADING_MAX and text[-1] not in _SENTENCE_END + "：:，,、" and not re.search("[。；]", text)


def _is_article(marker: Marker | None) -> bool:
    return marker is not None and marker.kind == "article"
