"""How Word prints a counted number (编号格式): the values of w:numFmt that Chinese documents use.

ISO/IEC 29500-1, 17.18.59; East Asian formats as Word prints them. Those of other languages are printed as decimal.
"""

from __future__ import annotations

import cn2an

_DIGITS = "〇一二三四五六七八九"
_TRADITIONAL_DIGITS = "○一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FINANCIAL = {"壹": "壹", "贰": "貳", "叁": "參", "陆": "陸", "万": "萬"}
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_SINGLE = {  # one character a number: the first of them and how many there are
    "decimalEnclosedCircle": ("①", 20), "decimalEnclosedCircleChinese": ("①", 20), "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20), "ideographEnclosedCircle": ("㊀", 10),
}
_COUNTED = ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting")
_COUNTED_SHORT = ("chineseCounting", "taiwaneseCounting")
_DIGIT_WISE = ("ideographDigital", "japaneseDigitalTen", "taiwaneseDigital", "koreanDigital2")
_LEGAL = ("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional")
_MOST = 99_999
_LETTERS_MOST = 26 * 30


def printed(number: int, style: str) -> str:
    """A number as printed; empty for the styles that print none (none, bullet)."""
    if style in ("none", "bullet"):
        return ""
    if not 0 <= number <= _MOST:
        return str(number)
    if style in _SINGLE:
        first, count = _SINGLE[style]
        return chr(ord(first) + number - 1) if 0 < number <= count else str(number)
    if style in _COUNTED or (style in _COUNTED_SHORT and number < 100):
        return counted(number)
    if style in _COUNTED_SHORT or style in _DIGIT_WISE:
        digits = _TRADITIONAL_DIGITS if style.startswith("taiwanese") else _DIGITS
        return "".join(digits[int(c)] for c in str(number))
    if style in _LEGAL:
        text = str(cn2an.an2cn(number, "up"))
        return text if style == "chineseLegalSimplified" else "".join(_FINANCIAL.get(c, c) for c in text)
    return _others(number, style)


def counted(number: int) -> str:
    """A number in Chinese as it is counted aloud: 十二, 一百零二."""
    if number == 0:
        return "〇"
    text = str(cn2an.an2cn(number))
    return text[1:] if text.startswith("一十") else text


def _others(number: int, style: str) -> str:
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(c) - ord("0") + ord("０")) for c in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "numberInDash":
        return f"- {number} -"
    if style == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if style == "ideographZodiac" and 0 < number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if style == "ideographZodiacTraditional" and 0 < number <= 60:
        return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]
    if style in ("upperLetter", "lowerLetter") and 0 < number <= _LETTERS_MOST:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return roman(number) if style == "upperRoman" else roman(number).lower()
    return str(number)


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman figures."""
    out = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out += letters * count
    return out
