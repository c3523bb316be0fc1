"""A plan as text that a page carries along (随页面带着的计划): its export is checked anew, and nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.ingest.readers.reading import Block, Cell, Heading, ListItem, Paragraph, PrintedLine, Reading, Table

_REFUSED = "带来的计划读不懂。请重新选择文件或粘贴文字，再作一次对照。"


def carried(reading: Reading) -> str:
    """The reading as one text; `uncarried` makes it a reading again."""
    return json.dumps({"warnings": reading.warnings, "blocks": [_packed(b) for b in reading.blocks]},
                      ensure_ascii=False, separators=(",", ":"))


def uncarried(text: str) -> Reading:
    """The reading that `carried` made a text of. Raises ReadError where it is no such text."""
    try:
        data = json.loads(text)
        return Reading(tuple(_unpacked(data["blocks"])), "carried", warnings=tuple(map(_text, data["warnings"])))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as e:
        raise ReadError(_REFUSED) from e


def _packed(block: Block) -> list[Any]:
    match block:
        case Table():
            return ["table", block.heads, [[[c.text, c.rows, c.columns] for c in row] for row in block.rows]]
        case Heading() | ListItem():
            return ["item", block.text, block.page, block.number]
        case Paragraph():
            return ["paragraph", block.text, block.page]
        case PrintedLine():
            return ["line", block.text, block.page]


def _unpacked(blocks: Any) -> Iterator[Block]:
    for kind, *rest in blocks:
        if kind == "table":
            heads, rows = rest
            yield Table(tuple(tuple(Cell(_text(t), rows=_count(r), columns=_count(c)) for t, r, c in row)
                              for row in rows), heads=int(heads))
        elif kind == "item":
            text, page, number = rest
            yield ListItem(_text(text), None if number is None else _text(number), page=_page(page))
        else:
            text, page = rest
            made = Paragraph if kind == "paragraph" else PrintedLine
            yield made(_text(text), page=_page(page))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: Any) -> int:
    if not isinstance(value, int) or not 1 <= value <= 1000:
        raise ValueError
    return value


def _page(value: Any) -> int | None:
    return None if value is None else int(value)
