from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from kb.errors import SearchIndexError
from kb.library import Library, open_library
from kb.search.build import build_index, is_current
from kb.search.embedder import Vectors
from kb.search.index import load_index
from kb.search.passages import passages
from kb.search.searcher import Searcher
from tests.conftest import HashEmbedder
from tests.search.samples import SECRETARY, TWO_LISTS, library_of


class CountingEmbedder(HashEmbedder):
    """Keeps every text that it was given to embed."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)


class OtherModel(CountingEmbedder):
    fingerprint = "hash-2"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = library_of(tmp_path, {"清单.txt": SECRETARY})
    yield library
    library.close()


def all_passages(library: Library) -> list[str]:
    titles = library.titles()
    return [p for c in library.clauses() for p in passages(c, titles[c.document_id][0])]


def test_every_passage_is_embedded_once_and_reported(tmp_path: Path, library: Library) -> None:
    counting, told = CountingEmbedder(), list[tuple[int, int]]()
    index = build_index(tmp_path / "index", library, counting, lambda done, total: told.append((done, total)))
    expected = all_passages(library)
    assert counting.seen == expected
    assert told == [(n + 1, len(expected)) for n in range(len(expected))]
    assert index.clause_ids == [c.id for c in library.clauses()]
    assert (index.manifest.clauses, index.manifest.passages) == (3, len(expected))


def test_the_stored_vectors_are_those_of_the_passages(tmp_path: Path, library: Library,
                                                      embedder: HashEmbedder) -> None:
    build_index(tmp_path / "index", library, embedder)
    index = load_index(tmp_path / "index")
    np.testing.assert_array_equal(index.vectors.reconstruct_n(0, index.vectors.ntotal),
                                  embedder.embed(all_passages(library)))


def test_unchanged_passages_are_not_embedded_again(tmp_path: Path, library: Library) -> None:
    build_index(tmp_path / "index", library, CountingEmbedder())
    before = set(all_passages(library))
    again = CountingEmbedder()
    build_index(tmp_path / "index", library, again)
    assert again.seen == []

    library.close()
    third = CountingEmbedder()
    texts = {"清单.txt": SECRETARY.replace("上1次党课", "上2次党课"), "汇编.txt": TWO_LISTS}
    with closing(library_of(tmp_path, texts)) as changed:
        index = build_index(tmp_path / "index", changed, third)
        now = all_passages(changed)
    new = [p for p in now if p not in before]
    assert third.seen == new
    assert 0 < len(new) < index.manifest.passages
    np.testing.assert_array_equal(index.vectors.reconstruct_n(0, index.vectors.ntotal),
                                  HashEmbedder().embed(now))


def test_another_model_embeds_everything_again(tmp_path: Path, library: Library) -> None:
    build_index(tmp_path / "index", library, CountingEmbedder())
    other = OtherModel()
    build_index(tmp_path / "index", library, other)
    assert other.seen == all_passages(library)
    assert load_index(tmp_path / "index").manifest.model == "hash-2"


def test_a_damaged_index_is_built_anew(tmp_path: Path, library: Library) -> None:
    build_index(tmp_path / "index", library, CountingEmbedder())
    (vectors,) = (tmp_path / "index").glob("v-*/vectors.faiss")
    vectors.write_bytes(b"")
    again = CountingEmbedder()
    build_index(tmp_path / "index", library, again)
    assert again.seen == all_passages(library)
    assert load_index(tmp_path / "index").manifest.clauses == 3


def test_current_only_for_this_library_and_model(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    assert not is_current(folder, library, "hash-1")
    build_index(folder, library, CountingEmbedder())
    assert is_current(folder, library, "hash-1")
    assert not is_current(folder, library, "hash-2")
    library.close()
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS})) as grown:
        assert not is_current(folder, grown, "hash-1")


def test_a_damaged_index_is_not_current(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    build_index(folder, library, CountingEmbedder())
    (vectors,) = folder.glob("v-*/vectors.faiss")
    vectors.write_bytes(vectors.read_bytes()[:200])
    assert not is_current(folder, library, "hash-1")


def test_an_empty_library_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    with (closing(open_library(tmp_path / "library.db")) as empty,
          pytest.raises(SearchIndexError, match="知识库是空的.*kb index")):
        build_index(tmp_path / "index", empty, CountingEmbedder())
    assert not (tmp_path / "index").exists()


def test_identical_clauses_of_two_lists_both_come_back(tmp_path: Path, embedder: HashEmbedder) -> None:
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS})) as library:
        build_index(tmp_path / "index", library, embedder)
        twins = {c.id: c.list_title for c in library.clauses() if "警示教育" in c.text}
    assert sorted(twins.values()) == ["党支部书记责任清单", "党支部组织委员责任清单"]
    searcher = Searcher(load_index(tmp_path / "index"), embedder)
    for found in (searcher.search("多久观看一次廉政专题片", retriever="bm25", k=2),
                  searcher.search("多久观看一次廉政专题片", retriever="vector", k=2),
                  searcher.search("多久观看一次廉政专题片", k=2)):
        assert {h.clause_id for h in found} == set(twins)


def test_a_renamed_list_brings_the_index_up_to_date(tmp_path: Path, embedder: HashEmbedder) -> None:
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS, "清单.txt": SECRETARY})) as before:
        build_index(tmp_path / "index", before, embedder)
    renamed = TWO_LISTS.replace("党支部组织委员", "党支部宣传委员")
    with closing(library_of(tmp_path, {"汇编.txt": renamed})) as after:
        assert not is_current(tmp_path / "index", after, "hash-1")
        searcher = Searcher(build_index(tmp_path / "index", after, embedder), embedder)
        found = [after.clause(h.clause_id).list_title for h in searcher.search("宣传委员", retriever="bm25", k=3)]
    assert found == ["党支部宣传委员责任清单"] * 3
