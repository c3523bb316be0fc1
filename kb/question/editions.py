"""An edition that a question asks for (问某一版): 2018年版, 2018年修订的…, 旧版, 修订前."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.tokenizer import normalize
from kb.validity.title import year_of


@dataclass(frozen=True, slots=True)
class EditionAsked:
    """The year of the edition, None for the one before that in force; the words that ask for it; and the question
    without them.
    """

    year: int | None
    words: str
    rest: str


def edition_asked(question: str, keys: Collection[str]) -> EditionAsked | None:
    """What edition a question asks for; `keys` are titles of documents without what tells their editions apart.

    None where it asks for none, or when and by what one was replaced, which the one in force says.
    """
    text = "".join(normalize(question).split())
    if _pattern("not_asking").search(text):
        return None
    for m in _pattern("year").finditer(text):
        ahead, behind = text[:m.start()].rstrip("（(《》"), text[m.end():].lstrip("《")
        if m.group("words") or any(behind.startswith(k) or ahead.endswith(k) for k in keys):
            return EditionAsked(year_of(m.group("year")), m.group("said"), _without(text, m))
    before = _pattern("before").search(text)
    return None if before is None else EditionAsked(None, before.group(), _without(text, before))


def _without(text: str, m: re.Match[str]) -> str:
    return f"{text[:m.start()]}{text[m.end():]}"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = load_toml("editions.toml")
    return re.compile(data["asked"][name].replace("{year}", data["year"]))
