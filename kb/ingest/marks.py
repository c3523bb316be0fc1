"""Marks (条序号): printed numbers of articles and items, which are no part of what a clause says."""

from __future__ import annotations

import re

from kb.types import Clause

_CN = "零〇一二三四五六七八九十百千"
_ARTICLE = re.compile(rf"第[{_CN}\d]+条")
_FIRST = re.compile(rf"\s*(?:第[{_CN}\d]+条|[（(][{_CN}\d]+[）)]|[{_CN}]+[、.．]|[①-⑳])")
_LATER = re.compile(rf"(?<=[；;。：:\n])(\s*(?:[（(][{_CN}\d]{{1,3}}[）)]|[①-⑳]))")


def without_marks(clause: Clause) -> str:
    """The text of a clause with blanks for the printed numbers, every other character in its place."""
    text = clause.text
    lead = len(text) - len(text.lstrip())
    first = _FIRST.match(text)
    end = first.end() if first else 0
    if not first and clause.number and clause.number.isdigit() and text[lead:].startswith(clause.number):
        end = lead + len(clause.number)
        end += len(text[end:end + 1]) if text[end:end + 1] in "、.．)）" else 0
    text = " " * end + text[end:]
    return _LATER.sub(lambda m: " " * len(m.group()), text)


def is_article(clause: Clause) -> bool:
    """Whether a clause is an article of a regulation (第三条), whose doer is named in it and not in a heading."""
    return bool(_ARTICLE.match(clause.number or ""))
