"""Sealed folders (封存的文件夹): built aside, put there by one rename, never changed, and known by their content.

Every file has its digest in the folder's manifest.json, and the folder's name is the manifest's: what does not agree is
not used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.errors import SearchIndexError

BUILDING = ".building-"
REMEDY = "请运行 kb index。"
_MANIFEST = "manifest.json"
# Files that are together no larger than this are read by one thread.
_SMALL = 1 << 26


def seal(folder: Path, letter: str, facts: Mapping[str, Any], write: Callable[[Path], None]) -> Path:
    """A folder within `folder` of what `write` puts there, under these facts; whole on return, to the disk. The facts
    get the digests of the files.

    What is sealed already is left as it is, where it is sound.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=BUILDING, dir=folder))
    try:
        write(aside)
        files = {p.name: {"digest": _digest(p), "size": p.stat().st_size} for p in sorted(aside.iterdir())}
        data = {**facts, "files": files}
        (aside / _MANIFEST).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        for file in aside.iterdir():
            _to_disk(file)
        path = folder / _name(letter, data)
        if path.exists() and not _stands(path):
            shutil.rmtree(path)
        if not path.exists():
            aside.rename(path)
            _to_disk(folder)
        return path
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def facts_of(path: Path, version: str) -> dict[str, Any]:
    """What the manifest says, where every file is there at its length.

    Raises SearchIndexError: of another version, not whole.
    """
    try:
        data = json.loads((path / _MANIFEST).read_text(encoding="utf-8"))
        if data["version"] != version:
            raise SearchIndexError(f"索引的格式是 {data['version']}，本程序用 {version}：{path}。{REMEDY}")
        if _name(path.name.partition("-")[0], data) != path.name:
            raise ValueError("not what was written")
        sizes = {name: file["size"] for name, file in data["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as e:
        raise SearchIndexError(f"索引不完整：{path}。{REMEDY}") from e
    for name, size in sizes.items():
        if not (path / name).is_file():
            raise SearchIndexError(f"索引不完整：{path} 缺少 {name}。{REMEDY}")
        if (path / name).stat().st_size != size:
            raise SearchIndexError(f"索引损坏：{path / name} 的长短与登记的不符。{REMEDY}")
    return dict(data)


def check(path: Path, facts: Mapping[str, Any]) -> None:
    """Raises SearchIndexError where a file is not what was written."""
    files = facts["files"]
    large = sum(f["size"] for f in files.values()) > _SMALL
    with _several() if large else _one() as each:
        for name, digest in zip(files, each(_digest, [path / n for n in files]), strict=True):
            if digest != files[name]["digest"]:
                raise SearchIndexError(f"索引损坏：{path / name} 的内容与登记的校验值不符。{REMEDY}")


@contextmanager
def _several() -> Iterator[Callable[..., Any]]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield pool.map


@contextmanager
def _one() -> Iterator[Callable[..., Any]]:
    yield map


def _stands(path: Path) -> bool:
    """Whether a sound folder lies there."""
    try:
        check(path, facts_of(path, json.loads((path / _MANIFEST).read_text(encoding="utf-8"))["version"]))
        return True
    except (SearchIndexError, OSError, ValueError, KeyError, TypeError):
        return False


def _name(letter: str, facts: Mapping[str, Any]) -> str:
    """The name of a folder: any change of its manifest shows."""
    return f"{letter}-" + hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Makes what was written outlast a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
