"""What speaks for and against a clause as the answer (依据), in numbers that the judges decide on."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

from kb.answer.evidence import Evidence, Subject
from kb.answer.facts import chosen, explained, focus, shown
from kb.answer.mismatch import absent, given, lacking, subject_fit
from kb.ingest.analysis import pairs_of
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.question import Question
from kb.search.columns import assemble, columns_of
from kb.search.features import FEATURES
from kb.search.index.embedder import Vectors
from kb.search.recall import Recall
from kb.search.searcher import Found

JUDGED = 12
_OWN = ("gap", "lead", "rank", "unknown", "strange", "listed", "coverage", "whole", "missing", "lacking", "apart",
        "absent", "unit", "given", "subject", "shown", "explained", "chosen", "asked_before", "asked_after",
        "quoted_before", "quoted_after", "close", "closer")
SIGNALS = (*FEATURES, *_OWN)
_LATER = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a question: each in canonical form with its pairs and its rarity in the library; the share (0–1)
    that the library never uses.
    """

    each: tuple[tuple[str, tuple[str, ...], float], ...]
    strange: float


def signals(question: Question, found: Found, evidence: Sequence[Evidence], subject: Subject, recall: Recall
            ) -> Vectors:
    """The rows of SIGNALS for the first len(evidence) hits of `found`."""
    words = question.words
    each = tuple((canonical(w), tuple(bigrams(w)), recall.word_rarity(w)) for w in dict.fromkeys(words))
    asked = _Words(each, sum(not recall.knows_word(w) for w in words) / max(1, len(words)))
    unknown = sum(w for p, w in subject.pairs.items() if not recall.knows_pair(p)) / subject.total
    n = len(evidence)
    scores = [h.score for h in found.hits[:n]]
    features = columns_of(FEATURES, found.matrix[:n])
    rows: list[dict[str, float]] = []
    for i, e in enumerate(evidence):
        held = pairs_of(e.analysis.held_flat)
        rows.append({
            "gap": scores[0] - scores[i], "lead": scores[0] - scores[min(_LATER, n - 1)], "rank": math.log1p(i),
            "unknown": unknown, "strange": asked.strange, "listed": question.kind in ("list", "definition"),
            **_of_words(e, question, asked, held), **_of_facts(e, question, held),
            "close": e.close, "closer": float(features["meaning"][i]) - e.close})
    return assemble(SIGNALS, {**features, **{name: [row[name] for row in rows] for name in _OWN}})


def _of_words(e: Evidence, question: Question, asked: _Words, held: frozenset[str]) -> dict[str, float]:
    """How much of what the question names the clause and the quoted words hold."""
    text, quoted = e.analysis.held, pairs_of(e.stretch.under)
    missing = max((r for w, _, r in asked.each if w not in text), default=0.0)
    apart = sum(r * (1 - _share(pairs, quoted)) for _, pairs, r in asked.each) / (
        sum(r for _, _, r in asked.each) or 1.0)
    return {"coverage": e.coverage, "whole": e.whole, "missing": missing, "lacking": lacking(question, text),
            "apart": apart, "absent": absent(question, held)}


def _of_facts(e: Evidence, question: Question, held: frozenset[str]) -> dict[str, float]:
    """Whether the clause gives what is asked, of whom it is asked."""
    heading = e.clause.path[-1] if e.clause.path else ""
    asked_before, asked_after = focus(question, e.analysis.held)
    quoted_before, quoted_after = focus(question, e.stretch.plain)
    return {"unit": e.unit, "given": given(question, e.analysis), "subject": subject_fit(e, question),
            "shown": shown(question, e.quote, e.clause.text), "explained": explained(question, e.clause.text, heading),
            "chosen": chosen(question, held), "asked_before": asked_before, "asked_after": asked_after,
            "quoted_before": quoted_before, "quoted_after": quoted_after}


def _share(each: Sequence[str], pairs: Container[str]) -> float:
    return sum(p in pairs for p in each) / max(1, len(each))
