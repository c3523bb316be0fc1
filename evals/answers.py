"""How good the answers are (回答评测): right values, right first finding, complete findings, and honest refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.collection import Shelf
from evals.lead import leads
from evals.qrels import Question
from kb.answer.engine import Answerer
from kb.answer.verify import numbers
from kb.question.finder import Finder
from kb.search.holdings import Holdings
from kb.types import Answer, Query, Status

_NAMED_AS_MISSING = re.compile("[^：；。]*：没有找到规定")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the answer it got and the clauses that would have been right, for each of its parts too."""

    question: Question
    answer: Answer
    gold: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()


def answerer_over(shelf: Shelf, finder: Finder) -> Answerer:
    """What answers questions over a shelf; `finder` searches its index."""
    documents = {i: (title, Status.IN_FORCE) for i, title in shelf.titles.items()}
    return Answerer(Holdings.of(shelf.clauses), documents, finder, editions=shelf.editions)


def ask_all(answerer: Answerer, shelf: Shelf, questions: Sequence[Question]) -> list[Asked]:
    """Asks every question once, in order."""
    return [Asked(q, answerer.answer(Query(q.question, q.history)), shelf.gold(q), shelf.parts(q))
            for q in questions]


def answer_measures(asked: Sequence[Asked]) -> dict[str, dict[str, float]]:
    """For each measure the value (0–1) of every question it applies to, by question id."""
    out: dict[str, dict[str, float]] = {}
    for a in asked:
        for name, value in _measures(a).items():
            out.setdefault(name, {})[a.question.id] = value
    return out


def _measures(a: Asked) -> Mapping[str, float]:
    q, answer = a.question, a.answer
    texts = {c.clause.id: c.clause.text for c in answer.clauses}
    quotes = [texts[f.clause_id][f.start:f.end] == f.quote for f in answer.findings]
    out: dict[str, float] = {"verbatim": float(all(quotes)), "numbers_backed": float(_backed(answer))}
    if not q.answerable:
        kind = "refusal_other" if q.sub in ("other_topic", "chat") else "refusal_near"
        return out | {kind: float(answer.status == "not_found")}
    out["false_refusal"] = float(answer.status != "answered")
    found = [f.clause_id for f in answer.findings]
    out["finding@1"] = float(bool(found) and found[0] in a.gold)
    if q.need == "all":
        out["coverage"] = len(set(found) & set(a.gold)) / len(a.gold)
    if found:
        out["precision"] = len(set(found) & set(a.gold)) / len(set(found))
    if q.values:
        said = answer.answer + "".join(f"{f.period or ''}{f.value or ''}" for f in answer.findings[:1])
        out["value"] = float(all(re.search(v, said) for v in q.values))
    if q.values or q.wrong:
        out["leading"] = float(leads(q, answer))
    return out


def _backed(answer: Answer) -> bool:
    """Whether every number in the short answer stands in a finding or its citation, or counts the findings.

    What was asked and is named as not ruled is the questioner's own.
    """
    if answer.status != "answered":
        return True
    held = {float(len(answer.findings))}
    for f in answer.findings:
        held |= numbers(f.quote) | numbers(f.value or "") | numbers(f.period or "")
    cited = {c.clause.id: c for c in answer.clauses}
    for f in answer.findings:
        held |= numbers(cited[f.clause_id].clause.text) | numbers(cited[f.clause_id].citation)
    claimed = _NAMED_AS_MISSING.sub("", answer.answer)
    return numbers(re.sub("[一二三四五六七八九十百千万两]", "", claimed)) <= held
