"""What SQLite complains of (数据库的毛病), in one line for a user: what, where, and what to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kb.errors import BusyError, LibraryError, UnreadableError

_RESTORE = "请停下服务后运行 kb doctor 查看；修不好就用 kb restore 从备份恢复"
_KINDS = (
    (("SQLITE_FULL",), "磁盘满了", "请腾出空间后再试；知识库保持原样"),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB"), "文件损坏", _RESTORE),
    (("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH"), "写不进", "请检查文件夹和文件的权限"),
    (("SQLITE_CANTOPEN",), "打不开", "请检查路径和权限"),
    (("SQLITE_IOERR",), "磁盘读写出错", "请检查磁盘空间和磁盘"),
)


def in_words(path: Path, error: SQLAlchemyError) -> LibraryError:
    """The error to raise where the library at `path` fails in use."""
    name = _name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"另一个程序正在更新知识库：{path.parent}。请等它结束后再运行。")
    what, remedy = _kind(name, "出错", "请检查磁盘，或从备份恢复")
    return UnreadableError(f"知识库读写出错：{path}（{what}：{_said(error)}）。{remedy}。")


def opening_in_words(path: Path, error: SQLAlchemyError) -> LibraryError:
    """The error to raise where the library at `path` cannot be opened."""
    name = _name(error)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"另一个程序正在更新知识库：{path.parent}。请等它结束后再运行。")
    what, remedy = _kind(name, "出错", "请从备份恢复，或移走它后重新运行 kb index")
    return LibraryError(f"知识库文件打不开：{path}（{what}：{_said(error)}）。{remedy}。")


def _kind(name: str, what: str, remedy: str) -> tuple[str, str]:
    return next(((w, r) for names, w, r in _KINDS if name.startswith(names)), (what, remedy))


def _name(error: SQLAlchemyError) -> str:
    return getattr(error.orig, "sqlite_errorname", "") if isinstance(error, DBAPIError) else ""


def _said(error: SQLAlchemyError) -> str:
    return str(error.orig if isinstance(error, DBAPIError) else error).split("\n")[0]
