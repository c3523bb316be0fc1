"""The article that a question names (指名条文): which numbers, of which document, and what else it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.language.numerals import parse_number
from kb.language.ordinals import Mentioned, Ordinal, mentioned_ordinals
from kb.question.asking import asking_data, scope_words

_GAP = 2
_ALWAYS = ("条", "章")
_SPECIFIC = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """Numbers named one inside the other, the outermost first: 第五部分第3条."""

    ordinals: tuple[Mentioned, ...]

    @property
    def said(self) -> str:
        return "".join(m.said for m in self.ordinals)


@dataclass(frozen=True, slots=True)
class Referred:
    """What a question names by number.

    `name` are the words that name the document, the list, the heading; `called` tells that they read as the name of a
    document. `counts` tells that the question asks how many points there are.
    """

    references: tuple[Reference, ...]
    name: str
    called: bool
    counts: bool = False


def referred(text: str) -> Referred | None:
    """What the text of a question, in normal form without blanks, names by number; None where it names nothing so."""
    found = mentioned_ordinals(text) or _bare(text)
    data = asking_data()["article"]
    groups: list[list[Mentioned]] = []
    for m in found:
        if groups and m.start - groups[-1][-1].end <= _GAP and m.ordinal.unit != groups[-1][-1].ordinal.unit:
            groups[-1].append(m)
        else:
            groups.append([m])
    groups = [g for g in groups if re.match(data["follows"], text[g[-1].end:]) or (
        g[-1].ordinal.unit in _ALWAYS and _is_called(text[:g[0].start]))]
    if not groups:
        return None
    before, rest = text[:groups[0][0].start], text[groups[-1][-1].end:]
    if not name_in(before):
        behind = re.match(data["behind"], rest)
        before = behind.group("name") if behind is not None else before
    return Referred(tuple(Reference(tuple(g)) for g in groups), name_in(before), _is_called(before),
                    bool(re.search(data["counts"], rest)))


def name_in(words: str) -> str:
    """The name in the words before a number or an asking word, without those that only lead to it."""
    before, after, inside = _patterns()
    return inside.sub("", after.sub("", before.sub("", words)))


def _is_called(words: str) -> bool:
    """Whether the words before a number read as the name of one document: 学校办法 may be any of several."""
    data, name = asking_data()["article"], name_in(words)
    ending = re.search(rf"(?:{data['titles']})([（(][^（()）]*[)）])?$", name)
    own = "" if ending is None else _kinds().sub("", name[:ending.start()])
    return "《" in words or len(own) >= _SPECIFIC or bool(re.search(rf"(?:{data['laws']})$", name))


def _bare(text: str) -> tuple[Mentioned, ...]:
    """实施办法12条: the number of an article without 第."""
    data = asking_data()["article"]
    m = re.search(rf"(?:{data['titles']}|》|[)）]){data['bare']}", text)
    value = parse_number(m.group("number")) if m is not None else None
    if m is None or value is None:
        return ()
    return (Mentioned(Ordinal("条", int(value)), f"第{m.group('number')}条", m.start("number"), m.end("number") + 1),)


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, scope_words()), key=len, reverse=True)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["article"]
    return re.compile(data["before"]), re.compile(data["after"]), re.compile(data["inside"])
