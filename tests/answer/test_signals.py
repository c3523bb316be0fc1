from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from kb.answer.evidence import Evidence, Subject
from kb.answer.signals import SIGNALS, signals
from kb.question.asking import AskedUnit, Kind, facts_asked
from kb.question.question import Question
from kb.search.embedded import EmbeddedRecall
from kb.search.features import FEATURES
from kb.search.index.build import build_index
from kb.search.searcher import Found
from kb.types import Hit
from tests.answer.samples import PLAIN, analysed, at
from tests.conftest import HashEmbedder
from tests.search.samples import clause

TEXTS = ["书记每年至少上1次党课，认真备课听课。", "组织委员按月收缴党费，接受监督。", "主持召开例会，作好记录。"]
SUBJECT = Subject({"党课": 3.0, "量子": 1.0}, 4.0, frozenset())
# 量子 stands in none of the three clauses, 党课 and 党费 in one each
RARE, UNHEARD = math.log(1 + 3 / 2), math.log(1 + 3 / 1)


@pytest.fixture(scope="module")
def recall() -> EmbeddedRecall:
    return EmbeddedRecall(build_index([clause(f"c{n}", t) for n, t in enumerate(TEXTS)], {"d": "办法"}, [],
                                      HashEmbedder()))


def found(*scores: float) -> Found:
    """Hits with these scores; each feature of hit i is i + its number / 100."""
    matrix = np.array([[i + n / 100 for n in range(len(FEATURES))] for i in range(len(scores))], dtype=np.float32)
    return Found(tuple(Hit(f"c{i}", s) for i, s in enumerate(scores)), matrix)


def rows(question: Question, evidence: list[Evidence], recall: EmbeddedRecall, *scores: float
         ) -> list[dict[str, float]]:
    """The signals by name; scores are 0 where none are given."""
    matrix = signals(question, found(*(scores or [0.0] * len(evidence))), evidence, SUBJECT, recall)
    assert matrix.shape == (len(evidence), len(SIGNALS))
    return [dict(zip(SIGNALS, map(float, row), strict=True)) for row in matrix]


def sentence(text: str, *, path: tuple[str, ...] = (), unit: int = 0, coverage: float = 1.0, whole: float = 1.0,
             close: float = 0.0) -> Evidence:
    a = analysed(text, path=path)
    return at(a, a.sentences[0], unit=unit, coverage=coverage, whole=whole, close=close)


def test_each_signal_has_one_name_and_the_features_come_first(recall: EmbeddedRecall) -> None:
    assert len(set(SIGNALS)) == len(SIGNALS)
    (_, second) = rows(PLAIN, [sentence(t) for t in TEXTS[:2]], recall)
    assert [second[name] for name in FEATURES] == pytest.approx([1 + n / 100 for n in range(len(FEATURES))])


def test_the_distance_in_score_and_rank(recall: EmbeddedRecall) -> None:
    evidence = [sentence(TEXTS[0])] * 7
    seven = rows(PLAIN, evidence, recall, 9, 7, 6, 5, 4, 3, 1)
    assert [r["gap"] for r in seven] == [0, 2, 3, 4, 5, 6, 8]
    assert {r["lead"] for r in seven} == {6}
    assert [r["rank"] for r in seven] == pytest.approx([math.log(n) for n in range(1, 8)])
    assert rows(PLAIN, evidence[:2], recall, 9, 7)[0]["lead"] == 2


def test_how_much_of_the_question_the_library_never_uses(recall: EmbeddedRecall) -> None:
    (row,) = rows(replace(PLAIN, words=("党课", "量子")), [sentence(TEXTS[0])], recall)
    assert (row["unknown"], row["strange"]) == (0.25, 0.5)
    (row,) = rows(PLAIN, [sentence(TEXTS[0])], recall)
    assert row["strange"] == 0


@pytest.mark.parametrize(("kind", "listed"), [("list", 1), ("definition", 1), ("count", 0)])
def test_whether_a_list_or_a_sense_is_asked_for(recall: EmbeddedRecall, kind: Kind, listed: float) -> None:
    (row,) = rows(replace(PLAIN, kind=kind), [sentence(TEXTS[0])], recall)
    assert row["listed"] == listed


def test_what_the_words_of_the_question_find(recall: EmbeddedRecall) -> None:
    asked = replace(PLAIN, words=("党课", "量子"), agents=(("书记",), ("县委", "委长")))
    first, second = rows(asked, [sentence(TEXTS[0], coverage=0.75, whole=0.5), sentence(TEXTS[1])], recall)
    assert (first["coverage"], first["whole"]) == (0.75, 0.5)
    assert (first["lacking"], second["lacking"]) == (0.5, 1)
    assert first["missing"] == second["missing"] == pytest.approx(UNHEARD)
    assert first["apart"] == pytest.approx(UNHEARD / (RARE + UNHEARD))
    assert second["apart"] == 1
    assert (first["absent"], second["absent"]) == (1, 1)
    (row,) = rows(replace(PLAIN, words=("党课", "党费"), agents=(("书记",),)), [sentence(TEXTS[0])], recall)
    assert row["missing"] == pytest.approx(RARE)
    assert row["absent"] == 0


def test_words_held_elsewhere_in_the_clause_or_its_headings_stand_apart_from_the_quoted_ones(
        recall: EmbeddedRecall) -> None:
    a = analysed(TEXTS[1] + TEXTS[0], path=("（一）例会",))
    (row,) = rows(replace(PLAIN, words=("党课", "例会")), [at(a, a.sentences[0])], recall)
    assert (row["lacking"], row["missing"]) == (0, 0)
    assert row["apart"] == 0.5  # 例会 stands over the quoted words, 党课 in another sentence; both are as rare


def test_whether_the_clause_gives_what_is_asked_for(recall: EmbeddedRecall) -> None:
    asked = replace(PLAIN, kind="count", roles=("副书记",), unit=AskedUnit(frozenset({"次"}), False, False),
                    facts=facts_asked("讲多长时间"), choice=("收缴",), beside=("上", "党费"))
    first, second = rows(asked, [sentence(TEXTS[0], unit=1), sentence(TEXTS[1], unit=-1)], recall)
    assert (first["unit"], first["given"], second["unit"], second["given"]) == (1, 1, -1, -1)
    assert (first["subject"], second["subject"]) == (-1, -1)
    assert (first["shown"], second["shown"]) == (-1, -1)
    assert (first["chosen"], second["chosen"]) == (-1, 1)
    assert (first["asked_before"], first["asked_after"]) == (1, -1)
    assert (second["asked_before"], second["asked_after"]) == (-1, 1)


def test_the_words_beside_the_asking_one_may_stand_outside_the_quoted_ones(recall: EmbeddedRecall) -> None:
    a = analysed(TEXTS[0] + TEXTS[1])
    (row,) = rows(replace(PLAIN, beside=("", "党费")), [at(a, a.sentences[0])], recall)
    assert (row["asked_after"], row["quoted_after"]) == (1, -1)
    assert (row["asked_before"], row["quoted_before"]) == (0, 0)


def test_the_innermost_heading_may_explain_the_term(recall: EmbeddedRecall) -> None:
    asked = replace(PLAIN, kind="definition", terms=("四必谈",))
    inner, outer = (sentence(TEXTS[2], path=p) for p in (("总则", "四必谈"), ("四必谈", "总则")))
    assert [r["explained"] for r in rows(asked, [inner, outer], recall)] == [1, 0]


def test_how_much_closer_another_sentence_is(recall: EmbeddedRecall) -> None:
    (row,) = rows(PLAIN, [sentence(TEXTS[0], close=0.25)], recall)
    assert row["close"] == 0.25
    assert row["closer"] == pytest.approx(FEATURES.index("meaning") / 100 - 0.25)


def test_nothing_considered_has_no_rows(recall: EmbeddedRecall) -> None:
    assert rows(PLAIN, [], recall, 3, 2) == []
