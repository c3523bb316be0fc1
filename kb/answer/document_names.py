"""Documents that a question names (提到的文件): 贵州规程, 细则里, 市XX局的…, among those the library holds.

People shorten titles, so a name is the kind of document (细则) with words before it that stand in the title in the same
order; the bare kind is enough where only one document is of it. The issuer that a title begins with names it, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.data import load_toml
from kb.language.tokenizer import normalize

_REACH = 12
_LEFT = 2
_LEAST = 2
_LEAST_LOOSE = 4
_LEAST_ISSUER = 3
_SHORT = 6
_STOP = re.compile("[，,。；;：:？?！!、\"“”《》和与跟及]")


@dataclass(frozen=True, slots=True)
class Named:
    """Documents named, by id, and the question without the words that name them."""

    documents: frozenset[str]
    rest: str


class DocumentNames:
    """The titles of a library's documents, ready to be looked for in questions."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """`titles` by document id."""
        self._titles = {d: "".join(normalize(t).split()) for d, t in titles.items()}
        self._ahead = cache(self._ahead_of)
        self._issuers = {d: m.group() for d, t in self._titles.items() if (m := _issuer().match(t)) is not None}

    def named(self, question: str) -> Named | None:
        """What a question names; None where it names none of the documents, or all of them."""
        text = "".join(normalize(question).split())
        found = self._by_kind(text) or self._by_issuer(text) or self._by_short_issuer(text)
        return found if found is not None and len(found.documents) < len(self._titles) else None

    def _by_kind(self, text: str) -> Named | None:
        for m in _kinds().finditer(text):
            behind = re.match(_data()["about"]["behind"], text[m.end():])
            before = _STOP.split(text[max(0, m.start() - _REACH):m.start()])[-1]
            words, documents = self._best(before, m.group())
            least = _LEAST_LOOSE
            if m.group() in _data()["firm"]:
                ends = before and not text[m.end():].strip("?？。")
                least = 0 if (behind is not None or ends) and not words and _leads(before) else _LEAST
            if documents and len(words) >= least and (words or len(documents) == 1):
                start = m.start() - len(words)
                start -= len(before) - len(words) if len(before) - len(words) <= _LEFT else 0
                start = re.search(_data()["about"]["before"], text[:start]).start()  # type: ignore[union-attr]
                end = m.end() + (behind.end() if behind is not None else 0)
                rest = f"{text[:start]}{text[end:]}"
                return Named(documents, rest if any(ch.isalnum() for ch in rest) else text)
        return None

    def _best(self, before: str, kind: str) -> tuple[str, frozenset[str]]:
        """The longest words right before a kind of document that a title of that kind holds in order, and its ids."""
        ahead = self._ahead(kind)
        for n in range(len(before) + 1):
            fitting = frozenset(d for d, t in ahead if _in_order(before[n:], t))
            if fitting:
                return before[n:], fitting
        return "", frozenset()

    def _ahead_of(self, kind: str) -> list[tuple[str, str]]:
        """What stands before a kind of document in the titles that hold it, by id."""
        return [(d, t[:t.rindex(kind)]) for d, t in self._titles.items() if kind in t]

    def _by_issuer(self, text: str) -> Named | None:
        for size in range(_REACH, _LEAST_ISSUER - 1, -1):
            found = {d: i[-size:] for d, i in self._issuers.items() if len(i) >= size and i[-size:] in text}
            if found:
                return Named(frozenset(found), text)
        return None


    def _by_short_issuer(self, text: str) -> Named | None:
        """By what people call an issuer: its characters in order from the first to its kind's: 贵师大."""
        for d, issuer in self._issuers.items():
            kind = re.search(f"(?:{'|'.join(_data()['issuer'])})$", issuer)
            if kind is None or kind.start() < _LEAST:
                continue
            for m in re.finditer(re.escape(issuer[0]), text):
                for size in range(min(_SHORT, len(text) - m.start()), _LEAST_ISSUER - 1, -1):
                    words = text[m.start():m.start() + size]
                    if words[-1] in kind.group() and _in_order(words, issuer):
                        same = frozenset(o for o, name in self._issuers.items() if name == issuer) | {d}
                        rest = text[:m.start()] + re.sub("^的", "", text[m.start() + size:])
                        return Named(same, rest)
        return None


def _leads(before: str) -> bool:
    """Whether nothing but words that lead up to a document's name stand before it."""
    return re.fullmatch(_data()["about"]["before"], before) is not None


def _in_order(words: str, title: str) -> bool:
    at = 0
    for ch in words:
        at = title.find(ch, at) + 1
        if not at:
            return False
    return True


def _data() -> dict[str, Any]:
    return load_toml("titles.toml")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile("|".join(sorted({*_data()["endings"], *_data()["firm"]}, key=len, reverse=True)))


@cache
def _issuer() -> re.Pattern[str]:
    return re.compile(f"[^《》（）()]{{1,10}}?(?:{'|'.join(_data()['issuer'])})")
