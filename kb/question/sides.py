"""The sides of a question (几方): what asks something of each of several things, and what each is called.

党课和支委会分别几次, 机关和国企有什么区别, 哪个开得勤: where one side is asked alone, these words are left out.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Sequence
from functools import cache

from kb.data import load_toml
from kb.language.vocabulary import find_roles
from kb.question.asking import scope_words
from kb.question.joined import is_name


def asks_difference(text: str) -> bool:
    """Whether a question in normal form asks how several things differ, or which of them has more."""
    return any(_pattern("differ").search(t) or _pattern("more").search(t) for t in re.split("[,，?？。;；]", text))


def cue_in(clause: str) -> re.Match[str] | None:
    """What in a clause asks for each of several things, for the one that has more, or for how they differ."""
    return _pattern("each").search(clause) or _pattern("more").search(clause) or _pattern("differ").search(clause)


def without_cue(clause: str) -> str:
    """A clause as it is asked of one thing: without 分别, without the words that ask for a difference."""
    each = _pattern("each").search(clause)
    if each is not None:
        return clause[:each.start()] + clause[each.end():]
    more = _pattern("more").search(clause)
    if more is not None:
        what = more.group("what") if len(more.group("what")) > 1 else ""
        return f"{clause[:more.start()]}{what}{_asks_of_more(more.group('how'))}"
    differ = _pattern("differ").search(clause)
    if differ is None:
        return clause
    asked = re.match("差(几.{0,3}|多少.{0,3})$", clause[differ.start():])
    before = re.sub("(有|是|的|上|里|在)+$", "", clause[:differ.start()])
    return before + (asked.group(1) if asked is not None else "")


def in_full(items: Sequence[str]) -> list[str]:
    """The joined things with what is said once for all of them: 高校总支与支部, 社区和国企支部."""
    first, last = _scope_of(items[0]), _scope_of(items[-1])
    if first and first != items[0] and not any(map(_scope_of, items[1:])):
        return [items[0], *(first + i if is_name(i) else i for i in items[1:])]
    rest = items[-1][len(last):] if last else ""
    shared = tuple(load_toml("parts.toml")["shared"])
    return [i + rest if rest in shared and _scope_of(i) == i and not i.endswith(shared) else i for i in items]


def marks_of(items: Sequence[str]) -> list[str]:
    """Of each of several things the words that the others do not begin or end with: 村, 学校 of 村支部和学校支部."""
    begin, end = os.path.commonprefix(items), os.path.commonprefix([i[::-1] for i in items])[::-1]
    return [i.removeprefix(begin).removesuffix(end) or i for i in items]


def _scope_of(item: str) -> str:
    """The kind of organisation that an item begins with; empty where it begins with none, or with a role."""
    if any(start == 0 for _, start, _ in find_roles(item)):
        return ""
    return max((w for w in scope_words() if item.startswith(w)), key=len, default="")


def _asks_of_more(how: str) -> str:
    """How much of something is asked of one side, where it is asked which side has more of it."""
    asks: dict[str, str] = load_toml("parts.toml")["asks_of_more"]
    return asks.get(how, "怎么规定")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_toml("parts.toml")[name])
