"""The one right to change the library and the index beside it (写锁), and the folder that both lie in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import BusyError, LibraryError


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Holds the one right to change the library and the index beside it. Raises LibraryError where another has it."""
    from filelock import FileLock, Timeout

    make_folder(path.parent)
    lock = FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as e:
        raise BusyError(f"另一个程序正在更新知识库：{path.parent}。请等它结束后再运行。") from e
    except OSError as e:
        raise LibraryError(f"数据文件夹写不进：{path.parent}（{e.strerror or e}）。请换一个 --data 或检查权限。") from e
    try:
        yield
    finally:
        lock.release()


def make_folder(folder: Path) -> None:
    """Makes the data folder where it is missing. Raises LibraryError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as e:
        raise LibraryError(f"数据文件夹建不了：{folder}（它或它的上级是一个文件）。请换一个 --data。") from e
    except OSError as e:
        raise LibraryError(f"数据文件夹建不了：{folder}（{e.strerror or e}）。请换一个 --data 或检查权限。") from e
