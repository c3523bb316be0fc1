"""What every reader returns: the blocks of a file (块) in printed order, with whatever its format knows of them."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass

# Characters: pieces of text are on average at least so long.
SHORT = 15
# Whatever ends a line in some format; the text of a block may hold such breaks.
LINE_END = re.compile("\r\n|[\n\r\u2028\u2029\x0b\x85]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the format marks as one; `level` 1 is the outermost, `page` counts from 1.

    `number` is the printed number where the format counts it and the text does not hold it.
    """

    text: str
    level: int
    _: KW_ONLY
    page: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as the format bounds it; an empty one is a blank line. `confidence` and `unsure` as of a
    `PrintedLine`.
    """

    text: str
    _: KW_ONLY
    page: int | None = None
    confidence: float | None = None
    unsure: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list that the format marks as one.

    `number` is the printed number with its punctuation where the format counts it and the text does not hold it.
    """

    text: str
    number: str | None
    _: KW_ONLY
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its words, and how many rows and columns it covers, itself included."""

    text: str
    _: KW_ONLY
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, each with the cells that begin in it; what a cell above covers is left out.

    `heads` is how many of its first rows the format says are headers, 0 where it says nothing; `pages` holds the page
    of every row where the table may go over several; `confidence` as of a `PrintedLine`.
    """

    rows: tuple[tuple[Cell, ...], ...]
    _: KW_ONLY
    page: int | None = None
    heads: int = 0
    pages: tuple[int, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of which no more is known: perhaps a paragraph, a piece of a wrapped one, or a table row with tabs.

    `confidence` tells how surely it was recognised in a picture (0 to 1), None where it was not; `unsure` which of its
    characters (offsets) may be others.
    """

    text: str
    _: KW_ONLY
    page: int | None = None
    confidence: float | None = None
    unsure: tuple[int, ...] = ()


Block = Heading | Paragraph | ListItem | Table | PrintedLine


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's blocks as extracted, the reader's name and version, and what was left unread, in words for people."""

    blocks: tuple[Block, ...]
    parser: str
    _: KW_ONLY
    warnings: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing at all is printed."""
        return not any(text.strip() for block in self.blocks for text in _texts(block))


def fits(reading: Reading, characters: int) -> bool:
    """Whether a file holds no more than so many characters, and not more pieces of text than these would make."""
    pieces, size, most = 0, 0, characters // SHORT
    for block in reading.blocks:
        for text in _texts(block):
            pieces += 1
            size += len(text)
        if size > characters or pieces > most:
            return False
    return True


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Table):
        return tuple(cell.text for row in block.rows for cell in row)
    return (block.number or "", block.text) if isinstance(block, ListItem) else (block.text,)
