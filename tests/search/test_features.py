from __future__ import annotations

import numpy as np
import pytest
from kb.question.understand import understand

from kb.language.pairs import bigrams
from kb.language.tokenizer import Tokenizer
from kb.search.features import FEATURES, Candidates, FeatureMaker, Prepared
from kb.search.index.build import build_index
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.index.passages import passages
from kb.types import Clause
from tests.conftest import HashEmbedder
from tests.search.samples import clause

CLAUSES = [
    clause("secretary", "每年至少为本支部党员上1次党课。", roles=("党支部书记",), scope=("学校",)),
    clause("organiser", "组织委员每季度收缴党费。各支部要及时公示党费收缴情况，接受党员监督。",
           roles=("组织委员",), scope=("高校",)),
    clause("anyone", "党费用途要向党支部书记报告，不得挪用。", scope=("通用",)),
    clause("factory", "生产经营要坚持党的领导，每月至少召开2次例会，每半年至少考核1次。",
           roles=("党员",), scope=("国企",)),
]
ASKED = [("anyone", "党费能拿来干什么"), ("anyone", "挪用了会怎样"), ("organiser", "党费多久公开一回"),
         ("organiser", "谁管收钱")]
EMBEDDER = HashEmbedder()
ROW = {c.id: row for row, c in enumerate(CLAUSES)}


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return build_index(CLAUSES, {"d": "汇编"}, ASKED, EMBEDDER)


@pytest.fixture(scope="module")
def cut(index: SearchIndex) -> Tokenizer:
    return Tokenizer(index.words)


def prepared(question: str, cut: Tokenizer) -> Prepared:
    return Prepared(understand(question, cut), [], cut(question), EMBEDDER.embed_query(question))


def features(index: SearchIndex, cut: Tokenizer, question: str, *, attached: bool = True,
             without: int | None = None) -> Candidates:
    return FeatureMaker(index, attached=attached).candidates(prepared(question, cut), without=without)


def column(found: Candidates, name: str, size: int = len(CLAUSES)) -> list[float]:
    """A feature of every clause, by row; all of them must be candidates."""
    assert found.rows.tolist() == list(range(size))
    values: list[float] = found.matrix[:, FEATURES.index(name)].tolist()
    return values


def shares(scores: Vectors) -> list[float]:
    values: list[float] = (scores / scores.max()).tolist()
    return values


def nearest(question: str, texts: list[str]) -> float:
    return float(np.max(EMBEDDER.embed(texts) @ EMBEDDER.embed_query(question)))


def own_texts(c: Clause) -> list[str]:
    return passages(c, "汇编")


def test_words_and_pairs_are_shares_of_the_best_score(index: SearchIndex, cut: Tokenizer) -> None:
    question = "党费收缴"
    found = features(index, cut, question)
    assert column(found, "word") == pytest.approx(shares(index.by_word.scores(cut(question))))
    assert column(found, "pair") == pytest.approx(shares(index.by_pair.scores(bigrams(question))))
    assert column(found, "word")[ROW["organiser"]] == 1


def test_words_that_no_clause_holds_speak_for_none(index: SearchIndex, cut: Tokenizer) -> None:
    found = features(index, cut, "zzzz")
    assert column(found, "word") == column(found, "pair") == [0] * 4


def test_meaning_is_the_cosine_of_the_nearest_sentence(index: SearchIndex, cut: Tokenizer) -> None:
    question = "公示党费收缴情况"
    expected = [nearest(question, own_texts(c)) for c in CLAUSES]
    assert column(features(index, cut, question), "meaning") == pytest.approx(expected, abs=2e-3)


def test_an_attached_question_speaks_for_its_clause(index: SearchIndex, cut: Tokenizer) -> None:
    question = "党费多久公开一回"
    found = features(index, cut, question)
    own = column(found, "meaning")
    meaning, pair = column(found, "asked_meaning"), column(found, "asked_pair")
    assert meaning[ROW["organiser"]] == pytest.approx(1, abs=2e-3)
    assert pair[ROW["organiser"]] == 1
    other = max(nearest(question, ["党费能拿来干什么", "挪用了会怎样"]), own[ROW["anyone"]] - 0.05)
    assert meaning[ROW["anyone"]] == pytest.approx(other, abs=2e-3)


def test_a_clause_without_attached_questions_stands_in_with_its_own_words(index: SearchIndex, cut: Tokenizer) -> None:
    found = features(index, cut, "书记每年上几次党课")
    at = ROW["secretary"]
    assert column(found, "asked_meaning")[at] == column(found, "meaning")[at]
    assert column(found, "asked_pair")[at] == pytest.approx(0.5 * column(found, "pair")[at])


def test_without_attached_questions_every_clause_stands_in_with_its_own_words(index: SearchIndex,
                                                                             cut: Tokenizer) -> None:
    found = features(index, cut, "党费多久公开一回", attached=False)
    assert column(found, "asked_meaning") == column(found, "meaning")
    assert column(found, "asked_pair") == pytest.approx([0.5 * x for x in column(found, "pair")])


def test_an_attached_question_that_is_asked_itself_can_be_left_out(cut: Tokenizer) -> None:
    with_one = build_index(CLAUSES, {"d": "汇编"}, ASKED[2:3], EMBEDDER)
    without = build_index(CLAUSES, {"d": "汇编"}, [], EMBEDDER)
    question = "党费多久公开一回"
    np.testing.assert_allclose(features(with_one, cut, question, without=0).matrix,
                               features(without, cut, question).matrix, atol=1e-6)


@pytest.mark.parametrize(("question", "expected"), [
    ("党支部书记要做好哪些事", {"secretary": 1, "organiser": -1, "anyone": 0, "factory": -1}),
    ("组织委员要做好哪些事", {"secretary": -1, "organiser": 1, "anyone": 0, "factory": -1}),
    ("书记要做好哪些事", {"secretary": 1, "organiser": -1, "anyone": 0, "factory": -1}),
    ("组织委员和党支部书记", {"secretary": 1, "organiser": 1, "anyone": 0, "factory": -1}),
    ("党支部书记和组织委员", {"secretary": 1, "organiser": 1, "anyone": 0, "factory": -1}),
    ("党费怎么收缴", dict.fromkeys(ROW, 0)),
])
def test_a_clause_that_binds_the_role_asked_about(index: SearchIndex, cut: Tokenizer, question: str,
                                                  expected: dict[str, float]) -> None:
    assert column(features(index, cut, question), "role") == [expected[c.id] for c in CLAUSES]


def test_a_clause_that_mentions_the_role_asked_about(index: SearchIndex, cut: Tokenizer) -> None:
    mention = column(features(index, cut, "党支部书记要做好哪些事"), "mention")
    assert [c.id for c, m in zip(CLAUSES, mention, strict=True) if m] == ["anyone"]


@pytest.mark.parametrize(("question", "expected"), [
    ("学校的党费怎么收", {"secretary": 1, "organiser": 0.5, "anyone": 0, "factory": -1}),
    ("高校的党费怎么收", {"secretary": 0.3, "organiser": 1, "anyone": 0, "factory": -1}),
    ("国企的党费怎么收", {"secretary": -1, "organiser": -1, "anyone": 0, "factory": 1}),
    ("党费怎么收", dict.fromkeys(ROW, 0)),
])
def test_a_clause_for_the_kind_of_organisation_asked_about(index: SearchIndex, cut: Tokenizer, question: str,
                                                           expected: dict[str, float]) -> None:
    assert column(features(index, cut, question), "scope") == pytest.approx([expected[c.id] for c in CLAUSES])


def test_a_clause_with_a_number_where_one_is_asked_for(index: SearchIndex, cut: Tokenizer) -> None:
    expected = [float(x) for x in index.numeric]
    assert expected[ROW["secretary"]] == 1
    assert expected[ROW["anyone"]] == 0
    assert column(features(index, cut, "书记每年上几次党课"), "number") == expected
    assert column(features(index, cut, "书记怎么上党课"), "number") == [0] * 4


def test_obligations_count_where_a_number_is_asked_for(index: SearchIndex, cut: Tokenizer) -> None:
    question = "书记每年上几次党课"
    expected = shares(index.duties.best(bigrams(question), index.size))
    assert column(features(index, cut, question), "duty") == pytest.approx(expected)
    assert expected[ROW["secretary"]] == 1
    assert column(features(index, cut, "书记怎么上党课"), "duty") == [0] * 4


def test_one_question_has_the_same_features_whatever_was_asked_before(index: SearchIndex, cut: Tokenizer) -> None:
    maker = FeatureMaker(index)
    question = prepared("学校党支部书记每年上几次党课", cut)
    first = maker.candidates(question)
    for other in ("国企组织委员", "高校党员", "党费公示"):
        maker.candidates(prepared(other, cut))
    np.testing.assert_array_equal(maker.candidates(question).matrix, first.matrix)


def test_candidates_of_a_large_library_are_few_and_hold_the_clause_asked_about(cut: Tokenizer) -> None:
    clauses = [clause(f"c{n}", f"第{n}项工作由第{n}小组负责，每年检查{n}次。") for n in range(1, 700)]
    clauses.append(clause("x", "每半年开展1次谈心谈话。"))
    found = features(build_index(clauses, {"d": "汇编"}, [], EMBEDDER), cut, "谈心谈话多久开展一次")
    assert len(clauses) - 1 in found.rows
    assert len(found.rows) <= 180
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
