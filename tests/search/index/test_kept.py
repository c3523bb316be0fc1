"""An index that takes over what the one before made is the one that is made from nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb.ingest.analysis import ClauseAnalysis, analyse
from kb.manage.intake import ingest
from kb.search.index import build, make
from kb.search.index.analyses import as_lines
from kb.search.index.disk import load_index, read_manifest
from kb.search.index.index import SearchIndex
from kb.search.index.kept import Kept, mark
from kb.search.index.postings import count, merged
from kb.store.library import Library
from kb.types import Clause, Obligation
from tests.conftest import HashEmbedder
from tests.search.samples import SECRETARY, TWO_LISTS, library_of

EMBEDDER = HashEmbedder()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with closing(library_of(tmp_path, {"清单.txt": SECRETARY})) as held:
        build.update_index(tmp_path / "index", held, EMBEDDER)
        (tmp_path / "汇编.txt").write_text(TWO_LISTS, encoding="utf-8")
        ingest(held, [tmp_path / "汇编.txt"])
        yield held


def assert_same(one: SearchIndex, other: SearchIndex) -> None:
    for name in ("clause_ids", "words", "roles", "mentions", "scopes", "paths"):
        assert getattr(one, name) == getattr(other, name)
    for a, b in ((one.by_word, other.by_word), (one.by_pair, other.by_pair),
                 (one.obligations.bm25, other.obligations.bm25), (one.asked.bm25, other.asked.bm25)):
        assert list(a.terms()) == list(b.terms())
        assert (a.size, a.floor, a.norms.tolist()) == (b.size, b.floor, b.norms.tolist())
        for term, _ in a.terms():
            assert a.scores([term]).tolist() == b.scores([term]).tolist()
    for name in ("keys", "rows", "raw", "adapted"):
        assert np.array_equal(getattr(one.passages.whole, name), getattr(other.passages.whole, name))
    assert np.array_equal(one.numeric, other.numeric) and np.array_equal(one.in_force, other.in_force)
    assert as_lines(one.analyses) == as_lines(other.analyses)


def test_what_is_taken_over_is_what_would_be_made(library: Library, tmp_path: Path,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    folder, made = tmp_path / "index", list[Clause]()

    def noted(clause: Clause, above: str, found: Sequence[Obligation]) -> ClauseAnalysis:
        made.append(clause)
        return analyse(clause, above, found)

    monkeypatch.setattr(make, "analyse", noted)
    taken = build.update_index(folder, library, EMBEDDER)
    assert 0 < len(made) < len(library.clauses())
    scratch = build.prepare_index(tmp_path / "other", library, EMBEDDER, kept=Kept())
    assert_same(taken, scratch)
    assert_same(load_index(folder), load_index(tmp_path / "other", scratch.manifest.revision))


def test_removed_and_changed_clauses_leave_nothing_behind(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    build.update_index(folder, library, EMBEDDER)
    (tmp_path / "清单.txt").write_text(SECRETARY.replace("书记", "委员", 1), encoding="utf-8")
    ingest(library, [tmp_path / "清单.txt"])
    with library.changing() as writer:
        writer.withdraw("汇编.txt")
    assert_same(build.update_index(folder, library, EMBEDDER),
                build.prepare_index(tmp_path / "other", library, EMBEDDER, kept=Kept()))


@pytest.mark.parametrize("name", ["names.json", "passages.raw.npy", "by_word.counts.npy", "analyses.jsonl"])
def test_a_damaged_segment_is_made_anew_and_never_copied(library: Library, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "index"
    [path] = folder.glob(f"s-*/{name}")
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    assert_same(build.update_index(folder, library, EMBEDDER),
                build.prepare_index(tmp_path / "other", library, EMBEDDER, kept=Kept()))
    assert read_manifest(folder, library.revision()) is not None


def test_a_mark_changes_with_the_document_and_what_the_library_says_of_it() -> None:
    assert mark("d", "1") == mark("d", "1")
    assert len({mark("d", "1"), mark("e", "1"), mark("d", "2")}) == 3


def test_postings_follow_their_texts() -> None:
    before = count([["党课", "党课", "书记"], ["党费"], ["会议"]])
    now = merged([(before, np.array([2, -1, 0])), (count([["党课", "学时"]]), np.array([1]))], 3)
    scratch = count([["会议"], ["党课", "学时"], ["党课", "党课", "书记"]])
    assert now.vocabulary == scratch.vocabulary == {"书记": 0, "会议": 1, "党课": 2, "学时": 3}
    for name in ("starts", "docs", "counts", "lengths"):
        assert getattr(now, name).tolist() == getattr(scratch, name).tolist()
