"""Numbers as these documents print them (数字): 2, 两, 十二, 百分之二十, 3-5, 半."""

from __future__ import annotations

import re

CN_DIGITS = "零〇一二两三四五六七八九十百千万"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{CN_DIGITS}]+|半)"
_RANGE = re.compile(rf"({NUMBER})\s*(?:[-—－–~～至到]|[—-]{{2}})\s*({NUMBER})$")
# Two digits side by side name two numbers (两三次, 三五人, 二三十人), unless the whole is a row of digits (二〇一九).
_SIDE_BY_SIDE = re.compile("[一二两三四五六七八九]{2}")
_STRAY_ZERO = re.compile("^[零〇].*[十百千万]|[零〇][百千万]|[十百千万][零〇]$")
_ROW_OF_DIGITS = re.compile("[零〇一二三四五六七八九]{3,}")

_ONES = "一二三四五六七八九"
# The numerals up to 九十九, which nearly all are: what reads the others takes a seventh of a second to load.
_SMALL = {o: n for n, o in enumerate(_ONES, start=1)} | {
    f"{ten}{one}": 10 * t + o for t, ten in enumerate(("十", *(f"{d}十" for d in _ONES[1:])), start=1)
    for o, one in enumerate(("", *_ONES))}


def parse_number(text: str) -> float | None:
    """The value of one printed number, None where it is none or only roughly one (两三, 十五六)."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if _STRAY_ZERO.search(text) or (_SIDE_BY_SIDE.search(text) and not _ROW_OF_DIGITS.fullmatch(text)):
        return None
    plainly = text.replace("〇", "零").replace("两", "二")
    if plainly in _SMALL:
        return float(_SMALL[plainly])
    import cn2an  # only where it is needed

    try:
        return float(cn2an.cn2an(plainly, "smart"))
    except (ValueError, KeyError):  # cn2an raises KeyError for some malformed numerals (〇十零)
        return None


def parse_range(text: str) -> tuple[float, float] | None:
    """Low and high of a printed range (3-5, 三至五), None where it is none."""
    m = _RANGE.match(text)
    if m is None:
        return None
    low, high = parse_number(m.group(1)), parse_number(m.group(2))
    return (low, high) if low is not None and high is not None and low < high else None


def plain(value: float) -> str:
    """A number in Arabic digits, without a needless fraction."""
    return str(int(value)) if value == int(value) else str(value)
