"""Who asks (自我介绍): 我是学院辅导员，发展对象和积极分子几比几 asks nothing about a 辅导员."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.language.names import find_names, name_of
from kb.language.vocabulary import find_roles, offices, scopes, words_of_kinds
from kb.question.asking import asks_number

_LEAST = 5
_PEOPLE = ("职务", "成员", "人群")


def without_introduction(text: str) -> str | None:
    """What is left of a question without the clause in which somebody says who he is; None where it has none.

    The kind of organisation that he names stays. His office stays where the rest asks for his own duties or for a
    number and names nobody: 我是支部书记，一年上几次党课 asks of him.
    """
    m = _lead().match(text)
    rest = text[m.end():].strip() if m is not None else ""
    if m is None or len(rest) < _LEAST:
        return None
    who = m["who"]
    named = [text[m.start("who"):][start:end] for _, start, end in find_roles(who)]
    own = bool(_own().search(rest)) or (asks_number(rest) and not find_roles(rest))
    if own and not offices(who) and any(name_of(w).kind in _PEOPLE for w, _, _ in find_names(who)):
        return None  # 我是入党积极分子，一年参加几次组织生活 asks of him
    office = named[-1] if named and offices(who) and own else ""
    kind = min(words_of_kinds(who), key=lambda w: (who.find(w), w), default="") or _kind_of(who)
    kind = "" if words_of_kinds(rest) or kind[-2:] in office else kind
    return f"{kind}{office}{rest}"


def _kind_of(who: str) -> str:
    return next((s.name for s in scopes() if any(w in who for w in s.asked)), "")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(load_toml("introductions.toml")["lead"])


@cache
def _own() -> re.Pattern[str]:
    return re.compile(load_toml("introductions.toml")["own"])
