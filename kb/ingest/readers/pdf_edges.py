"""Running headers and footers (页眉页脚): lines that stand at the edge of one page after another, and page numbers.

They vary: odd and even pages differ, a page number or a date stands within. What is compared is a line without its
digits and blanks. The title of a document stands on its first page as it runs over the others; there it stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kb.data import load_toml
from kb.ingest.structure.numbering import parse_marker

_PAGE_NUMBER = re.compile(r"[\s\-—–－·•~～第]*\d{1,4}\s*(页|[/／]\s*\d+)?[\s\-—–－·•~～]*"
                          r"|\s*第\s*\d{1,4}\s*页\s*[/／，,]?\s*共\s*\d{1,4}\s*页\s*")
_VARIES = re.compile(r"[\d\s\-—–－·•/／〇零一二三四五六七八九十百]+")
_MARK = re.compile(r"\s*[（(][^（）()]{1,8}[）)]\s*$")
_DATE = frozenset("年月日第页共")
_DEEP = 2  # lines at either edge
_SENTENCE_END = "。；，、：;,:"
_LONGEST = 40  # characters of a line that runs over few pages
_HEAD_LINES = 12  # of the first page, among which its title stands


def edge_lines(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """For every page the numbers of its lines that run along, counted from 0."""
    edges = [_edges(page) for page in pages]
    seen = [{(side, _shape(page[n])) for side, at in own.items() for n in at}
            for page, own in zip(pages, edges, strict=True)]
    # Over all pages, and over the odd and the even ones, counted from 0.
    counts = [Counter(x for own in seen[first::step] for x in own) for first, step in ((0, 1), (0, 2), (1, 2))]
    out = []
    for number, (page, own) in enumerate(zip(pages, edges, strict=True)):
        found: set[int] = set()
        for side, at in own.items():
            chained = True
            for n in at:
                key = (side, _shape(page[n]))
                same = counts[1 + number % 2][key], len(seen[number % 2::2])
                runs = bool(_PAGE_NUMBER.fullmatch(page[n])) or _runs_over_most(
                    key[1], counts[0][key], len(pages)) or (chained and _runs_over_few(page[n], *same, len(pages),
                                                                                       counts[0][key]))
                if runs and not (number == 0 and side == "top" and _is_title(page, n)):
                    found.add(n)
                chained = runs
        out.append(found)
    return out


def _edges(page: Sequence[str]) -> dict[str, list[int]]:
    """The outermost lines that are not blank, by the edge at which they stand, the outermost first."""
    filled = [n for n, line in enumerate(page) if line.strip()]
    return {"top": filled[:_DEEP], "bottom": filled[:-1 - _DEEP:-1]}


def _shape(line: str) -> str:
    return _VARIES.sub("", line)


def _runs_over_most(shape: str, count: int, pages: int) -> bool:
    return bool(shape) and pages >= 3 and count * 2 > pages


def _runs_over_few(line: str, count: int, of: int, pages: int, in_all: int) -> bool:
    """Whether a line runs over the odd or the even pages, or over both pages of two. One that may be a sentence, a
    numbered line or a day on which something was signed must run over most pages.
    """
    shape = _shape(line)
    if len(set(shape) - _DATE) < 2 or len(line) > _LONGEST or line.strip()[-1] in _SENTENCE_END or parse_marker(
            line.strip()) is not None:
        return False
    return in_all == 2 if pages == 2 else count >= 2 and count * 2 > of


def _is_title(page: Sequence[str], n: int) -> bool:
    """Whether a line of the first page is the title that it prints once, and no other title stands below it."""
    filled = [(m, text.strip()) for m, text in enumerate(page) if text.strip()][:_HEAD_LINES]
    titles = [m for m, text in filled if _is_named_as_one(text)]
    return n in titles and n == titles[-1] and [text for _, text in filled].count(page[n].strip()) == 1


def _is_named_as_one(line: str) -> bool:
    rules = load_toml("titles.toml")
    bare = _MARK.sub("", line)
    return len(line) <= _LONGEST and bare.endswith(tuple(rules["endings"])) and parse_marker(line) is None
