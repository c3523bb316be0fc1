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


def in_words(path: Path, error: SQLAlchemyError, *, opening: bool = False) -> LibraryError:
    """The error to raise where the library at `path` fails in use, or while it is opened."""
    if is_busy(getattr(error, "orig", None)):
        return BusyError(f"另一个程序正在更新知识库：{path.parent}。请等它结束后再运行。")
    otherwise = "请从备份恢复，或移走它后重新运行 kb index" if opening else "请检查磁盘，或从备份恢复"
    what, remedy = next(((w, r) for names, w, r in _KINDS if _name(getattr(error, "orig", None)).startswith(names)),
                        ("出错", otherwise))
    said = f"{path}（{what}：{_said(error)}）。{remedy}。"
    return LibraryError(f"知识库文件打不开：{said}") if opening else UnreadableError(f"知识库读写出错：{said}")


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite says that another program holds the file."""
    return _name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _name(error: BaseException | None) -> str:
    return getattr(error, "sqlite_errorname", "")


def _said(error: SQLAlchemyError) -> str:
    return str(error.orig if isinstance(error, DBAPIError) else error).split("\n")[0]
