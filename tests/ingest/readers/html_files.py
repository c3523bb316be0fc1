"""Web pages for tests, and what is read in them."""

from __future__ import annotations

from pathlib import Path

from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Block, Paragraph
from tests.ingest.helpers import text_of


def write(path: Path, page: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(page.encode(encoding))
    return path


def lines_of(path: Path) -> list[str]:
    return [line for line in text_of(read_file(path)).split("\n") if line]


def blocks_in(folder: Path, page: str) -> list[Block]:
    """The blocks of a page but for the blank line that ends it."""
    blocks = read_file(write(folder / "a.html", page)).blocks
    assert blocks[-1] == Paragraph("")
    return list(blocks[:-1])
