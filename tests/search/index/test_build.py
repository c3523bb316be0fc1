from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb.errors import SearchIndexError
from kb.question.finder import Finder, Retriever
from kb.search.index.adapter import Adapter
from kb.search.index.altered import with_adapter
from kb.search.index.build import build_index, is_current, update_index
from kb.search.index.disk import load_index, read_manifest, save_index
from kb.search.index.embedder import Vectors
from kb.search.index.kept import Kept
from kb.search.index.make import embed_ahead
from kb.search.index.passages import passages
from kb.store.library import Library, open_library
from tests.conftest import HashEmbedder
from tests.search.samples import SECRETARY, TWO_LISTS, clause, index_of, library_of

LIST = "党支部书记工作责任清单"
ASKED = [("2", "2.按时足额收缴党费", "党费多长时间公布一回"), ("1", "1.党支部书记", "书记一年讲几次课"),
         ("2", "2.按时足额收缴党费", "交上来的党费要让大家知道吗")]
QUESTIONS = "\n".join(json.dumps({"list": LIST, "number": n, "clause": c, "question": q}, ensure_ascii=False)
                      for n, c, q in ASKED)
FILES = {"清单.txt": SECRETARY, "清单.questions.jsonl": QUESTIONS}


class CountingEmbedder(HashEmbedder):
    """Keeps every text that it was given to embed."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)

    def embed_query(self, text: str) -> Vectors:
        self.seen.append(text)
        return super().embed_query(text)


class OtherModel(CountingEmbedder):
    fingerprint = "hash-2"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = library_of(tmp_path, FILES)
    yield library
    library.close()


def all_passages(library: Library) -> list[str]:
    titles = library.titles()
    return [p for c in library.clauses() for p in passages(c, titles[c.document_id][0])]


def all_texts(library: Library) -> list[str]:
    """What is embedded, in order: the passages, then the attached questions in the order of their clauses."""
    row_of = {c.id: row for row, c in enumerate(library.clauses())}
    return all_passages(library) + [q for _, q in sorted((row_of[c], q) for c, q in library.questions())]


def stored_vectors(texts: Sequence[str]) -> list[list[float]]:
    """The vectors of `texts` as an index keeps them."""
    vectors: list[list[float]] = HashEmbedder().embed(texts).astype(np.float16).tolist()
    return vectors


def test_every_text_is_embedded_once_and_reported(tmp_path: Path, library: Library) -> None:
    counting, told = CountingEmbedder(), list[tuple[int, int]]()
    index = update_index(tmp_path / "index", library, counting, lambda done, total: told.append((done, total)))
    expected = all_texts(library)
    assert counting.seen == expected
    assert told == [(n + 1, len(expected)) for n in range(len(expected))]
    assert index.clause_ids == tuple(c.id for c in library.clauses())
    assert (index.manifest.clauses, index.manifest.passages, index.manifest.questions) == (3, len(expected) - 3, 3)


def test_the_stored_vectors_are_those_of_the_texts(tmp_path: Path, library: Library, embedder: HashEmbedder) -> None:
    update_index(tmp_path / "index", library, embedder)
    index = load_index(tmp_path / "index")
    assert index.passages.whole.raw.tolist() == stored_vectors(all_passages(library))
    assert index.questions.whole.raw.tolist() == stored_vectors(all_texts(library)[-3:])
    assert index.questions.whole.rows.tolist() == [0, 1, 1]
    for dense in (index.passages.whole, index.questions.whole):
        np.testing.assert_array_equal(dense.adapted, dense.raw.astype(np.float32))


def test_unchanged_texts_are_not_embedded_again(tmp_path: Path, library: Library) -> None:
    update_index(tmp_path / "index", library, CountingEmbedder())
    before = set(all_texts(library))
    again = CountingEmbedder()
    update_index(tmp_path / "index", library, again)
    assert again.seen == []

    library.close()
    third = CountingEmbedder()
    texts = {"清单.txt": SECRETARY.replace("上1次党课", "上2次党课"), "汇编.txt": TWO_LISTS,
             "清单.questions.jsonl": QUESTIONS.replace("一年", "每年")}
    with closing(library_of(tmp_path, texts)) as changed:
        index = update_index(tmp_path / "index", changed, third)
        now = all_texts(changed)
    assert third.seen == [t for t in now if t not in before]
    assert "书记每年讲几次课" in third.seen
    assert 0 < len(third.seen) < len(now)
    assert [*index.passages.whole.raw.tolist(), *index.questions.whole.raw.tolist()] == stored_vectors(now)


def test_an_index_built_from_kept_vectors_scores_as_one_built_anew(tmp_path: Path, library: Library) -> None:
    update_index(tmp_path / "index", library, HashEmbedder())
    kept = update_index(tmp_path / "index", library, HashEmbedder())
    anew = index_of(library, HashEmbedder())
    np.testing.assert_array_equal(kept.passages.whole.adapted, anew.passages.whole.adapted)
    np.testing.assert_array_equal(kept.questions.whole.adapted, anew.questions.whole.adapted)


def test_another_model_embeds_everything_again(tmp_path: Path, library: Library) -> None:
    update_index(tmp_path / "index", library, CountingEmbedder())
    other = OtherModel()
    update_index(tmp_path / "index", library, other)
    assert other.seen == all_texts(library)
    assert load_index(tmp_path / "index").manifest.model == "hash-2"


@pytest.mark.parametrize("name", ["s-*/passages.adapted.npy", "s-*/questions.raw.npy", "s-*/names.json",
                                  "s-*/analyses.jsonl", "v-*/taken.json"])
def test_a_damaged_index_is_not_current_and_is_built_anew(tmp_path: Path, library: Library, name: str) -> None:
    folder = tmp_path / "index"
    update_index(folder, library, CountingEmbedder())
    (damaged,) = folder.glob(name)
    damaged.write_bytes(damaged.read_bytes()[:20])
    assert not is_current(folder, library, HashEmbedder())
    again = CountingEmbedder()
    update_index(folder, library, again)
    assert again.seen == all_texts(library)
    assert is_current(folder, library, HashEmbedder())
    assert load_index(folder).manifest.clauses == 3


def test_current_only_for_this_library_and_model(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "index"
    assert not is_current(folder, library, HashEmbedder())
    update_index(folder, library, HashEmbedder())
    assert is_current(folder, library, HashEmbedder())
    assert not is_current(folder, library, OtherModel())
    library.close()
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS})) as grown:
        assert not is_current(folder, grown, HashEmbedder())


def test_another_attached_question_makes_the_index_out_of_date(tmp_path: Path, library: Library) -> None:
    update_index(tmp_path / "index", library, HashEmbedder())
    library.close()
    asked = QUESTIONS.replace("一年", "每年")
    with closing(library_of(tmp_path, {"清单.questions.jsonl": asked})) as changed:
        assert not is_current(tmp_path / "index", changed, HashEmbedder())


@pytest.mark.parametrize("part", ["adapter", "tokenizer", "model"])
def test_current_only_for_what_the_manifest_names(tmp_path: Path, library: Library, part: str) -> None:
    folder = tmp_path / "index"
    update_index(folder, library, HashEmbedder())
    index = load_index(folder)
    changed: dict[str, Any] = {part: "别的"}
    save_index(folder, replace(index, manifest=replace(index.manifest, **changed)))
    assert read_manifest(folder) is not None
    assert not is_current(folder, library, HashEmbedder())


def test_an_empty_library_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    with (closing(open_library(tmp_path / "library.db")) as empty,
          pytest.raises(SearchIndexError, match="知识库是空的.*kb index")):
        update_index(tmp_path / "index", empty, CountingEmbedder())
    assert not (tmp_path / "index").exists()


def test_rows_follow_the_clauses_with_what_is_known_of_them(embedder: HashEmbedder) -> None:
    clauses = [
        clause("b", "每年至少为本支部党员上1次党课。", roles=("党支部书记",), scope=("机关",)),
        clause("a", "组织委员协助书记做好工作，组织委员带头学习。", scope=("学校", "国企")),
    ]
    index = build_index(clauses, {"d": "汇编"}, [("a", "谁协助书记"), ("没有", "不在库里的条款")], embedder,
                        revision="r")
    assert (index.clause_ids, index.size, index.manifest.revision) == (("b", "a"), 2, "r")
    assert index.roles == (("党支部书记",), ())
    assert index.mentions == (("党支部", "党员"), ("组织委员", "书记"))
    assert index.scopes == (("机关",), ("学校", "国企"))
    assert index.numeric.tolist() == [True, False]
    assert (index.questions.whole.rows.tolist(), index.asked.rows.tolist(), index.manifest.questions) == ([1], [1], 1)
    assert set(index.obligations.rows.tolist()) == {0}
    assert index.in_force.tolist() == [True, True]


def test_clauses_are_analysed_once_for_all_questions(embedder: HashEmbedder) -> None:
    clauses = [clause("b", "每年至少为本支部党员上1次党课。", list_title="书记清单", path=("（一）党课",)),
               clause("a", "组织委员协助书记做好工作。", list_title="委员清单")]
    index = build_index(clauses, {"d": "汇编"}, [], embedder)
    assert [a.clause for a in index.analyses] == clauses
    assert [a.above for a in index.analyses] == ["书记清单 党课", "委员清单"]
    assert [[o.value for o in a.obligations] for a in index.analyses] == [["至少1次"], []]


def test_clauses_of_repealed_documents_stay_in_the_index_but_not_in_force(embedder: HashEmbedder) -> None:
    clauses = [clause("a", "每年上1次党课。"), replace(clause("b", "每年上2次党课。"), document_id="gone")]
    index = build_index(clauses, {"d": "办法", "gone": "旧办法"}, [], embedder, repealed={"gone"})
    assert index.clause_ids == ("a", "b")
    assert index.in_force.tolist() == [True, False]


def test_a_document_that_the_library_calls_repealed_is_not_in_force(tmp_path: Path, embedder: HashEmbedder) -> None:
    texts = {"清单.txt": SECRETARY, "汇编.txt": TWO_LISTS}
    with closing(library_of(tmp_path, texts)) as before:
        update_index(tmp_path / "index", before, embedder)
    catalog = '[[document]]\nfile = "汇编.txt"\nstatus = "已废止"\n'
    with closing(library_of(tmp_path, texts | {"corpus.toml": catalog})) as library:
        gone = next(i for i, (_, status) in library.titles().items() if status == "已废止")
        assert not is_current(tmp_path / "index", library, embedder)
        index = update_index(tmp_path / "index", library, embedder)
        assert index.in_force.tolist() == [c.document_id != gone for c in library.clauses()]
        assert sorted(set(index.in_force.tolist())) == [False, True]


def test_with_adapter_adapts_the_kept_vectors_anew(embedder: HashEmbedder) -> None:
    clauses = [clause("a", "每年上1次党课。"), clause("b", "收缴党费。")]
    index = build_index(clauses, {"d": "汇编"}, [("a", "几次党课")], embedder)
    turned = np.roll(np.eye(embedder.dimension, dtype=np.float32), 1, axis=0)
    adapter = Adapter("turned", np.eye(embedder.dimension, dtype=np.float32), turned)
    adapted = with_adapter(index, adapter)
    assert (adapted.manifest.adapter, index.manifest.adapter) == ("turned", "none")
    now, before = adapted.passages.whole, index.passages.whole
    np.testing.assert_allclose(now.adapted, np.roll(before.adapted, 1, axis=1), atol=1e-3)
    np.testing.assert_allclose(adapted.questions.whole.adapted, index.questions.whole.adapted, atol=1e-3)
    assert now.raw.tolist() == before.raw.tolist()


@pytest.mark.parametrize("retriever", ["bm25", "vector", "hybrid", "rrf"])
def test_identical_clauses_of_two_lists_both_come_back(tmp_path: Path, embedder: HashEmbedder,
                                                       retriever: Retriever) -> None:
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS})) as library:
        update_index(tmp_path / "index", library, embedder)
        twins = {c.id: c.list_title for c in library.clauses() if "警示教育" in c.text}
    assert sorted(twins.values()) == ["党支部书记责任清单", "党支部组织委员责任清单"]
    finder = Finder(load_index(tmp_path / "index"), embedder)
    found = finder.search("多久观看一次廉政专题片", retriever=retriever, k=2)
    assert {h.clause_id for h in found} == set(twins)


def test_a_renamed_list_brings_the_index_up_to_date(tmp_path: Path, embedder: HashEmbedder) -> None:
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS, "清单.txt": SECRETARY})) as before:
        update_index(tmp_path / "index", before, embedder)
    renamed = TWO_LISTS.replace("党支部组织委员", "党支部宣传委员")
    with closing(library_of(tmp_path, {"汇编.txt": renamed})) as after:
        assert not is_current(tmp_path / "index", after, embedder)
        finder = Finder(update_index(tmp_path / "index", after, embedder), embedder)
        found = [after.clause(h.clause_id).list_title for h in finder.search("宣传委员", retriever="bm25", k=3)]
    assert found == ["党支部宣传委员责任清单"] * 3


def test_vectors_made_several_at_a_time_are_those_made_one_by_one(library: Library) -> None:
    titles = library.titles()
    read = [(titles[c.document_id][0], [c]) for c in library.clauses()]
    told: list[tuple[int, int]] = []
    kept, one_by_one = Kept(), Kept()

    embed_ahead(read, ["党费多长时间公布一回"], HashEmbedder(), kept, lambda *done: told.append(done), workers=3)
    embed_ahead(read, ["党费多长时间公布一回"], HashEmbedder(), one_by_one)

    known, alone = kept.vectors, one_by_one.vectors
    assert list(known) == list(alone) and all(np.array_equal(known[k], alone[k]) for k in known)
    assert told == [(n, len(known)) for n in range(1, len(known) + 1)]
