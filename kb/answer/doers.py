"""Who does what, as a rule prints it (由谁做什么): 组织委员 of 党员材料由组织委员设专柜保管."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.language.names import find_names, name_of
from kb.language.sentences import phrases
from kb.language.tokenizer import normalize

_BY = re.compile("(?<![自缘理事情])由(?!于|此)|(?:^|(?<=[须应要必需]))经(?![费济营常过验历办])")
_ACTS = re.compile("会同|负责(?!人)|牵头|主持|召集|保管|整理|记录|审[核批查定]|批准|签字|签署|组织|担任|汇总|报送|填写"
                   "|通知|谈话|确定|研究|决定|同意|讨论|[初复终]审|指导|登记|验收|约谈|包抓|出具|考[察核]|宣读|[在于按每设统共同]")
_AND = ("、", "和", "与", "或", "及", "以及", "或者")
_KINDS = frozenset(("职务", "岗位", "机构", "成员", "人群"))
_LEAST, _MOST = 2, 16
_FILLER = 4
_PLAIN = re.compile("[一-龥“”（）()、]{2,16}")
_WHOSE = re.compile("的|等")
# What a body's name goes on with: 组织部 of 党委组织部, 集体 of 党组织会议集体研究; 会 of 党委会同 is no part of it.
_TAIL = re.compile("(?:主要|分管)?(?:[一-龥]{0,4}?(?:部长|部门|部|办公室|办|处|科|股|组(?!织)|单位|负责人)"
                   "|副职|正职|集体)(?:部长|主任|处长|科长|负责人)?")
_WITH = re.compile("会(?=同)")


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who acts: `who` as printed; the phrase that says so, as a span, and what of it is left without him.

    `led` where 由 or 经 leads him in.
    """

    who: str
    start: int
    end: int
    rest: str
    led: bool


def doers(words: str) -> list[Doer]:
    """Who acts in the phrases of a text: those behind 由 or 经, and those whom a phrase begins with."""
    out = []
    for start, end in phrases(words):
        phrase = words[start:end]
        led = [(m.end(), who) for m in _BY.finditer(phrase) if (who := _named(phrase[m.end():]))]
        first = [] if led else _beginning(phrase)
        for at, who in led or first:
            out.append(Doer(who, start, end, phrase[:at] + " " + phrase[at + len(who):], bool(led)))
    return out


def begins_with_doer(words: str) -> bool:
    """Whether words begin with the name of somebody: they say themselves whose they are."""
    return any(start == 0 for start, _ in _people(words))


def _named(rest: str) -> str | None:
    """Whom the words behind 由 name: as far as names go, or to the first word that says what is done."""
    people = _people(rest)
    if people and people[0][0] <= _FILLER:
        return rest[:_joined(rest, people)]
    found = _ACTS.search(rest, _LEAST)
    end = found.start() if found else -1
    return rest[:end] if 1 < end <= _MOST and _PLAIN.fullmatch(rest[:end]) else None


def _beginning(phrase: str) -> list[tuple[int, str]]:
    """Whom a phrase begins with as the one who acts: 组织委员每月15日前收齐党费, not 组织委员的职责."""
    people = _people(phrase)
    if not people or people[0][0]:
        return []
    end = _joined(phrase, people)
    return [(0, phrase[:end])] if end < len(phrase) and not _WHOSE.match(phrase, end) else []


def _joined(text: str, people: Sequence[tuple[int, int]]) -> int:
    """Where the first of the people ends, and those that are joined to him."""
    end = people[0][1]
    for start, stop in people[1:]:
        if text[end:start] in _AND:
            end = stop
    if _WITH.match(text, end - 1):
        return end - 1
    tail = _TAIL.match(text, end)
    return tail.end() if tail else end


def _people(text: str) -> list[tuple[int, int]]:
    """Where names of offices, posts, bodies and groups stand; none where the text is not in normal form."""
    if len(normalize(text)) != len(text):
        return []
    return [(start, end) for words, start, end in find_names(normalize(text)) if name_of(words).kind in _KINDS]
