"""Numbers and periods as the check reads them (数和周期): its own reading, apart from the product's."""

from __future__ import annotations

import re
from dataclasses import dataclass

import cn2an

_DIGITS = "零一二两三四五六七八九十百千万半"
_SPELT = {
    52.0: "每周 每星期",
    26.0: "每两周 每2周 每双周",
    12.0: "每月 每个月 一个月 一月",
    6.0: "每两个月 每2个月",
    4.0: "每季度 每季 一季度 每三个月 每个季度 一季",
    2.0: "每半年 半年 每学期",
    1.0: "每年 每年度 全年 一年 每学年 一年内 每一年 一年之内",
    0.5: "每两年 每2年 两年",
    1 / 3: "每三年 每3年 三年",
    0.2: "每五年 每5年 五年",
    0.25: "每四年",
    365.0: "每天 每日",
}
_TIMES = {word: often for often, words in _SPELT.items() for word in words.split()}
_RANGE = re.compile(rf"(\d+|[{_DIGITS}]+)\s*[-—－–~～至到]+\s*(\d+|[{_DIGITS}]+)")


@dataclass(frozen=True, slots=True)
class Change:
    """Where two texts differ: what stands there in each, with the words before it."""

    before: str
    old: str
    new: str
    behind: str


def times(period: str) -> float | None:
    """How often a year a printed period comes round, None where it is none."""
    return _TIMES.get(period.strip())


def number(text: str) -> float | None:
    """The value of a printed number, None where it is none."""
    words = text.strip()
    if re.fullmatch(r"\d+(\.\d+)?", words):
        return float(words)
    if words.startswith("百分之"):
        return number(words.removeprefix("百分之"))
    if words == "半":
        return 0.5
    try:
        return float(cn2an.cn2an(words.replace("两", "二"), "smart")) if words and set(words) <= set(_DIGITS) else None
    except ValueError:
        return None


def values(text: str) -> tuple[float, ...] | None:
    """The number or the two ends of a range that a text begins with."""
    m = _RANGE.match(text.strip())
    if m is not None:
        low, high = number(m.group(1)), number(m.group(2))
        return None if low is None or high is None else (low, high)
    if text.strip().startswith("百分之"):
        share = number(text)
        return None if share is None else (share,)
    m = re.match(rf"\d+(\.\d+)?|[{_DIGITS}]+", text.strip())
    value = None if m is None else number(m.group())
    return None if value is None else (value,)


def unit(text: str) -> str:
    """What stands behind the number: 学时 of 24个学时."""
    if text.strip().startswith("百分之"):
        return "%"
    rest = re.sub(rf"^(\d+(\.\d+)?|[{_DIGITS}]+)(\s*[-—－–~～至到]+\s*(\d+|[{_DIGITS}]+))?\s*", "", text.strip())
    return re.sub("^个(?=.)", "", rest).replace("％", "%")


def change(old: str, new: str) -> Change | None:
    """The one stretch in which two texts differ, widened to whole numbers and periods; None where they are alike."""
    if old == new:
        return None
    n = 0
    while n < min(len(old), len(new)) and old[n] == new[n]:
        n += 1
    k = 0
    while k < min(len(old), len(new)) - n and old[-1 - k] == new[-1 - k]:
        k += 1
    while n > 0 and re.match(rf"[\d.{_DIGITS}]", old[n - 1]):
        n -= 1
    if n > 0 and old[n - 1] == "每":
        n -= 1
    behind = "[半月年周季度期]" if old[n:n + 1] in ("每", "半") or new[n:n + 1] == "每" else rf"[\d.{_DIGITS}]"
    while k > 0 and re.match(behind, old[len(old) - k]):
        k -= 1
    return Change(old[:n], old[n:len(old) - k], new[n:len(new) - k], old[len(old) - k:])
