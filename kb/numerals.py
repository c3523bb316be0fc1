"""Numbers as these documents print them (数字): 2, 两, 十二, 百分之二十, 3-5, 半."""

from __future__ import annotations

import re

import cn2an

CN_DIGITS = "零〇一二两三四五六七八九十百千万"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{CN_DIGITS}]+|半)"
_RANGE = re.compile(rf"({NUMBER})\s*(?:[-—－–~～至到]|[—-]{{2}})\s*({NUMBER})$")


def parse_number(text: str) -> float | None:
    """The value of one printed number, None where it is none."""
    if text == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    try:
        return float(cn2an.cn2an(text.replace("〇", "零").replace("两", "二"), "smart"))
    except ValueError:
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
