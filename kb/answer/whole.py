"""An answer that follows from how the documents are built (整条、整节): whole clauses, or word that there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.answer.points import lead_in, own_number, points
from kb.data import load_toml
from kb.types import Clause

_HEAD = 30
_POINT = 60
_ROOM = 180


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a clause, `clause.text[start:end]`; they are shown from `shown_from` on, behind their number."""

    clause: Clause
    start: int
    end: int
    shown_from: int | None = None

    @property
    def words(self) -> str:
        """What is shown, on one line."""
        own = own_number(self.clause.text) if self.clause.number else 0
        begin = max(self.start, own) if self.shown_from is None else self.shown_from
        return re.sub(r"\s+", "", self.clause.text[begin:self.end])


@dataclass(frozen=True, slots=True)
class Whole:
    """What is answered and what it stands on. Nothing stands under a word that there is none.

    `within` tells that the question asks something of the passage, which `text` does not answer.
    """

    text: str
    passages: tuple[Passage, ...] = ()
    within: bool = False


def entire(clauses: Sequence[Clause]) -> tuple[Passage, ...]:
    """The whole of each clause."""
    return tuple(Passage(c, 0, len(c.text)) for c in clauses)


def listing(where: str, clauses: Sequence[Clause], *, unit: str = "条") -> Whole:
    """Every one of several clauses: 共 N 条, where they stand, and how each begins."""
    total = load_toml("phrases.toml")["total"].format(n=len(clauses), unit=unit)
    return Whole(f"{total}（{where}）：{'；'.join(map(opening, clauses))}。", entire(clauses))


def passage_text(label: str, passage: Passage) -> str:
    """One passage behind what it is called, cut where it is long."""
    words = passage.words
    words = words if len(words) <= _ROOM else words[:_ROOM - 1] + "…"
    return f"{label}：{words if words[-1:] in '。！？…' else words.rstrip('；;，,、') + '。'}"


def counted_points(clause: Clause, label: str = "") -> str:
    """How many points a clause counts up, and how each begins; empty where it has none."""
    row = points(clause.text)
    if not row:
        return ""
    total = load_toml("phrases.toml")["total"].format(n=len(row), unit="项")
    said = (re.split("[。；;]", re.sub(r"\s+", "", clause.text[p.opening:p.end]))[0] for p in row)
    return f"{label}{total}：{'；'.join(s if len(s) <= _POINT else s[:_POINT - 1] + '…' for s in said)}。"


def opening(clause: Clause) -> str:
    """How a clause begins: its title, or as much of its first sentence as there is room for."""
    head = re.split("[。：:；;]", re.sub(r"\s+", "", lead_in(clause.text)), maxsplit=1)[0]
    if len(head) > _HEAD:
        parts = re.split("(?<=[，,])", head)
        head = parts[0].rstrip("，,") if 4 <= len(parts[0]) <= _HEAD else head[:_HEAD - 1] + "…"
    return head or clause.text[:_HEAD]
