"""Taking a library from one engine to the other (搬家): what `kb move` does.

Every row, every uploaded file and every sentence vector comes along; nothing is read or embedded anew, and the library
that it is taken from stays as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb.config import Settings
from kb.errors import ChangeError, KBError, SearchIndexError
from kb.manage.publish import publishing
from kb.manage.tenants import refuse_tenants
from kb.search.engine import index_of
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.kept import Kept
from kb.search.index.model import ensure_model
from kb.store.database import library_exists
from kb.store.library import Library, open_library
from kb.store.lock import PATIENT_S, writer_lock
from kb.store.moving import copy_rows
from kb.store.shelf import Shelf

_FOLDERS = ("documents", "drafts", "models")
_SERVER = "postgresql+psycopg://"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a library is now, and how many documents of it are in force."""

    to: Settings
    documents: int


def destination(settings: Settings, stated: str) -> Settings:
    """The settings of where a library is to go: the address of a server, or a data folder. Raises ChangeError."""
    if stated.startswith(_SERVER):
        return replace(settings, database_url=stated)
    scheme = urlsplit(stated).scheme
    if scheme and scheme != "file" and not Path(stated).is_absolute():
        raise ChangeError(f"不知道搬到哪里：{scheme}://…。请写 {_SERVER}用户:口令@主机/库，或一个数据文件夹。")
    folder = Path(unquote(urlsplit(stated).path)) if scheme == "file" else Path(stated).expanduser()
    return replace(settings, data=folder, database_url=None)


def move(settings: Settings, stated: str, *, over: bool = False, say: Say = lambda _: None) -> Moved:
    """Takes the library to where `stated` says, into an empty place unless `over` one that is there.

    Raises SearchIndexError where there is no library, ChangeError where the place is taken or is the same.
    """
    target = destination(settings, stated)
    if not library_exists(settings.place):
        raise SearchIndexError(f"还没有知识库：{settings.where}。请先运行 kb index。")
    if target.place == settings.place:
        raise ChangeError(f"知识库已经在那里：{settings.where}。")
    if settings.tenant:
        raise ChangeError("分了单位的知识库不能一个一个地搬。请在新的地方分好单位，再各自 kb --tenant 代号 index。")
    for there in (settings, target):
        refuse_tenants(there, "搬家")
    lock = partial(writer_lock, what="kb move", wait=PATIENT_S, say=say)
    with (lock(settings.place), lock(target.place),
          closing(open_library(settings.place)) as source, closing(open_library(target.place)) as library):
        source.check()
        if library.titles() and not over:
            held = len(library.titles())
            raise ChangeError(f"那里已有知识库：{target.where}（{held} 个文件）。要换掉它就加 --replace。")
        say("复制文件…")
        for shelf in _shelves(settings, source):
            shelf.bring_all()
        _bring_files(settings.data, target.data)
        for shelf in _shelves(target, library):
            shelf.keep_all()
        say("复制知识库…")
        copy_rows(source.database, library.database)
        if source.titles():
            say("建立索引…")
            embedder = OnnxEmbedder(ensure_model(target, say), threads=settings.threads)
            kept = Kept(index_of(source, settings.index).vectors(embedder))
            with publishing(target.index, library, embedder, kept=kept):
                pass
        if library.revision() != source.revision():
            raise KBError(f"搬过去的内容与原来的不同：{target.where}。原来的知识库没有动，请再试一次。")
        return Moved(target, len(library.titles()))


def _shelves(settings: Settings, library: Library) -> Iterator[Shelf]:
    """Where uploads are kept, where the library on a server keeps them."""
    return (Shelf(folder, library.database) for folder in (settings.documents, settings.drafts))


def _bring_files(source: Path, target: Path) -> None:
    if source.resolve() == target.resolve():
        return
    try:
        for name in _FOLDERS:
            if (source / name).is_dir():
                shutil.copytree(source / name, target / name, dirs_exist_ok=True)
    except OSError as e:
        raise ChangeError(f"文件复制不过去：{target}（{e.strerror or e}）。请检查权限和磁盘空间。") from e
