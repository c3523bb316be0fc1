"""Reading one file in the child (隔离读取): as kb.ingest.pipeline does, with each limit's own reason where it ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kb.config import ReadLimits, read_limits
from kb.errors import ReadError
from kb.ingest.catalog import Entry
from kb.ingest.confined.child import Child, ChildEnded
from kb.ingest.readers.ocr import watcher
from kb.ingest.readers.office import converting, waiting
from kb.types import Document, Split

T = TypeVar("T")
_TYPES = ("kb.types",)
_batch = ExitStack()
_batched: tuple[Path, ...] = ()
_begin = threading.Lock()


def build(path: Path, *, key: str, entry: Entry | None = None) -> tuple[Document, Split]:
    """Reads one file into a document, its clauses and their obligations. Raises ReadError: as
    kb.ingest.pipeline.build does, or where reading it takes too long, needs too much memory, or breaks off.
    """
    together = waiting()

    def call(limits: ReadLimits) -> tuple[Document, Split]:
        with _begin:
            child = _child(limits, os.getpid())
        made: tuple[Document, Split] = child.call(path, key, entry, tuple(together), seconds=limits.seconds, told=told)
        return made

    return confined(path, call)


def confined(path: Path, call: Callable[[ReadLimits], T]) -> T:
    """What a child makes of a file. Raises ReadError, with each limit's own reason where it ended."""
    limits = read_limits()
    try:
        return call(limits)
    except ChildEnded as e:
        said = (f"读取超过 {limits.seconds} 秒（设置 KB_READ_SECONDS）" if e.reason == "time" else
                f"读取时进程中断，多半是内存不够（设置 KB_READ_MEMORY，现为 {limits.memory} MiB）")
        raise ReadError(f"读不了：{path.name}：{said}。文件可能有问题；请拆分或另存后再加入。") from e
    except MemoryError as e:
        raise ReadError(f"读不了：{path.name}：占用内存超过 {limits.memory} MiB（设置 KB_READ_MEMORY）。"
                        "请拆分或另存后再加入。") from e
    except ReadError as e:
        raise ReadError(str(e) if path.name in str(e) or str(path) in str(e) else f"读不了：{path.name}：{e}。"
                        "文件可能损坏；请另存后再加入。") from e


def told(note: list[Any]) -> None:
    """What the child says of pages that it recognises goes to whoever watches here."""
    if (tell := watcher()) is not None:
        tell(*note)


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
