"""The canonical text (规范文本): what a reader extracted, cleaned once, before any offset refers to it.

Line ends become "\\n", invisible characters and the markers that Word leaves in saved text go, and lines that were
wrapped by hand or by a page become whole paragraphs again. Nothing else is touched: no character that a person
would read is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.ingest.structure.numbering import parse_marker

PAGE_BREAK = "\f"
_NEWLINES = re.compile("\r\n|\r|\u2028|\u2029|\x0b|\x85")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_WORD_RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]|\b(?:PAGEREF|HYPERLINK|REF) _(?:Toc|Ref)\d+[^\n]*?\\h")
_SENTENCE_END = "。！？；!?;：:"


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical text, the offset at which each page starts, and heading levels by the offset of their line."""

    text: str
    page_starts: tuple[int, ...]
    hints: dict[int, int]


def canonical(raw: str, headings: dict[int, int] | None = None) -> Canonical:
    """Cleans what a reader extracted.

    `raw` may hold PAGE_BREAK where a page starts; `headings` maps line numbers of `raw` (after its line ends are
    normalised) to heading levels.
    """
    text = _WORD_RESIDUE.sub("", _INVISIBLE.sub("", _NEWLINES.sub("\n", raw)))
    lines = text.split("\n")
    levels = headings or {}
    paged = PAGE_BREAK in text
    bodies = [line.replace(PAGE_BREAK, "") for line in lines]
    joined = _joins(bodies, levels)
    out: list[str] = []
    pages: list[int] = [0] if paged else []
    hints: dict[int, int] = {}
    at = 0
    for i, line in enumerate(lines):
        body = bodies[i]
        piece = body.strip() if i in joined else body
        if out and i not in joined:
            out.append("\n")
            at += 1
        if PAGE_BREAK in line and i:
            pages.append(at)
        if i in levels:
            hints[at + len(body) - len(body.lstrip())] = levels[i]
        piece = piece.rstrip() if i + 1 in joined else piece
        out.append(piece)
        at += len(piece)
    return Canonical("".join(out), tuple(pages), hints)


def _joins(lines: list[str], levels: dict[int, int]) -> set[int]:
    """Numbers of lines that go on with the paragraph of the line before, in a text wrapped at a fixed width."""
    width = _wrap_width([line.strip() for line in lines if line.strip()])
    if width is None:
        return set()
    joined = set()
    for i in range(1, len(lines)):
        before, line = lines[i - 1].rstrip(), lines[i].strip()
        if not before.strip() or not line or i in levels or i - 1 in levels or "\t" in lines[i] or "\t" in before:
            continue
        indented = lines[i][0] in " \u3000" and lines[i - 1][0] not in " \u3000"
        full = len(before.strip()) >= width
        if full and before[-1] not in _SENTENCE_END and not indented and parse_marker(line) is None:
            joined.add(i)
        elif full and before[-1] not in _SENTENCE_END and not indented and _inside_sentence(before):
            joined.add(i)
    return joined


def _inside_sentence(before: str) -> bool:
    """Whether the line breaks off within a word group, so that a number opening the next line belongs to it."""
    return before[-1] in "，、,（(第按依照据和及与每至于为少" or before.endswith(("根据", "依照", "按照"))


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which a text was wrapped, in characters; None where its paragraphs are whole lines."""
    lengths = sorted(len(line) for line in lines)
    if len(lengths) < 8:
        return None
    widest = lengths[int(len(lengths) * 0.9)]
    near = sum(widest - 3 <= n <= widest + 4 for n in lengths)
    return widest - 3 if 15 <= widest <= 60 and near >= len(lengths) * 0.35 else None
