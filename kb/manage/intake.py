"""Files into the library (入库): which files, whether they changed, and what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Literal

from kb.errors import KBError, ReadError
from kb.ingest.attached import attached_path, is_attached, load_attached
from kb.ingest.catalog import CATALOG_NAME, Entry, load_catalog
from kb.ingest.confined import build
from kb.ingest.pipeline import document_id, fingerprint_of
from kb.ingest.readers import SUFFIXES, unknown_format
from kb.ingest.readers.office import converting
from kb.store.library import Library
from kb.store.register import Decision, decide, decisions_by_source, uploads
from kb.store.shelf import Shelf
from kb.store.writer import LibraryWriter
from kb.types import Document, Split

FileStatus = Literal["added", "updated", "unchanged", "removed", "failed", "skipped"]
# Files that Windows and macOS put into folders.
_OWN_FILES = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"))
_SET_ASIDE = "管理员已删除或替换了这个文件；内容没有变，照管理员的决定不动。可在管理页撤销。"


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; `reason` says why where it failed or was skipped: no reader takes it, or an
    administrator has decided over it.

    `document_id` is the document that the library holds of it.
    """

    file: str
    status: FileStatus
    clauses: int = 0
    reason: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to take in. `key` names the document across readings; `entry` is the catalogue's word on it.

    `status` is an administrator's, over the catalogue's; `kept` tells of a file that an administrator uploaded.
    """

    path: Path
    key: str
    entry: Entry
    status: str | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of each file, and what is to be changed for it: nothing is until `apply`.

    `built` are the documents read anew, with the questions attached to their clauses as (clause id, question).
    """

    results: list[FileResult] = field(default_factory=list)
    built: list[tuple[Document, Split, Sequence[tuple[str, str]]]] = field(default_factory=list)
    changes: list[Callable[[LibraryWriter], None]] = field(default_factory=list)

    def apply(self, writer: LibraryWriter) -> None:
        """Makes the changes, in the order of the files."""
        for change in self.changes:
            change(writer)


def ingest(library: Library, paths: Sequence[Path], *, corpus: Path | None = None, kept: Path | None = None,
           progress: Callable[[str], None] = lambda _: None) -> list[FileResult]:
    """Brings the library alone up to date, as `take_in` says; all changes take effect together."""
    intake = take_in(library, paths, corpus=corpus, kept=kept, progress=progress)
    with library.changing() as writer:
        intake.apply(writer)
    return intake.results


def take_in(library: Library, paths: Sequence[Path], *, corpus: Path | None = None, kept: Path | None = None,
            progress: Callable[[str], None] = lambda _: None) -> Intake:
    """What brings the library up to date with `paths`, or with the whole of `corpus` where it is given.

    Files that cannot be read are reported and do not stop the others; a document whose file can no longer be read
    keeps its last version. A path that is missing is reported as failed, too, and a file in a folder that no reader
    takes as skipped. Documents of files that were deleted
    from a folder that is named, or from `corpus`, go out of force. Uploaded files in force, which lie under `kept`, are
    read again where the program splits differently than before. What an administrator deleted, replaced or repealed
    stays so while its file is the same. Raises ReadError where nothing at all is there to read, and CatalogError where
    a corpus.toml is wrong. What a tenant takes in beside what is common bears its code, and so is no other's.
    """
    tenant = library.database.tenant
    roots = [corpus] if corpus is not None else list(paths)
    sources = [replace(s, key=_of_tenant(s.key, tenant)) for s in _expand(roots)]
    if kept is not None:
        sources += _kept(library, kept.resolve())
    results = [FileResult(str(path), "skipped", reason=unknown_format(path)) for path in _not_taken(roots)]
    if not sources and not results:
        where = "、".join(map(str, roots))
        raise ReadError(f"没有可读的文件：{where}。请放入规章文件，如 docx、pdf、xlsx、txt、html。")
    known = library.locations()
    decided = decisions_by_source(library)
    intake = Intake(results)
    changes = intake.changes
    with converting(_changed(sources, known)):
        for source in sources:
            progress(source.path.name)
            ruled = None if source.kept else _decided(source, decided)
            if ruled is not None and ruled[1] is not None and ruled[1].status is None:
                results.append(FileResult(str(source.path), "skipped", reason=_SET_ASIDE))
                continue
            key = ruled[0] if ruled is not None else _key(source, known, tenant)
            status = source.status if ruled is None or ruled[1] is None else ruled[1].status
            try:
                fingerprint = fingerprint_of(source.path, source.entry)
                location = str(source.path.resolve())
                if known.get(key, ("", ""))[1] == fingerprint:
                    if known[key][0] != location:
                        changes.append(partial(LibraryWriter.move, source=key, location=location))
                    results.append(FileResult(str(source.path), "unchanged", document_id=document_id(key)))
                    continue
                entry = replace(source.entry, status=status) if status else source.entry
                document, parts = build(source.path, key=key, entry=entry)
                questions = None if source.kept else load_attached(attached_path(source.path), parts.clauses)
            except KBError as e:
                results.append(FileResult(str(source.path), "failed", reason=str(e)))
                continue
            intake.built.append((document, parts, questions or ()))
            changes.append(partial(LibraryWriter.put, document=document, split=parts, location=location,
                                   fingerprint=fingerprint, questions=questions,
                                   stated=source.entry.as_json() if source.kept else None))
            if ruled is not None and ruled[1] is None:  # the file was changed since: it speaks for itself again
                changes.append(partial(decide, document_id=document.id, decision=None))
            became: FileStatus = "updated" if key in known else "added"
            results.append(FileResult(str(source.path), became, len(parts.clauses),
                                      document_id=document.id))
            known[key] = (location, fingerprint)
        folders = [root.resolve() for root in roots if root.is_dir()]
        for key, (location, _) in known.items():
            if not Path(location).exists() and any(Path(location).is_relative_to(folder) for folder in folders):
                changes.append(partial(LibraryWriter.withdraw, source=key))
                results.append(FileResult(location, "removed"))
    return intake


def _expand(roots: Sequence[Path]) -> Iterator[_Source]:
    for root in roots:
        if root.is_dir():
            catalog = load_catalog(root)
            files = [p for p in _files(root) if p.suffix.lower() in SUFFIXES]
            listed = [root / name for name in catalog if not (root / name).is_file()]
            for path in [*files, *listed]:
                key = path.relative_to(root).as_posix()
                yield _Source(path, key, catalog.get(key, Entry()))
        elif root.exists():
            yield _Source(root, root.name, load_catalog(root.parent).get(root.name, Entry()))
        else:
            yield _Source(root, root.name, Entry())


def _files(root: Path) -> list[Path]:
    """The files of a folder, in order, but for hidden ones and those that programs keep for themselves."""
    return sorted(p for p in root.rglob("*") if p.is_file() and p.name.lower() not in _OWN_FILES and not any(
        part.startswith((".", "~")) for part in p.relative_to(root).parts))


def _not_taken(roots: Sequence[Path]) -> Iterator[Path]:
    """The files in the folders that no reader takes; the catalogue and attached questions are no documents."""
    for root in roots:
        for path in _files(root) if root.is_dir() else ():
            if path.suffix.lower() not in SUFFIXES and path.name != CATALOG_NAME and not is_attached(path):
                yield path


def _changed(sources: Sequence[_Source], known: Mapping[str, tuple[str, str]]) -> Iterator[Path]:
    """The files that the library does not hold as they are."""
    held = {fingerprint for _, fingerprint in known.values()}
    yield from (s.path for s in sources if s.path.is_file() and _safe_fingerprint(s) not in held)


def _kept(library: Library, folder: Path) -> Iterator[_Source]:
    """The uploaded files in force, with what was stated of them; the folder may have moved with the data folder."""
    shelf = Shelf(folder, library.database)
    for source, location, stated, status in uploads(library):
        path = shelf.held(Path(location))
        if path.is_file():
            yield _Source(path, source, Entry.of_json(stated), status=status, kept=True)


def _decided(source: _Source, decided: dict[str, Decision]) -> tuple[str, Decision | None] | None:
    """The key of the document that a file spoke for when an administrator decided over it, with the decision;
    without it where the file has changed since. None where nothing was decided.
    """
    path = source.path.resolve()
    key = next((k for k, d in decided.items() if d.location == str(path)), source.key)
    if key not in decided or not path.is_file():
        return None
    if decided[key].sha256 == hashlib.sha256(path.read_bytes()).hexdigest():
        return key, decided[key]
    return (key, None) if decided[key].location == str(path) else None


def _of_tenant(key: str, tenant: str) -> str:
    return f"{tenant}/{key}" if tenant else key


def _key(source: _Source, known: dict[str, tuple[str, str]], tenant: str) -> str:
    """The document's key: as many folders before the file's name as it takes to tell it from every other document.

    A file that the library knows keeps its key. A file of the same name elsewhere, still there and of other content,
    is another document.
    """
    path = source.path.resolve()
    if known.get(source.key, ("", ""))[0] != str(path):
        kept = next((key for key, (location, _) in known.items() if location == str(path)), None)
        if kept is not None:
            return kept
    shortest = len(PurePosixPath(source.key).parts) - bool(tenant)
    longer = (_of_tenant("/".join(path.parts[-n:]), tenant) for n in range(shortest + 1, len(path.parts)))
    return next((key for key in (source.key, *longer) if _is_free(key, source, known)),
                _of_tenant(path.as_posix(), tenant))


def _is_free(key: str, source: _Source, known: dict[str, tuple[str, str]]) -> bool:
    """Whether no other document holds the key; one whose file is gone or has the same content gives it up."""
    if key not in known:
        return True
    location, fingerprint = known[key]
    same_place = location == str(source.path.resolve()) or not Path(location).exists()
    return same_place or fingerprint == _safe_fingerprint(source)


def _safe_fingerprint(source: _Source) -> str:
    try:
        return fingerprint_of(source.path, source.entry)
    except KBError:
        return ""
