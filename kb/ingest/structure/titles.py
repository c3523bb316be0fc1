"""Titles (名称): printed on one line or several; of the document, of its parts, and of what a notice issues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.ingest.structure.blocks import OutlineBlock
from kb.ingest.structure.lines import Line, is_attachment
from kb.ingest.structure.numbering import Marker
from kb.language.view import same_length
from kb.language.vocabulary import (
    boilerplate,
    chapter_names,
    deciding_title,
    issuing_words,
    title_endings,
    title_marks,
)

_LINE_MAX, _TITLE_MAX, _LINES_MAX = 45, 120, 4
_OPENING = ("part", "chapter", "article")
_PUNCTUATION = re.compile("[。；;！？!?：:，,]")
_BRACKET_END = re.compile(r"[（(][^（()）]*[)）]$")
_NAMED = re.compile(r"《([^《》]{4,80})》")


def names_title(text: str) -> bool:
    """Whether a line reads as the whole title of a document or a list."""
    plain = squeezed(text)
    bare = _BRACKET_END.sub("", plain)
    return (bare.endswith(title_endings()) or deciding_title().match(bare) is not None) and _balanced(plain)


def squeezed(text: str) -> str:
    """Without blanks, in plain characters: what titles are compared in."""
    return same_length("".join(text.split())).replace("(", "（").replace(")", "）")


def names_chapter(text: str) -> bool:
    """Whether a line is the heading of a chapter that bears no number (附则)."""
    return squeezed(text) in chapter_names()


def named_in(text: str) -> frozenset[str]:
    """The titles between 《 and 》, squeezed."""
    return frozenset(m.group(1) for m in _NAMED.finditer(squeezed(text)))


def joined_titles(lines: Sequence[Line], content: Sequence[int], markers: Mapping[int, Marker],
                  names: frozenset[str], hints: Mapping[int, int]) -> dict[int, list[int]]:
    """The lines that go on with a title, by the line that it begins on.

    The first lines of a text, up to the one on which a title is whole, and anywhere what is a name that the text says
    in 《》. A mark on a line of its own (（试行）) goes with the title above it.
    """
    out: dict[int, list[int]] = {}
    taken: set[int] = set()
    head = True
    for position, i in enumerate(content):
        if i in taken:
            continue
        head = head and i not in markers and len(lines[i].text) <= _LINE_MAX and not _ends_text(lines[i].text)
        group = _group(lines, content[position:position + _LINES_MAX], markers, hints)
        size = next((n for n in range(len(group), 1, -1)
                     if _is_title([lines[j].text for j in group[:n]], names, head=head)), 0)
        if size:
            out[i] = group[1:size]
            taken.update(group[:size])
    return out


def _group(lines: Sequence[Line], near: Sequence[int], markers: Mapping[int, Marker],
           hints: Mapping[int, int]) -> list[int]:
    """The first of `near` with the lines directly below it that may go on with a title."""
    group: list[int] = []
    for j in near:
        fits = j not in markers and len(lines[j].text) <= _LINE_MAX and not _PUNCTUATION.search(lines[j].text)
        if not fits or (group and (j != group[-1] + 1 or hints.get(lines[j].start) not in (
                None, hints.get(lines[group[0]].start)))):
            break
        group.append(j)
    return group


def _is_title(texts: Sequence[str], names: frozenset[str], *, head: bool) -> bool:
    whole = squeezed("".join(texts))
    if len(whole) > _TITLE_MAX or is_attachment(texts[0]) or any(names_chapter(t) for t in texts):
        return False
    if whole in names:
        return True
    *before, last = texts
    if title_marks().fullmatch(last.strip()):
        return names_title("".join(before)) and (len(before) == 1 or _is_title(before, names, head=head))
    return head and names_title(whole) and not any(names_title(t) or squeezed(t) in names for t in before)


def _balanced(text: str) -> bool:
    return text.count("《") == text.count("》") and text.count("（") == text.count("）")


def _ends_text(text: str) -> bool:
    return text[-1] in "。；！？;!?"


def issues(text: str, name: str) -> bool:
    """Whether what stands before a title issues the document of this name (关于印发《…》的通知)."""
    plain = squeezed(text)
    quoted = f"《{name}》"
    return quoted in plain and any(word in plain for word in issuing_words())


def resolve_titles(blocks: list[OutlineBlock], text: str) -> list[OutlineBlock]:
    """Marks the document's own title lines: that of the one document that a notice issues, else the first headings,
    unless they are some of several equal lists. `text` is the whole text.
    """
    blocks = _with_first_chapter(blocks)
    at = _issued(blocks, text)
    if at is not None:
        first = at - 1 if at and is_attachment(blocks[at - 1].text) else at
        return _below_attachments(
            [replace(b, kind="title") if first <= n <= at else b for n, b in enumerate(blocks)])
    lists = [b for b in blocks if b.kind == "list"]
    if not lists or blocks[0] is not lists[0]:
        return _below_attachments(blocks)
    lead = next((n for n, b in enumerate(blocks) if b.kind != "list"), len(blocks))
    plain = _own_lists(lists)
    if len(plain) <= lead:
        titles = lead
    elif lead > 1:
        titles = lead - 1
    elif blocks[lead].kind == "paragraph" or lists[1].level > lists[0].level or (
            names_title(lists[0].text) and not any(names_title(b.text) for b in plain[1:])):
        titles = 1
    else:
        titles = 0
    return _below_attachments([replace(b, kind="title") if n < titles else b for n, b in enumerate(blocks)])


def _with_first_chapter(blocks: list[OutlineBlock]) -> list[OutlineBlock]:
    """A line between the title and the first article is a chapter where others without a number stand further on."""
    lead = next((n for n, b in enumerate(blocks) if b.kind != "list"), len(blocks))
    after = blocks[lead].marker if lead < len(blocks) else None
    if lead < 2 or after is None or after.kind != "article" or names_title(blocks[lead - 1].text) or not names_title(
            blocks[lead - 2].text) or not any(b.kind == "heading" and not names_chapter(b.text) for b in blocks[lead:]):
        return blocks
    return [replace(b, kind="heading") if n == lead - 1 else b for n, b in enumerate(blocks)]


def _below_attachments(blocks: list[OutlineBlock]) -> list[OutlineBlock]:
    """The title of an attachment, directly below 附件1, stands under it."""
    return [replace(b, level=blocks[n - 1].level + 1) if n and b.kind == blocks[n - 1].kind == "list"
            and is_attachment(blocks[n - 1].text) and not is_attachment(b.text) else b for n, b in enumerate(blocks)]


def _own_lists(lists: Sequence[OutlineBlock]) -> list[OutlineBlock]:
    """The headings that may each head a list of the document: those before any attachment, without the chapters."""
    first = next((n for n, b in enumerate(lists) if is_attachment(b.text)), len(lists))
    return [b for b in lists[:first] if not names_chapter(b.text)]


def _issued(blocks: Sequence[OutlineBlock], text: str) -> int | None:
    """The place of the title of the one document that the text before it issues; None where there is none or more."""
    found: dict[str, int] = {}
    for n, b in enumerate(blocks):
        name = squeezed(b.text)
        if n and b.kind == "list" and name not in found and issues(text[:b.start], name):
            found[name] = n
    return next(iter(found.values())) if len(found) == 1 else None


def printed_title(blocks: list[OutlineBlock]) -> str | None:
    """The title that the document prints above everything else, with its issuer where that stands on a line before.

    None where the first lines are lists of their own or do not read as a title: one does that ends like a title, or
    stands directly above the first chapter or article, or above a table.
    """
    lead = [b.text for b in blocks if b.kind == "title"]
    named = [n for n, text in enumerate(lead) if names_title(text)]
    if not named:
        after = blocks[len(lead)] if len(lead) < len(blocks) and lead else None
        opens = after is not None and after.marker is not None and after.marker.kind in _OPENING
        heads = after is not None and (opens or after.kind == "row") and not boilerplate().signature.search(lead[-1])
        return lead[-1] if heads else None
    last = named[-1]
    issuer = last > 0 and boilerplate().signature.search(lead[last - 1])
    return lead[last - 1] + lead[last] if issuer else lead[last]
