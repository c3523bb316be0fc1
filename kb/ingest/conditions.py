"""Conditions (情况): in which case a duty binds, as printed (设党委的), and figures that only say so."""

from __future__ import annotations

from dataclasses import dataclass

from kb.ingest.binding import asks_for
from kb.ingest.counted import figures
from kb.ingest.phrases import Phrase, pattern, phrases
from kb.language.quantities import Mention

_AGES = ("岁", "周岁")
_STRETCHES = ("年", "个月", "岁", "周岁")


@dataclass(frozen=True, slots=True)
class Condition:
    """A case as printed at `start` to `end` of its sentence; `who` is whom it tells apart (学校), None without."""

    text: str
    start: int
    end: int
    who: str | None = None


def case_of(phrase: Phrase, *, last: bool) -> Condition | None:
    """The case that a phrase is about where it says nothing else; `last` tells that no comma follows it."""
    text = phrase.text.strip()
    if last or not text or case_ahead(phrase):
        return None
    if pattern("case_phrase").search(text) and not pattern("occasion").match(text):
        return _condition(phrase, None)
    whom = pattern("case_of").search(text)
    at = phrase.start + phrase.text.index(text)
    bounds = [m for m in phrase.mentions if m.kind == "count" and _bounded(phrase, m)]
    if any(phrase.text[:m.start - phrase.start].endswith("经过") for m in bounds):
        return None
    ends = bounds and bounds[-1].end == at + len(text) and bounds[-1].unit in _STRETCHES
    # 出国6个月以上，按期返回的党员，要……
    if ends and not _wanted(phrase, bounds[-1]) and bounds[-1].comparator != "<=":
        return _condition(phrase, None)
    if whom and pattern("clause").search(whom["who"]):
        return None
    if whom and any(m.end <= at + whom.start() for m in bounds) and not any(_wanted(phrase, m) for m in bounds):
        return _condition(phrase, whom["who"].removesuffix("等"))
    return None


def case_ahead(phrase: Phrase) -> Condition | None:
    """The case that a phrase begins with or has in brackets, before it says what is to be done."""
    lead = len(phrase.text) - len(phrase.text.lstrip())
    if (m := pattern("case_ahead").match(phrase.text[lead:])) and m.end() < len(phrase.text.strip()):
        return Condition(m.group(), phrase.start + lead, phrase.start + lead + m.end(), m["who"])
    if m := pattern("case_bracket").search(phrase.text):
        return Condition(m["case"], phrase.start + m.start("case"), phrase.start + m.end("case"))
    return None


def opening_case(text: str) -> str | None:
    """The case that the words of a clause begin with, before they say what is to be done; None where they begin with
    none.
    """
    first = next(iter(phrases(text, figures(text))), None)
    if first is None:
        return None
    case = case_of(first, last=text[first.end:first.end + 1] not in ("，", ","))
    if case is None and (ahead := case_ahead(first)) and not text[:ahead.start].strip() and figures(ahead.text):
        case = ahead
    return None if case is None else case.text


def only_tells_when(phrase: Phrase, m: Mention) -> bool:
    """Whether a count says in which case, or is none that anybody has to meet."""
    before, behind = phrase.text[:m.start - phrase.start], phrase.text[m.end - phrase.start:]
    if pattern("condition").search(before.strip()) and behind.startswith("的"):
        return True
    if pattern("not_duty").search(before):
        return True
    if _bounded(phrase, m) and (behind.strip().startswith("等") or phrase.text.strip().endswith("的")):
        return not _wanted(phrase, m)
    if m.unit in _AGES and _goes_on(behind) and phrase.text[m.end - phrase.start - 1] in "上下":
        return True  # 80岁以上老人、35周岁以下不少于1名
    if m.comparator == "=" and behind.startswith("的") and len(behind) > 1 and not (
            _wanted(phrase, m) or asks_for(before)):
        return True  # 请假一次的向组长提出
    if pattern("grades").match(behind):
        return True
    modifies = behind.startswith("的") and _bounded(phrase, m) and len(behind) > 1
    return modifies and not _wanted(phrase, m) and not before.endswith("经过")


def _goes_on(behind: str) -> bool:
    """Whether anything is said behind a figure in its phrase."""
    return bool(behind.strip(" 　）)"))


def _condition(phrase: Phrase, who: str | None) -> Condition:
    lead = len(phrase.text) - len(phrase.text.lstrip())
    return Condition(phrase.text.strip(), phrase.start + lead, phrase.start + lead + len(phrase.text.strip()), who)


def _bounded(phrase: Phrase, m: Mention) -> bool:
    near = phrase.text[max(m.start - phrase.start - 4, 0):m.end - phrase.start + 4]
    return bool(pattern("bounded").search(near))


def _wanted(phrase: Phrase, m: Mention) -> bool:
    return bool(pattern("must").search(phrase.text[:m.start - phrase.start]))
