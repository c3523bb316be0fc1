"""From outline to clauses (条款): which items stand alone, which belong to the item above, and what heads them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.ingest.structure.binding import clause_scope, document_scope
from kb.ingest.structure.blocks import OutlineBlock
from kb.ingest.structure.canonical import Recognised
from kb.ingest.structure.dialogue import answer_end
from kb.ingest.structure.numbering import DOTTED, RANK
from kb.ingest.structure.titles import names_chapter
from kb.language.view import same_length
from kb.language.vocabulary import boilerplate, roles_of_heading
from kb.types import Clause, Segment, SegmentKind, Split

PARSER_VERSION = "13"

_HEADING_MAX = 40
_TITLE_LINE_MAX = 25
_ALWAYS_HEADING = ("part", "chapter", "section")
_ALWAYS_ITEMS = ("paren_arabic", "circled")


@dataclass(frozen=True, slots=True)
class _Draft:
    start: int
    end: int
    number: str | None
    headings: tuple[OutlineBlock, ...]
    labels: tuple[str, ...]


def split(text: str, blocks: list[OutlineBlock], *, document_id: str, title: str, scope: tuple[str, ...] = (),
          issuer: str | None = None, page_starts: tuple[int, ...] = (), recognised: Sequence[Recognised] = (),
          unsure: Sequence[int] = ()) -> Split:
    """Clauses of a canonical text with its outline `blocks`, and the segments that cover it.

    `scope` is what the catalogue says of the document, `issuer` who issued it; `page_starts` holds the offset at which
    each page begins, `recognised` the stretches read from a picture with how surely each was,
    `unsure` the characters of them that may be others.
    Every returned clause satisfies `text[c.start:c.end] == c.text`.
    """
    drafts, headings = _Grouping(blocks).run()
    body = next((d.start for d in drafts if d.number), drafts[0].start if drafts else 0)
    general = document_scope(text, title, issuer=issuer, stated=scope, body=body)
    titled_as_list = any(b.kind == "list" and b.text == title for d in drafts for b in d.headings)
    seen: dict[str, int] = {}
    clauses = []
    opens = True
    for ordinal, d in enumerate(drafts):
        another = ordinal > 0 and d.headings[:1] != drafts[ordinal - 1].headings[:1]
        opens = d.number is None and (opens or another)
        sure = [r.confidence for r in recognised if r.start < d.end and r.end > d.start]
        lists = [b for b in d.headings if b.kind == "list"]
        path = tuple(_heading_text(b) for b in d.headings) + d.labels
        words = text[d.start:d.end]
        key = "\x1f".join((*path, d.number or "", words))
        seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:10]
        clauses.append(Clause(
            id=f"{document_id}-{digest}", document_id=document_id, ordinal=ordinal, start=d.start, end=d.end,
            text=words, number=d.number, path=path, list_title=_list_title(lists, d, title),
            roles=_roles(path if titled_as_list else (title, *path)), scope=clause_scope(path, general),
            page=_page(d.start, page_starts), ocr=bool(sure), confidence=min(sure, default=None),
            lead=_leads(words, d, opens=opens), unsure=tuple(n - d.start for n in unsure if d.start <= n < d.end)))
    return Split(tuple(clauses), _segments(text, clauses, headings))


def _leads(text: str, draft: _Draft, *, opens: bool) -> bool:
    """Whether a clause only leads in what follows; `opens` tells that it stands before all numbers of its part."""
    if draft.labels or (draft.number is not None and text[-1] not in "：:"):
        return False
    return text[-1] in "：:" or (opens and bool(boilerplate().lead.search(same_length(text))))


def _list_title(lists: list[OutlineBlock], draft: _Draft, title: str) -> str:
    if draft.labels:  # a form: its own heading is the nearest one
        return _heading_text(draft.headings[-1]) if draft.headings else title
    return lists[-1].text if lists else title


def _heading_text(block: OutlineBlock) -> str:
    if block.marker is None or _is_short(block):
        return block.text.rstrip("：:")
    head = re.split("[。：:；]", block.text, maxsplit=1)[0]
    return head if len(head) <= _HEADING_MAX else head[:_HEADING_MAX]


def _roles(headings: tuple[str, ...]) -> tuple[str, ...]:
    return next((found for h in reversed(headings) if (found := roles_of_heading(h))), ())


def _page(offset: int, page_starts: tuple[int, ...]) -> int | None:
    return sum(start <= offset for start in page_starts) or None


def _is_short(block: OutlineBlock) -> bool:
    return len(block.text) <= _HEADING_MAX and not re.search("[。；;]|[、，,]$", block.text)


class _Grouping:
    """Walks the blocks once, keeping the headings above, and closes a clause where the next one begins."""

    def __init__(self, blocks: list[OutlineBlock]) -> None:
        self.blocks = blocks
        self.above: list[OutlineBlock] = []
        self.drafts: list[_Draft] = []
        self.headings: list[tuple[int, int]] = []

    def run(self) -> tuple[list[_Draft], list[tuple[int, int]]]:
        i = 0
        while i < len(self.blocks):
            i = self._take(i)
        return self.drafts, self.headings

    def _take(self, i: int) -> int:
        block = self.blocks[i]
        if block.kind == "title":
            self.above = []
            self.headings.append((block.start, block.end))
        elif block.kind == "list":
            self.above = [b for b in self.above if b.kind == "list" and b.level < block.level]
            self._head(block)
        elif block.kind == "heading":
            self.above = [b for b in self.above if b.kind == "list" or self._is_chapter(b, block)]
            self._head(block)
        elif block.kind in ("lead", "paragraph") and (last := answer_end(self.blocks, i, self.above)) is not None:
            self._close(block, self.blocks[last].end, None)
            return last + 1
        elif block.kind == "lead":
            self.headings.append((block.start, block.end))
        elif block.kind == "row":
            assert block.row is not None
            self.headings += block.row.label_spans
            self._close(block, block.end, block.row.number, block.row.labels)
        elif block.kind == "paragraph":
            self._close(block, block.end, None)
        else:
            return self._item(i)
        return i + 1

    def _is_chapter(self, above: OutlineBlock, block: OutlineBlock) -> bool:
        """Whether a chapter above goes on under an unnumbered heading."""
        return above.marker is not None and above.marker.kind in _ALWAYS_HEADING and not names_chapter(block.text)

    def _item(self, i: int) -> int:
        block = self.blocks[i]
        assert block.marker is not None
        self.above = [b for b in self.above if b.kind == "list" or (
            b.depth < block.depth and not (b.kind == "heading" and block.marker.kind in _ALWAYS_HEADING))]
        last = answer_end(self.blocks, i, self.above)
        last = self._absorbed(i) if last is None else last
        if last is not None:
            self._close(block, self.blocks[last].end, block.marker.printed)
            return last + 1
        if self._heads(i):
            self._head(block)
        else:
            self._close(block, block.end, block.marker.printed)
            if self._children(i):
                self.above.append(block)
        return i + 1

    def _absorbed(self, i: int) -> int | None:
        """The last block that belongs to the same clause as item `i`; None where the item only heads others."""
        block = self.blocks[i]
        assert block.marker is not None
        kind = block.marker.kind
        if kind in _ALWAYS_HEADING:
            return None
        below = self._below(i)
        if kind == "article":
            return self._until_row(below, i)
        if kind in DOTTED:
            return self._until_deeper(below, i)
        items = [j for j in below if self.blocks[j].kind == "item"]
        if not items:
            return self._with_paragraphs(i, below)
        first = self.blocks[items[0]].marker
        assert first is not None
        circled = first.kind == "circled"
        if first.kind in _ALWAYS_ITEMS and RANK[kind] > RANK["cn"] and (circled or not _is_short(block)):
            return self._until_row(below, i)
        return None

    def _until_deeper(self, below: list[int], i: int) -> int | None:
        """Where a dotted number ends: before the first deeper one, which it only heads where nothing else stands
        between.
        """
        deeper = next((j for j in below if (m := self.blocks[j].marker) is not None and m.kind in DOTTED), None)
        if deeper == i + 1 and _is_short(self.blocks[i]):
            return None
        return self._until_row([j for j in below if deeper is None or j < deeper], i)

    def _until_row(self, below: list[int], i: int) -> int:
        last = i
        for j in below:
            if self.blocks[j].kind == "row":
                break
            last = j
        return last

    def _with_paragraphs(self, i: int, below: list[int]) -> int | None:
        block = self.blocks[i]
        assert block.marker is not None
        plain = [j for j in below if self.blocks[j].kind in ("paragraph", "lead")]
        if not below:
            return i
        if len(plain) < len(below):
            return None
        titled = len(block.text) <= _TITLE_LINE_MAX and _is_short(block)
        if titled:
            fine = RANK[block.marker.kind] >= RANK["arabic"]
            return below[-1] if fine and len(plain) == 1 else None
        while below and self._leads_on(below[-1]):
            below = below[:-1]
        last = below[-1] if below else i
        return last if self._has_later_sibling(i, last) else i

    def _leads_on(self, j: int) -> bool:
        """Whether a line with a colon introduces numbers that start again behind it."""
        after = self.blocks[j + 1].marker if j + 1 < len(self.blocks) else None
        return self.blocks[j].kind == "lead" and after is not None and after.value == 1

    def _has_later_sibling(self, i: int, last: int) -> bool:
        block, after = self.blocks[i], self.blocks[last + 1:last + 2]
        return bool(after) and after[0].kind == "item" and after[0].depth == block.depth

    def _below(self, i: int) -> list[int]:
        depth, out = self.blocks[i].depth, []
        for j in range(i + 1, len(self.blocks)):
            b = self.blocks[j]
            if b.kind in ("list", "heading", "title") or (b.kind == "item" and b.depth <= depth):
                break
            out.append(j)
        return out

    def _children(self, i: int) -> bool:
        return any(self.blocks[j].kind in ("item", "row") for j in self._below(i))

    def _heads(self, i: int) -> bool:
        block = self.blocks[i]
        assert block.marker is not None
        return block.marker.kind in _ALWAYS_HEADING or _is_short(block)

    def _head(self, block: OutlineBlock) -> None:
        self.above.append(block)
        self.headings.append((block.start, block.end))

    def _close(self, block: OutlineBlock, end: int, number: str | None, labels: tuple[str, ...] = ()) -> None:
        above = [b for b in self.above if b.kind == "list" or b.depth < block.depth or block.kind != "item"]
        self.drafts.append(_Draft(block.start, end, number, tuple(above), labels))


def _segments(text: str, clauses: list[Clause], headings: list[tuple[int, int]]) -> tuple[Segment, ...]:
    marked: list[tuple[int, int, SegmentKind]] = [(c.start, c.end, "clause") for c in clauses]
    marked += [(start, end, "heading") for start, end in headings]
    out, at = [], 0
    for start, end, kind in sorted(marked):
        if start > at:
            out.append(Segment(at, start, "matter"))
        out.append(Segment(start, end, kind))
        at = end
    if at < len(text):
        out.append(Segment(at, len(text), "matter"))
    return tuple(out)
