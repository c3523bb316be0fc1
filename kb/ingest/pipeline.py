"""From files to the library (入库): which files, whether they changed, and what became of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from kb.domain import GENERAL_SCOPE
from kb.errors import KBError, ReadError
from kb.ingest.attached import attached_path, load_attached
from kb.ingest.canonical import canonical
from kb.ingest.catalog import Entry, load_catalog
from kb.ingest.clauses import PARSER_VERSION, split
from kb.ingest.outline import outline, printed_title
from kb.ingest.readers import SUFFIXES, read_file
from kb.library import Library
from kb.types import Document, Split

FileStatus = Literal["added", "updated", "unchanged", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file; `reason` says why where it failed."""

    file: str
    status: FileStatus
    clauses: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to take in. `key` names the document across readings; `entry` is the catalogue's word on it."""

    path: Path
    key: str
    entry: Entry


def ingest(library: Library, paths: Sequence[Path], *, corpus: Path | None = None,
           progress: Callable[[str], None] = lambda _: None) -> list[FileResult]:
    """Brings the library up to date with `paths`, or with the whole of `corpus` where it is given.

    Files that cannot be read are reported and do not stop the others; a document whose file can no longer be read
    keeps its last version. A path that is missing is reported as failed, too. With `corpus`, documents of files that
    were deleted there go out of force. All changes take effect together. Raises ReadError where nothing at all is
    there to read, and CatalogError where a corpus.toml is wrong; then nothing changes.
    """
    sources = list(_expand([corpus] if corpus is not None else paths))
    if not sources:
        where = corpus if corpus is not None else "、".join(map(str, paths))
        raise ReadError(f"没有可读的文件：{where}。请放入 txt、docx、pdf 或 html 文件。")
    known = library.locations()
    results = []
    with library.changing() as writer:
        for source in sources:
            progress(source.path.name)
            key = _key(source, known)
            try:
                fingerprint = _fingerprint(source)
                location = str(source.path.resolve())
                if known.get(key, ("", ""))[1] == fingerprint:
                    if known[key][0] != location:
                        writer.move(key, location)
                    results.append(FileResult(str(source.path), "unchanged"))
                    continue
                document, parts = build(source.path, key=key, entry=source.entry)
                questions = load_attached(attached_path(source.path), parts.clauses)
            except KBError as e:
                results.append(FileResult(str(source.path), "failed", reason=str(e)))
                continue
            writer.put(document, parts, location=location, fingerprint=fingerprint, questions=questions)
            status: FileStatus = "updated" if key in known else "added"
            results.append(FileResult(str(source.path), status, len(parts.clauses)))
            known[key] = (location, fingerprint)
        if corpus is not None:
            root = corpus.resolve()
            for key, (location, _) in known.items():
                if Path(location).is_relative_to(root) and not Path(location).exists():
                    writer.withdraw(key)
                    results.append(FileResult(location, "removed"))
    return results


def build(path: Path, *, key: str, entry: Entry | None = None) -> tuple[Document, Split]:
    """Reads one file into a document and its clauses. Raises ReadError."""
    entry = entry or Entry()
    data = path.read_bytes() if path.is_file() else b""
    reading = read_file(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if entry.sha256 and entry.sha256 != sha256:
        raise ReadError(f"文件内容与目录登记的校验值不符：{path.name}。如确为更新，请同时改 corpus.toml 里的 sha256。")
    text = canonical(reading.text, reading.headings)
    blocks = outline(text.text, text.hints)
    title = entry.title or printed_title(blocks) or path.stem
    document_id = hashlib.sha256(key.encode()).hexdigest()[:8]
    parts = split(text.text, blocks, document_id=document_id, title=title, scope=entry.scope,
                  page_starts=text.page_starts)
    if not parts.clauses:
        raise ReadError(f"没有找到条款：{path.name}。请确认文件是规章、清单一类的正文。")
    scope = entry.scope or tuple(dict.fromkeys(s for c in parts.clauses for s in c.scope)) or (GENERAL_SCOPE,)
    document = Document(
        id=document_id, title=title, source=key, sha256=sha256, parser=f"{reading.parser}+{PARSER_VERSION}",
        text=text.text, scope=scope, issuer=entry.issuer, date=entry.date, status=entry.status,
        page_starts=text.page_starts)
    return document, parts


def _expand(roots: Sequence[Path]) -> Iterator[_Source]:
    for root in roots:
        if root.is_dir():
            catalog = load_catalog(root)
            files = sorted(p for p in root.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()
                           and not any(part.startswith((".", "~$")) for part in p.relative_to(root).parts))
            listed = [root / name for name in catalog if not (root / name).is_file()]
            for path in [*files, *listed]:
                key = path.relative_to(root).as_posix()
                yield _Source(path, key, catalog.get(key, Entry()))
        elif root.exists():
            yield _Source(root, root.name, load_catalog(root.parent).get(root.name, Entry()))
        else:
            yield _Source(root, root.name, Entry())


def _key(source: _Source, known: dict[str, tuple[str, str]]) -> str:
    """The document's key: as many folders before the file's name as it takes to tell it from every other document.

    A file that the library knows keeps its key. A file of the same name elsewhere, still there and of other content,
    is another document.
    """
    path = source.path.resolve()
    if known.get(source.key, ("", ""))[0] != str(path):
        kept = next((key for key, (location, _) in known.items() if location == str(path)), None)
        if kept is not None:
            return kept
    shortest = len(PurePosixPath(source.key).parts)
    longer = ("/".join(path.parts[-n:]) for n in range(shortest + 1, len(path.parts)))
    return next((key for key in (source.key, *longer) if _is_free(key, source, known)), path.as_posix())


def _is_free(key: str, source: _Source, known: dict[str, tuple[str, str]]) -> bool:
    """Whether no other document holds the key; one whose file is gone or has the same content gives it up."""
    if key not in known:
        return True
    location, fingerprint = known[key]
    same_place = location == str(source.path.resolve()) or not Path(location).exists()
    return same_place or fingerprint == _safe_fingerprint(source)


def _safe_fingerprint(source: _Source) -> str:
    try:
        return _fingerprint(source)
    except KBError:
        return ""


def _fingerprint(source: _Source) -> str:
    """Changes whenever the file, its catalogue entry or the parser does."""
    if not source.path.is_file():
        raise ReadError(f"找不到文件：{source.path}。请检查路径。")
    try:
        data = source.path.read_bytes()
        questions = attached_path(source.path)
        data += questions.read_bytes() if questions.is_file() else b""
    except OSError as e:
        raise ReadError(f"读不出文件：{source.path.name}（{e.strerror or e}）。请检查权限。") from e
    return hashlib.sha256(data + f"{source.entry}{PARSER_VERSION}".encode()).hexdigest()
