"""Obligations (职责事项): the quantitative and dated duties of a clause, one row each.

A count belongs to the period named before it in its sentence; a period or a deadline without a count is a duty too.
The subject is named at the start of the phrase, or earlier in the sentence, or by the list's heading.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from kb.data import load_toml
from kb.ingest.phrases import Phrase, pattern, phrases
from kb.ingest.subjects import SUBJECT_TAIL, Doer
from kb.language.quantities import Mention, mentions, value_words
from kb.types import Clause, Obligation

_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]?")
_ANNUAL = re.compile(r"^(年初|年末|年底|年终|岁末|“?七[·.]?一”?前)")
_AND_TO = re.compile("[和并且](向|对|为|在|到|给)")
_MARKER = re.compile(r"^\s*[①-⑳]\s*")
_NOUN = re.compile("(党建)?(工作)?(总结|计划|小结|要点|考核结果|经费|预算|报告制度)")
_VERBS = re.compile("设|配|组成|任期|联系|打造|建|发展|完成|保证|确保|参加|开展|召开|组织|举办|举行|进行|提出|撰写|形成"
                    "|听取|推荐|有")


def obligations(clause: Clause) -> list[Obligation]:
    """The duties of a clause in the order they are printed; spans refer to `clause.text`."""
    out: list[Obligation] = []
    for s in _SENTENCE.finditer(clause.text):
        out += _of_sentence(clause, s.start(), s.group())
    return out


def _of_sentence(clause: Clause, offset: int, sentence: str) -> list[Obligation]:
    found = mentions(sentence)
    return _Sentence(clause, offset, sentence).read(phrases(sentence, found)) if found else []


class _Sentence:
    """Reads one sentence from left to right, keeping the period, deadline and doer in force."""

    def __init__(self, clause: Clause, offset: int, text: str) -> None:
        self._clause, self._offset, self._text = clause, offset, text
        self._out: list[Obligation] = []
        self._period: str | None = None
        self._deadline: str | None = None
        self._doer = Doer()
        self._pending: list[Mention] = []

    def read(self, parts: list[Phrase]) -> list[Obligation]:
        announced = False
        for phrase in parts:
            if phrase.start and self._text[phrase.start - 1] in "；;" and not announced:
                self._period = self._deadline = None
            names_doer = self._doer.hear(phrase)
            if announced and not phrase.mentions and _VERBS.search(phrase.text):
                self._write(phrase, None)
                announced = names_doer
                continue
            announced = False
            self._pending = []
            for m in phrase.mentions:
                self._take(phrase, m)
            if self._pending and _only_mentions(phrase):
                announced = True
            elif self._pending and not _counts_follow(self._text, phrase):
                self._flush(phrase)
        return self._out

    def _take(self, phrase: Phrase, m: Mention) -> None:
        if m.kind == "period":
            if _in_brackets_after_period(self._text, m, self._period):
                return
            self._flush(phrase)
            self._period, self._deadline = m.period or None, None
            self._pending = [m] if m.period and _is_adverbial(phrase, m) else []
        elif m.kind == "deadline":
            if any(p.kind == "deadline" for p in self._pending):
                self._flush(phrase)
            self._deadline = m.deadline
            if _ANNUAL.match(m.deadline or "") and not any(p.kind == "period" for p in phrase.mentions):
                self._period = "每年"
            self._pending += [m] if _is_adverbial(phrase, m) else []
        elif not _is_condition(phrase, m) and _binding(m, phrase, self._text, self._period, self._deadline):
            since = self._pending[-1].end if self._pending else m.start
            if _AND_TO.search(self._text[since:m.start]):
                self._flush(phrase)
            self._pending = []
            self._write(phrase, _coordinated(phrase, m))

    def _flush(self, phrase: Phrase) -> None:
        """Writes the row of a period or deadline that no count followed."""
        if self._pending:
            self._write(phrase, None)
        self._pending = []

    def _write(self, phrase: Phrase, m: Mention | None) -> None:
        period = self._period
        if m is not None and _is_share(m) and not any(p.kind == "period" for p in phrase.mentions):
            period = None
        elif period is None:
            period = _once(m, self._deadline) if m else "一次性"
        row = _row(self._clause, self._offset, phrase, m, period, self._deadline, self._doer.name)
        if not row.action:  # 领导班子成员不少于40个学时: the matter stands in the phrase before
            row = replace(row, action=self._out[-1].action if self._out else self._matter_before(phrase))
        self._out.append(row)

    def _matter_before(self, phrase: Phrase) -> str:
        """What the phrase before is about, without its doer and numbers."""
        before = re.split("[，,；;。：:]", self._text[:phrase.start].rstrip("，,"))[-1]
        return _bare(before, self._doer.name)


def _is_share(m: Mention) -> bool:
    return (m.unit or "")[:1] in ("%", "‰", ":")


def _only_mentions(phrase: Phrase) -> bool:
    """Whether a phrase holds nothing but when (每年年底，): what must be done stands in the phrases after it."""
    return sum(m.end - m.start for m in phrase.mentions) >= len(phrase.text.strip()) - 1


def _is_adverbial(phrase: Phrase, m: Mention) -> bool:
    """Whether a period or deadline tells when something is done, rather than what a thing is (全年计划, 年终总结)."""
    rest = phrase.text[m.end - phrase.start:]
    if rest.startswith("的") and pattern("occasion").search(phrase.text.strip()):
        return False
    if _NOUN.match(rest) or re.match(r"[^，。；]{1,4}的", rest):
        return False
    return not phrase.text[m.start - phrase.start:].startswith("全年")


def _is_condition(phrase: Phrase, m: Mention) -> bool:
    """Whether a count only says in which case (完成率在95%以上的评为优秀)."""
    before, behind = phrase.text[:m.start - phrase.start].strip(), phrase.text[m.end - phrase.start:]
    return bool(pattern("condition").search(before)) and bool(behind.startswith("的"))


def _coordinated(phrase: Phrase, m: Mention) -> Mention:
    """A count that 和 joins to one before it is bounded as that is: 至少召开1次支部委员会和1次支部党员大会."""
    before = [x for x in phrase.mentions if x.kind == "count" and x.end <= m.start]
    joined = phrase.text[:m.start - phrase.start].rstrip().endswith(("和", "及", "、", "与"))
    if joined and before and m.comparator == "=" and before[-1].comparator == ">=" and m.unit == before[-1].unit:
        return replace(m, comparator=">=")
    return m


def _in_brackets_after_period(sentence: str, m: Mention, period: str | None) -> bool:
    """（每年的6月、12月） behind 每半年 tells when, not how often."""
    return period is not None and sentence[:m.start].rstrip().endswith(("（", "(")) and bool(
        re.match(r"[^）)]*\d+月", sentence[m.end:]))


def _counts_follow(sentence: str, phrase: Phrase) -> bool:
    """Whether the next phrase holds the count (党员每年集中学习培训时间，一般不少于32学时)."""
    rest = sentence[phrase.end:]
    m = re.match(r"[，,]\s*(一般|原则上|均)?(至少|不少于|不得少于|不低于|不超过|达到)", rest)
    brackets = re.match(r"[，,](通过|采取|结合|围绕|按照)[^。；]*?[，,、].*?[一二三两\d]+次", rest)
    return bool(m or brackets)


def _binding(m: Mention, phrase: Phrase, sentence: str, period: str | None, deadline: str | None) -> bool:
    """Whether a count is a duty or a threshold, rather than a number the text happens to mention."""
    bare = _bare_units()
    if m.unit in ("年", "月", "个月") and m.comparator == "=" and period != "任期":
        return False
    if m.unit == "日" and m.comparator == "=":
        return False
    if m.comparator != "=":
        return True
    if period is not None or deadline is not None:
        return m.unit not in ("分", "位", "个") or period is not None
    if m.unit not in bare and m.unit not in ("%", "‰") and not (m.unit or "").startswith(":"):
        before = phrase.text[:m.start - phrase.start]
        required = before.endswith(("联系", "配备", "设", "设立", "建立"))
        return m.unit == "个" and sentence[m.start].isdigit() and required
    return bool(_VERBS.search(phrase.text)) or bool(SUBJECT_TAIL.search(phrase.text[:m.start - phrase.start]))


@cache
def _bare_units() -> frozenset[str]:
    """Units whose counts bind even without a period or comparator."""
    return frozenset(load_toml("quantities.toml")["unit"]["bare"])


def _once(m: Mention, deadline: str | None) -> str | None:
    return "一次性" if m.unit in ("次", "家") and m.comparator == "=" and deadline is None else None


def _row(clause: Clause, offset: int, phrase: Phrase, m: Mention | None, period: str | None, deadline: str | None,
         subject: str | None) -> Obligation:
    lead = len(phrase.text) - len(phrase.text.lstrip())
    marker = re.match(r"(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]?|[①-⑳])\s*", phrase.text.lstrip())
    skip = lead + (marker.end() if marker and offset + phrase.start == 0 else 0)
    start, end = offset + phrase.start + skip, offset + phrase.end
    quote = clause.text[start:end]
    if quote.count("“") < quote.count("”"):
        end -= len(quote) - len(quote.rstrip("” ）)"))
    named = subject or (clause.roles[0] if clause.roles else None)
    return Obligation(
        clause_id=clause.id, quote=clause.text[start:end], start=start, end=end, subject=named,
        action=_action(clause.text[start:end], subject, _place(phrase, m)), period=period,
        count=None if m is None else m.count, comparator=None if m is None else m.comparator,
        unit=None if m is None else m.unit, deadline=deadline,
        value=None if m is None else value_words(m))


def _place(phrase: Phrase, m: Mention | None) -> int:
    """Which of the phrase's counts `m` is, from 0; 0 where it is none."""
    counts = [x for x in phrase.mentions if x.kind == "count"]
    return [x.start for x in counts].index(m.start) if m is not None else 0


def _action(quote: str, subject: str | None, nth: int) -> str:
    """What is done: the phrase without its subject, periods, counts and comparators.

    Of a phrase with several counts (召开1次支部委员会和1次支部党员大会) the part of count number `nth`, behind the verb
    that the first one has.
    """
    counts = [m for m in mentions(quote) if m.kind == "count"]
    if len(counts) < 2:
        return _bare(quote, subject)
    edges = [0, *(max(quote.rfind(c, 0, m.start) for c in "和、及并") + 1 or m.start for m in counts[1:]), len(quote)]
    nth = min(nth, len(counts) - 1)
    piece = _bare(quote[edges[nth]:edges[nth + 1]], subject)
    ahead = _bare(quote[edges[nth]:counts[nth].start], subject)
    return piece if nth == 0 or ahead else _bare(quote[:counts[0].start], subject) + piece


def _bare(text: str, subject: str | None) -> str:
    kept = list(text)
    for m in mentions(text):
        kept[m.start:m.end] = [""] * (m.end - m.start)
    rest = _MARKER.sub("", "".join(kept))
    if subject:
        rest = rest.replace(subject, "", 1)
    hedges = "一般|原则上|至少|不少于|不得少于|不低于|不超过|(?<![主需重])要(?=[^求素件])|（）|\\(\\)"
    return re.sub(hedges, "", rest).strip(" 　、：:和及并各的即")
