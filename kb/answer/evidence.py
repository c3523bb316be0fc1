"""Which words of a clause answer (证据): its obligations and sentences, scored against the question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer.understand import Ask, role_fits
from kb.domain import find_roles
from kb.ingest.obligations import obligations
from kb.search.passages import sentences
from kb.search.tokenizer import Tokenizer
from kb.types import Clause, Obligation


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a clause offered as the answer; `coverage` is the share of the topic's weight it holds, 0–1."""

    clause: Clause
    start: int
    end: int
    coverage: float
    obligation: Obligation | None


def best_evidence(clause: Clause, ask: Ask, tokenizer: Tokenizer, rarity: Callable[[str], float],
                  context: str) -> Evidence:
    """The span of `clause` that answers best.

    `rarity` weighs a term; `context` is the text of the headings, which counts half.
    """
    above = set(tokenizer(context))
    options: list[Evidence] = []
    if ask.kind in ("count", "when", "yesno", "compare"):
        for row in obligations(clause):
            if ask.kind == "when" and row.deadline is None and row.period is None:
                continue
            score = _coverage(ask.topic, f"{row.subject or ''}{row.quote}", above, tokenizer, rarity)
            score += 0.15 * _subject_fit(ask, row) + (0.05 if row.value else 0.0)
            options.append(Evidence(clause, row.start, row.end, score, row))
    for start, end in sentences(clause.text):
        score = _coverage(ask.topic, clause.text[start:end], above, tokenizer, rarity)
        penalty = 0.2 if ask.kind in ("count", "when") and options else 0.0
        options.append(Evidence(clause, start, end, score - penalty, None))
    return max(options, key=lambda e: (e.coverage, -(e.end - e.start)))


def _subject_fit(ask: Ask, row: Obligation) -> float:
    if not ask.roles or not row.subject:
        return 0.0
    bound = [name for name, _, _ in find_roles(row.subject)]
    if not bound:
        return 0.0
    return 1.0 if any(role_fits(a, b) for a in ask.roles for b in bound) else -1.0


def _coverage(topic: Sequence[str], text: str, above: set[str], tokenizer: Tokenizer,
              rarity: Callable[[str], float]) -> float:
    terms = set(tokenizer(text))
    total = sum(rarity(t) for t in set(topic))
    if not total:
        return 0.0
    have = sum(rarity(t) * (1.0 if t in terms else 0.5 if t in above else 0.0) for t in set(topic))
    return have / total
