"""A checklist as Markdown (清单的 Markdown)."""

from __future__ import annotations

from kb.checklist.items import Checklist, Item
from kb.checklist.words import WHO, days, how_often, parts, remark, title, total
from kb.show.export.markdown import escaped


def as_markdown(found: Checklist) -> str:
    """The checklist with a box to tick before each item."""
    lines = [f"# {escaped(title(found))}", "", total(found)]
    for part in parts(found):
        lines += ["", f"## {part.name}", ""]
        for i in part.items:
            lines += _item(i)
    return "\n".join(lines) + "\n"


def _item(i: Item) -> list[str]:
    due = f"到期：{days(i.due)}" if i.due else ""
    record = f"材料：{'、'.join(i.record)}" if i.record else ""
    said = "；".join(s for s in (how_often(i), due, record, remark(i)) if s)
    quote = " ".join(i.quote.split())
    return [f"- [ ] {WHO[i.who]}：{escaped(i.action)}" + (f"（{escaped(said)}）" if said else ""),
            f"  {escaped(quote)} —— {escaped(i.citation)}"]
