from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kb.errors import SearchIndexError
from kb.ingest.analysis import analyse
from kb.language.pairs import bigrams
from kb.language.repair import Sounds
from kb.search.index.analyses import StoredAnalyses, as_lines
from kb.search.index.coded import coded
from kb.search.index.dense import Dense, dense
from kb.search.index.disk import load_index, read_manifest, save_index
from kb.search.index.embedder import Vectors
from kb.search.index.index import INDEX_VERSION, Manifest, SearchIndex, over
from kb.search.index.postings import count
from kb.search.index.segment import Held, Segment, Taken
from kb.search.index.units import cut
from tests.search.samples import clause

IDS = ("d-1", "d-2", "d-3")
TERMS = [["党课", "书记"], ["党费"], ["党课", "学时", "党课"]]
PAIRS = [bigrams(t) for t in ("书记上党课", "收缴党费", "党课学时")]
VECTORS = np.eye(4, dtype=np.float32)
ANALYSES = tuple(analyse(clause(i, text), "清单") for i, text in zip(
    IDS, ("每年至少上1次党课，每年2次。", "收缴党费。", "党课学时。"), strict=True))
STATE = ["words.txt", "words.npy", "sounds.json", "taken.json"]
FILES = [*STATE, "names.json", "by_word.counts.npy", "passages.adapted.npy", "passages.raw.npy", "questions.rows.npy"]
EVERY = [*FILES, "analyses.jsonl"]


def held(rows: list[int], keys: tuple[str, ...], vectors: Vectors) -> Dense:
    return dense(rows, keys, vectors.astype(np.float16), lambda v: v)


def index_of(revision: str = "r1", *, asked: bool = True) -> SearchIndex:
    """Three clauses, the last with two passages; a question is attached to the second."""
    questions = [(1, "党费多久公示一次")] if asked else []
    rows, keys, vectors = ([1], ("q1",), VECTORS[3:]) if asked else ([], (), VECTORS[:0])
    segment = Segment(
        documents=(Held("d", "m1", 2), Held("e", "m2", 3)), clause_ids=IDS, by_word=count(TERMS), by_pair=count(PAIRS),
        obligations=cut([(0, "每年至少上1次党课"), (0, "每年2次")]), asked=cut(questions),
        passages=held([0, 1, 2, 2], ("k1", "k2", "k3", "k4"), VECTORS), questions=held(rows, keys, vectors),
        roles=coded([("党支部书记",), (), ("党员",)]), mentions=coded([(), ("书记",), ()]),
        scopes=coded([("机关",), ("学校", "高校"), ("通用",)]),
        paths=coded([("第一章",), ("第一章", "一、"), ()]), numeric=np.array([True, False, True]),
        analyses=StoredAnalyses(as_lines(ANALYSES)))
    manifest = Manifest(INDEX_VERSION, "hash-1", "none", 4, "t1", revision, 0, 0, 0, (), {})
    return over((segment,), (Taken(0, 0), Taken(0, 1, False)), manifest, {"党课": 5, "党": 0},
                Sounds({"党": "dan", "课": "ke"}, {"dan ke": "党课"}, {"dangke": "党课"}))


def segment_of(folder: Path) -> Path:
    """The only segment of the index in use."""
    name: str
    [name] = json.loads((stored(folder) / "manifest.json").read_text(encoding="utf-8"))["segments"]
    return folder / name


def file_of(folder: Path, name: str) -> Path:
    """A file of the index in use, in its own folder or in its segment's."""
    return (stored(folder) if name in STATE else segment_of(folder)) / name


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


@pytest.mark.parametrize("asked", [True, False], ids=["with questions", "without questions"])
def test_round_trip(tmp_path: Path, asked: bool) -> None:
    saved = index_of(asked=asked)
    save_index(tmp_path / "index", saved)
    loaded = load_index(tmp_path / "index")
    assert (loaded.clause_ids, loaded.words, loaded.sounds) == (IDS, saved.words, saved.sounds)
    assert (loaded.roles, loaded.mentions, loaded.scopes, loaded.paths) == (
        saved.roles, saved.mentions, saved.scopes, saved.paths)
    assert (loaded.numeric.tolist(), loaded.in_force.tolist()) == ([True, False, True], [True, True, False])
    assert tuple(loaded.analyses) == ANALYSES
    assert (loaded.size, loaded.manifest.model, loaded.manifest.revision, loaded.manifest.passages) == (
        3, "hash-1", "r1", 4)
    for terms in (["党课"], ["党费", "书记"], ["没有"], []):
        assert loaded.by_word.scores(terms).tolist() == saved.by_word.scores(terms).tolist()
    for pairs in (bigrams("上党课"), bigrams("党费公示"), []):
        assert loaded.by_pair.scores(pairs).tolist() == saved.by_pair.scores(pairs).tolist()
        assert loaded.obligations.best(pairs, 3).tolist() == saved.obligations.best(pairs, 3).tolist()
        assert loaded.asked.best(pairs, 3).tolist() == saved.asked.best(pairs, 3).tolist()
    for before, after in ((saved.passages, loaded.passages), (saved.questions, loaded.questions)):
        for name in ("keys", "rows", "raw", "adapted"):
            assert getattr(after.whole, name).tolist() == getattr(before.whole, name).tolist()


def test_a_loaded_index_keeps_working_when_it_is_replaced_twice(folder: Path) -> None:
    before = load_index(folder)
    path = stored(folder)
    save_index(folder, index_of("r2", asked=False))
    save_index(folder, index_of("r3", asked=False))
    assert not path.exists()
    assert len(list(folder.glob("s-*"))) == 1, "the segment that no state takes any more is gone"
    assert before.manifest.revision == "r1"
    assert before.by_word.scores(["党费"]).argmax() == 1
    assert before.passages.nearest_rows(VECTORS[1]).tolist()[0] == 1
    assert tuple(before.analyses) == ANALYSES
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


@pytest.mark.parametrize("name", EVERY)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    file_of(folder, name).unlink()
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), "索引不完整", name)
    assert read_manifest(folder) is None


@pytest.mark.parametrize("kept", [0, 0.5], ids=["empty", "half"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_an_error_with_the_remedy(folder: Path, name: str, kept: float) -> None:
    path = file_of(folder, name)
    path.write_bytes(path.read_bytes()[:int(path.stat().st_size * kept)])
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(path.parent))


@pytest.mark.parametrize("name", EVERY)
def test_a_damaged_file_does_not_pass_for_a_usable_index(folder: Path, name: str) -> None:
    path = file_of(folder, name)
    path.write_bytes(path.read_bytes()[:path.stat().st_size // 2])
    assert read_manifest(folder) is None, "kb index would leave the damaged index in place"


@pytest.mark.parametrize("name", EVERY)
def test_a_flipped_byte_is_found(folder: Path, name: str) -> None:
    path = file_of(folder, name)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(path), "校验值")
    assert read_manifest(folder) is None


@pytest.mark.parametrize("part", ["clause_ids", "vocabulary", "documents", "roles", "scopes"])
def test_names_that_lack_a_part_are_an_error_with_the_remedy(folder: Path, part: str) -> None:
    path = segment_of(folder) / "names.json"
    names = json.loads(path.read_text(encoding="utf-8"))
    del names[part]
    path.write_text(json.dumps(names), encoding="utf-8")
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(segment_of(folder)))
    assert read_manifest(folder) is None


@pytest.mark.parametrize("pointer", [b"", b"v-nowhere", b"\xff\xfe\x00"], ids=["empty", "nowhere", "binary"])
def test_a_broken_pointer_is_an_error_with_the_remedy(folder: Path, pointer: bytes) -> None:
    (folder / "CURRENT").write_bytes(pointer)
    with pytest.raises(SearchIndexError) as e:
        load_index(folder)
    assert_in_chinese(str(e.value), str(folder))
    assert read_manifest(folder) is None
    save_index(folder, index_of("r2"))
    assert load_index(folder).manifest.revision == "r2"
