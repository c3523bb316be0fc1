"""Backing up and restoring (备份与恢复), also while the library is served.

A backup is one zip file: the library as SQLite copies it in one moment, the index that belongs to it, the uploaded
files and the drafts, and last a list of them all with their digests, without which it is none.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kb.config import Settings
from kb.errors import ChangeError, KBError, LibraryError, SearchIndexError
from kb.manage.portable import put_back, taken_out
from kb.manage.revoked import keeping_revoked
from kb.manage.tenants import refuse_tenants
from kb.search.index.disk import index_folders, settle_index
from kb.store.clock import now
from kb.store.copying import copy_library, replace_library
from kb.store.database import library_exists
from kb.store.library import open_library
from kb.store.lock import PATIENT_S, make_folder, writer_lock
from kb.store.shelf import Shelf

_LIST, _LIBRARY = "backup.json", "library.db"
_FOLDERS = ("documents", "drafts")
_FORMAT = 1
_PIECE = 1 << 20
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: when it was made, how many documents are in force, and its size in bytes."""

    at: str
    documents: int
    size: int


def back_up(settings: Settings, target: Path, *, say: Say = lambda _: None) -> Backup:
    """Writes a backup to `target`, which is there whole or not at all. Readers and the service go on meanwhile.

    Raises SearchIndexError where there is no library, LibraryError where it is damaged, ChangeError where `target`
    cannot be written.
    """
    if not library_exists(settings.place):
        raise SearchIndexError(f"还没有知识库：{settings.where}。请先运行 kb index。")
    refuse_tenants(settings, "备份其中一部分")
    aside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with writer_lock(settings.place, what="kb backup", wait=PATIENT_S, say=say):
            copy = aside.with_suffix(".db")
            try:
                copy.touch()  # where nothing can be written, this says so
                copy_library(settings.place, copy)
                with closing(open_library(copy)) as library:
                    library.check()
                    revision, documents = library.revision(), len(library.titles())
                    index = settings.index
                    _shelves(settings, Shelf.bring_all)
                    if not isinstance(settings.place, Path) and documents:
                        index = taken_out(settings, library, aside.with_suffix(".index"))
                made = Backup(now(), documents, 0)
                _pack(settings, copy, index_folders(index, revision), made, aside)
            finally:
                shutil.rmtree(aside.with_suffix(".index"), ignore_errors=True)
                for leftover in aside.parent.glob(f"{copy.name}*"):
                    leftover.unlink()
        aside.replace(target)
        return Backup(made.at, documents, target.stat().st_size)
    except OSError as e:
        raise ChangeError(f"备份写不下：{target}（{e.strerror or e}）。请检查路径、权限和磁盘空间。") from e
    finally:
        aside.unlink(missing_ok=True)


def restore(settings: Settings, source: Path, *, say: Say = lambda _: None) -> Backup:
    """Puts everything back to what a backup holds; a service that runs takes it up by itself.

    The library changes in one moment, after everything that belongs to it lies there. Raises ChangeError: no backup,
    damaged, or of a newer program; then nothing changed.
    """
    refuse_tenants(settings, "从备份恢复")
    make_folder(settings.folder)
    with writer_lock(settings.place, what="kb restore", wait=PATIENT_S, say=say), _unpacked(settings, source) as (
            folder, made):
        try:
            with closing(open_library(folder / _LIBRARY)) as library:
                library.check()
                revision = library.revision()
            on_server = not isinstance(settings.place, Path)
            for name in (*_FOLDERS, *(() if on_server else ("index",))):
                _bring(folder / name, settings.folder / name)
            with keeping_revoked(settings.place):
                replace_library(folder / _LIBRARY, settings.place)
            _shelves(settings, Shelf.keep_all)
            if on_server:
                put_back(settings, folder / "index", revision, say)
            else:
                settle_index(settings.index, revision)
        except OSError as e:
            raise ChangeError(f"恢复不了：{settings.folder}（{e.strerror or e}）。请检查权限和磁盘空间后再试。") from e
    return made


def _shelves(settings: Settings, do: Callable[[Shelf], None]) -> None:
    """Does the same with the uploads in force and with those that wait, where the library on a server keeps them."""
    if settings.database_url is not None:
        with closing(open_library(settings.place)) as library:
            for name in _FOLDERS:
                do(Shelf(settings.folder / name, library.database))


def _pack(settings: Settings, library: Path, index: Sequence[Path], made: Backup, target: Path) -> None:
    files = {_LIBRARY: library}
    for name in _FOLDERS:
        folder = settings.folder / name
        files |= {p.relative_to(settings.folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    files |= {f"index/{own.name}/{p.name}": p for own in index for p in sorted(own.iterdir())}
    digests = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            digest = hashlib.sha256()
            with path.open("rb") as read, archive.open(name, "w", force_zip64=True) as out:
                while piece := read.read(_PIECE):
                    digest.update(piece)
                    out.write(piece)
            digests[name] = digest.hexdigest()
        archive.writestr(_LIST, json.dumps({"format": _FORMAT, "at": made.at, "documents": made.documents,
                                            "files": digests}))


@contextmanager
def _unpacked(settings: Settings, source: Path) -> Iterator[tuple[Path, Backup]]:
    """The backup's files in a folder beside the library, each held against its digest."""
    folder = settings.folder / f".restoring-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder, _unpack(source, folder)
    except KBError as e:
        if isinstance(e, LibraryError):
            raise ChangeError(f"恢复不了：{source.name} 里的知识库不能用（{e}）") from e
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(source: Path, folder: Path) -> Backup:
    try:
        with zipfile.ZipFile(source) as archive:
            listed = json.loads(archive.read(_LIST))
            if listed["format"] > _FORMAT:
                raise ChangeError(f"这份备份由更新版本的程序做成：{source}。请升级本程序。")
            for name, digest in listed["files"].items():
                if not _is_inside(name) or _extract(archive, name, folder / name) != digest:
                    raise ChangeError(f"备份损坏：{source} 里的 {name[:80]} 与登记的校验值不符。请换一份备份。")
            return Backup(listed["at"], listed["documents"], source.stat().st_size)
    except FileNotFoundError as e:
        raise ChangeError(f"找不到备份：{source}。请检查路径。") from e
    except OSError as e:
        raise ChangeError(f"备份读不出，或恢复时写不下：{source}（{e.strerror or e}）。") from e
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, EOFError, NotImplementedError,
            RuntimeError, zlib.error) as e:
        raise ChangeError(f"不是本程序的备份，或已损坏：{source}。") from e


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name == _LIBRARY or (len(parts) > 1 and parts[0] in (*_FOLDERS, "index") and ".." not in parts
                                and "\\" not in name and ":" not in name)


def _extract(archive: zipfile.ZipFile, name: str, target: Path) -> str:
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as read, target.open("xb") as out:
        while piece := read.read(_PIECE):
            digest.update(piece)
            out.write(piece)
    return digest.hexdigest()


def _bring(source: Path, target: Path) -> None:
    """Moves the folders within `source` to `target`; of the same name there, the one that comes is taken."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir() if source.is_dir() else ():
        if (target / path.name).is_dir():
            shutil.rmtree(target / path.name)
        path.rename(target / path.name)
