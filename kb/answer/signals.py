"""What speaks for and against a clause as the answer (依据), in numbers that the judges decide on."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from dataclasses import dataclass

from kb.answer.evidence import Evidence, Subject
from kb.answer.facts import chosen, explained, focus, shown
from kb.answer.mismatch import absent, given, lacking, subject_fit
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.understand import Ask, content_words
from kb.search.columns import assemble, columns_of
from kb.search.features import FEATURES
from kb.search.index.embedder import Vectors
from kb.search.index.index import SearchIndex
from kb.search.searcher import Found

JUDGED = 12
_OWN = ("gap", "lead", "rank", "unknown", "strange", "listed", "coverage", "whole", "missing", "lacking", "apart",
        "absent", "unit", "given", "subject", "shown", "explained", "chosen", "asked_before", "asked_after",
        "quoted_before", "quoted_after", "close", "closer")
SIGNALS = (*FEATURES, *_OWN)
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
    features = columns_of(FEATURES, found.matrix[:n])
    rows: list[dict[str, float]] = []
    for i, e in enumerate(evidence):
        held = canonical(f"{''.join(e.clause.path)}{e.clause.text}")
        rows.append({
            "gap": scores[0] - scores[i], "lead": scores[0] - scores[min(_LATER, n - 1)], "rank": math.log1p(i),
            "unknown": unknown, "strange": asked.strange, "listed": ask.kind in ("list", "definition"),
            **_of_words(e, ask, asked, held), **_of_facts(e, ask, subject, held),
            "close": e.close, "closer": float(features["meaning"][i]) - e.close})
    return assemble(SIGNALS, {**features, **{name: [row[name] for row in rows] for name in _OWN}})


def _of_words(e: Evidence, ask: Ask, asked: _Words, held: str) -> dict[str, float]:
    """How much of what the question names the clause (`held`) and the quoted words hold."""
    quoted = frozenset(bigrams(f"{''.join(e.clause.path)}{e.quote}"))
    missing = max((r for w, r in asked.rarity.items() if canonical(w) not in held), default=0.0)
    apart = sum(r * (1 - _share(w, quoted)) for w, r in asked.rarity.items()) / (sum(asked.rarity.values()) or 1.0)
    return {"coverage": e.coverage, "whole": e.whole, "missing": missing, "lacking": lacking(ask, held), "apart": apart,
            "absent": absent(ask, held)}


def _of_facts(e: Evidence, ask: Ask, subject: Subject, held: str) -> dict[str, float]:
    """Whether the clause gives what is asked, of whom it is asked."""
    text = ask.text
    heading = e.clause.path[-1] if e.clause.path else ""
    asked_before, asked_after = focus(text, held)
    quoted_before, quoted_after = focus(text, canonical(e.quote))
    return {"unit": e.unit, "given": given(subject, e.clause), "subject": subject_fit(e, ask),
            "shown": shown(text, e.quote, e.clause.text), "explained": explained(text, e.clause.text, heading),
            "chosen": chosen(text, held), "asked_before": asked_before, "asked_after": asked_after,
            "quoted_before": quoted_before, "quoted_after": quoted_after}


def _unknown_share(subject: Subject, known: Container[str]) -> float:
    """The share (0–1) of a question's subject, in character pairs weighed by rarity, that the library never uses."""
    return sum(w for p, w in subject.pairs.items() if p not in known) / subject.total


def _share(word: str, pairs: Container[str]) -> float:
    each = bigrams(word)
    return sum(p in pairs for p in each) / max(1, len(each))
