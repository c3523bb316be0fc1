"""The index on disk: segments (s-…), and for each state of the library (v-…) which of their documents it takes.

A reader takes the state that was built from the revision of the library that it reads, so that library and index
change together in the moment in which the library does. `index/CURRENT` names the one last put in use; the one before
stays, with its segments, for whoever is just opening it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import Any

from kb.errors import SearchIndexError
from kb.language.repair import Sounds
from kb.search.index.index import INDEX_VERSION, Manifest, SearchIndex, over
from kb.search.index.sealed import BUILDING, REMEDY, check, facts_of, seal
from kb.search.index.segment import Segment, Taken
from kb.search.index.segment_files import LETTER, load_segment, write_segment
from kb.search.index.words_files import read_words, write_words
from kb.store.atomic import atomic_write

_CURRENT = "CURRENT"
_STATE = "v"
_TAKEN = "taken.json"


def load_index(folder: Path, revision: str | None = None) -> SearchIndex:
    """The index at `folder` that was built from this revision of the library, or the one in use.

    Raises SearchIndexError: none there, unfinished, damaged, of another version, of another revision.
    """
    path, facts = _found(folder, revision)
    check(path, facts)
    segments = [load_segment(folder / name, INDEX_VERSION) for name in facts["segments"]]
    try:
        data = json.loads((path / _TAKEN).read_text(encoding="utf-8"))
        words, sounds = read_words(path)
        return over(segments, [Taken(*t) for t in data["taken"]], _manifest(facts), words, sounds, data["floors"])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as e:
        raise SearchIndexError(f"索引读不出：{path}（{type(e).__name__}）。{REMEDY}") from e


def held_index(folder: Path) -> tuple[Manifest, list[Segment], dict[str, int], Sounds]:
    """The manifest of the index in use, those of its segments that can be read, of which nothing but their length is
    looked at, and the words with their sounds. Raises SearchIndexError where there is none in use.
    """
    path, facts = _found(folder, None)
    check(path, facts)
    words, sounds = read_words(path)
    found = []
    for name in facts["segments"]:
        with suppress(SearchIndexError):
            found.append(load_segment(folder / name, INDEX_VERSION, checked=False))
    return _manifest(facts), found, words, sounds


def sizes_of(folder: Path, revision: str) -> tuple[list[int], int]:
    """How many clauses each segment of the index of this revision has, and how many are taken of all of them. Raises
    SearchIndexError.
    """
    _, facts = _found(folder, revision)
    return [facts_of(folder / n, INDEX_VERSION)["clauses"] for n in facts["segments"]], facts["clauses"]


def segments_of(folder: Path, revision: str) -> tuple[str, ...]:
    """The names of the segments of the index of this revision. Raises SearchIndexError."""
    return tuple(_found(folder, revision)[1]["segments"])


def standing(folder: Path, revision: str) -> dict[str, Any] | None:
    """What the index of this revision is made of: how many clauses it takes, and of each segment the clauses, the
    passages and how these are searched, as `lists`, `probes` and measured `recall`, None where exactly. None where
    there is no index.
    """
    try:
        _, facts = _found(folder, revision)
        segments = [facts_of(folder / n, INDEX_VERSION) for n in facts["segments"]]
    except SearchIndexError:
        return None
    return {"clauses": facts["clauses"], "segments": [
        {"clauses": s["clauses"], "passages": s["passages"], "near": s["near"]["passages"]} for s in segments]}


def is_written(folder: Path, revision: str) -> bool:
    """Whether there is an index of this revision, sound or not."""
    return bool(_of_revision(folder, revision))


def is_sound(folder: Path, segment: Segment) -> bool:
    """Whether a segment is what was written."""
    try:
        check(folder / segment.name, facts_of(folder / segment.name, INDEX_VERSION))
        return True
    except (SearchIndexError, OSError):
        return False


def read_manifest(folder: Path, revision: str | None = None) -> Manifest | None:
    """The manifest of the index of this revision, or of the one in use; None where there is none or one of its files
    is damaged.
    """
    try:
        path, facts = _found(folder, revision)
        _check(folder, path, facts)
        return _manifest(facts)
    except (SearchIndexError, OSError):
        return None


def write_index(folder: Path, index: SearchIndex) -> SearchIndex:
    """Writes what of the index is not there yet: it is there whole on return, to the disk, and nobody uses it yet.

    Raises SearchIndexError where it cannot be written; then nothing of it is used.
    """
    try:
        return _written(folder, index)
    except OSError as e:
        raise SearchIndexError(f"索引写不下：{folder}（{e.strerror or '磁盘多半满了'}）。知识库和索引保持原样；"
                               "请检查磁盘空间和权限后再试。") from e


def _written(folder: Path, index: SearchIndex) -> SearchIndex:
    for leftover in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    segments = tuple(s if s.name else write_segment(folder, s, INDEX_VERSION) for s in index.segments)
    manifest = replace(index.manifest, segments=tuple(s.name for s in segments))

    def write(aside: Path) -> None:
        (aside / _TAKEN).write_text(json.dumps({"taken": [astuple(t) for t in index.taken], "floors": index.floors}),
                                    encoding="utf-8")
        write_words(aside, index.words, index.sounds)

    path = seal(folder, _STATE, {k: v for k, v in asdict(manifest).items() if k != "files"}, write)
    os.utime(path)  # the newest of its revision is the one that counts
    return replace(index, segments=segments, manifest=_manifest(facts_of(path, INDEX_VERSION)))


def settle_index(folder: Path, revision: str) -> None:
    """Puts the newest index of this revision in use; of the others only the one in use before stays."""
    before = _named(folder)
    newest = max(_of_revision(folder, revision), key=lambda found: found[0].stat().st_mtime_ns, default=None)
    if newest is None:
        return
    name = newest[0].name
    if name != before:
        atomic_write(folder / _CURRENT, name)
    for old in folder.glob(f"{_STATE}-*"):
        if old.name not in (name, before):
            shutil.rmtree(old, ignore_errors=True)
    used = {name for _, facts in _readable(folder) for name in facts["segments"]}
    for segment in folder.glob(f"{LETTER}-*"):
        if segment.name not in used:
            shutil.rmtree(segment, ignore_errors=True)


def save_index(folder: Path, index: SearchIndex) -> None:
    """Writes the index and puts it in use at once."""
    write_index(folder, index)
    settle_index(folder, index.manifest.revision)


def index_folders(folder: Path, revision: str) -> list[Path]:
    """The folders that make up the sound index of this revision; none where there is none."""
    try:
        path, facts = _found(folder, revision)
        _check(folder, path, facts)
        return [path, *(folder / name for name in facts["segments"])]
    except (SearchIndexError, OSError):
        return []


def unused_indexes(folder: Path, revision: str) -> list[Path]:
    """What lies at `folder` and serves no reader: unfinished, and neither of this revision nor the one before, which
    stays for whoever is just opening it.
    """
    states = sorted(folder.glob(f"{_STATE}-*"), key=lambda p: p.stat().st_mtime_ns)
    sound = {path.name for path, facts in _of_revision(folder, revision) if _is_sound(folder, path, facts)}
    used = sound | {p.name for p in [p for p in states if p.name not in sound][-1:]}
    used |= {name for path, facts in _readable(folder) if path.name in used for name in facts["segments"]}
    return sorted(p for p in folder.iterdir() if p.is_dir() and p.name not in used) if folder.is_dir() else []


def _is_sound(folder: Path, path: Path, facts: Mapping[str, Any]) -> bool:
    try:
        _check(folder, path, facts)
        return True
    except (SearchIndexError, OSError):
        return False


def _check(folder: Path, path: Path, facts: Mapping[str, Any]) -> None:
    """Raises SearchIndexError where a file of the state, or of one of its segments, is not what was written."""
    check(path, facts)
    for name in facts["segments"]:
        check(folder / name, facts_of(folder / name, INDEX_VERSION))


def _manifest(facts: Mapping[str, Any]) -> Manifest:
    files = {name: file["digest"] for name, file in facts["files"].items()}
    return Manifest(**{**facts, "segments": tuple(facts["segments"]), "files": files})


def _named(folder: Path) -> str | None:
    try:
        return (folder / _CURRENT).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def _found(folder: Path, revision: str | None) -> tuple[Path, dict[str, Any]]:
    """The folder of the index in use where it is of this revision, else of another that is. Raises SearchIndexError."""
    name = _named(folder)
    if revision is None:
        if name is None:
            raise SearchIndexError(f"还没有索引：{folder}。{REMEDY}")
        return folder / name, _whole(folder, folder / name)
    if name is not None and (found := [f for f in _of_revision(folder, revision) if f[0].name == name]):
        return found[0]
    if others := _of_revision(folder, revision):
        return max(others, key=lambda found: found[0].stat().st_mtime_ns)
    if name is None:
        raise SearchIndexError(f"还没有索引：{folder}。{REMEDY}")
    _whole(folder, folder / name)  # what is wrong with the one in use is said by name
    raise SearchIndexError(f"索引和知识库不是一对（索引比知识库旧）：{folder}。{REMEDY}")


def _of_revision(folder: Path, revision: str) -> list[tuple[Path, dict[str, Any]]]:
    """The indexes of a revision that look whole."""
    found = [(path, facts) for path, facts in _readable(folder) if facts["revision"] == revision]
    return [(path, facts) for path, facts in found if not _lacking(folder, facts)]


def _readable(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in folder.glob(f"{_STATE}-*"):
        try:
            facts = facts_of(path, INDEX_VERSION)
            _manifest(facts)
            yield path, facts
        except (SearchIndexError, TypeError, KeyError):
            continue


def _whole(folder: Path, path: Path) -> dict[str, Any]:
    """What the manifest of an index says, where all its files are there. Raises SearchIndexError."""
    facts = facts_of(path, INDEX_VERSION)
    try:
        _manifest(facts)
    except (TypeError, KeyError) as e:
        raise SearchIndexError(f"索引不完整：{path}。{REMEDY}") from e
    if fault := _lacking(folder, facts):
        raise fault
    return facts


def _lacking(folder: Path, facts: Mapping[str, Any]) -> SearchIndexError | None:
    """What is wrong with the segments of an index at first sight."""
    try:
        for name in facts["segments"]:
            facts_of(folder / name, INDEX_VERSION)
    except SearchIndexError as e:
        return e
    return None
