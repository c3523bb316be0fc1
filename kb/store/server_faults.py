"""What PostgreSQL complains of (数据库服务器的毛病), in one line for a user: what, where, and what to do."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kb.config import Server
from kb.errors import BusyError, LibraryError, NotFoundError, ReadOnlyError, UnreadableError

# By the beginning of the code that PostgreSQL gives (SQLSTATE).
_KINDS = (
    (("53100",), "服务器的磁盘满了", "请腾出空间后再试；知识库保持原样"),
    (("53",), "服务器的连接或内存用完了", "请稍后再试，或请数据库管理员加大上限"),
    (("42501", "28"), "没有权限", "请检查 KB_DATABASE_URL 里的用户、口令和它的权限"),
    (("3D000",), "没有这个库", "请先建库（CREATE DATABASE）"),
    (("0A000", "58P01"), "服务器没有装 pgvector", "请数据库管理员安装 pgvector，再执行 CREATE EXTENSION vector"),
    (("XX001", "XX002"), "数据损坏", "请停下服务，从备份恢复"),
)
_UNREACHED = ("连不上", "请检查服务器、网络和 KB_DATABASE_URL")
_OTHER = ("出错", "请稍后再试，或联系数据库管理员")
_LOCKED = ("55P03", "40P01", "40001", "57014")
_READ_ONLY = ("25006",)
_GONE = ("08", "57P0")


def in_words(server: Server, error: SQLAlchemyError, *, opening: bool = False, writing: bool = False
             ) -> LibraryError | NotFoundError:
    """The error to raise where the library on this server fails in use, or while it is opened; `writing` tells that
    something was to be written.
    """
    code = _code(error)
    if code.startswith(_LOCKED):
        return BusyError(f"另一个程序正在更新知识库：{server}。请等它结束后再运行。")
    if code.startswith(_READ_ONLY) or (writing and _is_gone(error, code)):
        return ReadOnlyError("知识库现在只能读、不能改：连不上能写的数据库（可能正在换主库）。请稍后再试。")
    if code == "22003":  # an id beyond what the database counts to
        return NotFoundError("没有这个编号：数字太大。")
    if code in ("22021", "22P05") or "NUL" in _said(error):
        return LibraryError("内容里有数据库存不下的字符（空字符）。请去掉后再试。")
    if isinstance(error, PoolTimeout):
        return BusyError("同时访问知识库的太多，一时排不上。请稍后再试。")
    otherwise = _UNREACHED if _is_gone(error, code) else _OTHER
    what, remedy = next(((w, r) for codes, w, r in _KINDS if code.startswith(codes)), otherwise)
    said = f"{server}（{what}：{_said(error)}）。{remedy}。"
    return LibraryError(f"知识库打不开：{said}") if opening else UnreadableError(f"知识库读写出错：{said}")


def _is_gone(error: SQLAlchemyError, code: str) -> bool:
    return code.startswith(_GONE) or (not code and isinstance(error, OperationalError | InterfaceError))


def _code(error: SQLAlchemyError) -> str:
    return getattr(getattr(error, "orig", None), "sqlstate", None) or ""


def _said(error: SQLAlchemyError) -> str:
    return str(error.orig if isinstance(error, DBAPIError) else error).split("\n")[0]
