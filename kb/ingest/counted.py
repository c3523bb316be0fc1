"""Figures (数和时间) of a sentence as its duties count them, on top of what is printed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.data import load_toml
from kb.ingest.phrases import pattern
from kb.language.quantities import Mention, mentions

_TO = re.compile(r"\s*[-—－–~～至到]+\s*")
_AND = re.compile("[和及、与]|以及")
_OR_MORE = re.compile("\\s*[及和或]\\s*")
_NOT = re.compile("(不宜|不得|不能|不可|不应)[^，。；不]*$")
_INSIDE = tuple("容部外设")
_WORDS = re.compile("[，,。；;：:]")


def figures(sentence: str) -> list[Mention]:
    """The periods, counts and deadlines of a sentence in order: 0.2元—1元 is one count, and a count that 和 joins to a
    bounded one is bounded as that is.
    """
    out: list[Mention] = []
    for m in _with_dates(sentence):
        if m.comparator == "<=" and sentence[m.end - 1] == "内" and sentence[m.end:m.end + 1] in _INSIDE:
            continue  # 两场内容
        if m.kind == "period" and pattern("not_period").match(sentence[m.start:]):
            if m.end - m.start < len("任期内"):  # 任期届满
                continue
            m = Mention("count", m.start, m.end, count=1.0, comparator="<=", unit="年")
        last = out[-1] if out else None
        if last is not None and m.kind == last.kind == "count" and m.unit == last.unit:
            between = sentence[last.end:m.start]
            if _TO.fullmatch(between) and isinstance(m.count, float) and isinstance(last.count, float):
                out[-1] = replace(m, start=last.start, count=(last.count, m.count), comparator="range")
                continue
            if _OR_MORE.fullmatch(between) and m.count == last.count:  # 两名及两名以上
                out[-1] = _turned(replace(m, start=last.start), sentence)
                continue
            m = _bounded_as(last, m, between)
        out.append(_turned(m, sentence))
    return out


def _with_dates(sentence: str) -> list[Mention]:
    """What is printed, with the full dates before which something is to be done (2016年1月20日前)."""
    dates = [Mention("deadline", m.start(), m.end(), deadline=m.group()) for m in pattern("dates").finditer(sentence)]
    # 每季度末月25日前: the quarter stays where the date takes its end
    periods = load_toml("quantities.toml")["period"]
    dates += [Mention("period", m.start, m.start + each.end(), period=periods[each.group()])
              for m in mentions(sentence) if m.kind == "deadline" and (each := pattern("each").match(m.deadline or ""))
              and any(m.start < d.start < m.end for d in dates)]
    rest = [m for m in mentions(sentence) if not any(d.start < m.end and m.start < d.end for d in dates)]
    return sorted((x for m in (*dates, *rest) for x in _parted(m, sentence)), key=lambda m: m.start)


def recurring(deadline: str) -> str | None:
    """The period that a date recurs in (月底), None where it says none."""
    m = pattern("recurring").match(deadline)
    periods: dict[str, str] = load_toml("quantities.toml")["period"]
    return periods.get(f"每{m.group()}") if m else None


def _parted(m: Mention, sentence: str) -> Iterator[Mention]:
    """每季度末 is a period and a date in it."""
    if m.period == "每周" and (day := pattern("weekday").match(sentence[m.end:])):
        m = replace(m, end=m.end + day.end())  # 每周三下午
    if m.kind == "deadline" and (half := pattern("half_day").match(sentence[m.end - 1:])):  # 每周三下午
        m = replace(m, end=m.end + half.end() - 1, deadline=(m.deadline or "") + half.group()[1:])
    each = m.kind == "deadline" and pattern("each").match(m.deadline or "")
    if each and (period := load_toml("quantities.toml")["period"].get(each.group())):
        yield Mention("period", m.start, m.start + 1, period=period)
        yield replace(m, start=m.start + 1, deadline=(m.deadline or "")[1:])
    else:
        yield m


def _bounded_as(last: Mention, m: Mention, between: str) -> Mention:
    if m.comparator == "=" and last.comparator in (">=", "<=") and _AND.search(between) and not _WORDS.search(between):
        return replace(m, comparator=last.comparator)
    return m


def _turned(m: Mention, sentence: str) -> Mention:
    """不得担任两名以上 is at most one."""
    whole = isinstance(m.count, float) and m.count == int(m.count) and m.count > 1
    after = sentence[m.start:m.end].endswith("以上")
    if m.kind == "count" and m.comparator == ">=" and whole and after and _NOT.search(sentence[:m.start]):
        assert isinstance(m.count, float)
        return replace(m, comparator="<=", count=m.count - 1)
    return m
