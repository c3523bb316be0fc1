"""The figures of a phrase (数量): each with its kind, and the words an answer says it in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from kb.data import load_toml
from kb.language.numerals import NUMBER
from kb.language.quantities import Mention, clock_times, mentions, value_words
from kb.language.shares import SHARE, shares

TERM = "任期"
CLOCK = "钟点"
_SPAN = re.compile(r"^\s*(?:[-—－–~～至到]|[—-]{2})\s*$")
_BOUNDED = ("以上", "以下", "以内", "之内", "内")
_EACH = re.compile(rf"每({NUMBER})个?(年|个?月|周|天|日|小时|季度)")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a phrase, by its places in it: the kind of quantity (slots.toml) and its words, without a period."""

    start: int
    end: int
    slot: str
    value: str
    mention: Mention


@cache
def _slots() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None, frozenset[str]], ...]:
    return tuple((s["name"], re.compile(s["before"]) if "before" in s else None,
                  re.compile(s["after"]) if "after" in s else None, frozenset(s["units"]))
                 for s in load_toml("slots.toml")["slot"])


def _slot(phrase: str, m: Mention, end: int) -> str:
    if m.kind == "deadline":
        return CLOCK if clock_times().fullmatch(m.deadline or "") else "日期"
    if m.kind == "period":
        return "频率"
    unit = m.unit or ""
    printed = phrase[m.start:end]
    for name, before, after, units in _slots():
        fits = unit in units or (unit[:1] == ":" and ":" in units)
        if before is None and after is None:
            if fits:
                return name
            continue
        cue = (before is not None and before.search(phrase[:m.start].rstrip())) or (
            after is not None and (after.search(phrase[end:]) or re.search(r"(之|以)?[内前]$", printed)))
        if fits and cue and _cue_agrees(name, printed, phrase[end:]):
            return name
    return "个数"


def _cue_agrees(name: str, printed: str, rest: str) -> bool:
    """内 behind a figure is a time limit, 前 a lead time, whichever of the two it is."""
    behind = printed[-1:] + rest[:2]
    return not (name == "提前" and "内" in behind) and not (name == "期限内" and "前" in behind)


def figures_of(phrase: str) -> list[Figure]:
    """The figures of a phrase in printed order; two that name the ends of a range are one."""
    found = [m for m in mentions(phrase) if not (m.unit == "年" and _YEAR.match(phrase[m.start:m.end]))]
    for m in clock_times().finditer(phrase):
        found.append(Mention("deadline", m.start(), m.end(), deadline=m.group()))
    found += [m for m in shares(phrase) if not any(x.start < m.end and m.start < x.end for x in found)]
    for m in _EACH.finditer(phrase):
        if not any(x.start < m.end() and m.start() < x.end for x in found):
            found.append(Mention("period", m.start(), m.end(), period=m.group()))
    out: list[Figure] = []
    for x in sorted(found, key=lambda x: x.start):
        before = out[-1] if out else None
        if before is not None and x.kind == "count" == before.mention.kind and x.unit == before.mention.unit \
                and isinstance(x.count, float) and isinstance(before.mention.count, float) \
                and _SPAN.match(phrase[before.end:x.start]):
            both = replace(before.mention, end=x.end, count=(before.mention.count, x.count), comparator="range")
            out[-1] = Figure(before.start, x.end, before.slot, phrase[before.start:x.end].strip(), both)
            continue
        out.append(Figure(x.start, x.end, _slot(phrase, x, x.end), _printed(phrase, x), x))
    return out


def _printed(phrase: str, m: Mention) -> str:
    if m.kind == "count" and m.unit != SHARE and m.count != 0.5:
        words = value_words(m)
        return words + "内" if phrase[m.end - 1:m.end] == "内" and words.startswith("不超过") else words
    printed = phrase[m.start:m.end].strip()
    bounded = m.kind == "count" and m.unit != SHARE and not printed.endswith(_BOUNDED)
    return ({">=": "至少", "<=": "不超过"}.get(m.comparator or "", "") if bounded else "") + printed


def value_of(f: Figure, period: str | None) -> str:
    """The figure as an answer says it: 每年至少1次, 提前7日, 6月和11月."""
    value = f.value
    if f.mention.kind == "count":
        if value.startswith("不超过") and value.endswith("内"):
            value = f"{value[3:]}"
        if f.slot == "提前":
            return f"提前{value}"
        if f.slot == "任期":
            return value if period is None else f"{TERM}{value}"
        return (period or "") + value
    if f.mention.kind == "deadline":
        return ("" if value.startswith("每") else period or "") + value
    return f.mention.period or value
