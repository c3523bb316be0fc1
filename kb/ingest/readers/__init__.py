"""One reader a format, each behind `read(path) -> Reading`; `read_file` picks by what the file is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.kind import BY_SUFFIX, kind_of
from kb.ingest.readers.reading import Reading

MAX_BYTES = 50 * 1024 * 1024
SUFFIXES = frozenset(BY_SUFFIX)
_ARCHIVES = frozenset((".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".z"))


def read_file(path: Path) -> Reading:
    """The blocks of a file, with what its format tells of headings, lists, tables and pages.

    Raises ReadError: missing, a folder, empty, too large, of an unknown format, broken, or without text.
    """
    if not path.exists():
        raise ReadError(f"找不到文件：{path}。请检查路径。")
    if not path.is_file():
        raise ReadError(f"不是普通文件：{path}。请给出一个文件。")
    if path.suffix.lower() not in SUFFIXES:
        raise ReadError(unknown_format(path))
    try:
        size = path.stat().st_size
        if size == 0:
            raise ReadError(f"文件是空的：{path.name}。")
        if size > MAX_BYTES:
            limit = f"{size // 2**20} MB，上限 {MAX_BYTES // 2**20} MB"
            raise ReadError(f"文件太大：{path.name}（{limit}）。请拆分后再加入。")
        read: Callable[[Path], Reading] = import_module(f"kb.ingest.readers.{kind_of(path)}").read
        reading = read(path)
    except OSError as e:
        raise ReadError(f"读不出文件：{path.name}（{e.strerror or e}）。请检查权限。") from e
    if reading.blank:
        raise ReadError(f"文件里没有文字：{path.name}。")
    return reading


def unknown_format(path: Path) -> str:
    """Why a file is not taken in whose ending no reader knows, in one line."""
    if path.suffix.lower() in _ARCHIVES:
        return f"是压缩包：{path.name}。请解压后再加入。"
    return f"不支持的格式：{path.name}。请另存为 docx、pdf、xlsx、txt、html、md 等可读的格式后再加入。"
