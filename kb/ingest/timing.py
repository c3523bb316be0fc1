"""Timing (何时): whether a period or a deadline tells when a duty is done, and where its count stands."""

from __future__ import annotations

import re

from kb.ingest.phrases import Phrase, pattern
from kb.language.quantities import Mention

_NOUN = re.compile("(党建)?(工作)?(总结|计划|小结|要点|考核结果|经费|预算|报告制度)")
_ANNUAL = re.compile(r"^(年初|年末|年底|年终|岁末|“?七[·.]?一”?前"
                     "|([“\"]?[五七八十][·.]?一[”\"]?|(元旦|春节|清明|端午|中秋|国庆|重阳|建军|建党)节?)([、和及前期]|$))")
_AHEAD = re.compile(r"((期满|届满|到期)前|提前)\s*$")


def is_annual(deadline: str) -> bool:
    """Whether a date comes once a year by what it is called (七一前, 年底, 春节前后)."""
    return bool(_ANNUAL.match(deadline))


def is_ahead_of_event(phrase: Phrase, m: Mention) -> bool:
    """Whether a count says how long before an event (任期届满前3个月), whatever period stands before it."""
    return bool(_AHEAD.search(phrase.text[:m.start - phrase.start]))


def only_mentions(phrase: Phrase) -> bool:
    """Whether a phrase holds nothing but when (每年年底，): what must be done stands in the phrases after it."""
    return sum(m.end - m.start for m in phrase.mentions) >= len(phrase.text.strip()) - 1


def is_adverbial(phrase: Phrase, m: Mention) -> bool:
    """Whether a period or deadline tells when something is done, rather than what a thing is (全年计划, 年终总结)."""
    rest = phrase.text[m.end - phrase.start:]
    if rest.startswith("的") and pattern("occasion").search(phrase.text.strip()):
        return False
    if _NOUN.match(rest) or re.match(r"[^，。；]{1,4}的", rest):
        return False
    return not phrase.text[m.start - phrase.start:].startswith("全年")


def in_brackets_after_period(sentence: str, m: Mention, period: str | None) -> bool:
    """（每年的6月、12月） behind 每半年 tells when, not how often."""
    return period is not None and sentence[:m.start].rstrip().endswith(("（", "(")) and bool(
        re.match(r"[^）)]*\d+月", sentence[m.end:]))


def counts_follow(sentence: str, phrase: Phrase) -> bool:
    """Whether the next phrase holds the count (党员每年集中学习培训时间，一般不少于32学时)."""
    rest = sentence[phrase.end:]
    m = re.match(r"[，,]\s*(一般|原则上|均)?(至少|不少于|不得少于|不低于|不超过|达到)", rest)
    brackets = re.match(r"[，,](通过|采取|结合|围绕|按照)[^。；]*?[，,、].*?[一二三两\d]+次", rest)
    return bool(m or brackets)


def once(m: Mention, deadline: str | None) -> str | None:
    """The period of a count that no period is printed for: 一次性 where it counts how often, without a date."""
    return "一次性" if m.unit in ("次", "家") and m.comparator == "=" and deadline is None else None


def ends_with_time(phrase: Phrase, m: Mention) -> bool:
    """Whether a phrase ends with how soon something must follow on what it says (收到申请书后1个月内)."""
    before, rest = phrase.text[:m.start - phrase.start], phrase.text[m.end - phrase.start:]
    return not rest.strip() and bool(re.search(r"(^|后|之日起)\s*在?$", before))
