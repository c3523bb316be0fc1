"""What a recogniser's words need (识别结果的修整): blanks that it does not print, and signs taken for narrow ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

_CJK = re.compile("[\u3001-\u301b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e“”‘’]")
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", "[": "〔", ")": "）", "]": "〕"}
_CLOSING = {"（": "）", "〔": "〕", "《": "》", "【": "】", "〈": "〉"}
_CLOSERS = frozenset("）〕》】〉)]")
# Pitches of characters: from where on a gap is a printed blank, behind the number of an article and elsewhere.
_BEHIND_NUMBER, _ELSEWHERE = 1.45, 2.6
_NUMBER_MOST = 4  # signs of a number at the start of a line, with its punctuation
_NUMBER = re.compile(r"第\s*[\d零〇○一二三四五六七八九十百千]+\s*[编章节条]|[一二三四五六七八九十]+、")


def mended(text: str, columns: Sequence[int], confidences: Sequence[float]) -> tuple[str, list[float]]:
    """A line's text with the confidence of each of its characters.

    `columns` says where each character that is no blank stands, in steps of equal width; `confidences` holds one a
    character. The single blanks between two Chinese characters that recognisers put in go, wide gaps become a blank.
    """
    placed = list(_placed(text, columns, confidences))
    if not placed:
        return "", []
    steps = [b[1] - a[1] for a, b in zip(placed, placed[1:], strict=False) if _CJK.match(a[0]) and _CJK.match(b[0])]
    pitch = median(steps) if steps else 0.0
    number = _NUMBER.match("".join(c for c, *_ in placed))
    behind = number.end() if number else -1
    out: list[tuple[str, float]] = []
    for n, (sign, column, sure, spaced) in enumerate(placed):
        before = placed[n - 1] if n else None
        if before is not None:
            cjk = bool(_CJK.match(before[0]) and _CJK.match(sign))
            gap = (column - before[1]) / pitch if pitch else 0.0
            if gap >= (_BEHIND_NUMBER if n == behind else _ELSEWHERE) and cjk:
                out.append(("\u3000", sure))
            elif spaced and not cjk and not (_CJK.match(before[0]) or _CJK.match(sign)):
                out.append((" ", sure))
        out.append((sign, sure))
    if len(out) > 1 and out[-1][0] in "Oo0〇○" and out[-2][0] in "。；！？":
        out.pop()  # the full stop taken for a second sign
    signs = _widened([sign for sign, _ in out])
    return "".join(signs), [sure for _, sure in out]


def _placed(text: str, columns: Sequence[int], confidences: Sequence[float]) -> Sequence[tuple[str, int, float, bool]]:
    """Each character that is no blank, with its column, its confidence, and whether a blank stands before it."""
    out, spaced, at = [], False, 0
    for n, sign in enumerate(text):
        if sign.isspace():
            spaced = True
            continue
        out.append((sign, columns[at] if at < len(columns) else 0, confidences[n] if n < len(confidences) else 0.0,
                    spaced))
        at, spaced = at + 1, False
    return out


def _widened(signs: list[str]) -> list[str]:
    """Punctuation of Chinese text in its own form, closing brackets as the opening ones are."""
    out: list[str] = []
    opened: list[str] = []
    for n, sign in enumerate(signs):
        chinese = bool(out and _CJK.match(out[-1])) or (n == 0 and len(signs) > 1 and bool(_CJK.match(signs[1])))
        if sign == "．" and chinese and n > _NUMBER_MOST and not out[-1].isdigit():
            sign = "，"  # between words, where no number ends
        if sign in _CLOSERS and opened:
            sign = _CLOSING.get(opened.pop(), sign)
        elif sign in _WIDE and chinese and sign not in ")]":
            sign = _WIDE[sign]
        if sign in _CLOSING:
            opened.append(sign)
        out.append(sign)
    return out
