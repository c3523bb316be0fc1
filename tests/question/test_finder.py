from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kb.question.finder import Finder, Retriever
from kb.search.fusion import reciprocal_rank_fusion
from kb.search.index.build import build_index, update_index
from kb.search.index.disk import load_index
from kb.search.index.passages import passages
from kb.search.ranker import load_ranker
from kb.search.recall import Filters
from kb.store.library import Library
from tests.conftest import HashEmbedder
from tests.search.samples import SECRETARY, TWO_LISTS, clause, index_of, library_of

QUESTIONS = ["党支部书记每年至少上几次党课", "党费多久公示一次", "谈心谈话", "黨員教育培訓學時", "书记项目", "1次"]
RETRIEVERS: tuple[Retriever, ...] = ("bm25", "vector", "hybrid", "rrf")


@pytest.fixture(scope="module")
def finder(corpus_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("finder") / "index"
    update_index(folder, corpus_library, HashEmbedder())
    return Finder(load_index(folder), HashEmbedder())


def test_bm25_finds_the_clauses_that_share_a_term(finder: Finder, corpus_library: Library) -> None:
    found = [corpus_library.clause(h.clause_id).text for h in finder.search("党费收缴公示", retriever="bm25", k=3)]
    assert all("党费" in text for text in found)
    assert any("公示" in text for text in found)


def test_vector_finds_a_clause_by_its_own_words(finder: Finder, corpus_library: Library) -> None:
    titles = corpus_library.titles()
    for c in corpus_library.clauses()[::37]:
        text = passages(c, titles[c.document_id][0])[-1]
        best = finder.search(text, retriever="vector", k=1)[0]
        assert best.score == pytest.approx(1, abs=2e-3)
        found = corpus_library.clause(best.clause_id)
        assert text in passages(found, titles[found.document_id][0])


def test_a_clause_scores_by_its_nearest_passage(finder: Finder, corpus_library: Library) -> None:
    titles, embedder = corpus_library.titles(), HashEmbedder()
    query = embedder.embed_query("每年至少上几次党课")
    for hit in finder.search("每年至少上几次党课", retriever="vector", k=20):
        c = corpus_library.clause(hit.clause_id)
        cosines = embedder.embed(passages(c, titles[c.document_id][0])) @ query
        assert hit.score == pytest.approx(float(np.max(cosines)), abs=2e-3)


@pytest.mark.parametrize("question", QUESTIONS)
def test_rrf_is_the_fusion_of_both(finder: Finder, question: str) -> None:
    fused = reciprocal_rank_fusion([finder.search(question, retriever="bm25", k=100),
                                    finder.search(question, retriever="vector", k=100)])
    assert finder.search(question, retriever="rrf", k=10) == fused[:10]


@pytest.mark.parametrize("retriever", RETRIEVERS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_ranked_best_first_with_ties_by_clause_id(finder: Finder, question: str, retriever: Retriever) -> None:
    hits = finder.search(question, retriever=retriever, k=100)
    keys = [(-h.score, h.clause_id) for h in hits]
    assert keys == sorted(keys)
    assert len({h.clause_id for h in hits}) == len(hits)


@pytest.mark.parametrize("retriever", RETRIEVERS)
def test_fewer_asked_for_are_the_first_of_more(finder: Finder, retriever: Retriever) -> None:
    more = finder.search("党员教育培训", retriever=retriever, k=20)
    assert len(more) == 20
    assert finder.search("党员教育培训", retriever=retriever, k=3) == more[:3]


def test_words_that_no_clause_holds_match_nothing_by_bm25(finder: Finder) -> None:
    assert finder.search("？！", retriever="bm25") == []
    assert finder.search("zzzz", retriever="bm25") == []
    assert len(finder.search("zzzz", retriever="rrf", k=10)) == 10


def test_traditional_and_simplified_questions_match_the_same_clauses(finder: Finder) -> None:
    assert finder.search("黨費收繳", retriever="bm25") == finder.search("党费收缴", retriever="bm25")


@pytest.mark.parametrize("retriever", RETRIEVERS[:2])
def test_the_same_clause_in_two_documents_ties_and_goes_by_id(tmp_path: Path, retriever: Retriever) -> None:
    with closing(library_of(tmp_path, {"甲.txt": SECRETARY, "乙.txt": SECRETARY, "丙.txt": TWO_LISTS})) as library:
        finder = Finder(update_index(tmp_path / "index", library, HashEmbedder()), HashEmbedder())
        twins = sorted(c.id for c in library.clauses() if "公示1次党费收缴情况" in c.text)
        first, second, third = finder.search("按时足额收缴党费并公示", retriever=retriever, k=3)
    assert [first.clause_id, second.clause_id] == twins
    assert first.score == second.score > third.score


@pytest.mark.parametrize("text", [
    "党费收缴制度\n\n1.按时足额收缴党费，每季度向全体党员公示1次党费收缴情况。\n",
    "党费收缴制度\n\n1.按时足额收缴党费，每季度公示1次。\n2.每年至少召开2次党建工作会议，研究部署重点任务。\n",
], ids=["one clause", "two clauses"])
def test_bm25_finds_a_clause_in_a_very_small_library(tmp_path: Path, text: str) -> None:
    with closing(library_of(tmp_path, {"制度.txt": text})) as library:
        finder = Finder(update_index(tmp_path / "index", library, HashEmbedder()), HashEmbedder())
        found = [library.clause(h.clause_id).text for h in finder.search("收缴党费", retriever="bm25")]
    assert any("收缴党费" in text for text in found)


@pytest.mark.parametrize("retriever", RETRIEVERS)
def test_many_threads_get_what_one_gets(finder: Finder, retriever: Retriever) -> None:
    alone = [finder.search(q, retriever=retriever) for q in QUESTIONS]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: finder.search(q, retriever=retriever), QUESTIONS * 10))
    assert together == alone * 10


def test_an_attached_question_brings_its_clause_to_the_top(tmp_path: Path) -> None:
    question = "年底给大伙儿报账怎么安排"
    row = {"list": "党支部书记工作责任清单", "number": "2", "clause": "2.按时", "question": question}
    with closing(library_of(tmp_path, {"清单.txt": SECRETARY, "汇编.txt": TWO_LISTS,
                                       "清单.questions.jsonl": json.dumps(row)})) as library:
        index = index_of(library, HashEmbedder())
        fees = next(c.id for c in library.clauses() if c.text.startswith("2.按时足额"))
    asked, unasked = (Finder(index, HashEmbedder(), attached=a) for a in (True, False))
    assert asked.search(question, k=1)[0].clause_id == fees
    assert asked.search(question) != unasked.search(question)


def test_a_finder_goes_on_while_its_index_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with closing(library_of(tmp_path, {"汇编.txt": TWO_LISTS})) as small:
        update_index(folder, small, HashEmbedder())
    finder = Finder(load_index(folder), HashEmbedder())
    before = finder.search("党费收缴")
    with closing(library_of(tmp_path, {"清单.txt": SECRETARY})) as grown:
        update_index(folder, grown, HashEmbedder())
    assert finder.search("党费收缴") == before
    assert len(Finder(load_index(folder), HashEmbedder()).search("党费收缴")) > len(before)


@pytest.mark.parametrize("question", QUESTIONS)
def test_found_clauses_rank_by_the_rankers_score_of_their_features(finder: Finder, question: str) -> None:
    found = finder.find(finder.read(question))
    assert len(found.hits) == len(found.matrix) > 0
    assert [h.score for h in found.hits] == pytest.approx(load_ranker().score(found.matrix).tolist(), abs=1e-4)
    assert finder.search(question, k=5) == list(found.hits[:5])


class TestRead:
    def test_a_question_is_repaired_unless_as_typed(self, finder: Finder) -> None:
        assert finder.read("党废多久公示一次").question.text == "党费多久公示一次"
        assert finder.read("党废多久公示一次", as_typed=True).question.text == "党废多久公示一次"
        assert finder.search("党废多久公示一次") == finder.search("党费多久公示一次")

    def test_a_long_question_is_sought_whole_and_asks_what_its_last_part_does(self, finder: Finder) -> None:
        preamble = "我是新来的支部书记，前任一年只公示了2次，很多材料都没来得及交代清楚，这几天忙得团团转。"
        read = finder.read(f"{preamble}党费收缴情况多久公示一次？")
        assert read.question.text.startswith("我是新来的支部书记")
        assert read.question.kind == "count"
        assert [m.count for m in read.question.quantities] == [1.0]  # 多久一次, not the 2次 of the story
        assert read.question.roles == read.sought.roles == ("党支部书记",)
        assert {"材料", "党费"} <= set(read.sought.terms)

    def test_a_part_of_a_question_is_read_as_it_is_and_by_whom_the_whole_names(self, finder: Finder) -> None:
        read = finder.read("党费多久公示一次", within="我是支部书记，党费多久公示一次，谁来公示")
        assert (read.question.text, read.sought.roles) == ("党费多久公示一次", ("党支部书记",))

    def test_the_parts_of_a_question_as_typed(self, finder: Finder) -> None:
        typed = finder.understood("請問，支委会和党课 各几次？谢谢")
        assert [p.text for p in typed.parts] == ["支委会几次", "党课几次"]
        assert finder.understood("支委会和党课各几次", within="支委会和党课各几次，谁主持").parts == ()

    def test_what_lay_words_stand_for_is_sought_too(self, finder: Finder) -> None:
        sought = finder.read("多久公布").sought
        assert sought.terms == ("多久", "公布", "公布", "公示")
        assert sought.pairs == ("多久", "久公", "公示", "公示", "公示")
        assert sought.words == ("公布",)

    def test_the_question_is_embedded_as_it_is_searched(self, finder: Finder) -> None:
        np.testing.assert_array_equal(finder.read("党废多久公示一次").sought.vector,
                                      HashEmbedder().embed_query("党费多久公示一次"))

    @pytest.mark.parametrize(("question", "counts", "quantified"), [
        ("书记每年上几次党课", True, True),
        ("什么时候述职", False, True),
        ("党课每年上4次对吗", False, True),
        ("谁负责党费收缴", False, False),
    ])
    def test_whether_figures_matter(self, finder: Finder, question: str, counts: bool, quantified: bool) -> None:
        sought = finder.read(question).sought
        assert (sought.counts, sought.quantified) == (counts, quantified)

    def test_roles_and_kinds_of_organisation_are_sought_as_named(self, finder: Finder) -> None:
        sought = finder.read("国企支部书记和副书记上几次党课").sought
        assert (sought.roles, sought.scopes) == (("党支部书记", "副书记"), ("国企",))


class TestFilters:
    @pytest.fixture
    def narrow(self) -> Finder:
        clauses = [clause("school", "学校支部每年上4次党课。", scope=("学校",)),
                   clause("factory", "国企支部每年上2次党课。", scope=("国企",)),
                   clause("old", "支部每年上9次党课。")]
        gone = replace(clauses[2], document_id="gone")
        return Finder(build_index([*clauses[:2], gone], {"d": "办法", "gone": "旧办法"}, [], HashEmbedder(),
                                  repealed=["gone"]), HashEmbedder())

    @pytest.mark.parametrize(("filters", "ids"), [
        (Filters(), {"school", "factory"}),
        (Filters(in_force=False), {"school", "factory", "old"}),
        (Filters("国企"), {"factory"}),
        (Filters("国企", in_force=False), {"factory", "old"}),
        (Filters("农村"), set()),
    ])
    def test_only_what_the_filters_admit_is_found(self, narrow: Finder, filters: Filters, ids: set[str]) -> None:
        assert {h.clause_id for h in narrow.find(narrow.read("党课上几次"), filters).hits} == ids

    def test_without_filters_everything_is_found(self, narrow: Finder) -> None:
        assert {h.clause_id for h in narrow.search("党课上几次")} == {"school", "factory", "old"}
