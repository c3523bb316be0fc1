"""Tables in the canonical text (表格): rows of tab-separated cells, on one line a row or on one line a cell.

A Word table saved as text comes in two shapes. Across: a row a line, cells between tabs. Down: a cell a line,
each behind a tab, rows between blank lines; a cell may then run over several lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from kb.ingest.structure.lines import Line

_LABEL_MAX = 16
_TEXT_MIN = 12
_SENTENCE_END = "。；！？"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's printed text, line breaks inside it kept; offsets into the canonical text."""

    start: int
    end: int
    text: str

    @property
    def label(self) -> str:
        """The text on one line."""
        return "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the indexes of the lines it stands on."""

    cells: tuple[Cell, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, header included, and the lines it covers (first, last + 1)."""

    rows: tuple[Row, ...]
    first: int
    last: int


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


def find_tables(lines: list[Line], skipped: Set[int] = frozenset()) -> list[Table]:
    """Every table of the text, in order; the lines in `skipped` belong to none."""
    tables, i = [], 0
    while i < len(lines):
        table = None if i in skipped else _across(lines, i, skipped) or _down(lines, i, skipped)
        if table is None:
            i += 1
        else:
            tables.append(table)
            i = table.last
    return tables


def _across(lines: list[Line], first: int, skipped: Set[int]) -> Table | None:
    rows, i = [], first
    while i < len(lines) and i not in skipped and "\t" in lines[i].raw.rstrip() and not lines[i].blank:
        if "\t" not in lines[i].text and i == first:
            return None
        rows.append(Row(_cells(lines[i].raw, lines[i].raw_start), (i,)))
        i += 1
    widths = Counter(len(r.cells) for r in rows)
    inner = sum("\t" in lines[r.lines[0]].text for r in rows)
    if len(rows) < 2 or inner * 2 < len(rows) or widths.most_common(1)[0][0] < 2:
        return None
    return Table(tuple(rows), first, i)


def _cells(raw: str, offset: int) -> tuple[Cell, ...]:
    cells, at = [], 0
    for part in raw.split("\t"):
        body = part.strip()
        lead = len(part) - len(part.lstrip()) if body else 0
        cells.append(Cell(offset + at + lead, offset + at + lead + len(body), body))
        at += len(part) + 1
    return tuple(cells)


def _down(lines: list[Line], first: int, skipped: Set[int]) -> Table | None:
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
    return Table(tuple(rows), first, rows[-1].lines[-1] + 1)


def _behind_tab(line: Line) -> bool:
    return line.raw.lstrip(" \xa0\u3000").startswith("\t")


def _joined(lines: list[Line], group: list[int]) -> Cell:
    filled = [lines[i] for i in group if not lines[i].blank]
    if not filled:
        at = lines[group[0]].start
        return Cell(at, at, "")
    text = "\n".join(line.text for line in filled)
    return Cell(filled[0].start, filled[-1].end, text)


def row_rules(table: Table, group_of: dict[str, str]) -> list[RowRule]:
    """What each body row rules; header rows, rows to fill in and result rows give nothing.

    `group_of` maps an item's label to the label of the merged cell it stood under in an earlier table of the same
    document; it is read where this table leaves the merged cell empty, and extended. Forms for two levels of
    organisation repeat their items, and only the first may print the groups where they begin.
    """
    body = list(table.rows[1:] if len(table.rows) > 1 and _is_header(table.rows[0]) else table.rows)
    text_column = _text_column(body)
    rules: list[RowRule] = []
    above: list[str] = []
    for row in body:
        filled = [c for c in row.cells if c.text]
        if not filled:
            continue
        if len(filled) == 1 and len(row.cells) > 1 and row.cells[0].text:
            if len(row.cells) == _width(body) and row is not body[-1]:
                rules.append(RowRule((), (), None, filled[0].start, filled[0].end, heading=True))
            continue
        at = text_column if text_column is not None and text_column < len(row.cells) else 0
        if not row.cells[at].text:
            at = 0
        words = [c for c in row.cells[at:] if c.text]
        printed = row.cells[:at]
        labels = [c.label for c in printed]
        if labels and not any(labels):  # every label cell is merged with the one above
            labels = above[:at] + labels[len(above):]
        elif labels:
            known = group_of.get(labels[-1]) if len(labels) > 1 and labels[-1] else None
            labels[0] = labels[0] or known or (above[0] if above else "")
        if len(labels) > 1 and labels[-1]:
            group_of.setdefault(labels[-1], labels[0])
        above = labels or above
        serial = labels if at else [words[0].text]
        rules.append(RowRule(
            tuple(x for x in labels if x and not x.isdigit()), tuple((c.start, c.end) for c in printed if c.text),
            next((x for x in serial if x.isdigit()), None), words[0].start, words[-1].end))
    return rules


def _is_header(row: Row) -> bool:
    filled = [c for c in row.cells if c.text]
    return len(filled) >= 2 and all(len(c.label) <= 12 and c.label[-1] not in _SENTENCE_END and not any(
        ch.isdigit() for ch in c.label) for c in filled)


def _width(rows: list[Row]) -> int:
    return Counter(len(r.cells) for r in rows).most_common(1)[0][0]


def _text_column(rows: list[Row]) -> int | None:
    """The first column with whole phrases in it, None where every column holds labels only."""
    width = _width(rows)
    full = [r for r in rows if len(r.cells) == width]
    for column in range(width):
        lengths = [len(r.cells[column].label) for r in full if r.cells[column].text]
        if lengths and sum(lengths) / len(lengths) >= _TEXT_MIN and max(lengths) > _LABEL_MAX:
            return column
    return None
