"""What speaks for and against a clause as the answer (依据), in numbers that the judges decide on."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

import numpy as np

from kb.answer.evidence import Evidence, Subject
from kb.answer.facts import chosen, explained, focus, shown
from kb.answer.mismatch import absent, given, lacking, subject_fit
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.understand import Ask, content_words
from kb.search.features import FEATURES
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.searcher import Found

JUDGED = 12
SIGNALS = (*FEATURES, "gap", "lead", "rank", "unknown", "strange", "listed", "coverage", "whole", "missing", "lacking",
           "apart", "absent", "unit", "given", "subject", "shown", "explained", "chosen", "asked_before", "asked_after",
           "quoted_before", "quoted_after", "close", "closer")
_MEANING = FEATURES.index("meaning")
_LATER = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a question with their rarity in the library, and the share (0–1) that it never uses."""

    rarity: dict[str, float]
    strange: float


def signals(found: Found, evidence: Sequence[Evidence], subject: Subject, index: SearchIndex) -> Vectors:
    """The rows of SIGNALS for the first len(evidence) hits of `found` in `index`."""
    ask = found.question.ask
    words = content_words(ask)
    known = index.by_word.vocabulary
    asked = _Words({w: index.by_word.rarity(w) for w in words}, sum(w not in known for w in words) / max(1, len(words)))
    unknown = _unknown_share(subject, index.by_pair.vocabulary)
    n = len(evidence)
    scores = [h.score for h in found.hits[:n]]
    out = np.zeros((n, len(SIGNALS)), dtype=np.float32)
    out[:, :len(FEATURES)] = found.matrix[:n]
    for i, e in enumerate(evidence):
        ranked = (scores[0] - scores[i], scores[0] - scores[min(_LATER, n - 1)], math.log1p(i))
        asks = (unknown, asked.strange, ask.kind in ("list", "definition"))
        closer = float(found.matrix[i, _MEANING]) - e.close
        held = canonical(f"{''.join(e.clause.path)}{e.clause.text}")
        told = (*_of_words(e, ask, asked, held), *_of_facts(e, ask, subject, held))
        out[i, len(FEATURES):] = (*ranked, *asks, *told, e.close, closer)
    return out


def _of_words(e: Evidence, ask: Ask, asked: _Words, held: str) -> tuple[float, ...]:
    """coverage to absent: how much of what the question names the clause (`held`) and the quoted words hold."""
    quoted = frozenset(bigrams(f"{''.join(e.clause.path)}{e.quote}"))
    missing = max((r for w, r in asked.rarity.items() if canonical(w) not in held), default=0.0)
    apart = sum(r * (1 - _share(w, quoted)) for w, r in asked.rarity.items()) / (sum(asked.rarity.values()) or 1.0)
    return e.coverage, e.whole, missing, lacking(ask, held), apart, absent(ask, held)


def _of_facts(e: Evidence, ask: Ask, subject: Subject, held: str) -> tuple[float, ...]:
    """unit to quoted_after: whether the clause gives what is asked, of whom it is asked."""
    text = ask.text
    heading = e.clause.path[-1] if e.clause.path else ""
    return (e.unit, given(subject, e.clause), subject_fit(e, ask), shown(text, e.quote, e.clause.text),
            explained(text, e.clause.text, heading), chosen(text, held), *focus(text, held),
            *focus(text, canonical(e.quote)))


def _unknown_share(subject: Subject, known: Container[str]) -> float:
    """The share (0–1) of a question's subject, in character pairs weighed by rarity, that the library never uses."""
    return sum(w for p, w in subject.pairs.items() if p not in known) / subject.total


def _share(word: str, pairs: Container[str]) -> float:
    each = bigrams(word)
    return sum(p in pairs for p in each) / max(1, len(each))
