"""Further questions worth asking (还可以问): made from the obligations around the clause of an answer.

Each is asked before it is offered, and offered only where the very words it was made from answer it, so that none is
without an answer and none gives an answer again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kb.answer.dated import DatedAnswerer
from kb.data import load_toml
from kb.language.pairs import flat
from kb.language.vocabulary import GENERAL_SCOPE
from kb.store.library import Library
from kb.types import Answer, Clause, Obligation, Query

Ask = Callable[[Query], Answer]


def offered(query: Query, answerer: DatedAnswerer, library: Library) -> list[str]:
    """What to go on with behind the answer to a query. Raises QuestionError where it cannot be asked."""
    answer = answerer.answer(query)
    if not answer.findings:
        return []
    cited = next(c.clause for c in answer.clauses if c.clause.id == answer.findings[0].clause_id)
    with library.snapshot() as seen:
        clauses, obligations = seen.clauses(cited.document_id), seen.obligations(cited.document_id)
    return further(query, answer, clauses, obligations, answerer.answer)


def further(query: Query, answer: Answer, clauses: Sequence[Clause], obligations: Mapping[str, Sequence[Obligation]],
            ask: Ask) -> list[str]:
    """Questions to go on with, the nearest first; none where the answer stands on nothing.

    `clauses` are those of the document that the answer stands on, in printed order, with their `obligations`; `ask`
    answers a question that stands alone.
    """
    data, said = load_toml("further.toml"), [flat(q) for q in (query.question, answer.understood_as or "")]
    told, texts, given = {(f.clause_id, f.start) for f in answer.findings}, {answer.answer}, set[int]()
    out: list[str] = []
    for tried, (question, rule) in enumerate(_candidates(answer, clauses, obligations)):
        if len(out) == data["offered"] or tried == data["tried"]:
            break
        if id(rule) in given:
            continue
        found = ask(replace(query, question=question, history=()))
        first = found.findings[0] if found.findings else None
        if first is None or not _stands_on(first.clause_id, first.start, first.end, rule):
            continue
        if (first.clause_id, first.start) in told or found.answer in texts or flat(question) in said:
            continue
        told.add((first.clause_id, first.start))
        texts.add(found.answer)
        given.add(id(rule))
        out.append(question)
    return out


def question_of(rule: Obligation, clause: Clause) -> str | None:
    """The question that an obligation answers; None where its words make no plain one."""
    data = load_toml("further.toml")
    who = _each().sub("", rule.subject or (clause.roles[0] if clause.roles else ""))
    act = _manner().sub("", re.sub(r"[（(][^（）()]*[）)]", "", rule.action))
    if not who or len(who) > data["who_most"] or not data["act_least"] <= len(act) <= data["act_most"]:
        return None
    if _odd().search(act) or _odd().search(who) or rule.condition:
        return None
    who = "" if who in act or (who.endswith("支部") and act.startswith("支部")) else who
    period = "" if rule.period in (None, "一次性") else str(rule.period)
    if rule.count is not None and rule.unit not in data["times"]:
        known = rule.unit in data["units"]
        return str(data["many"].format(who=who, act=act, period=period, unit=rule.unit)) if known else None
    if rule.deadline:
        return str(data["by"].format(who=who, act=act))
    return str(data["often"].format(who=who, act=act)) if period else None


def _candidates(answer: Answer, clauses: Sequence[Clause], obligations: Mapping[str, Sequence[Obligation]]
                ) -> Iterator[tuple[str, Obligation]]:
    """Questions of the obligations around the first finding, which it does not quote; nearest clauses first,
    those of the same list before others of the document.

    Behind each the same with the kind of organisation, as others may rule the like.
    """
    first = answer.findings[0] if answer.findings else None
    at = next((n for n, c in enumerate(clauses) if first is not None and c.id == first.clause_id), None)
    if first is None or at is None:
        return
    asked, own = set[str](), clauses[at]
    alike = [c for c in clauses if set(c.scope) & set(own.scope)]
    around = sorted(alike, key=lambda c: (c.list_title != own.list_title, abs(c.ordinal - own.ordinal), -c.ordinal))
    for clause in around:
        for rule in obligations.get(clause.id, ()):
            quoted = rule.clause_id == first.clause_id and rule.start < first.end and first.start < rule.end
            question = None if quoted else question_of(rule, clause)
            if question is not None and flat(rule.action) not in asked:
                asked.add(flat(rule.action))
                yield question, rule
                kind = next(k for k in clause.scope if k in own.scope)
                if kind != GENERAL_SCOPE and not question.startswith(kind):
                    yield f"{kind}{question}", rule


def _stands_on(clause_id: str, start: int, end: int, rule: Obligation) -> bool:
    return clause_id == rule.clause_id and start < rule.end and rule.start < end


@cache
def _each() -> re.Pattern[str]:
    return re.compile(load_toml("further.toml")["each"])


@cache
def _manner() -> re.Pattern[str]:
    return re.compile(load_toml("further.toml")["manner"])


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(load_toml("further.toml")["odd"])
