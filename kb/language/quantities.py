"""Periods, counts and deadlines printed in a text (周期、数量、期限), each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kb.data import load_toml
from kb.language.numerals import CN_DIGITS, NUMBER, parse_number, parse_range, plain

Comparator = Literal[">=", "<=", "=", "range"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A period, count or deadline at text[start:end].

    A period carries `period` ("" for 每次 and the like, which end an earlier period); a count carries `count`,
    `comparator` and `unit`; a deadline its printed words in `deadline`. `strict` tells that the bound itself does not
    satisfy the rule (超过50人).
    """

    kind: Literal["period", "count", "deadline"]
    start: int
    end: int
    period: str | None = None
    count: float | tuple[float, float] | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    deadline: str | None = None
    strict: bool = False


_STRICT = ("超过", "大于", "多于")
_NEGATED = re.compile("(?:不|未|没有)(?:得|能|应|应当|宜|可|准|许|会|要)?$|不得[^，。；]{1,10}$")


@cache
def _data() -> dict[str, dict[str, str]]:
    return load_toml("quantities.toml")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str],
                         re.Pattern[str]]:
    data = load_toml("quantities.toml")
    units = "|".join(map(re.escape, sorted(data["unit"]["counted"], key=len, reverse=True)))
    cmp = data["comparator"]
    before = "|".join(sorted((*cmp["at_least_before"], *cmp["at_most_before"]), key=len, reverse=True))
    after = "|".join(sorted((*cmp["at_least_after"], *cmp["at_most_after"]), key=len, reverse=True))
    number = rf"{NUMBER}(?:\s*(?:[-—－–~～至到]|[—-]{{2}})\s*{NUMBER})?"
    # Neither within a number, nor the numerator of a fraction, nor the 半 of 3个半天, nor the 三年 of 高三年级.
    begin = rf"(?<![第\d.．/{CN_DIGITS}])(?<!分之)(?!(?<=个)半)"
    count = re.compile(
        rf"百分之(?P<percent>{NUMBER})(?:\s*(?P<after2>{after}))?"
        rf"|千分之(?P<permille>{NUMBER})(?:\s*(?P<after3>{after}))?"
        rf"|{begin}(?P<number>{number})\s*(?P<unit>[%％‰]|(?:{units})(?!之{NUMBER}|(?<=年)级))(?:\s*(?P<after>{after}|左右))?"
        rf"|(?P<ratio>\d+)\s*[：:]\s*(?P<ratio2>\d+)(?!\d)")
    period = re.compile("|".join(map(re.escape, sorted(data["period"], key=len, reverse=True))))
    bare = "|".join(map(re.escape, sorted(data["period_before_count"], key=len, reverse=True)))
    period_before = re.compile(
        rf"(?<![每一二三四五六七八九十\d上下前后近])({bare})(?=(?:{before})?\s*{NUMBER}\s*次)")
    each_once = re.compile(rf"(?<![每一二三四五六七八九十\d上下前后近])({bare})一[{data['each_once']['verbs']}](?!次)")
    deadline = re.compile("|".join(data["deadline"]["patterns"]))
    comparator = re.compile(rf"({before})")
    return count, period, period_before, deadline, comparator, each_once


_IDIOM_UNIT = frozenset("个条类项级种支套处课节分位面块批步组只头棵株盏枚片盒箱袋瓶桶页层座栋架笔把根卷")
_WITHIN = ("每季度", "每学期", "每季", "每年", "每月")  # with a day in them: 每月第二个星期三
_EDGES = ("", "末", "底", "初")  # 每季度末 is one word
_MONEY = 10  # from here on 块 counts money, below it may count pieces
_STRETCHES = ("年", "个月", "月", "周", "季度", "学期", "学年", "届")
_DEMONSTRATIVE = ("第", "“", "每", "同", "某", "任", "哪", "这", "那", "专", "唯", "统", "有")


def mentions(text: str) -> list[Mention]:
    """Every period, count and deadline in `text`, in order, none overlapping another."""
    return list(_mentions(text))


@lru_cache(maxsize=4096)
def _mentions(text: str) -> tuple[Mention, ...]:
    count, period, period_before, deadline, _, each_once = _patterns()
    data = _data()
    taken: list[tuple[int, int]] = []
    out: list[Mention] = []

    def add(mention: Mention) -> None:
        if not any(s < mention.end and mention.start < e for s, e in taken):
            taken.append((mention.start, mention.end))
            out.append(mention)

    taken += [m.span() for m in clock_times().finditer(text)]  # 30分 of 8时30分 is no count
    for m in deadline.finditer(text):
        words = m.group()
        within = next((p for p in _WITHIN if words.startswith(p)), None)
        if within is not None and words[len(within):len(within) + 1] not in _EDGES:
            start = m.start() + len(within)
            add(Mention("period", m.start(), start, period=data["period"][within]))
            add(Mention("deadline", start, m.end(), deadline=words[len(within):].lstrip("的")))
        elif not _is_date(text, m):
            add(Mention("deadline", m.start(), m.end(), deadline=words))
    for m in period.finditer(text):
        add(Mention("period", m.start(), m.end(), period=data["period"][m.group()]))
    for m in each_once.finditer(text):
        add(Mention("period", m.start(), m.end(1), period=data["period_before_count"][m.group(1)]))
        add(Mention("count", m.end(1), m.end(), count=1.0, comparator="=", unit="次"))
    for m in period_before.finditer(text):
        add(Mention("period", m.start(), m.end(), period=data["period_before_count"][m.group(1)]))
    for words, value in data["abbreviation"].items():
        for m in re.finditer(rf"(?<=[“、，]){words}(?=[、”，])", text):
            add(Mention("period", m.start(), m.end(), period=value))
    for m in count.finditer(text):
        made = _count(text, m)
        if made is not None:
            add(made)
    return tuple(sorted(out, key=lambda x: x.start))


@cache
def clock_times() -> re.Pattern[str]:
    """Times of the day (钟点), with the day that they are said of: 前一工作日下午4时前."""
    return re.compile(load_toml("quantities.toml")["clock"]["pattern"])


def _is_date(text: str, m: re.Match[str]) -> bool:
    return bool(re.search(r"\d{4}年$|[Xx×*＊]+年$", text[:m.start()]))


def _count(text: str, m: re.Match[str]) -> Mention | None:
    comparator, strict = _comparator(text, m)
    if m.group("ratio"):
        return Mention("count", m.start(), m.end(), count=float(m.group("ratio")), comparator=comparator,
                       unit=f":{m.group('ratio2')}", strict=strict)
    if m.group("percent") or m.group("permille"):
        share = parse_number(m.group("percent") or m.group("permille"))
        unit = "%" if m.group("percent") else "‰"
        return None if share is None else Mention("count", m.start(), m.end(), count=share, comparator=comparator,
                                                  unit=unit, strict=strict)
    printed = re.sub(r"\s", "", m.group("number"))
    bounds = parse_range(printed)
    value: float | tuple[float, float] | None = bounds or parse_number(printed)
    if value is None or _is_idiom(text, m, printed, comparator):
        return None
    return Mention("count", m.start(), m.end(), count=value, comparator="range" if bounds else comparator,
                   unit=_unit(m.group("unit")), strict=strict and not bounds)


def _unit(printed: str) -> str:
    """The unit as an answer says it: 个学时 → 学时; 个 and 个月 keep their 个, since 6月 is a month of the year."""
    return printed if printed in ("个", "个月") else printed.replace("％", "%").removeprefix("个")


def _comparator(text: str, m: re.Match[str]) -> tuple[Comparator, bool]:
    """How a count compares, and whether strictly, by the word behind it or the last one before it in its phrase.

    A word before a count belongs to the next count, and to those joined to it by 或: 超过60人的村可设5名 asks for five,
    不少于5次或者3天 for at least three days.
    """
    cmp = load_comparators()
    after = m.group("after") or m.group("after2") or m.group("after3") or ""
    if after in cmp["at_least_after"]:
        return ">=", False
    if after in cmp["at_most_after"]:
        return "<=", False
    phrase = re.split("[，。；,;]", text[:m.start()])[-1]
    taken = max((c.end() for c in _patterns()[0].finditer(phrase)), default=0)
    found = list(_patterns()[4].finditer(phrase, 0 if "或" in phrase[taken:] else taken))
    if not found:
        return "=", False
    word = found[-1].group(1)
    if word in _STRICT and _NEGATED.search(phrase[:found[-1].start()]):  # 不能超过
        return "<=", False
    return (">=" if word in cmp["at_least_before"] else "<="), word in _STRICT


@cache
def load_comparators() -> dict[str, list[str]]:
    """The comparator words of quantities.toml."""
    comparators: dict[str, list[str]] = load_toml("quantities.toml")["comparator"]
    return comparators


def _is_idiom(text: str, m: re.Match[str], printed: str, comparator: Comparator) -> bool:
    """Set phrases with a number in them (四个意识, 一个体系, 两张皮, 第二次) are no counts."""
    before, unit = text[:m.start()], m.group("unit")
    if before.endswith(_DEMONSTRATIVE) and not printed.isdigit():
        return unit not in ("次", "名", "人") or (
            before.endswith(("第", "每", "同", "“", "这", "任")) and not before.endswith("担任"))
    if unit == "次" and text[m.end("unit"):].startswith("性"):
        return True
    if printed == "一" and unit in _STRETCHES and before.endswith(("上", "下")):  # 下一年 is which, not how many
        return True
    cn = not re.search(r"\d", printed)
    if cn and unit != "次" and _in_a_name(text, m.start()):
        return True
    if unit == "块" and (parse_number(printed) or 0) >= _MONEY:
        return False
    return cn and unit in _IDIOM_UNIT and comparator == "=" and not _periodic(before)


def _in_a_name(text: str, at: int) -> bool:
    """Whether a place stands within quotation marks that set off a name, and no whole sentences (修改为：“……。”)."""
    opens = text.rfind("“", 0, at)
    if opens <= text.rfind("”", 0, at):
        return False
    closes = text.find("”", at)
    return re.search("[。；]", text[opens:closes if closes >= 0 else None]) is None


def _periodic(before: str) -> bool:
    return bool(re.search("每[^，。；]{0,8}$", before))


def value_words(mention: Mention) -> str:
    """A count as an answer says it: 至少1次, 超过50人, 不超过20天, 3-5人, 20%."""
    assert mention.count is not None
    unit = str(load_toml("quantities.toml")["unit"]["said"].get(mention.unit, mention.unit or ""))
    if isinstance(mention.count, tuple):
        return f"{plain(mention.count[0])}-{plain(mention.count[1])}{unit}"
    number = plain(mention.count)
    lead = "超过" if mention.strict else {">=": "至少", "<=": "不超过"}.get(mention.comparator or "", "")
    if unit.startswith(":"):
        return f"{'不低于' if lead == '至少' else lead}{number}：{unit[1:]}"
    if unit in "%‰" and lead == "至少":
        lead = "不低于"
    return f"{lead}{number}{unit}"
