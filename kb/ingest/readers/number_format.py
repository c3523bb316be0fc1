"""What a spreadsheet shows for a value (单元格的显示): numbers, percentages and dates by their number format.

Source: ECMA-376 part 1, 18.8.30 and 18.8.31 (numFmt). Colours, conditions, fill characters and fractions are left
out: they change no word of a regulation. The one library that does it all (ssf, 2020) brings eight others with it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import cn2an

# Formats of Chinese Excel and WPS that a file names by number alone.
_BUILT_IN = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"'}
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[([^\]]*)\]|[_*].|(AM/PM|上午/下午)|(y+|m+|d+|h+|s+|a{3,4})|(General|G/通用格式)'
                    r'|([#0?][#0?,.]*%?|\.0+)|(.)', re.IGNORECASE)
_CN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_CN_SMALL = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_WEEK = "一二三四五六日"
_DATE_LETTERS = re.compile(r"[ymdhs]|a{3}", re.IGNORECASE)
_CONDITION = re.compile(r"(?:\[[^\]]*\])*\[[<>=]")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)
_FIRST_DAY = datetime(1899, 12, 30)
_LAST_DAY = 2_958_466  # days from the first to the end of 9999


def shown(value: object, number_format: str, format_id: int = 0) -> str:
    """The words of a cell; `format_id` is the number of the format in the file where it is a built-in one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    code = _BUILT_IN.get(format_id, number_format or "General")
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+', code) or ["General"]
    if isinstance(value, str):
        text = sections[3] if len(sections) > 3 else "@"
        return _quoted(text, value) if "@" in text else value
    dated = "[h" in sections[0].lower() or _DATE_LETTERS.search(_QUOTED.sub("", sections[0])) is not None
    if isinstance(value, datetime | date | time | timedelta):
        return _date(_moment(value), sections[0]) if dated else str(value)
    if not isinstance(value, int | float):
        return str(value)
    if dated and 0 <= value < _LAST_DAY:
        return _date(_FIRST_DAY + timedelta(days=value), sections[0])
    return _signed(value, sections)


def _moment(value: datetime | date | time | timedelta) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, time):
        return datetime.combine(_FIRST_DAY, value)
    return _FIRST_DAY + value


def _date(moment: datetime, code: str) -> str:
    tokens = list(_TOKEN.finditer(code))
    twelve = any(t.group(4) for t in tokens)
    out, hour_before = [], False
    for i, t in enumerate(tokens):
        quoted, escaped, bracketed, half, letters, _, digits, plain = t.groups()
        if bracketed and bracketed.lower() in ("h", "hh"):
            out.append(str(int((moment - _FIRST_DAY).total_seconds() // 3600)))
            hour_before = True
        elif letters:
            kind = letters[0].lower()
            later = next((x.group(5)[0].lower() for x in tokens[i + 1:] if x.group(5)), "")
            minutes = kind == "m" and len(letters) <= 2 and (hour_before or later == "s")
            out.append(_part(moment, "minute" if minutes else kind, len(letters), twelve))
            hour_before = kind == "h"
        elif half:
            out.append(("上午" if moment.hour < 12 else "下午") if "上" in half else f"{moment:%p}")
        else:
            out.append(quoted or escaped or digits or plain or "")
    text = "".join(out)
    return _CN_SMALL.sub(_in_chinese, text).translate(_CN_DIGITS) if "[DBNum1]" in code else text


def _in_chinese(m: re.Match[str]) -> str:
    return str(cn2an.an2cn(int(m.group()), "low"))


def _part(moment: datetime, kind: str, width: int, twelve: bool) -> str:
    if kind == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if kind == "a":
        return ("星期" if width > 3 else "") + _WEEK[moment.weekday()]
    if kind in "md" and width > 2:
        return moment.strftime({"m": "%B" if width > 3 else "%b", "d": "%A" if width > 3 else "%a"}[kind])
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "minute": moment.minute, "s": moment.second}[kind]
    return f"{number:02d}" if width > 1 else str(number)


def _signed(value: float, sections: list[str]) -> str:
    """A number by the section for its sign."""
    number = _decimal(value)
    if number is None:
        return str(value)
    if any(_CONDITION.match(section) for section in sections):
        return _general(number)
    if number == 0 and len(sections) > 2:
        return _number(number, sections[2])
    if number < 0 and len(sections) > 1:
        return _number(-number, sections[1])
    text = _number(abs(number), sections[0])
    return f"-{text}" if number < 0 and re.search("[1-9]", text) else text


def _decimal(value: float) -> Decimal | None:
    """The value with the 15 digits that spreadsheets keep, None where it is no number."""
    try:
        number = Decimal(f"{value:.15g}")
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _number(number: Decimal, code: str) -> str:
    out, written = [], False
    for t in _TOKEN.finditer(code):
        quoted, escaped, bracketed, _, letters, general, digits, plain = t.groups()
        if general or plain == "@":
            out.append(_general(number))
            written = True
        elif digits and not written:
            out.append(_digits(number, digits, "%" in code))
            written = True
        elif bracketed is not None and bracketed.startswith("$"):
            out.append(bracketed[1:].split("-")[0])
        else:
            out.append(quoted or escaped or letters or plain or "")
    return "".join(out) if out else _general(number)


def _digits(number: Decimal, pattern: str, percent: bool) -> str:
    whole, _, fraction = pattern.rstrip("%").partition(".")
    if percent:
        number *= 100
    while whole.endswith(","):  # a comma behind the last digit shows thousands
        whole, number = whole[:-1], number / 1000
    fixed = len(re.sub("[^0#?]", "", fraction))
    least = fraction.count("0")
    text = f"{number.quantize(Decimal(1).scaleb(-fixed), rounding=ROUND_HALF_UP):f}"
    before, _, behind = text.partition(".")
    behind = behind[:least] + behind[least:].rstrip("0")
    before = before.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        before = f"{int(before or 0):,}".rjust(len(before))
    return before + (f".{behind}" if behind else "") + ("%" if pattern.endswith("%") else "")


def _general(number: Decimal) -> str:
    """A number as a wide enough cell shows it: without an exponent, at most ten decimals."""
    text = f"{number.quantize(Decimal(1).scaleb(-10), rounding=ROUND_HALF_UP):f}" if number.as_tuple().exponent else (
        f"{number:f}")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quoted(code: str, value: str) -> str:
    return "".join(value if m.group(8) == "@" else m.group(1) or m.group(2) or m.group(8) or m.group(5) or ""
                   for m in _TOKEN.finditer(code))
