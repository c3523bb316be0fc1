"""Frames (事项框架): every figure a clause states, with what it is of, under which condition, for whom, and where.

A frame keeps the words around its figure apart, the nearest first, so that a question can be compared with each:
住宿费180元、伙食费120元 are two frames of one phrase. What only says when a rule applies (工龄满三年的，) is the
condition of the frames behind it, never a frame of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kb.data import load_toml
from kb.ingest.figures import TERM, Figure, figures_of, value_of
from kb.ingest.limits import limits
from kb.language.pairs import flat
from kb.types import Obligation

_SENTENCE = re.compile(r"[^。！？\n；;]+[。！？\n；;]?")
_PHRASE = re.compile(r"(?:[^，,：:。；;！？\n]|(?<=\d)[：:，,](?=\d))+")
_CONDITION = re.compile(r"的\s*$|(?<![学课小工用])时\s*$|后\s*$|^\s*(?:如|若|凡|对|因|遇|经|在)[^，。]{0,30}$")
_AFTER_THAT = re.compile("(之|以)?后\\s*$")
# 工资在3000元以下（含3000元）者，
_SOMEBODY = re.compile("(以上|以下|以内|[）)])者$")
_OF_WHOM = re.compile(
    r"(以上|以下|不足[^，]{1,6}|不满[^，]{1,6}|未满[^，]{1,6}|超过[^，]{1,6}|满[^，]{1,8}|不超过[^，]{1,6})的[^，的]{1,10}$")
_RULES = re.compile("应|要|可|须|得|每|至少|不少于|不低于|设|配")
# What a figure names the case of: 完成率在95%以上的|评为优秀, 工龄满一年的|员工享受探亲假.
_CASE = re.compile(
    "^[^，的]{0,3}的(每|一次|扣|罚|奖|交|评为|评定为|定为|认定为|确定为|视为|为|给予|予以|发给|按|由|可以?|应当?|不|须|享受|[一-龥]{1,6}(享受|可以|应当|不得|每))")
_CASE_BEFORE = re.compile("(满|不足|未满|不满|达到|超过|低于|高于|在)$")
_CASE_BEHIND = re.compile("以上|以下|以内|及以上")
_SUBJECT_MOST = 14
_NO_LETTER = re.compile(r"^[\s、，,和及与或并且以]+|[\s、，,和及与或并且]+$")
_AFTER = 14
# Kinds of quantity that a period named in an earlier phrase of the sentence still rules.
_CARRIES = frozenset(("频率", "次数", "学时", "个数"))
# A printed number in front of words.
SERIAL = re.compile(
    r"^\s*(?:第[\d零〇一二三四五六七八九十百千]+条|[（(][\d一二三四五六七八九十]+[）)]|[\d一二三四五六七八九十]+[、.．]|[①-⑳])\s*")
_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """One figure: `value` as an answer says it (每年至少1次), `words` the same without the period.

    `start` and `end` are its phrase in the clause's text, to be quoted.
    `slot` is the kind of quantity; `period` a normal form (每年) where one is in force, `deadline` a printed date;
    `count` its number or (low, high). `own`, `phrase`, `around` are flat words: those right at the figure, of its
    phrase, of its sentence; `condition` those of the conditions it stands under, `limits` the figures in them.
    """

    start: int
    end: int
    value: str
    words: str
    slot: str
    unit: str | None
    count: float | tuple[float, float] | None
    comparator: str | None
    period: str | None
    deadline: str | None
    own: str
    phrase: str
    around: str
    condition: str
    limits: tuple[tuple[str, float, str], ...]
    sentence: int | None


def frames(text: str, spans: Sequence[tuple[int, int]], found: Sequence[Obligation]) -> tuple[Frame, ...]:
    """The frames of a clause in printed order; `spans` are its sentences as they are searched, `found` its obligations.

    At most _LIMIT, so that a table of figures in one clause costs no more than a long clause.
    """
    out: list[Frame] = []
    for s in _SENTENCE.finditer(text):
        out += _of_sentence(text, s.start(), s.group(), spans)
        if len(out) >= _LIMIT:
            break
    return tuple(_like_obligation(f, found) for f in out[:_LIMIT])


def cases(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Frame, ...]:
    """The figures of the cases that a clause rules, with their whole sentence to be quoted: 连续6个月不交纳党费的，……

    They answer where what is asked is from when or from how many on something is so.
    """
    out: list[Frame] = []
    for s in _SENTENCE.finditer(text):
        number = next((n for n, (b, e) in enumerate(spans) if s.start() < e and b < s.end()), None)
        start = s.start() + len(s.group()) - len(s.group().lstrip())
        for m in _PHRASE.finditer(s.group()):
            phrase, figures = m.group(), figures_of(m.group())
            whole = _is_condition(phrase, s.group()[m.end():m.end() + 1], figures) and not _done_first(phrase, figures)
            out += [Frame(start, s.end(), value_of(f, None), value_of(f, None), f.slot, f.mention.unit, f.mention.count,
                          f.mention.comparator, None, None, flat(_own(phrase[:f.start], phrase[f.end:])), flat(phrase),
                          flat(s.group()), "", (), number)
                    for f in figures if f.mention.kind == "count" and (whole or _is_case(phrase, f))]
    return tuple(out[:_LIMIT])


def _like_obligation(f: Frame, found: Sequence[Obligation]) -> Frame:
    """The frame with the period of the obligation at the same place, which has read the whole sentence; as it says it
    altogether where that was corrected by hand.
    """
    stated = [o for o in found if o.by_hand and o.start < f.end and f.start < o.end and o.value]
    if len(stated) == 1 and (stated[0].unit, stated[0].count) == (f.unit, f.count):
        said, words = stated[0], stated[0].value or ""
        period = None if said.period == "一次性" else said.period
        return replace(f, period=period, comparator=said.comparator, words=words, value=f"{period or ''}{words}")
    same = next((o for o in found if o.start <= f.start < o.end and o.unit == f.unit and o.count == f.count
                 and o.period not in (None, "一次性")), None)
    if same is None or f.period is not None:
        return f
    return replace(f, period=same.period)


def _of_sentence(text: str, offset: int, sentence: str, spans: Sequence[tuple[int, int]]) -> list[Frame]:
    number = next((n for n, (s, e) in enumerate(spans) if s <= offset + len(sentence) - 1 and offset < e), None)
    around = flat(sentence)
    period: str | None = None
    conditions: list[str] = []
    out: list[Frame] = []
    for m in _PHRASE.finditer(sentence):
        phrase = m.group()
        figures = figures_of(phrase)
        ruled = conditions
        if _is_condition(phrase, sentence[m.end():m.end() + 1], figures):
            conditions = [*conditions[-1:], phrase]
            if not _done_first(phrase, figures):
                continue
        if not (figures or out or conditions) and _names_subject(phrase):
            conditions = [phrase]  # 独生子女员工，每年……: whom or what the figures behind it are for
            continue
        before, held = 0, False
        cases: list[str] = []
        for n, f in enumerate(figures):
            if _is_case(phrase, f):
                cases.append(phrase[before:f.end + 2])
                before = f.end
                continue
            if f.mention.kind == "period":
                if period and _in_brackets(phrase, f.start):
                    continue
                period, held = f.mention.period or None, True
                if not _alone(figures, n):
                    continue
            after = figures[n + 1].start if n + 1 < len(figures) else len(phrase)
            own = _own(phrase[before:f.start], phrase[f.end:min(after, f.end + _AFTER)])
            before = f.end
            inner = [*(ruled if phrase in conditions else conditions), *(cases or _inner_conditions(phrase[:f.start]))]
            aside = f.mention.kind == "deadline" and _in_brackets(phrase, f.start)
            ruling = TERM if f.slot == TERM else period if (f.slot in _CARRIES or held) and not aside else None
            out.append(Frame(
                offset + m.start() + len(phrase) - len(phrase.lstrip()), offset + m.end(), value_of(f, ruling),
                value_of(f, None), f.slot, f.mention.unit, f.mention.count, f.mention.comparator,
                f.mention.period if f.mention.kind == "period" else ruling, f.mention.deadline, flat(own),
                flat(phrase), around, flat("".join(inner)), tuple(x for c in inner for x in limits(c)), number))
    return out


def _in_brackets(phrase: str, at: int) -> bool:
    """Whether a place stands in brackets, which only explain: 每半年（每年的6月、12月）公布1次 is every half year."""
    before = phrase[:at]
    return sum(map(before.count, "（(")) > sum(map(before.count, "）)"))


def _is_case(phrase: str, f: Figure) -> bool:
    """Whether a figure only names the case that a phrase rules."""
    return bool(_CASE.search(phrase[f.end:])) and _bounds_case(phrase, f)


def _bounds_case(phrase: str, f: Figure) -> bool:
    """Whether a figure is said as a bound: 满一年, 95%以上."""
    return f.mention.kind == "count" and bool(
        _CASE_BEFORE.search(phrase[:f.start]) or _CASE_BEHIND.search(phrase[f.start:f.end])
        or _CASE_BEHIND.match(phrase[f.end:]) or re.match("满|不足|未满|不满|超过", phrase[f.start:f.end]))


def _but_figures(phrase: str, figures: Sequence[Figure]) -> str:
    for f in reversed(figures):
        phrase = phrase[:f.start] + phrase[f.end:]
    return phrase


@cache
def _subjects() -> re.Pattern[str]:
    return re.compile(load_toml("slots.toml")["subjects"])


def _names_subject(phrase: str) -> bool:
    """Whether a phrase only names whom or what the figures behind it are for, one or several: 独生子女员工，."""
    return all(len(n) <= _SUBJECT_MOST and _subjects().search(n) for n in re.split("[、和与及]", phrase.strip()))


def _alone(figures: Sequence[Figure], n: int) -> bool:
    """Whether a period stands without a count behind it in its phrase: 每季度向党员公示."""
    return figures[n].mention.period not in (None, "") and not any(f.mention.kind != "period" for f in figures[n + 1:])


def _is_condition(phrase: str, stop: str, figures: Sequence[Figure]) -> bool:
    """Whether a phrase only says when what follows applies: 工龄满三年的， / 参训人数满30人不足80人的，."""
    if stop not in "，," or not stop:
        return False
    if (bare := phrase.strip()).endswith("的") or _SOMEBODY.search(bare):
        return True
    if figures and all(_bounds_case(phrase, f) for f in figures) and not _RULES.search(_but_figures(phrase, figures)):
        return True  # 父母年满六十周岁且住院治疗的员工，
    if _OF_WHOM.search(bare) and not _RULES.search(_OF_WHOM.sub("", bare)):
        return True
    return bool(_CONDITION.search(bare)) and not any(f.mention.kind == "period" for f in figures)


def _done_first(phrase: str, figures: Sequence[Figure]) -> bool:
    """Whether a condition is itself a duty with a figure, to be done before what follows: 公示五个工作日无异议后，."""
    at = _AFTER_THAT.search(phrase)
    return at is not None and any(f.mention.kind == "count" and not _bounds_case(phrase, f)
                                  and phrase[f.end:at.start()].strip() for f in figures)


def _inner_conditions(before: str) -> list[str]:
    """A condition within the phrase: 连续外出超过十五天的员工每周报告一次."""
    at = before.rfind("的")
    head = before[:at] if at > 0 else ""
    return [head] if head and re.search("满|不足|超过|以上|以下|未满", head) else []


def _own(before: str, after: str) -> str:
    """The words right at a figure: those before it, and those behind it unless the next thing begins there."""
    head = re.split("[、（(]", SERIAL.sub("", before))[-1] if "、" in before[-12:] else SERIAL.sub("", before)
    return _words(head) + _words(re.split("[、（(]", after, maxsplit=1)[0])


def _words(text: str) -> str:
    return _NO_LETTER.sub("", text)


@lru_cache(maxsize=2048)
def condition_limits(text: str) -> tuple[tuple[str, float, str], ...]:
    """The bounds of the conditions within a text: of 有正式党员7人以上的支部，应当设委员会 人 ≥7."""
    out: list[tuple[str, float, str]] = []
    for m in _PHRASE.finditer(text):
        phrase = m.group()
        whole = _is_condition(phrase, text[m.end():m.end() + 1], figures_of(phrase))
        for c in [phrase] if whole else _inner_conditions(phrase):
            out += limits(c)
    return tuple(out)
