"""Which words of a clause answer (证据): its obligations and sentences, weighed against the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer.facts import explained, shown
from kb.answer.owner import owner_fit
from kb.answer.stated import held_against
from kb.ingest.analysis import ClauseAnalysis, Stretch, pairs_of
from kb.ingest.frames import Frame, condition_limits
from kb.language.fits import any_role_fits
from kb.language.pairs import bigrams
from kb.question.asking import AskedUnit, pattern
from kb.question.question import Question
from kb.types import Clause, Obligation

_PERIOD_BONUS = 0.15
_SUBJECT_BONUS = 0.35
_OWNER_SHARE = 0.3
_UNIT_BONUS = 0.3
_SENTENCE_SHARE = 0.35
_CLOSE_SHARE = 0.6
_CASE_SHARE = 0.5
_DEFINES = re.compile("是指|指的是|，即|即：|：即|包括|分为|主要有|做到|指")
_DEFINES_BONUS = 0.3
_EXPLAINS_BONUS = 0.6
_ACT_BONUS = 0.2
_SHOWS_BONUS = 0.2
_NAMES_BONUS = 0.15


@dataclass(frozen=True, slots=True)
class Evidence:
    """The span of a clause that answers best.

    `stretch` are the words it was found at, `start` and `end` what will be quoted. `coverage` is the share of the
    question's subject that the span holds, `whole` that the clause holds, both 0–1 and weighed by rarity; `unit` is 1
    where the span gives the kind of quantity asked for, -1 where the clause gives none, 0 where no quantity is asked;
    `close` is the cosine of the span's sentence with the question; `obligation` is the one at the span, if any;
    `near` are the cosines of all the clause's sentences, `frame` the figure that answers, where one is asked for.
    """

    analysis: ClauseAnalysis
    stretch: Stretch
    start: int
    end: int
    coverage: float
    whole: float
    unit: int
    close: float
    obligation: Obligation | None
    near: tuple[float, ...] = ()
    frame: Frame | None = None

    @property
    def clause(self) -> Clause:
        return self.analysis.clause

    @property
    def quote(self) -> str:
        return self.clause.text[self.start:self.end]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about, as weighed character pairs; and the periods that it states."""

    pairs: dict[str, float]
    total: float
    periods: frozenset[str]


def subject_of(question: Question, rarity: Callable[[str], float]) -> Subject:
    """The question without the words that ask."""
    pairs = {p: rarity(p) for part in question.content.split() for p in bigrams(part)}
    if not pairs:
        pairs = {p: rarity(p) for p in bigrams(question.text)}
    periods = frozenset(m.period for m in question.quantities if m.kind == "period" and m.period)
    return Subject(pairs, sum(pairs.values()) or 1.0, periods)


def share_held(subject: Subject, analysis: ClauseAnalysis) -> float:
    """The share (0–1) of what a question is about that a clause and its headings hold."""
    return _share(subject, pairs_of(analysis.held_flat), frozenset())


def answers_unit(asked: AskedUnit, obligation: Obligation) -> bool:
    """Whether the obligation gives the kind of quantity asked for."""
    if obligation.unit in asked.units or (asked.period and obligation.period not in (None, "一次性")):
        return True
    return asked.deadline and obligation.deadline is not None


def weigh(analysis: ClauseAnalysis, question: Question, subject: Subject, near: Sequence[float]) -> Evidence:
    """The best evidence in a clause; `near` are the cosines of its sentences."""
    head = pairs_of(analysis.heads)
    whole = _share(subject, pairs_of(analysis.flat), head)
    best: tuple[float, Evidence] | None = None
    held = [pairs_of(s.flat) for s in analysis.sentences]
    for s in analysis.phrases if _is_numeric(question) else ():
        assert s.obligation is not None
        around, close = (held[s.sentence], near[s.sentence]) if s.sentence is not None else (frozenset[str](), 0.0)
        coverage = _share(subject, pairs_of(s.flat), head)
        unit = 0 if question.unit is None else 1 if answers_unit(question.unit, s.obligation) else -1
        score = (1 - _SENTENCE_SHARE) * coverage + _SENTENCE_SHARE * _share(subject, around, head)
        score += _UNIT_BONUS * unit + _SUBJECT_BONUS * _subject_fit(question, s)
        score += _PERIOD_BONUS * (s.obligation.period in subject.periods) + 0.1 * (s.obligation.value is not None)
        score += _CLOSE_SHARE * close + _OWNER_SHARE * owner_fit(question, s)
        if best is None or score > best[0]:
            best = score, Evidence(analysis, s, s.start, s.end, coverage, whole, unit, close, s.obligation, tuple(near))
    wanted = question.unit is not None
    for s, pairs, close in zip(analysis.sentences, held, near, strict=True):
        coverage = _share(subject, pairs, head)
        score = coverage - (_UNIT_BONUS if wanted else 0.0) + coverage * _kind_bonus(question, s, analysis)
        score += _CLOSE_SHARE * close + _OWNER_SHARE * owner_fit(question, s)
        score += _CASE_SHARE * case_held(question, analysis.clause.text[s.start:s.end])
        if best is None or score > best[0]:
            best = score, Evidence(analysis, s, s.start, s.end, coverage, whole, -1 if wanted else 0, close, None,
                                   tuple(near))
    assert best is not None
    return best[1]


def _is_numeric(question: Question) -> bool:
    """Whether an obligation's figure may be what is asked for, or what is to be confirmed."""
    stated = question.kind == "yesno" and any(m.kind != "deadline" for m in question.quantities)
    return question.counts or question.unit is not None or stated or question.kind in ("when", "compare")


def _kind_bonus(question: Question, s: Stretch, analysis: ClauseAnalysis) -> float:
    """What a sentence gains where it is of the kind that is asked for: it explains, or it names somebody."""
    sentence = analysis.clause.text[s.start:s.end]
    if question.kind == "definition":
        explains = explained(question, sentence) > 0
        return _DEFINES_BONUS * bool(_DEFINES.search(sentence)) + _EXPLAINS_BONUS * explains
    if question.seeks_recipient:
        return _NAMES_BONUS * bool(pattern("passes_on").search(sentence))
    if question.kind == "who":
        return _NAMES_BONUS * any(name not in question.roles for name in s.roles) + _ACT_BONUS * _acts(question, s)
    return _SHOWS_BONUS * (shown(question, sentence, sentence) > 0)


def _acts(question: Question, s: Stretch) -> float:
    """How much (0 to 1) of the act that somebody is asked for a sentence says: 审批 of 由谁审批."""
    pairs = {p for w in question.beside for p in bigrams(w)}
    return sum(p in s.flat for p in pairs) / len(pairs) if pairs else 0.0


def case_held(question: Question, sentence: str) -> int:
    """1 where what a question states meets the conditions of a sentence, -1 where it breaks one, 0 without any.

    Of 500元以上不足3000元的，由支委会决定；3000元以上的，由党员大会决定 1800元 is a case of the first.
    """
    counts = any(m.kind == "count" for m in question.quantities)  # else no sentence need be read
    return held_against(question, condition_limits(sentence)) if counts and question.kind != "yesno" else 0


def _share(subject: Subject, held: frozenset[str], head: frozenset[str]) -> float:
    return sum([w for p, w in subject.pairs.items() if p in held or p in head]) / subject.total


def _subject_fit(question: Question, s: Stretch) -> float:
    if not question.roles or s.obligation is None or not s.obligation.subject or not s.bound:
        return 0.0
    return 1.0 if any_role_fits(question.roles, s.bound) else -0.5
