from __future__ import annotations

from kb.language.pairs import bigrams
from kb.search.index.units import build_units


def test_a_clause_scores_by_the_best_of_its_units() -> None:
    units = build_units([(0, "每年上党课"), (2, "党费公示"), (2, "每季度收缴党费"), (2, "党费党费")])
    scores = units.bm25.scores(bigrams("党费"))
    best = units.best(bigrams("党费"), 4)
    assert best.tolist() == [0, 0, max(scores[1:].tolist()), 0]
    assert best[2] == scores[3] > scores[1] > 0


def test_terms_that_no_unit_holds_score_nothing() -> None:
    units = build_units([(0, "每年上党课"), (1, "党费公示")])
    assert units.best(bigrams("未见过"), 2).tolist() == [0, 0]
    assert units.best([], 2).tolist() == [0, 0]


def test_no_units_score_nothing() -> None:
    assert build_units([]).best(bigrams("党费"), 3).tolist() == [0, 0, 0]
