"""Reading one file in the child (隔离读取): as kb.ingest.pipeline does, with each limit's own reason where it ends."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from kb.config import ReadLimits, read_limits
from kb.errors import ReadError
from kb.ingest.catalog import Entry
from kb.ingest.confined.child import Child, ChildEnded
from kb.ingest.readers.kind import BY_SUFFIX
from kb.ingest.readers.ocr import is_installed
from kb.ingest.readers.office import converting, waiting
from kb.types import Document, Split

# LibreOffice takes its own time, within limits of its own (kb.ingest.readers.office).
_OFFICE_S = 120
# Recognising pages (kb.ingest.readers.ocr) takes seconds a page; a scanned page has some 20 kB at least. Long PDFs with
# a text layer take up to 0.2 s a page.
_PICTURES_S, _PAGE_S, _PAGE_BYTES = 60, 10, 20_000
_TYPES = ("kb.types",)
_batch = ExitStack()
_batched: tuple[Path, ...] = ()
_begin = threading.Lock()


def build(path: Path, *, key: str, entry: Entry | None = None) -> tuple[Document, Split]:
    """Reads one file into a document, its clauses and their obligations. Raises ReadError: as
    kb.ingest.pipeline.build does, or where reading it takes too long, needs too much memory, or breaks off.
    """
    limits = read_limits()
    together = waiting()
    office = _OFFICE_S + 30 * len(together) if BY_SUFFIX.get(path.suffix.lower()) == "office" else 0
    more = office + _recognising_s(path)
    try:
        with _begin:
            child = _child(limits, os.getpid())
        made: tuple[Document, Split] = child.call(path, key, entry, tuple(together), seconds=limits.seconds + more)
    except ChildEnded as e:
        said = (f"读取超过 {limits.seconds + more} 秒（设置 KB_READ_SECONDS）" if e.reason == "time" else
                f"读取时进程中断，多半是内存不够（设置 KB_READ_MEMORY，现为 {limits.memory} MiB）")
        raise ReadError(f"读不了：{path.name}：{said}。文件可能有问题；请拆分或另存后再加入。") from e
    except MemoryError as e:
        raise ReadError(f"读不了：{path.name}：占用内存超过 {limits.memory} MiB（设置 KB_READ_MEMORY）。"
                        "请拆分或另存后再加入。") from e
    except ReadError as e:
        raise ReadError(str(e) if path.name in str(e) or str(path) in str(e) else f"读不了：{path.name}：{e}。"
                        "文件可能损坏；请另存后再加入。") from e
    return made


def _recognising_s(path: Path) -> int:
    """The seconds that a file with pictures of pages may take besides."""
    if BY_SUFFIX.get(path.suffix.lower()) not in ("pdf", "picture") or not path.is_file():
        return 0
    return _PICTURES_S * is_installed() + _PAGE_S * (path.stat().st_size // _PAGE_BYTES if is_installed() else 6)


def read_here(path: Path, key: str, entry: Entry | None, together: tuple[Path, ...]) -> tuple[Document, Split]:
    """The child's side. `together` are the files that LibreOffice may convert along with this one."""
    from kb.ingest.pipeline import build as read

    global _batched
    if together and together != _batched:
        _batch.close()
        _batch.enter_context(converting(together))
        _batched = together
    return read(path, key=key, entry=entry)


@cache
def _child(limits: ReadLimits, _process: int) -> Child:
    return Child(f"{__name__}:read_here", memory=limits.memory, returns=_TYPES)
