"""Who does what, as a rule prints it (由谁做什么): 组织委员 of 党员材料由组织委员设专柜保管."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.names import find_names, name_of
from kb.language.sentences import phrases
from kb.language.tokenizer import normalize

_AND = ("、", "和", "与", "或", "及", "以及", "或者")
_KINDS = frozenset(("职务", "岗位", "机构", "成员", "人群"))
_LEAST, _MOST = 2, 16
_FILLER = 4
_PLAIN = re.compile("(?:[一-龥“”、]|（[一-龥]+）){1,15}[一-龥”）]")
_WHOSE = re.compile("的|等")
# Whose a name is that stands before another: 学员所在单位, 批准其成立的党组织.
_OF = re.compile("所在|所属|的(?=[一-龥])")
_WITH = re.compile("会(?=同)")


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who acts: `who` as printed; the phrase that says so, as a span, and what of it is left without him.

    `led` where 由 or 经 leads him in, or 报 and the like before what he does (报党委审批). `act` is what the phrase
    says behind him, up to the next who acts.
    """

    who: str
    start: int
    end: int
    rest: str
    led: bool
    act: str


def doers(words: str) -> list[Doer]:
    """Who acts in the phrases of a text: those behind 由 or 经, those to whom something goes for them to act on (报党委
    审批), and those whom a phrase begins with.
    """
    out = []
    for start, end in phrases(words):
        phrase = words[start:end]
        found = _led(phrase)
        led = bool(found)
        found = found or _beginning(phrase)
        for n, (at, who) in enumerate(found):
            behind = at + len(who)
            until = found[n + 1][0] if n + 1 < len(found) else len(phrase)
            out.append(Doer(who, start, end, phrase[:at] + " " + phrase[behind:], led, phrase[behind:until]))
    return out


def holders(words: str) -> list[tuple[str, str]]:
    """Who holds which post, as a text prints both: 党组书记 and 组长 of 成立党组书记任组长的领导小组."""
    return [(m["who"], m["post"]) for m in _pattern("holds").finditer(words)]


def holder(question: str, words: str) -> str | None:
    """Who holds the post that a question names, where the words say who does; not who is beside it (副组长)."""
    held = [(who, post) for who, post in holders(words) if post in question and f"副{post}" not in question]
    return max(held, key=lambda h: len(h[1]))[0] if held else None


def recipients(words: str) -> list[Doer]:
    """To whom something goes in the phrases of a text, as they print it: 县委组织部 of 报县委组织部备案."""
    out = []
    for start, end in phrases(words):
        phrase = words[start:end]
        for m in (*_pattern("to").finditer(phrase), *_pattern("toward").finditer(phrase)):
            if who := _body(phrase[m.end():]):
                at = m.end()
                out.append(Doer(who, start, end, phrase[:at] + " " + phrase[at + len(who):], True,
                                phrase[at + len(who):]))
    return out


def _led(phrase: str) -> list[tuple[int, str]]:
    """Those led into a phrase, with their places."""
    found = [(m.end(), who) for m in _pattern("by").finditer(phrase) if (who := _named(phrase[m.end():]))]
    for m in _pattern("to").finditer(phrase):
        who = _body(phrase[m.end():])
        if who and _pattern("acts").match(phrase, m.end() + len(who)):
            found.append((m.end(), who))
    return sorted(dict(found).items())


def begins_with_doer(words: str) -> bool:
    """Whether words begin with the name of somebody: they say themselves whose they are."""
    return any(start == 0 for start, _ in _people(words))


def _named(rest: str) -> str | None:
    """Whom the words behind 由 name: as far as names go, or to the first word that says what is done."""
    people = _people(rest)
    acting = _first_act(rest, people)
    for n, (start, _) in enumerate(people):
        if start <= _FILLER or (start <= _MOST and start < acting and rest[start - 1] == "的"):
            return rest[:_joined(rest, people[n:])]
    return rest[:acting] if 1 < acting <= _MOST and _PLAIN.fullmatch(rest[:acting]) else None


def _body(rest: str) -> str | None:
    """Whom the words behind 报 name, where they are known as somebody or end as the name of a body does."""
    who = _named(rest) or (rest if _PLAIN.fullmatch(rest) else None)
    return who if who and (_people(who) or _pattern("body").search(who)) else None


def _first_act(rest: str, people: Sequence[tuple[int, int]]) -> int:
    """Where the first word stands that says what is done and is no part of a name (组织 of 党组织); -1 without any."""
    return next((m.start() for m in _pattern("acts").finditer(rest, _LEAST)
                 if not any(start < m.start() < end for start, end in people)), -1)


def _beginning(phrase: str) -> list[tuple[int, str]]:
    """Whom a phrase begins with as the one who acts: 组织委员每月15日前收齐党费, not 组织委员的职责."""
    people = _people(phrase)
    if not people or people[0][0]:
        return []
    end = _joined(phrase, people)
    return [(0, phrase[:end])] if end < len(phrase) and not _WHOSE.match(phrase, end) else []


def _joined(text: str, people: Sequence[tuple[int, int]]) -> int:
    """Where the first of the people ends, those that are joined to him, and whose name his only says (学员所在单位)."""
    end = people[0][1]
    for start, stop in people[1:]:
        if text[end:start] in _AND or (_OF.match(text, end) and start - end <= _FILLER):
            end = stop
    if _WITH.match(text, end - 1):
        return end - 1
    tail = _pattern("tail").match(text, end)
    while tail:
        end, tail = tail.end(), _pattern("tail").match(text, tail.end())
    return end


def _people(text: str) -> list[tuple[int, int]]:
    """Where names of offices, posts, bodies and groups stand; none where the text is not in normal form."""
    if len(normalize(text)) != len(text):
        return []
    return [(start, end) for words, start, end in find_names(normalize(text)) if name_of(words).kind in _KINDS]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_toml("agents.toml")["doer"][name])
