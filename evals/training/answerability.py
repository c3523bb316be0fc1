"""Training what decides whether a question has an answer at all: boosted trees over the evidence of its best clauses.

`answer_at` is the highest threshold that refuses at most FALSE_REFUSAL of answerable questions which the trees that
decided them have not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from evals.training.judge import Labelled
from kb.answer.answerability import Answerability, summary
from kb.answer.forest import Forest
from kb.answer.unmatched import Unmatched
from kb.search.index.embedder import Vectors

TREES = 300
DEPTH = 4
LEARNING_RATE = 0.05
SHARE_OF_ROWS = 0.5
SHARE_OF_FEATURES = 0.2
LEAST_IN_LEAF = 10
PARTS = 4
STRENGTH = 0.2
LEAST_WEIGHT = 0.02
FALSE_REFUSAL = 0.05
# What a question over other documents than the corpus counts, once for each forest: an answer must be told from none on
# any document.
WEIGHTS = (3.0, 2.0)


def train_answerability(data: Sequence[Labelled]) -> Answerability:
    """Stochastic gradient boosting (Friedman 2002), the threshold still open. Deterministic.

    The trees see what is left unmatched as weighed by a regression that has not seen the question.
    """
    questions = sorted({d.question for d in data})
    part = {q: n % PARTS for n, q in enumerate(questions)}
    unseen = [train_unmatched([d for d in data if part[d.question] != n]) for n in range(PARTS)]
    x = np.stack([summary(d.ask, d.matrix, unseen[part[d.question]].of(d.left), d.reading) for d in data])
    y = np.array([d.answers.any() for d in data])
    elsewhere = np.array([d.elsewhere for d in data])
    forests = [_grown(x, y, np.where(elsewhere, weight, 1.0)) for weight in WEIGHTS]
    return Answerability(mean_of(forests), train_unmatched(data), 0.5)


def _grown(x: Vectors, y: NDArray[np.bool_], weights: NDArray[np.float64]) -> Forest:
    grown = GradientBoostingClassifier(
        n_estimators=TREES, max_depth=DEPTH, learning_rate=LEARNING_RATE, subsample=SHARE_OF_ROWS,
        max_features=SHARE_OF_FEATURES, min_samples_leaf=LEAST_IN_LEAF, random_state=0).fit(x, y, sample_weight=weights)
    share = float(np.average(y, weights=weights))
    return forest_of(grown, start=float(np.log(share / (1 - share))))


def mean_of(forests: Sequence[Forest]) -> Forest:
    """The forest whose logit is the mean of theirs."""
    return Forest(float(np.mean([f.start for f in forests])), np.concatenate([f.feature for f in forests]),
                  np.concatenate([f.threshold for f in forests]),
                  (np.concatenate([f.leaf for f in forests]) / len(forests)).astype(np.float32))


def train_unmatched(data: Sequence[Labelled]) -> Unmatched:
    """From what the first clause of each question leaves, and whether the question has an answer."""
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([dict.fromkeys(d.left[0], 1.0) for d in data])
    fitted = LogisticRegression(C=STRENGTH, max_iter=300).fit(x, [bool(d.answers.any()) for d in data])
    weights = zip(vectorizer.get_feature_names_out(), fitted.coef_[0], strict=True)
    kept = {str(name): float(w) for name, w in weights if abs(w) >= LEAST_WEIGHT}
    return Unmatched(kept, float(fitted.intercept_[0]))


def forest_of(grown: GradientBoostingClassifier, *, start: float) -> Forest:
    """The trees made complete: a leaf above the last level is repeated below itself."""
    feature = np.zeros((TREES, 2 ** DEPTH - 1), dtype=np.int16)
    threshold = np.zeros((TREES, 2 ** DEPTH - 1), dtype=np.float32)
    leaf = np.zeros((TREES, 2 ** DEPTH), dtype=np.float32)
    for n, (estimator,) in enumerate(grown.estimators_):
        tree = estimator.tree_
        places = [(0, 0)]
        while places:
            place, node = places.pop()
            if place >= 2 ** DEPTH - 1:
                leaf[n, place - (2 ** DEPTH - 1)] = LEARNING_RATE * float(tree.value[node].ravel()[0])
                continue
            inner = tree.children_left[node] >= 0
            feature[n, place] = tree.feature[node] if inner else 0
            threshold[n, place] = _below(tree.threshold[node]) if inner else 0.0
            left, right = (tree.children_left[node], tree.children_right[node]) if inner else (node, node)
            places += [(2 * place + 1, left), (2 * place + 2, right)]
    return Forest(start, feature, threshold, leaf)


def _below(threshold: float) -> np.float32:
    """The threshold in single precision, rounded down, so that the same values go left."""
    rounded = np.float32(threshold)
    return rounded if rounded <= threshold else np.nextafter(rounded, np.float32(-np.inf))


def with_threshold(answerability: Answerability, held: Sequence[tuple[float, bool]]) -> Answerability:
    """`answer_at` from probabilities of questions that were not trained on, each with whether it has an answer."""
    found = sorted(p for p, answerable in held if answerable)
    return replace(answerability, answer_at=found[int(len(found) * FALSE_REFUSAL)])


def probability(answerability: Answerability, d: Labelled) -> float:
    """The probability that a labelled question has an answer."""
    return answerability.chance(summary(d.ask, d.matrix, answerability.unmatched.of(d.left), d.reading))


OPEN_TREES = Answerability(Forest(0.0, np.zeros((1, 1), dtype=np.int16), np.zeros((1, 1), dtype=np.float32),
                                  np.zeros((1, 2), dtype=np.float32)), Unmatched({}, 0.0), 0.0)
