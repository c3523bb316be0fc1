"""Lines on which several articles stand (一行多条): a regulation pasted without its line breaks is parted again.

Only where chapters and articles run on 1, 2, 3 within the line. 第四条 inside a sentence (违反第四条规定的) is a
reference: an article stands behind a whole sentence, or between blanks. Where a text has no articles, 一、二、 are
parted too, each behind a whole sentence or a semicolon, the first also behind a colon or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.ingest.structure.lines import Line
from kb.ingest.structure.numbering import Marker, parse_marker
from kb.language.view import same_length

# Behind a sentence, with or without blanks, or behind a blank.
_PLACE = re.compile(r"(?:(?<=[。；！？;!?”」』）)])\s*|\s+)(?=第\s*[\d零〇○◯一二两三四五六七八九十百千]+\s*[编章节条])")
_LISTED = re.compile(r"(?:(?<=[。；！？;!?：:”」』）)])\s*|\s+)(?=[一二三四五六七八九十]{1,3}、)")
_SENTENCE_END = re.compile(r"[。；！？;!?][”」』）)]?\s*$")
_KINDS = ("part", "chapter", "section", "article")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article may begin: offset into the line, its number, whether a whole sentence stands before it."""

    at: int
    marker: Marker
    behind_sentence: bool


def unfolded(lines: Sequence[Line]) -> list[Line]:
    """The lines, each that holds several articles parted where they begin. Offsets stay those of the text."""
    out: list[Line] = []
    listed = not any((m := parse_marker(line.text)) is not None and m.kind == "article" for line in lines)
    for line in lines:
        cuts = _cuts(line) if len(line.text) > len("第一条第二条") and "\t" not in line.text else []
        if listed and not cuts and "\t" not in line.text:
            cuts = _list_cuts(line)
        out += _parted(line, cuts) if cuts else [line]
    return out


def _cuts(line: Line) -> list[int]:
    """The offsets into the line at which a chapter or an article begins; empty where there are too few to be sure."""
    last = {kind: 0 for kind in _KINDS}
    opening = parse_marker(line.text)
    if opening is not None and opening.kind in _KINDS:
        last[opening.kind] = opening.value
    cuts: list[int] = []
    articles = int(last["article"] > 0)
    for place in _places(line):
        kind, value = place.marker.kind, place.marker.value
        goes_on = value == last[kind] + 1 or (last[kind] == 0 and kind == "article") or (
            place.marker.sub and value == last[kind]) or (kind == "section" and value == 1)
        sure = place.marker.spaced if not place.behind_sentence else not place.marker.refers
        if goes_on and sure and kind in _KINDS:
            cuts.append(place.at)
            last[kind] = value
            articles += kind == "article"
    return cuts if articles >= _LEAST else []


def _list_cuts(line: Line) -> list[int]:
    """The offsets into the line at which items 一、二、 begin that run on from the first; empty where there is one."""
    opening = parse_marker(line.text)
    if opening is not None and opening.kind != "cn":
        return []
    last = opening.value if opening is not None else 0
    cuts: list[int] = []
    for m in _LISTED.finditer(line.plain):
        marker = parse_marker(line.text[m.end():])
        behind = bool(_SENTENCE_END.search(line.plain[:m.end()]))
        if marker is not None and marker.kind == "cn" and marker.value == last + 1 and (behind or last == 0):
            cuts.append(m.end())
            last += 1
    return cuts if len(cuts) + (opening is not None) >= _LEAST else []


def _places(line: Line) -> Iterator[_Place]:
    for m in _PLACE.finditer(line.plain):
        marker = parse_marker(line.text[m.end():])
        if marker is not None:
            yield _Place(m.end(), marker, bool(_SENTENCE_END.search(line.plain[:m.end()])))


def _parted(line: Line, cuts: list[int]) -> Iterator[Line]:
    """The pieces of a line; their raw texts joined are the line's."""
    offset = line.start - line.raw_start
    edges = [0, *(offset + cut for cut in cuts), len(line.raw)]
    for first, last in zip(edges, edges[1:], strict=False):
        raw = line.raw[first:last]
        body = raw.strip()
        if body:
            start = line.raw_start + first + len(raw) - len(raw.lstrip())
            yield Line(start, start + len(body), body, raw, line.raw_start + first, same_length(body))
