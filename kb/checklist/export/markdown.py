"""A checklist as Markdown (清单的 Markdown)."""

from __future__ import annotations

from kb.checklist.export.boxes import Ticks, boxes, marked
from kb.checklist.items import Checklist, Item
from kb.checklist.words import WHO, how_often, parts, remark, title, total
from kb.show.export.markdown import escaped
from kb.show.export.text import one_line


def as_markdown(found: Checklist, ticks: Ticks) -> str:
    """The checklist with a box to tick before each item, and one for each of its days."""
    lines = [f"# {escaped(title(found))}", "", total(found)]
    for part in parts(found):
        lines += ["", f"## {part.name}（{len(part.items)} 条）", ""]
        for i in part.items:
            lines += _item(i, ticks)
    return "\n".join(lines) + "\n"


def _item(i: Item, ticks: Ticks) -> list[str]:
    held = boxes(i, ticks)
    days = "到期：" + " ".join(map(marked, held)) if i.due else "".join(marked(b) for b in held if b.tick is not None)
    record = f"材料：{'、'.join(i.record)}" if i.record else ""
    said = [s for s in (how_often(i), record, remark(i), days) if s]
    done = "x" if all(b.tick is not None for b in held) else " "
    return [f"- [{done}] **{WHO[i.who]}：{escaped(one_line(i.action))}**",
            *(f"  - {escaped(one_line(s))}" for s in said),
            f"  - {escaped(one_line(i.quote))} —— {escaped(one_line(i.citation))}"]
