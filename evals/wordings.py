"""The wordings (问法评测): is a fact answered the same however it is asked, over the corpus and over new documents?

Right is an answer whose lead (evals.lead) says what is right; where no value is stated, one that stands first on the
right clause; where nothing answers, a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.answers import Asked, answer_measures, answerer_over, ask_all
from evals.collection import Collection, Embedding, indexed, wordings
from evals.lead import lead, leads
from evals.measures import Score, mean_with_interval
from evals.run import PRODUCT, product, run_system
from kb.question.finder import Finder

WORDING_SETS = {"wordings": "test", "wordings-dev": "dev"}
_NAMED = re.compile("没有找到|没有规定|没有条款|未找到|找不到|没有写明|未规定")
Values = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class WordingsReport:
    """The measures of one split of the wordings, named "group.measure"."""

    name: str
    questions: int
    scores: dict[str, Score]

    @property
    def means(self) -> dict[str, float]:
        """Every measure, for the gates."""
        return {name: s.mean for name, s in self.scores.items()}


def evaluate_wordings(embedder: Embedding, name: str = "wordings") -> WordingsReport:
    """Asks every question of one of WORDING_SETS once."""
    questions, values = 0, dict[str, list[float]]()
    for groups in wordings(WORDING_SETS[name]):
        questions += sum(len(g.questions) for g in groups)
        for measure, more in judge_groups(groups, embedder):
            values.setdefault(measure, []).extend(more)
    return WordingsReport(name, questions, {m: mean_with_interval(v) for m, v in values.items()})


def judge_groups(groups: Sequence[Collection], embedder: Embedding) -> Iterator[tuple[str, Sequence[float]]]:
    """The values of every measure of groups that are asked of the same documents."""
    shelf = groups[0].shelf
    finder = Finder(indexed(shelf, embedder), embedder)
    answerer = answerer_over(shelf, finder)
    for group in groups:
        asked = ask_all(answerer, shelf, group.questions)
        measures = dict(MEASURES[group.name](asked))
        if group.name == "never-seen":
            found = run_system(PRODUCT, product(finder), shelf, group.questions).values
            measures |= {m: list(found[m].values()) for m in ("success@1", "success@5")}
        yield from ((f"{group.name}.{m}", v) for m, v in measures.items())
        documents = "new" if group.name in _NEW else "corpus"
        yield from ((f"{documents}.{m}", v) for m, v in _picked(asked, "verbatim", "numbers_backed").items())


def right(a: Asked) -> bool:
    """Whether an answer is right; where a yes/no question is not settled, one without a verdict is."""
    q = a.question
    if not q.answerable:
        said = lead(a.answer.answer)
        unjudged = q.category == "yesno" and bool(q.wrong) and not any(re.search(w, said) for w in q.wrong)
        return a.answer.status == "not_found" or unjudged
    return leads(q, a.answer) if q.values or q.wrong else first_right(a)


def first_right(a: Asked) -> bool:
    """Whether the first finding stands in a right clause."""
    return bool(a.answer.findings) and a.answer.findings[0].clause_id in a.gold


def exact(a: Asked) -> bool:
    """Whether the findings are all the right clauses and no others."""
    return {f.clause_id for f in a.answer.findings} == set(a.gold)


def every_part(a: Asked) -> bool:
    """Whether each thing asked for is answered from its clause, or named as not found where nothing rules it."""
    said, found = a.answer.answer, {f.clause_id for f in a.answer.findings}
    return all(bool(found & set(gold)) and all(re.search(v, said) for v in part.values) if gold
               else bool(_NAMED.search(said)) for part, gold in zip(a.question.parts, a.parts, strict=True))


def agree(answers: Sequence[Asked]) -> bool:
    """Whether the answers to all wordings of a fact say the same, be it right or wrong.

    Right ones do; so do refusals, and wrong ones whose first findings give the same figure or, without a figure, stand
    in the same clause.
    """
    return len({_said(a) for a in answers}) == 1


def _said(a: Asked) -> tuple[str | None, ...]:
    if right(a):
        return ("right",)
    if not a.answer.findings:
        return ("refused",)
    first = a.answer.findings[0]
    return (first.period, first.value) if first.period or first.value else (first.clause_id,)


def _consistency(asked: Sequence[Asked]) -> Values:
    facts: dict[str | None, list[Asked]] = {}
    for a in asked:
        facts.setdefault(a.question.fact, []).append(a)
    return _picked(asked, "false_refusal") | {
        "right": _shares(map(right, asked)), "facts_all": _shares(all(map(right, f)) for f in facts.values()),
        "agree": _shares(map(agree, facts.values()))}


def _conversation(asked: Sequence[Asked]) -> Values:
    return _picked(asked, "finding@1", "refusal_near") | {"value": _leading(asked)}


def _others(asked: Sequence[Asked]) -> Values:
    return _picked(asked, "refusal_near") | {"control": _shares(right(a) for a in asked if a.question.answerable)}


def _numbers(asked: Sequence[Asked]) -> Values:
    return _picked(asked, "refusal_near") | {"value": _leading(asked)}


def _kinds(asked: Sequence[Asked]) -> Values:
    judged = {"exact": ("lists", exact), "every_part": ("multi", every_part), "article": ("article", right),
              "verdict": ("yesno", right)}
    return {name: _shares(judge(a) for a in asked if a.question.category == category)
            for name, (category, judge) in judged.items()}


def _never_seen(asked: Sequence[Asked]) -> Values:
    return _picked(asked, "false_refusal", "refusal_near", "refusal_other") | {"value": _leading(asked)}


def _leading(asked: Sequence[Asked]) -> list[float]:
    """Of the questions that have an answer with a value, whether it leads."""
    return _shares(leads(a.question, a.answer) for a in asked
                   if a.question.answerable and (a.question.values or a.question.wrong))


def _picked(asked: Sequence[Asked], *names: str) -> dict[str, Sequence[float]]:
    measured = answer_measures(asked)
    return {name: list(measured[name].values()) for name in names}


def _shares(judged: Iterable[bool]) -> list[float]:
    return [float(j) for j in judged]


MEASURES: Mapping[str, Callable[[Sequence[Asked]], Values]] = {
    "consistency": _consistency, "conversation": _conversation, "others": _others, "numbers": _numbers,
    "kinds": _kinds, "never-seen": _never_seen, "never-seen-consistency": _consistency}
_NEW = ("numbers", "never-seen", "never-seen-consistency")
_ROWS = (
    ("十种问法：答对", "consistency.right", "never-seen-consistency.right"),
    ("十种问法：全都答对的事实", "consistency.facts_all", "never-seen-consistency.facts_all"),
    ("十种问法：回答一致的事实", "consistency.agree", "never-seen-consistency.agree"),
    ("十种问法：误拒（越低越好）", "consistency.false_refusal", "never-seen-consistency.false_refusal"),
    ("追问：首条依据正确", "conversation.finding@1", ""),
    ("追问：结论里的数值正确", "conversation.value", ""),
    ("追问：拒答", "conversation.refusal_near", ""),
    ("张冠李戴：拒答", "others.refusal_near", ""),
    ("张冠李戴：确有规定的答对", "others.control", ""),
    ("清单：不缺不多", "kinds.exact", ""),
    ("一次多问：每一问都有交代", "kinds.every_part", ""),
    ("点名的条：答对或说明没有", "kinds.article", ""),
    ("是非：结论正确", "kinds.verdict", ""),
    ("数值：结论里的数值正确", "", "numbers.value"),
    ("数值：拒答", "", "numbers.refusal_near"),
    ("各类问题：success@1", "", "never-seen.success@1"),
    ("各类问题：success@5", "", "never-seen.success@5"),
    ("各类问题：结论里的数值正确", "", "never-seen.value"),
    ("各类问题：误拒（越低越好）", "", "never-seen.false_refusal"),
    ("各类问题：拒答，似是而非", "", "never-seen.refusal_near"),
    ("各类问题：拒答，无关与闲聊", "", "never-seen.refusal_other"),
    ("全部题目：逐字引用", "corpus.verbatim", "new.verbatim"),
    ("全部题目：数字有依据", "corpus.numbers_backed", "new.numbers_backed"))


def rows(report: WordingsReport) -> list[tuple[str, Score | None, Score | None]]:
    """What a report shows: each measure's label, over the corpus and over documents never seen."""
    scores = report.scores
    return [(label, scores.get(corpus), scores.get(new)) for label, corpus, new in _ROWS
            if corpus in scores or new in scores]
