"""Whether a clause answers (判定): a probability from the evidence, calibrated on questions of the train split.

Its weights and thresholds are kb/data/judge.json, made again by `make model`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from kb.answer.evidence import Evidence, Subject
from kb.answer.mismatch import absent, bound, given, lacking, subject_fit
from kb.search.embedder import Vectors
from kb.search.features import FEATURES
from kb.search.index import SearchIndex
from kb.search.searcher import Found
from kb.search.synonyms import canonical

JUDGED = 20
EVIDENCE = (*FEATURES, "gap", "lead", "coverage", "whole", "unknown", "missing", "unit", "listed", "rank", "length",
            "subject", "lacking", "absent", "given", "bound")


# A question of which the library knows almost no pair of characters, and a clause that holds none and is far from it by
# the cosine of the adapted vectors, have nothing to do with each other. On the train and dev questions this refuses 10
# of the 26 other topics that were answered, and 4 of 674 questions that have an answer.
_FAR = 0.45
_STRANGE = 0.8
_UNKNOWN = EVIDENCE.index("unknown")
_WHOLE = EVIDENCE.index("whole")
_MEANING = [EVIDENCE.index("meaning"), EVIDENCE.index("asked_meaning")]


@dataclass(frozen=True, slots=True)
class Judge:
    """A small network over EVIDENCE.

    `answer_at` is the least probability of a first finding, `also_at` of a further one.
    """

    mean: Vectors
    std: Vectors
    linear: Vectors
    bias: float
    hidden: Vectors
    hidden_bias: Vectors
    out: Vectors
    answer_at: float
    also_at: float

    def probabilities(self, evidence: Vectors) -> list[float]:
        """For rows of EVIDENCE, shape (n, len(EVIDENCE)), the probability that each clause answers.

        A clause that has nothing to do with the question gets 0.
        """
        x = (evidence - self.mean) / self.std
        logits = x @ self.linear + self.bias + np.maximum(x @ self.hidden.T + self.hidden_bias, 0) @ self.out
        unrelated = ((evidence[:, _WHOLE] == 0) & (evidence[:, _UNKNOWN] >= _STRANGE)
                     & (evidence[:, _MEANING].max(axis=1) < _FAR))
        return [0.0 if far else 1 / (1 + math.exp(-max(-30.0, min(30.0, float(z)))))
                for far, z in zip(unrelated, logits, strict=True)]


def log_odds(probability: float) -> float:
    """The logit of a probability, finite at 0 and 1."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


@cache
def load_judge() -> Judge:
    """The judge that ships with the program."""
    data = json.loads(files("kb.data").joinpath("judge.json").read_text(encoding="utf-8"))
    arrays = {k: np.array(data[k], dtype=np.float32) for k in ("mean", "std", "linear", "hidden", "hidden_bias", "out")}
    return Judge(bias=data["bias"], answer_at=data["answer_at"], also_at=data["also_at"], **arrays)


def _unknown_share(subject: Subject, known: Container[str]) -> float:
    """The share (0–1) of a question's subject, in character pairs weighed by rarity, that the library never uses."""
    return sum(w for p, w in subject.pairs.items() if p not in known) / subject.total


def evidence_matrix(found: Found, evidence: Sequence[Evidence], subject: Subject, index: SearchIndex) -> Vectors:
    """The rows of EVIDENCE for the first len(evidence) hits of `found` in `index`."""
    known = index.by_pair.vocabulary
    weights = {t: index.by_word.rarity(t) for t in set(found.question.ask.topic) if len(t) > 1}
    n = len(evidence)
    scores = np.array([h.score for h in found.hits[:n]], dtype=np.float32)
    unknown = _unknown_share(subject, known)
    later = float(scores[min(5, n - 1)]) if n else 0.0
    out = np.zeros((n, len(EVIDENCE)), dtype=np.float32)
    out[:, :len(FEATURES)] = found.matrix[:n]
    base = len(FEATURES)
    ask = found.question.ask
    listed = ask.kind in ("list", "definition")
    for i, e in enumerate(evidence):
        held = canonical(f"{''.join(e.clause.path)}{e.clause.text}")
        missing = max((w for t, w in weights.items() if canonical(t) not in held), default=0.0)
        out[i, base:] = (scores[0] - scores[i], scores[0] - later, e.coverage, e.whole, unknown, missing, e.unit,
                         listed, math.log1p(i), min(len(ask.text), 60) / 20, subject_fit(e, ask), lacking(ask, held),
                         absent(ask, held), given(subject, e.clause), bound(e.clause, ask))
    return out
