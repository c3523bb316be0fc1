"""Files inserted into a Word document (altChunk 插入的文件): read by the reader of their own format."""

from __future__ import annotations

import tempfile
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Block
from kb.ingest.readers.word.names import R
from kb.ingest.readers.word.package import Package

_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "message/rfc822": ".mht",
            "application/rtf": ".rtf", "text/rtf": ".rtf", "application/msword": ".doc"}
_WORD = "wordprocessingml"
_DEEPEST = 3
_depth: ContextVar[int] = ContextVar("depth", default=0)


@dataclass(frozen=True, slots=True)
class Inserted:
    """What an inserted file prints, and why it could not be read, in words for people."""

    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()


def inserted(element: etree._Element, package: Package) -> Inserted:
    """The blocks of the file that an altChunk names."""
    relation = package.relations(package.main).get(element.get(f"{R}id", ""))
    part = relation.target if relation is not None else None
    if part is None or not package.has(part):
        return _unread("文件不在文档里")
    if _depth.get() >= _DEEPEST:
        return _unread("插入的层数太多")
    stated = package.content_type(part)
    ending = ".docx" if _WORD in stated else _ENDINGS.get(stated.split(";")[0].strip(), Path(part).suffix or ".txt")
    token = _depth.set(_depth.get() + 1)
    try:
        with tempfile.TemporaryDirectory(prefix="kb-word-") as folder:
            path = Path(folder) / f"插入的文件{ending}"
            path.write_bytes(package.data(part))
            reading = read_file(path)
    except ReadError as e:
        return _unread(str(e).rstrip("。"))
    finally:
        _depth.reset(token)
    return Inserted(reading.blocks, reading.warnings)


def _unread(why: str) -> Inserted:
    return Inserted(warnings=(f"插入的一个文件（altChunk）没有读：{why}。请用 Word 打开后另存，再加入。",))
