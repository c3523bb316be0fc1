"""Questions with their answers (问答体): one clause each, for an answer says little without what was asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.blocks import OutlineBlock

_SPOKEN = ("paragraph", "lead", "item")
_DIVISIONS = ("part", "chapter", "section", "article")


def answer_end(blocks: Sequence[OutlineBlock], i: int, above: Collection[OutlineBlock]) -> int | None:
    """The last block of the answer to what block `i` asks, up to the next question, heading or table, or to a number
    of a kind that the question or one of the headings `above` it bears; None where it asks nothing.
    """
    if not _is_asked(blocks, i):
        return None
    kinds = {b.marker.kind for b in (blocks[i], *above) if b.marker is not None}
    last = i + 1
    for j in range(i + 2, len(blocks)):
        marker = blocks[j].marker
        if not _is_spoken(blocks[j]) or _is_asked(blocks, j) or (marker is not None and marker.kind in kinds):
            break
        last = j
    return last


def _is_asked(blocks: Sequence[OutlineBlock], i: int) -> bool:
    """Whether the block behind `i` answers it."""
    return i + 1 < len(blocks) and _is_spoken(blocks[i]) and _is_spoken(blocks[i + 1]) and bool(
        _answer().search(blocks[i + 1].text)) and not _answer().search(blocks[i].text)


def _is_spoken(block: OutlineBlock) -> bool:
    return block.kind in _SPOKEN and (block.marker is None or block.marker.kind not in _DIVISIONS)


@cache
def _answer() -> re.Pattern[str]:
    return re.compile(load_toml("dialogue.toml")["answer"])
