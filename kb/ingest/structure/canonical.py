"""The canonical text (规范文本): the blocks of a file as lines, cleaned once, before any offset refers to them.

A block is a line, or several where it holds line breaks; a table row is a line with tabs between its columns, an
empty column where a cell covers several, and the heading of a column before its words where a row has several; a
number that the format counts stands before its item. Invisible
characters and the markers that Word leaves in saved text go, and lines that were wrapped by hand or by a page become
whole paragraphs again. Nothing else is touched: no character that a person would read is changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass, field, replace

from kb.ingest.readers.reading import LINE_END, Block, Heading, ListItem, Paragraph, PrintedLine, Table
from kb.ingest.structure.columns import arranged
from kb.ingest.structure.grid import Place, grid
from kb.ingest.structure.numbering import parse_marker
from kb.ingest.structure.tables import PlacedCell

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\f]")
_WORD_RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]|\b(?:PAGEREF|HYPERLINK|REF) _(?:Toc|Ref)\d+[^\n]*?\\h")
_NOTE = re.compile("[（(][^（()）]*[)）]")
_SENTENCE_END = "。！？；!?;：:"
_BLANKS = " \u3000"
_SHORT = 3  # characters: a wrapped line may be that much shorter than the widest
_INDENTED_LEAST, _INDENTED_MOST = 0.2, 0.7  # of the lines of a wrapped text that indents its paragraphs


@dataclass(frozen=True, slots=True)
class Recognised:
    """A stretch of the text that was read from a picture, and how surely (0 to 1)."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical text, and what the format told of it; offsets are into `text`.

    `page_starts` holds where each page starts, empty where the format has no pages; `hints` the level of a heading by
    the offset of its line, 1 outermost; `numbers` the number that the format counts, by the offset of its item;
    `tables` the rows of every table that the format marks as one; `recognised` what was read from a picture,
    `unsure` the characters of it that may be others.
    """

    text: str
    _: KW_ONLY
    page_starts: tuple[int, ...] = ()
    hints: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)
    tables: tuple[tuple[tuple[PlacedCell, ...], ...], ...] = ()
    recognised: tuple[Recognised, ...] = ()
    unsure: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to write. `opens` tells the first line of a block that goes on with no other."""

    text: str
    page: int | None
    opens: bool = False
    level: int | None = None
    number: str | None = None
    places: tuple[Place, ...] = ()
    confidence: float | None = None
    unsure: tuple[int, ...] = ()


def canonical(blocks: Iterable[Block]) -> Canonical:
    """The text of a file's blocks."""
    lines: list[_Line] = []
    tables: list[range] = []
    for block in blocks:
        first = len(lines)
        confidence: float | None = getattr(block, "confidence", None)
        lines += [replace(line, confidence=confidence) for line in _lines(block)]
        if isinstance(block, Table):
            tables.append(range(first, len(lines)))
    joined = _joins(lines)
    out: list[str] = []
    starts: list[int] = []
    pages: list[int] = []
    hints: dict[int, int] = {}
    numbers: dict[int, str] = {}
    recognised: list[Recognised] = []
    unsure: list[int] = []
    at = 0
    for i, line in enumerate(lines):
        if out and i not in joined:
            out.append("\n")
            at += 1
        starts.append(at)
        pages += [at] * ((line.page or 0) - len(pages))
        first_letter = at + len(line.text) - len(line.text.lstrip())
        if line.level is not None:
            hints[first_letter] = line.level
        if line.number is not None:
            numbers[first_letter] = line.number
        piece = line.text.strip() if i in joined else line.text
        cut = len(line.text) - len(line.text.lstrip()) if i in joined else 0
        piece = piece.rstrip() if i + 1 in joined else piece
        unsure += [at + n - cut for n in line.unsure if cut <= n < cut + len(piece)]
        out.append(piece)
        if line.confidence is not None and piece:
            recognised.append(Recognised(at, at + len(piece), line.confidence))
        at += len(piece)
    return Canonical(
        "".join(out), page_starts=tuple(pages), hints=hints, numbers=numbers, recognised=tuple(recognised),
        unsure=tuple(unsure),
        tables=tuple(tuple(tuple(_placed(lines[i].places, starts[i])) for i in table) for table in tables))


def _lines(block: Block) -> list[_Line]:
    if isinstance(block, Table):
        rows = list(grid([replace(cell, text=_cleaned(cell.text)) for cell in row] for row in block.rows))
        pages = block.pages or (block.page,) * len(rows)
        return [_Line("\t".join(p.printed for p in row), page, opens=True, places=row)
                for row, page in zip(arranged(tuple(rows), block.heads), pages, strict=True)]
    number = block.number if isinstance(block, Heading | ListItem) else None
    texts = [_cleaned(text) for text in LINE_END.split((number or "") + block.text)]
    level = block.level if isinstance(block, Heading) else None
    opening = next((n for n, text in enumerate(texts) if text.strip()), None)
    known = isinstance(block, Heading | ListItem)
    if isinstance(block, Paragraph | PrintedLine) and block.unsure and len(texts) == 1:
        return [_Line(texts[0], block.page, unsure=tuple(len(_cleaned(block.text[:n])) for n in block.unsure))]
    return [_Line(text, block.page, opens=known, level=level, number=number) if n == opening
            else _Line(text, block.page) for n, text in enumerate(texts)]


def _cleaned(text: str) -> str:
    return _WORD_RESIDUE.sub("", _INVISIBLE.sub("", text))


def _placed(places: Iterable[Place], at: int) -> Iterator[PlacedCell]:
    """The cells of a row whose line starts at offset `at`."""
    for place in places:
        end = at + len(place.printed)
        yield PlacedCell(at, end, place.text, above=place.above, head=place.head, names=place.names)
        at = end + 1


def _joins(lines: list[_Line]) -> set[int]:
    """Numbers of lines that go on with the paragraph of the line before, in a text wrapped at a fixed width.

    Paragraphs of a format that has them count as well: wrapped text is pasted into Word and web pages, too.
    """
    texts = [line.text for line in lines if line.text.strip() and not line.places]
    wrapped = _wrap_width([text.strip() for text in texts])
    if wrapped is None:
        return set()
    measured, width = wrapped
    indents = _indents_paragraphs(texts)
    joined = set()
    for i in range(1, len(lines)):
        previous, text = lines[i - 1].text, lines[i].text
        before, line = previous.rstrip(), text.strip()
        if not before.strip() or not line or lines[i].opens or _is_closed(lines[i - 1]) or "\t" in text + before:
            continue
        if _NOTE.fullmatch(line):  # below a title: when it was issued, that it is on trial
            continue
        is_new = text[0] in _BLANKS and (indents or previous[0] not in _BLANKS)
        if is_new or measured(before.strip()) < width or (before[-1] in _SENTENCE_END and not indents):
            continue
        if parse_marker(line) is None or (before[-1] not in _SENTENCE_END and _inside_sentence(before)):
            joined.add(i)
    return joined


def _indents_paragraphs(texts: list[str]) -> bool:
    """Whether the lines that open paragraphs are indented, so that those that are not go on with one."""
    indented = sum(text[0] in _BLANKS for text in texts)
    return len(texts) * _INDENTED_LEAST <= indented <= len(texts) * _INDENTED_MOST


def _is_closed(line: _Line) -> bool:
    """Whether a line is whole: a heading, or a row of a table."""
    return line.level is not None or bool(line.places)


def _inside_sentence(before: str) -> bool:
    """Whether the line breaks off within a word group, so that a number opening the next line belongs to it."""
    return before[-1] in "，、,（(第按依照据和及与每至于为少" or before.endswith(("根据", "依照", "按照"))


def _wrap_width(lines: list[str]) -> tuple[Callable[[str], float], float] | None:
    """How long a line is at least that was wrapped, and how lines are measured; None where paragraphs are whole lines.

    Most programs wrap at a width, in which a figure takes half the place of a Chinese character, some at a number of
    characters: the measure in which more lines are alike is right.
    """
    found = [(near, measured, least) for measured in (_places, len)
             if (near := _alike(lengths := [measured(line) for line in lines])) is not None
             for least in [_widest(lengths) - _SHORT]]
    if not found:
        return None
    _, measured, least = max(found, key=lambda f: f[0])
    return measured, least


def _alike(lengths: list[float]) -> int | None:
    """How many lines are about as long as the longest; None where too few are."""
    if len(lengths) < 8:
        return None
    widest = _widest(lengths)
    near = sum(widest - _SHORT <= n <= widest + 4 for n in lengths)
    return near if 15 <= widest <= 60 and near >= len(lengths) * 0.35 else None


def _widest(lengths: list[float]) -> float:
    return sorted(lengths)[int(len(lengths) * 0.9)]


def _places(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
