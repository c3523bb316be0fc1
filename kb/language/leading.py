"""What a sentence or a question begins by naming (主语): 电梯 of 电梯每周检查一次, and of 电梯多久检查一次."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.names import find_names, name_of
from kb.language.vocabulary import find_roles, words_of_kinds

_LEAST, _MOST = 2, 8
_OPEN = ("场所", "证件", "假期", "费用")


@dataclass(frozen=True, slots=True)
class Leading:
    """What is named first, and what is said of it."""

    name: str
    rest: str


def leading(text: str) -> Leading | None:
    """The name that a text in normal form begins with, numbers and courtesies left out; None where none leads it.

    Offices, bodies, groups and kinds of organisation are none: those have lists (names.toml, scopes.toml).
    """
    start = _numbered().match(text)
    plain = text[start.end():] if start else text
    end = _ends().search(plain)
    name = _bare(plain[:end.start()]) if end else ""
    if end is None or not _LEAST <= len(name) <= _MOST or _unfit().search(name) or _is_listed(name):
        return None
    return Leading(name, plain[end.start():])


def exchanged(asked: str, held: str) -> tuple[str, str]:
    """What two names do not share: (电梯, 锅炉) of 电梯工 and 锅炉工; either is empty where one only says more."""
    before = 0
    while before < min(len(asked), len(held)) and asked[before] == held[before]:
        before += 1
    behind = 0
    while behind < min(len(asked), len(held)) - before and asked[-1 - behind] == held[-1 - behind]:
        behind += 1
    return asked[before:len(asked) - behind], held[before:len(held) - behind]


def _bare(name: str) -> str:
    """Without the kind of organisation that it is of: 食堂 of 学校的食堂."""
    kind = next((w for w in words_of_kinds(name) if name.startswith(w)), "")
    return name.removeprefix(kind).removeprefix("的").removesuffix("的")


def _is_listed(name: str) -> bool:
    if any(name_of(w).kind not in _OPEN for w, _, _ in find_names(name)):
        return True
    return bool(find_roles(name)) or bool(words_of_kinds(name))


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(load_toml("names.toml")["leading"]["before"])


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(load_toml("names.toml")["leading"]["ends"])


@cache
def _unfit() -> re.Pattern[str]:
    return re.compile(load_toml("names.toml")["leading"]["unfit"])
