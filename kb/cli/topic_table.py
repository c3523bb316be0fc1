"""A topic in a terminal (对照的表格): the values side by side, then the clauses."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.training.topics.differences import phrase
from kb.training.topics.grid import Grid, cell_text


def print_topic(found: Grid) -> None:
    """The sentence on the differences, the table, and the clauses by kind and addressee."""
    out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    out.print(f"专题对照：{found.table.topic}", markup=False)
    out.print(found.table.differences, markup=False)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("事项", "对谁", *found.kinds):
        table.add_column(name, overflow="fold")
    for line in found.lines:
        cells = (cell_text(line, n) for n in range(len(found.kinds)))
        table.add_row(*(Text(t) for t in (line.matter, line.who, *cells)))
    out.print(table)
    for group in found.groups:
        out.print(f"\n{group.kinds}（{group.who}）", markup=False)
        for r in group.rows:
            value = phrase(r)
            out.print(f"  {r.matter}{'：' + value if value else ''}　{' '.join(r.quote.split())} —— {r.citation}",
                      markup=False)
