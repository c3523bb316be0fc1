"""A topic as CSV and as Markdown (对照的文本)."""

from __future__ import annotations

import csv
from io import StringIO

from kb.show.export.markdown import escaped
from kb.show.export.text import one_line
from kb.training.topics.differences import phrase
from kb.training.topics.grid import WHO, Grid, cell_text

COLUMNS = ("事项", "单位类型", "对谁", "谁（原文）", "周期", "数量", "规定不一致", "原文", "出处", "条款编号")
_FORMULA = tuple("=+-@＝＋－＠\t\r")


def rows_of(found: Grid) -> list[tuple[str, ...]]:
    """The rules, one a row, under COLUMNS."""
    return [(r.matter, "、".join(r.scope), WHO[r.who], r.owner or "", r.period or "", r.value or "", r.conflict or "",
             r.quote, r.citation, r.clause) for r in found.table.rows]


def as_csv(found: Grid) -> str:
    """The rules as CSV text that spreadsheet programs open right; no cell can be taken for a formula."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_of(found):
        writer.writerow(["'" + c if c.startswith(_FORMULA) else c for c in row])
    return "\ufeff" + out.getvalue()


def as_markdown(found: Grid) -> str:
    """The sentence, the table and the clauses."""
    lines = [f"# 专题对照：{escaped(one_line(found.table.topic))}", "", escaped(found.table.differences), ""]
    if found.lines:
        lines += [_cells(("事项", "对谁", *found.kinds)), _cells(("---",) * (len(found.kinds) + 2))]
        lines += [_cells((escaped(x.matter), escaped(x.who), *(
            escaped(cell_text(x, n)) for n in range(len(found.kinds))))) for x in found.lines]
    for group in found.groups:
        lines += ["", f"## {escaped(group.kinds)}（{escaped(group.who)}）", ""]
        for r in group.rows:
            said = f"{r.matter}：{phrase(r)}" if phrase(r) else r.matter
            lines.append(f"- **{escaped(said)}** {escaped(one_line(r.quote))} —— {escaped(one_line(r.citation))}")
    return "\n".join(lines) + "\n"


def _cells(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"
