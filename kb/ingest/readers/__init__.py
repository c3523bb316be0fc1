"""One reader a format, each behind `read(path) -> Reading`; `read_file` picks by the file's ending."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading

MAX_BYTES = 50 * 1024 * 1024

_READERS = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".docx": "docx", ".pdf": "pdf", ".html": "html", ".htm": "html"}
SUFFIXES = frozenset(_READERS)


def read_file(path: Path) -> Reading:
    """The blocks of a file, with what its format tells of headings, lists, tables and pages.

    Raises ReadError: missing, a folder, empty, too large, of an unknown format, broken, or without text.
    """
    if not path.exists():
        raise ReadError(f"找不到文件：{path}。请检查路径。")
    if not path.is_file():
        raise ReadError(f"不是普通文件：{path}。请给出一个文件。")
    name = _READERS.get(path.suffix.lower())
    if name is None:
        known = "、".join(sorted(s[1:] for s in SUFFIXES))
        raise ReadError(f"不支持的格式：{path.name}。可读的格式：{known}；请另存为其中一种。")
    try:
        size = path.stat().st_size
        if size == 0:
            raise ReadError(f"文件是空的：{path.name}。")
        if size > MAX_BYTES:
            limit = f"{size // 2**20} MB，上限 {MAX_BYTES // 2**20} MB"
            raise ReadError(f"文件太大：{path.name}（{limit}）。请拆分后再加入。")
        read: Callable[[Path], Reading] = import_module(f"kb.ingest.readers.{name}").read
        reading = read(path)
    except OSError as e:
        raise ReadError(f"读不出文件：{path.name}（{e.strerror or e}）。请检查权限。") from e
    if reading.blank:
        raise ReadError(f"文件里没有文字：{path.name}。")
    return reading
