"""The search index (索引): a folder of arrays with a manifest, built aside and put in place by one rename.

`index/CURRENT` names the folder in use; a reader that has loaded it is not disturbed when it is replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.errors import SearchIndexError
from kb.search.bm25 import BM25

INDEX_VERSION = "1"
_CURRENT = "CURRENT"
_REMEDY = "请运行 kb index。"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from. Any difference from what is at hand makes it unusable, by name."""

    version: str
    model: str
    dimension: int
    tokenizer: str
    revision: str
    clauses: int
    passages: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """An index in memory. Row r of everything belongs to clause `clause_ids[r]`.

    `passage_rows` (int32) gives the clause row of each passage; `passage_keys` the hash of its text, under which its
    vector can be used again; `vectors` is a faiss inner-product index over the passages' unit vectors.
    """

    manifest: Manifest
    clause_ids: list[str]
    words: dict[str, int]
    bm25: BM25
    passage_rows: NDArray[np.int32]
    passage_keys: list[str]
    vectors: Any


def load_index(folder: Path) -> SearchIndex:
    """The index in use at `folder`. Raises SearchIndexError: none there, half written, or of another version."""
    import faiss

    path, manifest = _current(folder)
    try:
        data = json.loads((path / "terms.json").read_text(encoding="utf-8"))
        with np.load(path / "arrays.npz", allow_pickle=False) as arrays:
            bm25 = BM25(data["vocabulary"], arrays["starts"], arrays["docs"], arrays["weights"], manifest.clauses)
            rows = arrays["passage_rows"]
        vectors = faiss.deserialize_index(np.fromfile(path / "vectors.faiss", dtype=np.uint8))
    except (OSError, ValueError, KeyError, RuntimeError) as e:
        raise SearchIndexError(f"索引读不出：{path}（{type(e).__name__}）。{_REMEDY}") from e
    return SearchIndex(manifest, data["clause_ids"], data["words"], bm25, rows, data["passage_keys"], vectors)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the index in use; None where there is no usable one."""
    try:
        return _current(folder)[1]
    except SearchIndexError:
        return None


def save_index(folder: Path, index: SearchIndex) -> None:
    """Writes the index aside and puts it in use at once; the one before stays until the next replaces it."""
    import faiss

    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        (aside / "terms.json").write_text(json.dumps({
            "clause_ids": index.clause_ids, "words": index.words, "vocabulary": index.bm25.vocabulary,
            "passage_keys": index.passage_keys}, ensure_ascii=False), encoding="utf-8")
        np.savez(aside / "arrays.npz", starts=index.bm25.starts, docs=index.bm25.docs, weights=index.bm25.weights,
                 passage_rows=index.passage_rows)
        faiss.serialize_index(index.vectors).tofile(aside / "vectors.faiss")
        files = {p.name: _digest(p) for p in sorted(aside.iterdir())}
        manifest = asdict(index.manifest) | {"files": files}
        (aside / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        name = "v-" + hashlib.sha256(json.dumps(manifest).encode()).hexdigest()[:12]
        if (folder / name).exists():
            shutil.rmtree(folder / name)
        aside.rename(folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    before = _named(folder)
    pointer = folder / (_CURRENT + ".new")
    pointer.write_text(name, encoding="utf-8")
    os.replace(pointer, folder / _CURRENT)
    for old in folder.glob("v-*"):
        if old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)


def _named(folder: Path) -> str | None:
    try:
        return (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _current(folder: Path) -> tuple[Path, Manifest]:
    name = _named(folder)
    if name is None:
        raise SearchIndexError(f"还没有索引：{folder}。{_REMEDY}")
    path = folder / name
    try:
        manifest = Manifest(**json.loads((path / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as e:
        raise SearchIndexError(f"索引不完整：{path}。{_REMEDY}") from e
    if manifest.version != INDEX_VERSION:
        raise SearchIndexError(f"索引的格式是 {manifest.version}，本程序用 {INDEX_VERSION}：{path}。{_REMEDY}")
    missing = [f for f in manifest.files if not (path / f).is_file()]
    if missing:
        raise SearchIndexError(f"索引不完整：{path} 缺少 {missing[0]}。{_REMEDY}")
    return path, manifest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
