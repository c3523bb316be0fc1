from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from kb.language.pairs import bigrams
from kb.search.embedded import EmbeddedRecall
from kb.search.index.build import build_index
from kb.search.index.passages import passages
from kb.search.recall import Filters, Recall, Sought
from tests.conftest import HashEmbedder
from tests.search.samples import clause

LECTURE = clause("lecture", "每年上1次党课。", roles=("党支部书记",), scope=("学校",))
FEES = clause("fees", "党费要按月交纳，不得拖欠挪用。组织委员每季度向全体党员公示党费。")
DUTY = clause("duty", "主持召开例会。", roles=("组织委员",), scope=("国企",))
OLD = replace(clause("old", "每年上2次党课。", scope=("学校",)), document_id="gone")
CLAUSES = [LECTURE, FEES, DUTY, OLD]
TITLES = {"d": "办法", "gone": "旧办法"}
EMBEDDER = HashEmbedder()
ANY = Filters(in_force=False)


@pytest.fixture(scope="module")
def recall() -> EmbeddedRecall:
    return EmbeddedRecall(build_index(CLAUSES, TITLES, [("duty", "多久碰头"), ("fees", "谁收钱")], EMBEDDER,
                                      revision="r7", repealed=["gone"]))


def sought(text: str, *terms: str) -> Sought:
    return Sought(terms, tuple(bigrams(text)), terms, EMBEDDER.embed_query(text))


def test_it_is_an_engine_of_one_revision(recall: EmbeddedRecall) -> None:
    engine: Recall = recall
    assert engine.revision == "r7"


def test_candidates_come_by_row_with_their_features(recall: EmbeddedRecall) -> None:
    found = recall.candidates(sought("党课", "党课"), ANY)
    assert found.rows.tolist() == [0, 1, 2, 3]
    assert found.ids == ("lecture", "fees", "duty", "old")


@pytest.mark.parametrize(("filters", "ids"), [
    (Filters(), ["lecture", "fees", "duty"]),
    (Filters(scope="学校"), ["lecture", "fees"]),
    (Filters(scope="国企"), ["fees", "duty"]),
    (Filters(role="组织委员"), ["fees", "duty"]),
    (Filters(scope="学校", in_force=False), ["lecture", "fees", "old"]),
    (Filters(scope="农村", role="党支部书记"), ["fees"]),
])
def test_candidates_that_the_filters_admit_have_the_features_they_had(recall: EmbeddedRecall, filters: Filters,
                                                                      ids: list[str]) -> None:
    question = sought("党课", "党课")
    every, some = recall.candidates(question, ANY), recall.candidates(question, filters)
    assert list(some.ids) == ids == [c.id for c in CLAUSES if recall.admits(c.id, filters)]
    assert some.matrix.tolist() == [every.matrix[every.ids.index(c)].tolist() for c in ids]


@pytest.mark.parametrize(("clause_id", "filters", "admitted"), [
    ("old", Filters(), False), ("old", ANY, True),
    ("lecture", Filters(scope="高校"), True),       # a rule for schools binds a college too
    ("lecture", Filters(scope="国企"), False),
    ("fees", Filters(scope="国企"), True),          # binds everybody
    ("lecture", Filters(role="书记"), True),
    ("lecture", Filters(role="副书记"), False),
    ("fees", Filters(role="副书记"), True),         # binds no role
])
def test_what_filters_admit(recall: EmbeddedRecall, clause_id: str, filters: Filters, admitted: bool) -> None:
    assert recall.admits(clause_id, filters) is admitted


def test_a_clause_that_binds_one_role_and_names_another_is_admitted_for_both() -> None:
    both = clause("c", "组织委员协助。", roles=("党支部书记",))
    recall = EmbeddedRecall(build_index([both], TITLES, [], EMBEDDER))
    assert [r for r in ("党支部书记", "组织委员", "宣传委员") if recall.admits("c", Filters(role=r))] == [
        "党支部书记", "组织委员"]


def test_by_words_ranks_the_clauses_that_share_a_term(recall: EmbeddedRecall) -> None:
    assert [h.clause_id for h in recall.by_words(["党课"], k=9)] == ["lecture", "old"]
    assert [h.clause_id for h in recall.by_words(["党费", "未见过"], k=9)] == ["fees"]
    assert recall.by_words(["未见过"], k=9) == []


def test_by_words_ties_go_by_clause_id_and_k_cuts(recall: EmbeddedRecall) -> None:
    first, second = recall.by_words(["党课"], k=2)
    assert first.score == second.score
    assert recall.by_words(["党课"], k=1) == [first]
    assert recall.by_words(["党课"], k=0) == []


def test_by_meaning_ranks_every_clause_by_its_nearest_passage(recall: EmbeddedRecall) -> None:
    texts = {c.id: passages(c, TITLES[c.document_id]) for c in CLAUSES}
    vector = EMBEDDER.embed_query(texts["fees"][-1])
    hits = recall.by_meaning(vector, k=9)
    assert hits[0].clause_id == "fees"
    assert hits[0].score == pytest.approx(1, abs=2e-3)
    expected = {c: float(np.max(EMBEDDER.embed(own) @ vector)) for c, own in texts.items()}
    assert {h.clause_id: h.score for h in hits} == pytest.approx(expected, abs=2e-3)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert recall.by_meaning(vector, k=1) == hits[:1]


def test_rarity_is_by_the_number_of_clauses_that_hold_it(recall: EmbeddedRecall) -> None:
    assert recall.word_rarity("党费") == recall.pair_rarity("党费") == pytest.approx(math.log(1 + 4 / 2))
    assert recall.word_rarity("党课") == recall.pair_rarity("党课") == pytest.approx(math.log(1 + 4 / 3))
    assert recall.word_rarity("未见过") == recall.pair_rarity("未见") == pytest.approx(math.log(1 + 4 / 1))


def test_what_it_knows(recall: EmbeddedRecall) -> None:
    assert [w for w in ("党费", "党课", "碰头", "未见过") if recall.knows_word(w)] == ["党费", "党课"]
    assert [p for p in ("党费", "次党", "碰头") if recall.knows_pair(p)] == ["党费", "次党"]


def test_closeness_is_of_the_clauses_asked_for_in_their_order(recall: EmbeddedRecall) -> None:
    question = sought("全体党员公示党费")
    fees, lecture = recall.closeness(question, ["fees", "lecture"])
    assert (len(fees), len(lecture)) == (2, 1)
    assert fees[1] > max(fees[0], lecture[0])
    own = EMBEDDER.embed(passages(LECTURE, "办法")) @ question.vector
    assert lecture.tolist() == pytest.approx(own.tolist(), abs=2e-3)


def test_the_analysis_of_a_clause(recall: EmbeddedRecall) -> None:
    assert [recall.analysis(c.id).clause for c in CLAUSES] == CLAUSES
    assert [o.value for o in recall.analysis("old").obligations] == ["2次"]


def test_attached_questions_can_be_left_out() -> None:
    index = build_index(CLAUSES, TITLES, [("duty", "多久碰头")], EMBEDDER)
    question = sought("多久碰头")
    asked, unasked = (EmbeddedRecall(index, attached=a).candidates(question, ANY) for a in (True, False))
    assert not np.array_equal(asked.matrix[2], unasked.matrix[2])
    left_out = EmbeddedRecall(index).candidates(question, ANY, without=0)
    np.testing.assert_allclose(left_out.matrix, unasked.matrix, atol=1e-6)
