"""Tables in the canonical text (表格): those that the format marks, and rows of tab-separated cells in plain text.

A Word table saved as text comes in two shapes. Across: a row a line, cells between tabs. Down: a cell a line,
each behind a tab, rows between blank lines; a cell may then run over several lines. Such text does not tell merged
cells from empty ones; a table that the format marks does, and stands across.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from kb.ingest.structure.columns import text_column
from kb.ingest.structure.lines import Line
from kb.ingest.structure.numbering import parse_marker

_SENTENCE_END = "。；！？"
_PART_OF = 2  # rows; a single one of a table with more is a row all the same


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """What stands in a column of a row: its text, line breaks inside it kept; offsets into the canonical text.

    `above` is the text of the cell that is known to reach down into this place from a row above; nothing is printed
    here then. Of a table that the format marks, `head` tells a cell of a header row and `names` one in a column that
    names the rows; what stands from `start` to `end` may begin with the heading of the column.
    """

    start: int
    end: int
    text: str
    above: str = ""
    head: bool = False
    names: bool = False

    @property
    def label(self) -> str:
        """The text that holds for this row, on one line."""
        return "".join((self.above or self.text).split())


MarkedTable = Sequence[tuple[PlacedCell, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the indexes of the lines it stands on."""

    cells: tuple[PlacedCell, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """The rows of one table, header included, and the lines it covers (first, last + 1).

    `marked` tells one that the format marks, so that its merged cells are known.
    """

    rows: tuple[Row, ...]
    first: int
    last: int
    marked: bool = False


@dataclass(frozen=True, slots=True)
class RowRule:
    """What one body row rules: the labels of its leading columns and the span of its words.

    `number` is the printed serial number of the row; `labels` are outermost first, merged cells filled in;
    `label_spans` are the label cells that this row itself prints.
    """

    labels: tuple[str, ...]
    label_spans: tuple[tuple[int, int], ...]
    number: str | None
    start: int
    end: int
    heading: bool = False


def find_tables(lines: list[Line], skipped: Set[int] = frozenset(), *,
                marked: Sequence[MarkedTable] = ()) -> list[PlacedTable]:
    """Every table of the text, in order; the lines in `skipped` belong to none.

    `marked` are the rows of the tables that the format marks. A row that only its first column fills heads what
    stands below it and parts its table, and a table of one row is text laid out in columns.
    """
    starts = {row[0].start: (n, row) for n, table in enumerate(marked) for row in table if row}
    known = {i: starts[line.raw_start] for i, line in enumerate(lines) if line.raw_start in starts}
    unmarked = skipped | known.keys()
    tables, i = [], 0
    while i < len(lines):
        table = None if i in skipped else _across(lines, i, skipped, known) or _down(lines, i, unmarked)
        if table is None:
            i += 1
        else:
            tables.append(table)
            i = table.last
    return tables


def _across(lines: list[Line], first: int, skipped: Set[int],
            known: Mapping[int, tuple[int, tuple[PlacedCell, ...]]]) -> PlacedTable | None:
    """The table that begins at a line, a row a line; `known` holds the cells of marked rows with their table."""
    table = known[first][0] if first in known else None
    rows, i = [], first
    while i < len(lines) and i not in skipped and "\t" in lines[i].raw.rstrip() and not lines[i].blank:
        if "\t" not in lines[i].text and i == first:
            return None
        belongs_to, cells = known[i] if i in known else (None, _cells(lines[i].raw, lines[i].raw_start))
        if belongs_to != table:
            break
        rows.append(Row(cells, (i,)))
        i += 1
    widths = Counter(len(r.cells) for r in rows)
    inner = sum("\t" in lines[r.lines[0]].text for r in rows)
    part_of_more = table is not None and sum(n == table for n, _ in known.values()) > _PART_OF
    if not rows or (len(rows) < 2 and not part_of_more) or inner * 2 < len(rows) or widths.most_common(1)[0][0] < 2:
        return None
    return PlacedTable(tuple(rows), first, i, marked=table is not None)


def _cells(raw: str, offset: int) -> tuple[PlacedCell, ...]:
    cells, at = [], 0
    for part in raw.split("\t"):
        body = part.strip()
        lead = len(part) - len(part.lstrip()) if body else 0
        cells.append(PlacedCell(offset + at + lead, offset + at + lead + len(body), body))
        at += len(part) + 1
    return tuple(cells)


def _down(lines: list[Line], first: int, skipped: Set[int]) -> PlacedTable | None:
    rows: list[Row] = []
    groups: list[list[int]] = []
    used: list[int] = []
    i = first

    def close() -> None:
        if groups:
            rows.append(Row(tuple(_joined(lines, g) for g in groups), tuple(used)))
        groups.clear()
        used.clear()

    while i < len(lines) and i not in skipped:
        line = lines[i]
        if _behind_tab(line):
            groups.append([i])
            used.append(i)
        elif line.blank:
            close()
        elif groups and not any(c in line.text for c in _SENTENCE_END):
            groups[-1].append(i)
            used.append(i)
        else:
            break
        i += 1
    close()
    widths = Counter(len(r.cells) for r in rows)
    if len(rows) < 3 or widths.most_common(1)[0][0] < 3:
        return None
    return PlacedTable(tuple(rows), first, rows[-1].lines[-1] + 1)


def _behind_tab(line: Line) -> bool:
    return line.raw.lstrip(" \xa0\u3000").startswith("\t")


def _joined(lines: list[Line], group: list[int]) -> PlacedCell:
    filled = [lines[i] for i in group if not lines[i].blank]
    if not filled:
        at = lines[group[0]].start
        return PlacedCell(at, at, "")
    text = "\n".join(line.text for line in filled)
    return PlacedCell(filled[0].start, filled[-1].end, text)


def row_rules(table: PlacedTable, group_of: dict[str, str]) -> list[RowRule]:
    """What each body row rules; header rows, rows to fill in and result rows give nothing.

    `group_of` maps an item's label to the label of the merged cell it stood under in an earlier table of the same
    document; it is read where this table leaves the merged cell empty and is not marked, and extended. Forms for two
    levels of organisation repeat their items, and only the first may print the groups where they begin.
    """
    body = _body(table)
    width = Counter(len(r.cells) for r in body).most_common(1)[0][0] if body else 0
    phrases = text_column([[c.label if c.text else "" for c in r.cells] for r in body])
    rules: list[RowRule] = []
    above: list[str] = []
    for row in body:
        filled = [c for c in row.cells if c.text]
        if not filled:
            continue
        if len(filled) == 1 and len(row.cells) > 1 and row.cells[0].text:
            if len(row.cells) == width and row is not body[-1]:
                rules.append(RowRule((), (), None, filled[0].start, filled[0].end, heading=True))
            continue
        at = sum(c.names for c in row.cells) if table.marked else phrases or 0
        if at >= len(row.cells) or not row.cells[at].text:
            at = 0
        words = [c for c in row.cells[at:] if c.text]
        printed = row.cells[:at]
        labels = [c.label for c in printed]
        if not table.marked:
            labels = _filled_in(labels, above, group_of)
        if len(labels) > 1 and labels[-1]:
            group_of.setdefault(labels[-1], labels[0])
        above = labels or above
        serial = labels if at else [words[0].text]
        rules.append(RowRule(
            tuple(x for x in labels if x and not _is_number(x)), tuple((c.start, c.end) for c in printed if c.text),
            next((x for x in serial if _is_number(x)), None), words[0].start, words[-1].end))
    return rules


def _is_number(label: str) -> bool:
    """Whether a label only numbers its row: 3, 第三条."""
    marker = None if label.isdigit() else parse_marker(label)
    return label.isdigit() or (marker is not None and marker.kind == "article" and marker.length == len(label))


def _filled_in(labels: list[str], above: list[str], group_of: Mapping[str, str]) -> list[str]:
    """The labels of a row with those of the row above where an empty cell looks merged with the one above it."""
    if not any(labels):
        return above[:len(labels)] + labels[len(above):]
    group = group_of.get(labels[-1]) if len(labels) > 1 and labels[-1] else None
    return [labels[0] or group or (above[0] if above else ""), *labels[1:]]


def _body(table: PlacedTable) -> list[Row]:
    """The rows below the header."""
    if table.marked:
        return [row for row in table.rows if not any(c.head for c in row.cells)]
    return list(table.rows[1:] if len(table.rows) > 1 and _is_header(table.rows[0]) else table.rows)


def _is_header(row: Row) -> bool:
    filled = [c for c in row.cells if c.text]
    return len(filled) >= 2 and all(len(c.label) <= 12 and c.label[-1] not in _SENTENCE_END and not any(
        ch.isdigit() for ch in c.label) for c in filled)
