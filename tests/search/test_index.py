from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
import pytest

from kb.errors import SearchIndexError
from kb.search.bm25 import build_bm25
from kb.search.index import INDEX_VERSION, Manifest, SearchIndex, load_index, read_manifest, save_index

IDS = ["d-1", "d-2", "d-3"]
TERMS = [["党课", "书记"], ["党费"], ["党课", "学时", "党课"]]
VECTORS = np.eye(4, dtype=np.float32)


def index_of(revision: str = "r1") -> SearchIndex:
    """Three clauses, the last with two passages."""
    vectors = faiss.IndexFlatIP(4)
    vectors.add(VECTORS)
    manifest = Manifest(INDEX_VERSION, "hash-1", 4, "t1", revision, 3, 4, {})
    return SearchIndex(manifest, IDS, {"党课": 5, "党": 0}, build_bm25(TERMS), np.array([0, 1, 2, 2], dtype=np.int32),
                       ["k1", "k2", "k3", "k4"], vectors)


def stored(folder: Path) -> Path:
    """The folder in use."""
    return folder / (folder / "CURRENT").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_index(tmp_path / "index", index_of())
    return tmp_path / "index"


def assert_in_chinese(message: str, *parts: str) -> None:
    assert "\n" not in message
    assert "请运行 kb index" in message
    for part in parts:
        assert part in message


def test_round_trip(folder: Path) -> None:
    saved, loaded = index_of(), load_index(folder)
    assert loaded.clause_ids == IDS
    assert loaded.words == saved.words
    assert loaded.passage_keys == saved.passage_keys
    assert loaded.passage_rows.tolist() == [0, 1, 2, 2]
    for query in (["党课"], ["党费", "书记"], ["没有"], []):
        assert loaded.bm25.scores(query).tolist() == saved.bm25.scores(query).tolist()
    assert loaded.vectors.reconstruct_n(0, 4).tolist() == VECTORS.tolist()
    assert (loaded.manifest.model, loaded.manifest.revision, loaded.manifest.passages) == ("hash-1", "r1", 4)


def test_a_loaded_index_keeps_working_when_it_is_replaced_twice(folder: Path) -> None:
    before = load_index(folder)
    path = stored(folder)
    save_index(folder, index_of("r2"))
    save_index(folder, index_of("r3"))
    assert not path.exists()
    assert before.manifest.revision == "r1"
    assert before.bm25.scores(["党费"]).argmax() == 1
    assert before.vectors.search(VECTORS[2:3], 1)[1].tolist() == [[2]]
    assert load_index(folder).manifest.revision == "r3"


def test_the_index_before_stays_for_readers_that_are_just_opening_it(folder: Path) -> None:
    path = stored(folder)
    save_index(folder, index_of("r2"))
    assert (path / "manifest.json").is_file()
    assert stored(folder) != path


def test_the_same_index_saved_again_is_still_usable(folder: Path) -> None:
    save_index(folder, index_of())
    assert load_index(folder).clause_ids == IDS


def test_a_half_written_folder_is_ignored_and_cleaned_by_the_next_save(folder: Path) -> None:
    leftover = folder / ".building-abandoned"
    leftover.mkdir()
    (leftover / "terms.json").write_text('{"clause_ids": ["半', encoding="utf-8")
    assert load_index(folder).manifest.revision == "r1"
    save_index(folder, index_of("r2"))
    assert load_index(folder).manifest.revision == "r2"
    assert not leftover.exists()


def test_a_save_that_fails_leaves_the_index_before_in_use(folder: Path) -> None:
    broken = index_of("r2")
    broken.words["坏"] = {1, 2}  # type: ignore[assignment]
    with pytest.raises(TypeError):
        save_index(folder, broken)
    assert load_index(folder).manifest.revision == "r1"
    assert list(folder.glob(".building-*")) == []


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError) as e:
        load_index(tmp_path / "index")
    assert_in_chinese(str(e.value), "还没有索引", str(tmp_path / "index"))
    assert read_manifest(tmp_path / "index") is None


def remove_manifest(path: Path) -> None:
    (path / "manifest.json").unlink()


def garble_manifest(path: Path) -> None:
    (path / "manifest.json").write_text('{"version": "1", "mod', encoding="utf-8")


def list_as_manifest(path: Path) -> None:
    (path / "manifest.json").write_text("[]", encoding="utf-8")


def binary_manifest(path: Path) -> None:
    (path / "manifest.json").write_bytes(b"\xff\xfe\x00")


def manifest_without_model(path: Path) -> None:
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    del manifest["model"]
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def nothing_in_place(path: Path) -> None:
    path.rename(path.with_name("moved"))


@pytest.mark.parametrize("damage", [remove_manifest, garble_manifest, list_as_manifest, binary_manifest,
                                    manifest_without_model, nothing_in_place])
def test_a_broken_manifest_is_named(folder: Path, damage: Callable[[Path], None]) -> None:
    path = stored(folder)
    damage(path)
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), "索引不完整", str(path))
    assert read_manifest(folder) is None


def test_another_version_is_named(folder: Path) -> None:
    path = stored(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"version": "0"}), encoding="utf-8")
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), "格式是 0", INDEX_VERSION)
    assert read_manifest(folder) is None


@pytest.mark.parametrize("name", ["terms.json", "arrays.npz", "vectors.faiss"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (stored(folder) / name).unlink()
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), "索引不完整", name)
    assert read_manifest(folder) is None


@pytest.mark.parametrize("kept", [0, 0.5], ids=["empty", "half"])
@pytest.mark.parametrize("name", ["terms.json", "arrays.npz", "vectors.faiss"])
def test_a_file_cut_short_is_an_error_with_the_remedy(folder: Path, name: str, kept: float) -> None:
    path = stored(folder) / name
    path.write_bytes(path.read_bytes()[:int(path.stat().st_size * kept)])
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(stored(folder)))


@pytest.mark.parametrize("name", ["terms.json", "arrays.npz", "vectors.faiss"])
def test_a_damaged_file_does_not_pass_for_a_usable_index(folder: Path, name: str) -> None:
    path = stored(folder) / name
    path.write_bytes(path.read_bytes()[:path.stat().st_size // 2])
    assert read_manifest(folder) is None, "kb index would leave the damaged index in place"


@pytest.mark.parametrize("pointer", [b"", b"v-nowhere", b"\xff\xfe\x00"], ids=["empty", "nowhere", "binary"])
def test_a_broken_pointer_is_an_error_with_the_remedy(folder: Path, pointer: bytes) -> None:
    (folder / "CURRENT").write_bytes(pointer)
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(folder))
    assert read_manifest(folder) is None
    save_index(folder, index_of("r2"))
    assert load_index(folder).manifest.revision == "r2"
