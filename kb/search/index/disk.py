"""The index on disk: a folder of arrays with a manifest, built aside and put in place by one rename.

`index/CURRENT` names the folder in use; a reader that has loaded it is not disturbed when it is replaced.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from kb.errors import SearchIndexError
from kb.language.repair import Sounds
from kb.search.index.analyses import StoredAnalyses, as_lines
from kb.search.index.bm25 import BM25
from kb.search.index.index import INDEX_VERSION, Dense, Manifest, SearchIndex
from kb.search.index.units import Units
from kb.store.atomic import atomic_write

_CURRENT = "CURRENT"
_REMEDY = "请运行 kb index。"
_BM25 = ("by_word", "by_pair", "obligations", "asked")
_DENSE = ("passages", "questions")


def load_index(folder: Path) -> SearchIndex:
    """The index in use at `folder`. Raises SearchIndexError: none there, unfinished, damaged, of another version."""
    path, manifest = _current(folder)
    try:
        data = json.loads((path / "terms.json").read_text(encoding="utf-8"))
        with (path / "arrays.npz").open("rb") as f, np.load(f, allow_pickle=False) as arrays:
            bm25 = {n: BM25(data["vocabulary"][n], arrays[f"{n}.starts"], arrays[f"{n}.docs"], arrays[f"{n}.weights"],
                            data["sizes"][n]) for n in _BM25}
            dense = {n: Dense(arrays[f"{n}.rows"], tuple(data["keys"][n]), arrays[f"{n}.raw"],
                              _load_faiss(path / f"{n}.faiss")) for n in _DENSE}
            units = {n: Units(arrays[f"{n}.unit_rows"], bm25[n]) for n in ("obligations", "asked")}
            rules = {n: arrays[n] for n in ("numeric", "in_force")}
        analyses = StoredAnalyses((path / "analyses.jsonl").read_text(encoding="utf-8"))
        names = {n: tuple(tuple(x) for x in data[n]) for n in ("roles", "mentions", "scopes")}
        return SearchIndex(manifest, tuple(data["clause_ids"]), data["words"], Sounds(**data["sounds"]),
                           bm25["by_word"], bm25["by_pair"], units["obligations"], units["asked"], dense["passages"],
                           dense["questions"], names["roles"], names["mentions"], names["scopes"], rules["numeric"],
                           rules["in_force"], analyses)
    except (OSError, ValueError, KeyError, RuntimeError, TypeError, EOFError, BadZipFile) as e:
        raise SearchIndexError(f"索引读不出：{path}（{type(e).__name__}）。{_REMEDY}") from e


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of the index in use, None where there is none or one of its files is damaged."""
    try:
        path, manifest = _current(folder)
        sound = all(_digest(path / name) == digest for name, digest in manifest.files.items())
        return manifest if sound else None
    except (SearchIndexError, OSError):
        return None


def save_index(folder: Path, index: SearchIndex) -> None:
    """Writes the index aside and puts it in use at once; the one before stays until the next replaces it."""
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    try:
        _write(aside, index)
        files = {p.name: _digest(p) for p in sorted(aside.iterdir())}
        manifest = asdict(replace(index.manifest, files=files))
        (aside / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        name = "v-" + hashlib.sha256(json.dumps(manifest).encode()).hexdigest()[:12]
        if (folder / name).exists():
            shutil.rmtree(folder / name)
        aside.rename(folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    before = _named(folder)
    atomic_write(folder / _CURRENT, name)
    for old in folder.glob("v-*"):
        if old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)


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


def _load_faiss(path: Path) -> Any:
    import faiss

    return faiss.deserialize_index(np.fromfile(path, dtype=np.uint8))


def _named(folder: Path) -> str | None:
    try:
        return (folder / _CURRENT).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def _current(folder: Path) -> tuple[Path, Manifest]:
    name = _named(folder)
    if name is None:
        raise SearchIndexError(f"还没有索引：{folder}。{_REMEDY}")
    path = folder / name
    try:
        data = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        if data["version"] != INDEX_VERSION:
            raise SearchIndexError(f"索引的格式是 {data['version']}，本程序用 {INDEX_VERSION}：{path}。{_REMEDY}")
        manifest = Manifest(**data)
    except (OSError, ValueError, TypeError, KeyError) as e:
        raise SearchIndexError(f"索引不完整：{path}。{_REMEDY}") from e
    missing = [f for f in manifest.files if not (path / f).is_file()]
    if missing:
        raise SearchIndexError(f"索引不完整：{path} 缺少 {missing[0]}。{_REMEDY}")
    return path, manifest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
