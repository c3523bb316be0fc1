"""The index on disk: a folder of arrays with a manifest, built aside and put there by one rename.

A reader takes the folder that was built from the revision of the library that it reads, so that library and index
change together in the moment in which the library does. `index/CURRENT` names the one last put in use; the one before
stays for whoever is just opening it. Every file has its digest in the manifest, and the folder's name is the
manifest's: what does not agree is not used.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from kb.errors import SearchIndexError
from kb.language.repair import Sounds
from kb.search.index.analyses import StoredAnalyses, as_lines
from kb.search.index.bm25 import BM25, Postings
from kb.search.index.index import INDEX_VERSION, Dense, Manifest, SearchIndex
from kb.search.index.kept import Parts
from kb.search.index.units import Units
from kb.store.atomic import atomic_write

_CURRENT = "CURRENT"
_REMEDY = "请运行 kb index。"
_BM25 = ("by_word", "by_pair", "obligations", "asked")
_DENSE = ("passages", "questions")
# What the next index is built with; no answer needs it.
_MARKS, _COUNTS = "marks.json", "counts.npz"
BUILDING = ".building-"


def load_index(folder: Path, revision: str | None = None) -> SearchIndex:
    """The index at `folder` that was built from this revision of the library, or the one in use.

    Raises SearchIndexError: none there, unfinished, damaged, of another version, of another revision.
    """
    return _loaded(*_found(folder, revision))


def load_parts(folder: Path) -> tuple[SearchIndex, Parts | None]:
    """The index in use and what it was made of, None where it keeps nothing of that. Raises as load_index does."""
    path, manifest = _found(folder, None)
    index = _loaded(path, manifest)
    digests = [manifest.files.get(name) for name in (_MARKS, _COUNTS)]
    if digests[0] is None or digests[1] is None:
        return index, None
    try:
        marks = tuple(json.loads(_sound(path / _MARKS, digests[0]).decode()))
        with np.load(io.BytesIO(_sound(path / _COUNTS, digests[1])), allow_pickle=False) as counts:
            made = [Postings(tuple(b.vocabulary), b.starts, b.docs, counts[name], b.size)
                    for name, b in (("by_word", index.by_word), ("by_pair", index.by_pair))]
        return index, Parts(marks, *made)
    except (OSError, ValueError, KeyError, BadZipFile, SearchIndexError):
        return index, None


def _loaded(path: Path, manifest: Manifest) -> SearchIndex:
    try:
        files = {name: _sound(path / name, digest) for name, digest in manifest.files.items()
                 if name not in (_MARKS, _COUNTS)}
        data = json.loads(files["terms.json"].decode())
        with np.load(io.BytesIO(files["arrays.npz"]), allow_pickle=False) as arrays:
            bm25 = {n: BM25(data["vocabulary"][n], arrays[f"{n}.starts"], arrays[f"{n}.docs"], arrays[f"{n}.weights"],
                            data["sizes"][n]) for n in _BM25}
            dense = {n: Dense(arrays[f"{n}.rows"], tuple(data["keys"][n]), arrays[f"{n}.raw"],
                              _load_faiss(files[f"{n}.faiss"])) for n in _DENSE}
            units = {n: Units(arrays[f"{n}.unit_rows"], bm25[n]) for n in ("obligations", "asked")}
            rules = {n: arrays[n] for n in ("numeric", "in_force")}
        analyses = StoredAnalyses(files["analyses.jsonl"].decode())
        names = {n: tuple(tuple(x) for x in data[n]) for n in ("roles", "mentions", "scopes")}
        return SearchIndex(manifest, tuple(data["clause_ids"]), data["words"], Sounds(**data["sounds"]),
                           bm25["by_word"], bm25["by_pair"], units["obligations"], units["asked"], dense["passages"],
                           dense["questions"], names["roles"], names["mentions"], names["scopes"], rules["numeric"],
                           rules["in_force"], analyses)
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, EOFError, BadZipFile) as e:
        raise SearchIndexError(f"索引读不出：{path}（{type(e).__name__}）。{_REMEDY}") from e


def read_manifest(folder: Path, revision: str | None = None) -> Manifest | None:
    """The manifest of the index of this revision, or of the one in use; None where there is none or one of its files
    is damaged.
    """
    try:
        path, manifest = _found(folder, revision)
        return manifest if _is_sound(path, manifest) else None
    except (SearchIndexError, OSError):
        return None


def write_index(folder: Path, index: SearchIndex, parts: Parts | None = None) -> Path:
    """Writes the index, with what it is made of for the next one; it is there whole on return, to the disk, and nobody
    uses it yet. Its folder.

    Raises SearchIndexError where it cannot be written; then nothing is left of it.
    """
    try:
        return _written(folder, index, parts)
    except OSError as e:
        raise SearchIndexError(f"索引写不下：{folder}（{e.strerror or '磁盘多半满了'}）。知识库和索引保持原样；"
                               "请检查磁盘空间和权限后再试。") from e


def _written(folder: Path, index: SearchIndex, parts: Parts | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=BUILDING, dir=folder))
    try:
        _write(aside, index)
        if parts is not None:
            _write_parts(aside, parts)
        files = {p.name: _digest(p.read_bytes()) for p in sorted(aside.iterdir())}
        manifest = replace(index.manifest, files=files)
        (aside / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1),
                                             encoding="utf-8")
        for file in aside.iterdir():
            _to_disk(file)
        path = folder / _name(asdict(manifest))
        if path.exists() and not _is_stored(path):
            shutil.rmtree(path)
        if not path.exists():
            aside.rename(path)
            _to_disk(folder)
        os.utime(path)  # the newest of its revision is the one that counts
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return path


def settle_index(folder: Path, revision: str) -> None:
    """Puts the newest index of this revision in use; of the others only the one in use before stays."""
    before = _named(folder)
    newest = max(_of_revision(folder, revision), key=lambda found: found[0].stat().st_mtime_ns, default=None)
    if newest is None:
        return
    name = newest[0].name
    if name != before:
        atomic_write(folder / _CURRENT, name)
    for old in folder.glob("v-*"):
        if old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)


def save_index(folder: Path, index: SearchIndex) -> None:
    """Writes the index and puts it in use at once."""
    write_index(folder, index)
    settle_index(folder, index.manifest.revision)


def index_folder(folder: Path, revision: str) -> Path | None:
    """Where the sound index of this revision lies; None where there is none."""
    try:
        path, manifest = _found(folder, revision)
        return path if _is_sound(path, manifest) else None
    except (SearchIndexError, OSError):
        return None


def unused_indexes(folder: Path, revision: str) -> list[Path]:
    """What lies at `folder` and serves no reader of this revision: older indexes, unfinished and damaged ones."""
    used = {path.name for path, manifest in _of_revision(folder, revision) if _is_sound(path, manifest)}
    return sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in used) if folder.is_dir() else []


def _write(path: Path, index: SearchIndex) -> None:
    import faiss

    bm25 = {"by_word": index.by_word, "by_pair": index.by_pair, "obligations": index.obligations.bm25,
            "asked": index.asked.bm25}
    dense = {"passages": index.passages, "questions": index.questions}
    arrays: dict[str, Any] = {"numeric": index.numeric, "in_force": index.in_force,
                              "obligations.unit_rows": index.obligations.rows,
                              "asked.unit_rows": index.asked.rows}
    for name, b in bm25.items():
        arrays |= {f"{name}.starts": b.starts, f"{name}.docs": b.docs, f"{name}.weights": b.weights}
    for name, d in dense.items():
        arrays |= {f"{name}.rows": d.rows, f"{name}.raw": d.raw}
        faiss.serialize_index(d.faiss).tofile(path / f"{name}.faiss")
    np.savez(path / "arrays.npz", **arrays)
    (path / "analyses.jsonl").write_text(as_lines(index.analyses), encoding="utf-8")
    (path / "terms.json").write_text(json.dumps({
        "clause_ids": index.clause_ids, "words": index.words, "sounds": asdict(index.sounds),
        "vocabulary": {n: b.vocabulary for n, b in bm25.items()}, "sizes": {n: b.size for n, b in bm25.items()},
        "keys": {n: d.keys for n, d in dense.items()}, "roles": index.roles, "mentions": index.mentions,
        "scopes": index.scopes}, ensure_ascii=False), encoding="utf-8")


def _write_parts(path: Path, parts: Parts) -> None:
    (path / _MARKS).write_text(json.dumps(parts.marks), encoding="utf-8")
    np.savez(path / _COUNTS, by_word=parts.by_word.counts, by_pair=parts.by_pair.counts)


def _load_faiss(data: bytes) -> Any:
    import faiss

    return faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))


def _named(folder: Path) -> str | None:
    try:
        return (folder / _CURRENT).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def _found(folder: Path, revision: str | None) -> tuple[Path, Manifest]:
    """The folder of the index in use where it is of this revision, else of another that is. Raises SearchIndexError."""
    name = _named(folder)
    if revision is None:
        if name is None:
            raise SearchIndexError(f"还没有索引：{folder}。{_REMEDY}")
        return folder / name, _manifest(folder / name)
    if name is not None and (found := [f for f in _of_revision(folder, revision) if f[0].name == name]):
        return found[0]
    if others := _of_revision(folder, revision):
        return max(others, key=lambda found: found[0].stat().st_mtime_ns)
    if name is None:
        raise SearchIndexError(f"还没有索引：{folder}。{_REMEDY}")
    _manifest(folder / name)  # what is wrong with the one in use is said by name
    raise SearchIndexError(f"索引和知识库不是一对（索引比知识库旧）：{folder}。{_REMEDY}")


def _of_revision(folder: Path, revision: str) -> list[tuple[Path, Manifest]]:
    """The indexes of a revision that look whole."""
    return [(path, manifest) for path, manifest in _readable(folder) if manifest.revision == revision]


def _readable(folder: Path) -> Iterator[tuple[Path, Manifest]]:
    for path in folder.glob("v-*"):
        try:
            yield path, _manifest(path)
        except SearchIndexError:
            continue


def _manifest(path: Path) -> Manifest:
    try:
        data = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        if data["version"] != INDEX_VERSION:
            raise SearchIndexError(f"索引的格式是 {data['version']}，本程序用 {INDEX_VERSION}：{path}。{_REMEDY}")
        if _name(data) != path.name:
            raise ValueError("not what was written")
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as e:
        raise SearchIndexError(f"索引不完整：{path}。{_REMEDY}") from e
    missing = [f for f in manifest.files if not (path / f).is_file()]
    if missing:
        raise SearchIndexError(f"索引不完整：{path} 缺少 {missing[0]}。{_REMEDY}")
    return manifest


def _name(manifest: dict[str, Any]) -> str:
    """The name of an index's folder: any change of its manifest shows."""
    return "v-" + hashlib.sha256(json.dumps(manifest).encode()).hexdigest()[:12]


def _is_stored(path: Path) -> bool:
    """Whether a sound index lies there."""
    try:
        return _is_sound(path, _manifest(path))
    except (SearchIndexError, OSError):
        return False


def _is_sound(path: Path, manifest: Manifest) -> bool:
    return all(_digest((path / name).read_bytes()) == digest for name, digest in manifest.files.items())


def _sound(path: Path, digest: str) -> bytes:
    """The content of a file. Raises SearchIndexError where it is not what was written."""
    data = path.read_bytes()
    if _digest(data) != digest:
        raise SearchIndexError(f"索引损坏：{path} 的内容与登记的校验值不符。{_REMEDY}")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _to_disk(path: Path) -> None:
    """Makes what was written outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
