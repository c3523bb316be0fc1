"""Yes or no (是非): what a question claims, compared with what a clause rules.

A verdict is given only where the clause settles the claim: a figure of the same kind is compared as a number, a name or
a term by whether the rule has it or another one in its place. Elsewhere there is none.
"""

from __future__ import annotations

import re

from kb.answer.claims import another_named, asks, claims, denies, phrase_of, rules
from kb.answer.stated import counts_stated, days, held_against, same_unit
from kb.ingest.analysis import ClauseAnalysis
from kb.ingest.frames import Frame, condition_limits
from kb.language.numerals import NUMBER, parse_number
from kb.language.quantities import mentions
from kb.language.synonyms import canonical, spellings
from kb.question.question import Question

_TIMES = ("次", "回", "场", "期", "课", "节", "堂", None)
_LONG = {"年": 12.0, "半年": 6.0, "季度": 3.0, "季": 3.0, "月": 1.0, "周": 0.25, "星期": 0.25, "礼拜": 0.25,
         "天": 1 / 30, "日": 1 / 30, "学期": 6.0}
_EVERY = re.compile(
    "([每一1两2三3四4五5半六6])个?(半年|年|季度|季|月|周|星期|礼拜|天|日|学期)(?!以|前|后|内|底|初|末)")
_ONCE = re.compile("一(次|回|趟|遍|开|上|学|评|换|报|查)")
_TENTHS = re.compile("([一二两三四五六七八九十\\d])成")
_RATIO = re.compile(r"([一二两三四五六七八九十\d]+)比([一二两三四五六七八九十\d]+)")
_THINGS = ("个", "项", "条", "种")
_APART = re.compile("[不未没无][^，。；的]{1,12}的(?!$)")
_NUMBER_ONLY = re.compile(rf"{NUMBER}[个名位条项]?$")
# The shares of what a question claims, and of what its asking clause claims, that a rule must hold to confirm it; and
# the share that makes a ban or a permission one of what is asked.
_SAID, _ASKED, _SOME = 0.7, 0.85, 0.45
_DATE = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?=月)")


def verdict(question: Question, analysis: ClauseAnalysis, frame: Frame | None, words: str) -> str | None:
    """是, 不是 and the like, in the words of the question; None where the clause does not settle it.

    `frame` is the figure that the question is about, `words` are those of the clause that answer.
    """
    meets = _meets_conditions(question, words)
    if meets is not None:
        agrees = _words_agree(question, analysis, words) if meets else None
        return None if agrees is None else _said(question, agrees)
    if (denied := _forbidden(question, words)) is not None:
        return _said(question, denied)
    agrees = None
    if not _only_circumstances(question):
        agrees = _case_agrees(question, words) if frame is None else _figures_agree(question, frame, words)
        agrees = _phrase_agrees(question, words) if agrees is None else agrees
        agrees = agrees and not _contradicted(question, words) if agrees is not None else None
    if agrees is None and (not _states_figures(question, words) or _only_circumstances(question)):
        agrees = _words_agree(question, analysis, words)
    return None if agrees is None else _said(question, agrees)


def _meets_conditions(question: Question, words: str) -> bool | None:
    """Whether the situation that a question begins with, 有8名党员，, keeps the bounds under which the words rule.

    None where it states no count, or the words set no bound of its kind: then its counts are what it claims.
    """
    clauses = claims(question)
    if len(clauses) == 1 or mentions(clauses[-1]):
        return None
    return {1: True, -1: False}.get(held_against(question, condition_limits(words)))


def _said(question: Question, agrees: bool) -> str:
    text = question.text
    if asks("seeks").search(text) and "够" not in text:
        return "是" if agrees else "不是"
    if asks("enough").search(text):
        return "够" if agrees else "不够"
    if asks("permit").search(text) and not denies(question):
        return "可以" if agrees else "不可以"
    if asks("must").search(text) and not denies(question):
        return "需要" if agrees else "不需要"
    return "是" if agrees else "不是"


def _only_circumstances(question: Question) -> bool:
    """Whether figures are stated only of the circumstances, not of what is claimed: 满半年没交的，批评一下就行."""
    *before, asking = claims(question)
    return bool(mentions("，".join(before))) and not mentions(asking) and bool(asks("follows").search(asking))


def _states_figures(question: Question, words: str) -> bool:
    """Whether figures are stated that the words have not: a count, a time, another period than theirs."""
    periods = {m.period for m in mentions(words)}
    return any(m.kind == "count" and m.unit not in _THINGS or m.kind == "deadline"
               or (m.kind == "period" and m.period not in periods) for m in question.quantities)


def _figures_agree(question: Question, frame: Frame, words: str) -> bool | None:
    stated = question.quantities
    months = _months_in("".join(m.deadline or "" for m in stated if m.kind == "deadline"))
    if months and (frame.slot == "日期" or frame.deadline):
        return months <= _months_in(frame.deadline or "")
    rate, ruled = _rate(question), _rate_of(frame)
    if rate is not None and ruled is not None:
        return _compared(question, rate, ruled, frame.comparator, words)
    for m in stated:
        if isinstance(m.count, tuple) and same_unit(m.unit, frame.unit) and frame.count is not None:
            return m.count == frame.count
    ruled_days = days(frame)
    for m in counts_stated(question):
        if ruled_days is not None and not same_unit(m.unit, frame.unit) and (said := days(m)) is not None:
            return _compared(question, said, ruled_days, frame.comparator, words)
    for count, unit in _counts(question):
        if not same_unit(unit, frame.unit) or frame.count is None:
            continue
        if isinstance(frame.count, tuple):
            return frame.count[0] <= count <= frame.count[1]
        return _compared(question, count, frame.count, frame.comparator, words)
    return None


def _forbidden(question: Question, words: str) -> bool | None:
    """Whether the claim holds where the phrase that says most of it forbids or denies it, 余额不能转入下一年.

    None where it does not. A question whether something may be done claims that it may, unless it denies that itself.
    """
    phrase = phrase_of(question, words)
    return denies(question) if _negative(phrase) else None


def _negative(words: str) -> bool:
    """Whether words deny what they say; what only tells things apart, 不设委员会的支部, does not."""
    said = _APART.sub("", words)
    return bool(rules("forbids").search(said) or rules("negates").search(said))


def _phrase_agrees(question: Question, words: str) -> bool | None:
    """Whether the phrase that says most of what is claimed has the figure or the month that is claimed; None where it
    has none of its kind, or several.
    """
    phrase = phrase_of(question, words)
    months, ruled = _months_in(question.text), _months_in(phrase)
    if months and ruled:
        return months <= ruled
    for part in (phrase, words):
        found = [m for m in mentions(part) if m.kind == "count" and isinstance(m.count, float)]
        for count, unit in _counts(question):
            same = [m for m in found if same_unit(unit, m.unit)]
            if len(same) == 1 and isinstance(same[0].count, float):
                return _compared(question, count, same[0].count, same[0].comparator, part)
    return None


def _months_in(text: str) -> set[float | None]:
    """The months that a text names, by their numbers: 9 of 9月 and of 九月."""
    return {parse_number(m) for m in _DATE.findall(text)}


def _contradicted(question: Question, words: str) -> bool:
    """Whether the words rule another stretch of time than the question states beside what agrees: 续借一次，期限20天 of
    续借一次能多看两个月.
    """
    ruled = [(d, m.comparator) for m in mentions(words) if m.kind == "count" and (d := days(m)) is not None]
    stated = [d for m in counts_stated(question) if (d := days(m)) is not None]
    counted = any(days(m) is None for m in counts_stated(question))
    return counted and bool(ruled and stated) and not any(
        _compared(question, told, bound, how, words) for told in stated for bound, how in ruled)


def _case_agrees(question: Question, words: str) -> bool | None:
    """Whether from so many on something is ruled, as the question claims: 有三名以上党员就要建支部."""
    if not asks("from_on").search(question.text):
        return None
    ruled = [bound for _, unit in _counts(question) for u, bound, _ in condition_limits(words) if same_unit(u, unit)]
    return any(bound == count for count, _ in _counts(question) for bound in ruled) if ruled else None


def _counts(question: Question) -> list[tuple[float, str | None]]:
    """The numbers that a question states, 两成 as 20% and 三比一 as 3:1."""
    out: list[tuple[float, str | None]] = [(m.count, m.unit) for m in counts_stated(question)
                                           if isinstance(m.count, float)]
    for m in _TENTHS.finditer(question.text):
        tenths = parse_number(m.group(1))
        out += [] if tenths is None else [(tenths * 10, "%")]
    for m in _RATIO.finditer(question.text):
        first, second = parse_number(m.group(1)), parse_number(m.group(2))
        out += [] if first is None or second is None else [(first, f":{second:g}")]
    return out


def _compared(question: Question, stated: float, ruled: float, comparator: str | None, words: str = "") -> bool:
    """Whether what is stated is what is ruled; where enough or allowed is asked, whether it keeps within the bound.

    Without a comparator of its own the figure is the most where `words` say so (限额、以内).
    """
    if comparator in (None, "=") and rules("most").search(words):
        comparator = "<="
    if abs(stated - ruled) < 1e-6:
        return True
    if asks("not_over").search(question.text):
        return stated < ruled
    if asks("over").search(question.text):
        return stated > ruled
    if asks("only").search(question.text):
        return False
    keeps = asks("keeps").search(question.text)
    if keeps or asks("enough").search(question.text) or asks("permit").search(question.text):
        if comparator in (">=", ">"):
            return stated >= ruled
        if comparator in ("<=", "<"):
            return stated <= ruled
    return bool(asks("enough").search(question.text)) and stated >= ruled


def _rate(question: Question) -> float | None:
    """How often a year, where the question states how often."""
    every = next(iter(_EVERY.finditer(question.text)), None)
    counted = [m for m in question.quantities if m.kind == "count" and m.unit in _TIMES and isinstance(m.count, float)]
    times = counted[0].count if counted else 1.0
    if every is None or not isinstance(times, float) or not (counted or _ONCE.search(question.text)):
        return None
    return times * 12.0 / _months(every)


def _rate_of(frame: Frame) -> float | None:
    m = _EVERY.search(frame.period or "")
    if m is None or frame.unit not in _TIMES or isinstance(frame.count, tuple):
        return None
    return (frame.count or 1.0) * 12.0 / _months(m)


def _months(every: re.Match[str]) -> float:
    """How many months 每两周 and the like are."""
    several = {"半": 0.5, "每": 1.0}.get(every.group(1), parse_number(every.group(1)) or 1.0)
    return several * _LONG[every.group(2)]


def _words_agree(question: Question, analysis: ClauseAnalysis, words: str) -> bool | None:
    """Whether the clause says what the question claims without a figure; None where it does not settle it."""
    phrase = phrase_of(question, words) or words
    if another_named(question, analysis, words):
        return False
    held = canonical("".join((*analysis.clause.path, words)))
    clauses = claims(question)
    claimed = [w for w in question.words if not _NUMBER_ONLY.match(w) and w != "不是" and any(w in c for c in clauses)]
    said = [w for w in claimed if any(canonical(s) in held for s in spellings(w))]
    share = sum(map(len, said)) / max(1, sum(map(len, claimed)))
    denied = denies(question)
    if share >= _SOME and rules("forbids").search(phrase):
        return denied
    if asks("permit").search(question.text) and not denied:
        return True if share >= _SOME and rules("permits").search(words) else None
    asked = [w for w in claimed if w in clauses[-1]]
    confirmed = sum(map(len, (w for w in asked if w in said))) >= _ASKED * sum(map(len, asked))
    if share < _SAID or not (denied or confirmed) or (denied and _negative(words)):
        return None
    return not denied
