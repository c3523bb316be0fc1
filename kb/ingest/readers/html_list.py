"""The numbers of an ordered list of a web page (有序列表), by the rules of HTML and of CSS counter styles."""

from __future__ import annotations

import re

import cn2an
from lxml import html as lxml_html

from kb.ingest.readers.html_table import whole

_MOST = 10**9
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal(?:-leading-zero)?|(?:lower|upper)-(?:alpha|latin|"
                    r"roman)|cjk-(?:ideographic|decimal)|(?:simp|trad)-chinese-(?:in)?formal|disc|circle|square)",
                    re.IGNORECASE)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class Counter:
    """Counts the items of one list."""

    def __init__(self, element: lxml_html.HtmlElement) -> None:
        self._step = -1 if element.get("reversed") is not None else 1
        first = len(element.findall("li")) if self._step < 0 else 1
        self._next = _integer(element.get("start"), first)
        self._style = _style(element) or _TYPES.get(element.get("type") or "", "decimal")

    def number(self, item: lxml_html.HtmlElement) -> str | None:
        """The number of the next item as printed, None where the list shows none."""
        number = _integer(item.get("value"), self._next)
        self._next = number + self._step
        return _printed(number, _style(item) or _TYPES.get(item.get("type") or "", self._style))


def _style(element: lxml_html.HtmlElement) -> str:
    found = _STYLE.search(element.get("style") or "")
    return found.group(1).lower() if found else ""


def _integer(value: str | None, default: int) -> int:
    negative = (value or "").strip().startswith("-")
    number = whole((value or "").strip().lstrip("+-"), _MOST + 1, _MOST)
    return default if number > _MOST else -number if negative else number


def _printed(number: int, style: str) -> str | None:
    if style in ("none", "disc", "circle", "square"):
        return None
    if "chinese" in style or style == "cjk-ideographic":
        return f"{cn2an.an2cn(number)}、" if 0 < number < 100 else f"{number}、"
    if style.endswith(("alpha", "latin")) and number > 0:
        text = _letters(number)
    elif style.endswith("roman") and 0 < number < 4000:
        text = _roman(number)
    else:
        return f"{number:02d}." if "leading" in style else f"{number}."
    return f"{text.upper() if style.startswith('upper') else text}."


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
