"""Running headers and footers (页眉页脚): lines that stand at the edge of one page after another, and page numbers.

They vary: odd and even pages differ, and a number within may count the pages, so that it grows by one from page to
page. The title of a document stands on its first page as it runs over the others; there it stays. So does the heading
of a chapter or an attachment where it is first printed: one that begins a page has another number on every one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.data import load_toml
from kb.ingest.structure.lines import is_attachment
from kb.ingest.structure.numbering import parse_marker

_PAGE_NUMBER = re.compile(r"[\s\-—–－·•~～第]*\d{1,4}\s*(页|[/／]\s*\d+)?[\s\-—–－·•~～]*"
                          r"|\s*第\s*\d{1,4}\s*页\s*[/／，,]?\s*共\s*\d{1,4}\s*页\s*"
                          # what browsers print below a page: its address, and the page of how many
                          r"|\s*(?:https?|file)://[!-~]+(?:\s+\d{1,4}\s*/\s*\d{1,4})?\s*")
_NUMBER = re.compile(r"\d+")
_FRAME = re.compile(r"[\s\-—–－·•]+")
_NUMBERS_MAX = 3  # of a line that are compared as page numbers
_MARK = re.compile(r"\s*[（(][^（）()]{1,8}[）)]\s*$")
_HEADINGS = ("part", "chapter", "section")
_DATE = frozenset("年月日第页共")
_DEEP = 2  # lines at either edge
_SENTENCE_END = "。；，、：;,:"
_LONGEST = 40  # characters of a line that runs over few pages
_HEAD_LINES = 4  # of the first page, among which its title stands


def edge_lines(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For every page the numbers of its lines that run along, counted from 0."""
    edges = [_edges(page) for page in pages]
    seen = [{(side, key) for side, at in own.items() for n in at for key in _keys(page[n], number)}
            for number, (page, own) in enumerate(zip(pages, edges, strict=True))]
    # Over all pages, and over the odd and the even ones, counted from 0.
    every, *by_turns = (Counter(x for own in some for x in own) for some in (seen, seen[::2], seen[1::2]))
    out = []
    for number, (page, own) in enumerate(zip(pages, edges, strict=True)):
        found: set[int] = set()
        for side, at in own.items():
            outermost = True
            for n in at:
                keys = [(side, key) for key in _keys(page[n], number)]
                if _heads(page[n]):
                    if not _is_repeated(pages, edges, number, side, n):
                        break  # what stands within is the text
                    found.add(n)
                    continue
                in_all = max((every[k] for k in keys), default=0)
                in_turn = max((by_turns[number % 2][k] for k in keys), default=0)
                runs = bool(_PAGE_NUMBER.fullmatch(page[n])) or (len(pages) >= 3 and in_all * 2 > len(pages)) or (
                    outermost and _may_run(page[n]) and (in_all == 2 if len(pages) == 2 else in_turn >= 2
                                                         and in_turn * 2 > len(seen[number % 2::2])))
                if runs and not (number == 0 and side == "top" and _is_title(page, n)):
                    found.add(n)
                outermost = runs
        out.append(found)
    return out


def _edges(page: Sequence[str]) -> dict[str, list[int]]:
    """The outermost lines that are not blank, by the edge at which they stand, the outermost first."""
    filled = [n for n, line in enumerate(page) if line.strip()]
    return {"top": filled[:_DEEP], "bottom": filled[:-1 - _DEEP:-1]}


def _keys(line: str, page: int) -> set[str]:
    """What a line is compared by: each of its numbers as it is, or as it counts the pages."""
    marker = parse_marker(line.strip())
    line = _FRAME.sub("", line)
    numbers = list(_NUMBER.finditer(line)) if marker is None or marker.bare else []
    if not line or len(numbers) > _NUMBERS_MAX:
        return {line} - {""}
    out = {""}
    at = 0
    for m in numbers:
        counted = f"<{int(m.group()) - page}>"
        out = {key + line[at:m.start()] + number for key in out for number in (m.group(), counted)}
        at = m.end()
    return {key + line[at:] for key in out}


def _heads(line: str) -> bool:
    """Whether a line heads what may go over several pages: a part, a chapter, a section, an attachment."""
    marker = parse_marker(line.strip())
    return len(line) <= _LONGEST and (is_attachment(line.strip()) or (marker is not None and marker.kind in _HEADINGS))


def _is_repeated(pages: Sequence[Sequence[str]], edges: Sequence[dict[str, list[int]]], number: int, side: str,
                 n: int) -> bool:
    """Whether the heading at the edge of a page stood so on the page before, or the one before that, or goes on to
    stand so and is printed a second time on its own page.
    """
    def stands(other: int) -> bool:
        return 0 <= other < len(pages) and bare in {_FRAME.sub("", pages[other][m]) for m in edges[other][side]}

    bare = _FRAME.sub("", pages[number][n])
    if stands(number - 1) or stands(number - 2):
        return True
    inner = pages[number][n + 1:] if side == "top" else pages[number][:n]
    again = any(_FRAME.sub("", line) == bare for line in inner)
    return again and (stands(number + 1) or stands(number + 2))


def _may_run(line: str) -> bool:
    """Whether a line may run over few pages: one that may be a sentence, a numbered line or a day on which something
    was signed must run over most of many.
    """
    words = set(_NUMBER.sub("", _FRAME.sub("", line)))
    marker = parse_marker(line.strip())
    return len(words - _DATE) >= 2 and len(line) <= _LONGEST and line.strip()[-1] not in _SENTENCE_END and (
        marker is None or marker.bare)


def _is_title(page: Sequence[str], n: int) -> bool:
    """Whether a line of the first page is its title, and no other title stands below it."""
    filled = [(m, text.strip()) for m, text in enumerate(page) if text.strip()][:_HEAD_LINES]
    return n == max((m for m, text in filled if _is_named_as_one(text)), default=-1)


def _is_named_as_one(line: str) -> bool:
    rules = load_toml("titles.toml")
    bare = _MARK.sub("", line)
    return len(line) <= _LONGEST and bare.endswith(tuple(rules["endings"])) and parse_marker(line) is None
