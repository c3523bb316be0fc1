"""The one right to change the library and the index beside it (写锁), and the folder that both lie in.

Who holds it says so in a file beside the lock, so that who waits can say for whom.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb.config import Server
from kb.errors import BusyError, LibraryError

_LOOK_EVERY_S = 0.1
_SAY_EVERY_S = 30.0
# How long the command line waits: longer than a large library takes to be built.
PATIENT_S = 3600.0


@contextmanager
def writer_lock(place: Path | Server, *, what: str = "另一个程序", wait: float = 0,
                say: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Holds the one right to change the library at `place` and the index beside it; `what` says who we are.

    Where another has it, waits up to `wait` seconds; `say` is told for whom, and again every half minute. Raises
    BusyError where it takes longer, LibraryError where the folder cannot be written.
    """
    if isinstance(place, Path):
        held = _file_lock(place, what=what, wait=wait, say=say)
    else:
        from kb.store.server_lock import server_writer_lock

        held = server_writer_lock(place, what=what, wait=wait, say=say)
    with held:
        yield


@contextmanager
def _file_lock(path: Path, *, what: str, wait: float, say: Callable[[str], None]) -> Iterator[None]:
    from filelock import FileLock, Timeout

    make_folder(path.parent)
    lock = FileLock(path.with_suffix(".lock"))
    until, said = time.monotonic() + wait, 0.0
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout as e:
            if time.monotonic() >= until:
                raise BusyError(f"另一个程序正在更新知识库：{path.parent}（{_holder(path)}）。"
                                "请等它结束后再运行。") from e
            if not said or time.monotonic() - said > _SAY_EVERY_S:
                said = time.monotonic()
                say(f"{_holder(path)}正在更新知识库，等它结束…")
            time.sleep(min(_LOOK_EVERY_S, wait))
        except OSError as e:
            raise LibraryError(
                f"数据文件夹写不进：{path.parent}（{e.strerror or e}）。请换一个 --data 或检查权限。") from e
    try:
        with suppress(OSError):
            _note(path).write_text(json.dumps({"what": what, "pid": os.getpid(), "since": time.strftime("%H:%M:%S")}),
                                   encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            _note(path).unlink()
        lock.release()


def make_folder(folder: Path) -> None:
    """Makes the data folder where it is missing. Raises LibraryError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as e:
        raise LibraryError(f"数据文件夹建不了：{folder}（它或它的上级是一个文件）。请换一个 --data。") from e
    except OSError as e:
        raise LibraryError(f"数据文件夹建不了：{folder}（{e.strerror or e}）。请换一个 --data 或检查权限。") from e


def _note(path: Path) -> Path:
    return path.with_suffix(".writer")


def _holder(path: Path) -> str:
    """Who holds the lock, in words; what a killed program left behind is overwritten by the next holder."""
    try:
        held = json.loads(_note(path).read_text(encoding="utf-8"))
        return f"{held['what']}（进程 {held['pid']}，{held['since']} 开始）"
    except (OSError, ValueError, KeyError, TypeError):
        return "另一个程序"
