"""The doctor (体检): every invariant of the data folder looked at, and what can be rebuilt made anew.

Nothing is rebuilt from what is itself in doubt: a document whose words are no longer those that were taken in is read
again from its file, and only where that file is still the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KBError, SearchIndexError
from kb.manage.intake import take_in
from kb.manage.leftovers import leftovers, remove
from kb.manage.publish import publishing
from kb.search.engine import index_of
from kb.search.index.embedder import OnnxEmbedder
from kb.search.index.model import ensure_model, exported_folder, is_intact
from kb.store.database import library_exists
from kb.store.integrity import file_faults, file_hash, held_files, offset_faults, read_again, rebuild_lookups
from kb.store.library import Library, open_library
from kb.store.lists import list_faults
from kb.store.lock import PATIENT_S, writer_lock
from kb.store.shelf import Shelf

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is not as it should be. `check` names the invariant; `repaired` tells that it holds again."""

    check: str
    what: str
    repaired: bool = False

    def as_object(self) -> dict[str, Any]:
        return {"check": self.check, "what": self.what, "repaired": self.repaired}


def examine(settings: Settings, *, repair: bool = False, say: Say = lambda _: None) -> list[Ailment]:
    """What is wrong in the data folder; with `repair` what can be rebuilt is, and says so.

    Raises SearchIndexError where there is no library yet, BusyError where another program goes on changing it.
    """
    if not library_exists(settings.place):
        raise SearchIndexError(f"还没有知识库：{settings.where}。请先运行 kb index。")
    holding = writer_lock(settings.place, what="kb doctor", wait=PATIENT_S, say=say) if repair else nullcontext()
    with holding:
        found = list(_of_file(settings.place, repair)) if isinstance(settings.place, Path) else []
        if any(not a.repaired for a in found):
            return found
        try:
            library = open_library(settings.place)
        except KBError as e:
            return [*found, Ailment("知识库文件", str(e))]
        with closing(library):
            try:
                found += _of_library(settings, library, repair, say)
                if all(a.repaired for a in found):
                    found += _of_model(settings, repair, say)
                    found += _of_index(settings, library, repair, say)
                found += _of_files(settings, library)
                found += [Ailment("清单", fault) for fault in list_faults(library)]
                found += [Ailment("多余的文件", str(p), repair and remove(p)) for p in leftovers(settings, library)]
            except KBError as e:
                found.append(Ailment("知识库文件", str(e)))
    return found


def index_standing(settings: Settings) -> dict[str, Any] | None:
    """What the index in use is made of, as `standing` of the index says; None where there is none, or
    where it is on a server.
    """
    try:
        with closing(open_library(settings.place)) as library:
            return index_of(library, settings.index).standing(library.revision())
    except KBError:
        return None


def _of_file(path: Path, repair: bool) -> Iterator[Ailment]:
    faults = file_faults(path)
    if faults and repair:
        try:
            rebuild_lookups(path)
        except sqlite3.Error:
            pass
        repaired = not file_faults(path)
    else:
        repaired = False
    for fault in faults:
        yield Ailment("知识库文件", fault, repaired)


def _of_library(settings: Settings, library: Library, repair: bool, say: Say) -> list[Ailment]:
    found = [] if library.is_sound() else [("内容校验", "现行文件的内容与登记的校验值不符")]
    found += [("位置", fault) for fault in offset_faults(library)]
    repaired = bool(found) and repair and _read_anew(settings, library, say)
    return [Ailment(check, what, repaired) for check, what in found]


def _read_anew(settings: Settings, library: Library, say: Say) -> bool:
    """Reads every document in force again from its file; False where one is no longer there as it was."""
    held = [(Path(location), sha256) for files in held_files(library).values() for location, sha256 in files]
    if not held or any(file_hash(path) != sha256 for path, sha256 in held):
        return False
    outside = [p for p, _ in held if not p.is_relative_to(settings.documents.resolve())]
    read_again(library)
    intake = take_in(library, outside, kept=settings.documents)
    if any(r.status == "failed" for r in intake.results):
        return False
    with publishing(settings.index, library, _embedder(settings, say)) as writer:
        intake.apply(writer)
    return library.is_sound() and not offset_faults(library)


def _of_model(settings: Settings, repair: bool, say: Say) -> Iterator[Ailment]:
    folder = exported_folder(settings)
    if not (folder / "model.json").is_file() or is_intact(folder):
        return
    repaired = False
    if repair:
        (folder / "model.json").unlink()
        try:
            ensure_model(settings, say)
            repaired = True
        except KBError:
            pass
    yield Ailment("句向量模型", f"模型文件与登记的校验值不符：{folder}", repaired)


def _of_index(settings: Settings, library: Library, repair: bool, say: Say) -> Iterator[Ailment]:
    if not library.titles():
        return
    fault = index_of(library, settings.index).fault(library)
    if fault is None:
        return
    repaired = False
    if repair:
        with publishing(settings.index, library, _embedder(settings, say), anew=True):
            pass
        repaired = True
    yield Ailment("索引", fault, repaired)


def _of_files(settings: Settings, library: Library) -> Iterator[Ailment]:
    """The files that administrators uploaded, which the program itself keeps."""
    kept = settings.documents.resolve()
    shelf = Shelf(kept, library.database)
    for files in held_files(library).values():
        for location, sha256 in files:
            path = Path(location)
            if path.parent.parent.name != kept.name or not sha256.startswith(path.parent.name):
                continue
            path = shelf.held(path)
            if file_hash(path) != sha256:
                yield Ailment("上传的原文件", f"不在了，或与入库时不同：{path}")


def _embedder(settings: Settings, say: Say) -> OnnxEmbedder:
    return OnnxEmbedder(ensure_model(settings, say), threads=settings.threads)
