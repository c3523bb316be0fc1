"""Statements that were changed (改动过的说法): where they differ from the text, and whether they contradict it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.quiz.figures import Change, change, number, times, values

_MOST = re.compile("(不超过|不多于|不高于|最多|至多|不得超过|控制在|不得[^，]*超过)[^，]{0,14}$")
_WITHIN = re.compile("个?(小时|分钟|工作日|自然日|日|天|周|月|年|季度)(以|之)?内|[^，]{0,4}(以内|以下|之内)")


def changed(text: str, statement: str) -> Iterator[Change]:
    """How a statement differs from words of a text that begin or end as it does, and are otherwise alike."""
    starts = {m.start() for m in re.finditer(re.escape(statement[:3]), text)}
    for m in re.finditer(re.escape(statement[-3:]), text):
        starts |= {m.end() - len(statement) + d for d in (-2, -1, 0, 1, 2)}
    for start in sorted(starts):
        for length in range(len(statement) - 3, len(statement) + 4):
            old = text[max(start, 0):start + length]
            made = change(old, statement)
            if made is not None and len(made.old) <= 8 and len(made.new) <= 8 and old[-1:] == statement[-1:]:
                yield made


def contradicts(made: Change) -> bool:
    """Whether the changed value asks for more, more often or earlier, or for less where it is a limit."""
    a, b = times(made.old), times(made.new)
    if a is not None and b is not None:
        return b > a
    limit = _MOST.search(made.before) or _WITHIN.match(made.behind)
    dated = re.search("(年|^|，)$", made.before) is not None
    if dated and made.behind.startswith("月") and not re.match("月[^，]{0,4}前", made.behind):
        return made.old != made.new  # another month than the one that is named
    behind = re.match(r"月(\d+日)?|日", made.behind)
    month = re.search(r"\d+月$", made.before)
    whole = [(month.group() if month else "") + v + (behind.group() if behind else "") for v in (made.old, made.new)]
    day, new_day = _day(whole[0]), _day(whole[1])
    if day is not None and new_day is not None:
        return new_day < day
    x, y = values(made.old), values(made.new)
    if x is None or y is None or len(x) != len(y):
        return False
    return all(n < o for o, n in zip(x, y, strict=True)) if limit else all(n > o for o, n in zip(x, y, strict=True))


def _day(words: str) -> tuple[float, float] | None:
    m = re.match(r"(\d+|[一二三四五六七八九十]+)月(?:(\d+)日)?", words)
    month = None if m is None else number(m.group(1))
    return None if m is None or month is None else (month, float(m.group(2) or 31))
