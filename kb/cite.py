"""How a clause is cited (引用): 《文件》清单 第3条."""

from __future__ import annotations

from kb.types import Clause


def citation(clause: Clause, title: str) -> str:
    """The full citation of a clause: title, the headings above it as printed, and its number."""
    headings = clause.path[1:] if clause.path[:1] == (title,) else clause.path
    number = number_label(clause)
    return f"《{title}》{' '.join(headings)}" + (f" {number}" if number else "")


def number_label(clause: Clause) -> str | None:
    """The printed number as it is spoken of: 3 → 第3条, （三） → 第（三）项, 第十二条 → itself."""
    n = clause.number
    if n is None:
        return None
    if n.startswith("第"):
        return n
    if n.startswith("（"):
        return f"第{n}项"
    return f"第{n}条"
