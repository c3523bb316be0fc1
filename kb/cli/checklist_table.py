"""A checklist in a terminal (清单的表格): one table a part."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kb.checklist.items import Checklist
from kb.checklist.words import WHO, days, how_often, parts, remark, title, total


def print_checklist(found: Checklist) -> None:
    """The parts of a checklist, each a table, and how many items there are."""
    out = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    out.print(title(found))
    for part in parts(found):
        heading = f"{part.name}（{len(part.items)} 条）"
        table = Table(box=None, padding=(0, 2, 0, 0), title=heading, title_justify="left")
        for name in ("谁", "做什么", "多少", "到期", "材料", "出处", "说明"):
            table.add_column(name, overflow="fold")
        for i in part.items:
            cells = (WHO[i.who], i.action, how_often(i), days(i.due), "、".join(i.record), i.citation,
                     remark(i))
            table.add_row(*(Text(cell) for cell in cells))
        out.print(table)
    out.print(total(found) if found.items else f"知识库里没有对{found.scope}的{found.role}的规定。", markup=False)
