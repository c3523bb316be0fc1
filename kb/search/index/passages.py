"""What of a clause is embedded (段落): each of its sentences with the headings above it, and the clause's beginning.

What is embedded carries the headings; what is quoted never does.
"""

from __future__ import annotations

import re

from kb.language.numerals import CN_DIGITS
from kb.language.sentences import sentences
from kb.types import Clause

_NUMBER = re.compile(rf"^([{CN_DIGITS}]+、|[（(][{CN_DIGITS}]+[）)]|第[{CN_DIGITS}\d]+[章节]\s*)")
_WHOLE = 160
_HEADINGS = 40


def headings(clause: Clause, title: str) -> str:
    """The headings a reader would name the clause by, the innermost last, without their numbers."""
    names = [clause.list_title if clause.list_title != title else title]
    names += [h for h in clause.path if h != clause.list_title]
    bare = [_NUMBER.sub("", n) for n in names]
    return " ".join(bare)[-_HEADINGS * 2:]


def passages(clause: Clause, title: str) -> list[str]:
    """The texts to embed for one clause; never empty."""
    above = headings(clause, title)[-_HEADINGS:]
    body = re.sub(r"\s+", " ", clause.text)
    out = [f"{above}：{body[:_WHOLE]}"]
    spans = sentences(clause.text)
    if len(spans) > 1:
        out += [f"{above}：{re.sub(chr(10), ' ', clause.text[s:e])}" for s, e in spans]
    return out
