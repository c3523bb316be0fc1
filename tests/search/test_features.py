from __future__ import annotations

import numpy as np
import pytest

from kb.language.pairs import bigrams
from kb.language.tokenizer import Tokenizer
from kb.search.features import DEPTH, FEATURES, FeatureMaker, top
from kb.search.index.build import build_index
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.index.passages import passages
from kb.search.recall import Candidates, Sought
from kb.search.translation import Translation
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


def sought(text: str, cut: Tokenizer, *, roles: tuple[str, ...] = (), scopes: tuple[str, ...] = (),
           words: tuple[str, ...] = (), counts: bool = False, quantified: bool = False) -> Sought:
    return Sought(tuple(cut(text)), tuple(bigrams(text)), words, EMBEDDER.embed_query(text), roles, scopes, counts,
                  quantified)


def features(index: SearchIndex, question: Sought, *, attached: bool = True, without: int | None = None,
             translation: Translation | None = None) -> Candidates:
    maker = FeatureMaker(index, attached=attached, translation=translation)
    rows, matrix = maker.candidates(question, without=without)
    return Candidates(rows, tuple(index.clause_ids[r] for r in rows), matrix)


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
    found = features(index, sought(question, cut))
    assert column(found, "word") == pytest.approx(shares(index.by_word.scores(cut(question))))
    assert column(found, "pair") == pytest.approx(shares(index.by_pair.scores(bigrams(question))))
    assert column(found, "word")[ROW["organiser"]] == 1


def test_words_that_no_clause_holds_speak_for_none(index: SearchIndex, cut: Tokenizer) -> None:
    found = features(index, sought("zzzz", cut))
    assert column(found, "word") == column(found, "pair") == [0] * 4


def test_meaning_is_the_cosine_of_the_nearest_sentence(index: SearchIndex, cut: Tokenizer) -> None:
    question = "公示党费收缴情况"
    expected = [nearest(question, own_texts(c)) for c in CLAUSES]
    assert column(features(index, sought(question, cut)), "meaning") == pytest.approx(expected, abs=2e-3)


def test_an_attached_question_speaks_for_its_clause(index: SearchIndex, cut: Tokenizer) -> None:
    question = "党费多久公开一回"
    found = features(index, sought(question, cut))
    own = column(found, "meaning")
    meaning, pair = column(found, "asked_meaning"), column(found, "asked_pair")
    assert meaning[ROW["organiser"]] == pytest.approx(1, abs=2e-3)
    assert pair[ROW["organiser"]] == 1
    other = max(nearest(question, ["党费能拿来干什么", "挪用了会怎样"]), own[ROW["anyone"]] - 0.05)
    assert meaning[ROW["anyone"]] == pytest.approx(other, abs=2e-3)


def test_a_clause_without_attached_questions_stands_in_with_its_own_words(index: SearchIndex, cut: Tokenizer) -> None:
    found = features(index, sought("书记每年上几次党课", cut))
    at = ROW["secretary"]
    assert column(found, "asked_meaning")[at] == column(found, "meaning")[at]
    assert column(found, "asked_pair")[at] == pytest.approx(0.5 * column(found, "pair")[at])


def test_without_attached_questions_every_clause_stands_in_with_its_own_words(index: SearchIndex,
                                                                             cut: Tokenizer) -> None:
    found = features(index, sought("党费多久公开一回", cut), attached=False)
    assert column(found, "asked_meaning") == column(found, "meaning")
    assert column(found, "asked_pair") == pytest.approx([0.5 * x for x in column(found, "pair")])


def test_an_attached_question_that_is_asked_itself_can_be_left_out(cut: Tokenizer) -> None:
    with_one = build_index(CLAUSES, {"d": "汇编"}, ASKED[2:3], EMBEDDER)
    without = build_index(CLAUSES, {"d": "汇编"}, [], EMBEDDER)
    question = "党费多久公开一回"
    np.testing.assert_allclose(features(with_one, sought(question, cut), without=0).matrix,
                               features(without, sought(question, cut)).matrix, atol=1e-6)


@pytest.mark.parametrize(("roles", "expected"), [
    (("党支部书记",), {"secretary": 1, "organiser": -1, "anyone": 0, "factory": -1}),
    (("组织委员",), {"secretary": -1, "organiser": 1, "anyone": 0, "factory": -1}),
    (("书记",), {"secretary": 1, "organiser": -1, "anyone": 0, "factory": -1}),
    (("组织委员", "党支部书记"), {"secretary": 1, "organiser": 1, "anyone": 0, "factory": -1}),
    (("党支部书记", "组织委员"), {"secretary": 1, "organiser": 1, "anyone": 0, "factory": -1}),
    ((), dict.fromkeys(ROW, 0)),
])
def test_a_clause_that_binds_the_role_asked_about(index: SearchIndex, cut: Tokenizer, roles: tuple[str, ...],
                                                  expected: dict[str, float]) -> None:
    found = features(index, sought("要做好哪些事", cut, roles=roles))
    assert column(found, "role") == [expected[c.id] for c in CLAUSES]


def test_a_clause_that_mentions_the_role_asked_about(index: SearchIndex, cut: Tokenizer) -> None:
    mention = column(features(index, sought("要做好哪些事", cut, roles=("党支部书记",))), "mention")
    assert [c.id for c, m in zip(CLAUSES, mention, strict=True) if m] == ["anyone"]


@pytest.mark.parametrize(("scopes", "expected"), [
    (("学校",), {"secretary": 1, "organiser": 0.5, "anyone": 0, "factory": -1}),
    (("高校",), {"secretary": 0.3, "organiser": 1, "anyone": 0, "factory": -1}),
    (("国企",), {"secretary": -1, "organiser": -1, "anyone": 0, "factory": 1}),
    ((), dict.fromkeys(ROW, 0)),
])
def test_a_clause_for_the_kind_of_organisation_asked_about(index: SearchIndex, cut: Tokenizer,
                                                           scopes: tuple[str, ...],
                                                           expected: dict[str, float]) -> None:
    found = features(index, sought("党费怎么收", cut, scopes=scopes))
    assert column(found, "scope") == pytest.approx([expected[c.id] for c in CLAUSES])


def test_a_clause_with_a_number_where_one_is_asked_for(index: SearchIndex, cut: Tokenizer) -> None:
    # the first and the last have a count, the second a period without one
    question = "书记每年上几次党课"
    assert column(features(index, sought(question, cut, counts=True)), "number") == [1, 0, 0, 1]
    assert column(features(index, sought(question, cut)), "number") == [0] * 4


def test_obligations_count_where_the_question_speaks_of_figures(index: SearchIndex, cut: Tokenizer) -> None:
    question = "书记每年上几次党课"
    expected = shares(index.obligations.best(bigrams(question), index.size))
    assert column(features(index, sought(question, cut, quantified=True)), "duty") == pytest.approx(expected)
    assert expected[ROW["secretary"]] == 1
    assert column(features(index, sought(question, cut)), "duty") == [0] * 4


def test_how_well_a_clause_says_the_words_of_the_question(index: SearchIndex, cut: Tokenizer) -> None:
    # 党费 stands in two clauses (2.5 each); of 交钱 people ask where 收缴 is printed, with a strength of 1.5
    asked = sought("交钱", cut, words=("党费", "交钱"))
    found = features(index, asked, translation=Translation({"交钱": (("收缴", 1.5),), "党费": (("公示", 0.5),)}))
    assert column(found, "said") == [0, 2, 1.25, 0]
    assert column(found, "rest_said") == [0, 1.5, 0, 0]
    assert column(found, "least_said") == [0, 1.5, 0, 0]


def test_one_question_has_the_same_features_whatever_was_asked_before(index: SearchIndex, cut: Tokenizer) -> None:
    maker = FeatureMaker(index)
    question = sought("每年上几次党课", cut, roles=("党支部书记",), scopes=("学校",), counts=True)
    first = maker.candidates(question)[1]
    for other in (sought("党费", cut, roles=("组织委员",), scopes=("国企",)), sought("党费公示", cut)):
        maker.candidates(other)
    np.testing.assert_array_equal(maker.candidates(question)[1], first)


def test_candidates_of_a_large_library_are_few_and_hold_the_clause_asked_about(cut: Tokenizer) -> None:
    clauses = [clause(f"c{n}", f"第{n}项工作由第{n}小组负责，每年检查{n}次。") for n in range(1, 700)]
    clauses.append(clause("x", "每半年开展1次谈心谈话。"))
    found = features(build_index(clauses, {"d": "汇编"}, [], EMBEDDER), sought("谈心谈话多久开展一次", cut))
    assert len(clauses) - 1 in found.rows
    assert len(found.rows) <= 180
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))


def test_the_cosines_of_the_sentences_of_each_clause_in_their_order(index: SearchIndex) -> None:
    vector = EMBEDDER.embed_query("及时公示党费收缴情况")
    one, two = FeatureMaker(index).closeness(vector, [ROW["secretary"], ROW["organiser"]])
    (only,), (_, *each) = own_texts(CLAUSES[0]), own_texts(CLAUSES[1])
    assert len(each) == 2
    assert one.tolist() == pytest.approx((EMBEDDER.embed([only]) @ vector).tolist(), abs=2e-3)
    assert two.tolist() == pytest.approx((EMBEDDER.embed(each) @ vector).tolist(), abs=2e-3)
    assert two[1] > two[0]


@pytest.mark.parametrize("equal", [1, 50])
def test_the_best_of_many_are_the_best_of_all(equal: int) -> None:
    draw = np.random.default_rng(0)
    scores = (draw.permutation(30_000) // equal).astype(np.float32) - 100
    found = top(scores)
    assert len(set(found.tolist())) == DEPTH
    assert sorted(scores[found].tolist()) == sorted(scores.tolist())[-DEPTH:]
