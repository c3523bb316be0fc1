from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from kb.answer.answerability import Answerability, load_answerability, summary
from kb.answer.forest import Forest
from kb.answer.sentences import NAMES
from kb.answer.signals import SIGNALS
from kb.answer.unmatched import Unmatched
from kb.search.index.embedder import Vectors
from tests.answer.samples import PLAIN, analysed, at

KINDS = ["compare", "yesno", "definition", "who", "count", "when", "list", "what"]
READ = np.array([0.5] * (2 + len(NAMES)), dtype=np.float32)
WIDTH = 3 * len(SIGNALS) + len(KINDS) + 2 + len(READ) + 1
ASKED = replace(PLAIN, kind="who", text="签字", content="签字")
EVIDENCE = [at(a, a.sentences[0]) for a in (analysed("会后由书记归档。"), analysed("会后由书记签字。"))]
UNMATCHED = Unmatched({"b签字": -2.0}, 1.0)


def stump(feature: int, threshold: float, *leaves: float, start: float = 0.0) -> Answerability:
    return Answerability(Forest(start, np.array([[feature]], dtype=np.int16),
                                np.array([[threshold]], dtype=np.float32), np.array([leaves], dtype=np.float32)),
                         UNMATCHED, 0.5)


def rows(n: int, **signals: float) -> Vectors:
    out = np.zeros((n, len(SIGNALS)), dtype=np.float32)
    for name, value in signals.items():
        out[:, SIGNALS.index(name)] = value
    return out


def test_a_summary_holds_the_first_the_best_of_three_and_the_mean_of_five() -> None:
    matrix = np.array([[1, 5], [2, 4], [3, 0], [9, 9], [0, 2], [99, 99]], dtype=np.float32)
    row = summary(replace(PLAIN, kind="definition"), matrix, (0.25, -0.5), READ[:2]).tolist()
    assert row[:6] == [1, 5, 3, 5, 3, 4]
    assert row[6:14] == [float(k == "definition") for k in KINDS]
    assert row[14:] == [0.25, -0.5, 0.5, 0.5, len(PLAIN.text)]


def test_a_summary_of_fewer_clauses_is_of_those_there_are() -> None:
    row = summary(PLAIN, np.array([[1, 4], [3, 0]], dtype=np.float32), (0, 0), READ).tolist()
    assert row[:6] == [1, 4, 3, 4, 2, 2]


@pytest.mark.parametrize(("logit", "probability"), [(0.0, 0.5), (math.log(3), 0.75), (1e9, 1.0), (-1e9, 0.0)])
def test_the_chance_is_the_logistic_of_what_the_trees_say(logit: float, probability: float) -> None:
    row = np.zeros(WIDTH, dtype=np.float32)
    assert stump(0, 0, 0, 0, start=logit).chance(row) == pytest.approx(probability, abs=1e-9)


def test_nothing_considered_is_not_answerable() -> None:
    assert stump(0, 0, 9, 9).probability(ASKED, [], rows(0), READ) == 0


def test_a_first_clause_that_has_nothing_to_do_with_it_is_not_answerable() -> None:
    strange = rows(2, unknown=1.0)
    assert stump(0, 0, 9, 9).probability(ASKED, EVIDENCE, strange, READ) == 0
    strange[0, SIGNALS.index("whole")] = 0.5
    assert stump(0, 0, 9, 9).probability(ASKED, EVIDENCE, strange, READ) > 0.9


def test_what_is_left_unmatched_counts_for_the_first_and_for_the_best() -> None:
    unmatched = WIDTH - len(READ) - 3
    # the first clause leaves 签字 (1 - 2), the second nothing (1)
    first, best = (stump(n, 0, -5, 5).probability(ASKED, EVIDENCE, rows(2), READ) for n in (unmatched, unmatched + 1))
    assert (first < 0.1, best > 0.9) == (True, True)


def test_what_ships_is_for_the_signals_there_are() -> None:
    shipped = load_answerability()
    assert 0 <= int(shipped.forest.feature.min()) <= int(shipped.forest.feature.max()) < WIDTH
    assert 0 < shipped.answer_at < 1
    assert {name[0] for name in shipped.unmatched.weights} == {"a", "b", "k", "w"}
