"""The article that a question names (指名条文): which numbers, of which document, and what else it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.data import load_toml
from kb.language.ordinals import NUMERAL, Mentioned, Ordinal, mentioned_ordinals, printed_ordinal
from kb.question.asking import asking_data, scope_words

_GAP = 2
_ALWAYS = ("条", "章")
_SPECIFIC = 3
# So many articles at most are named by the first and the last of them.
_MOST = 30


@dataclass(frozen=True, slots=True)
class Reference:
    """Numbers named one inside the other, the outermost first: 第五部分第3条.

    `name` are the words that name the document, the list, the heading; `called` tells that they read as the name of a
    document.
    """

    ordinals: tuple[Mentioned, ...]
    name: str = ""
    called: bool = False

    @property
    def said(self) -> str:
        return "".join(m.said for m in self.ordinals)


@dataclass(frozen=True, slots=True)
class Referred:
    """What a question names by number; `counts` tells that it asks how many points there are."""

    references: tuple[Reference, ...]
    counts: bool = False


def referred(text: str) -> Referred | None:
    """What the text of a question, in normal form without blanks, names by number; None where it names nothing so."""
    text, data = _written_out(text), asking_data()["article"]
    groups: list[list[Mentioned]] = []
    for m in mentioned_ordinals(text) or _bare(text):
        if groups and m.start - groups[-1][-1].end <= _GAP and m.ordinal.unit != groups[-1][-1].ordinal.unit:
            groups[-1].append(m)
        else:
            groups.append([m])
    groups = [g for g in groups if re.match(f"{data['follows']}|{data['behind']}", text[g[-1].end:]) or (
        g[-1].ordinal.unit in _ALWAYS and _is_called(text[:g[0].start]))]
    if not groups:
        return None
    rest = text[groups[-1][-1].end:]
    behind = re.match(data["behind"], rest)
    named, references = "" if behind is None else behind.group("name"), list[Reference]()
    for n, group in enumerate(groups):
        before = text[groups[n - 1][-1].end if n else 0:group[0].start]
        if name_in(before) and (not n or _is_titled(before)):
            named = before
        between = _between(groups[n - 1], group) if n and re.fullmatch(data["through"], before) else []
        references += [Reference(tuple(g), name_in(named), _is_called(named)) for g in (*between, group)]
    return Referred(tuple(references), bool(re.search(data["counts"], rest)))


def name_in(words: str) -> str:
    """The name in the words before a number or an asking word, without those that only lead to it."""
    before, after, inside = _patterns()
    return inside.sub("", after.sub("", before.sub("", words)))


def _is_titled(words: str) -> bool:
    """Whether words end like the name of a document."""
    data = asking_data()["article"]
    return "《" in words or bool(re.search(rf"(?:{data['titles']}|{data['laws']})$", name_in(words)))


def _is_called(words: str) -> bool:
    """Whether the words before a number read as the name of one document: 学校办法 may be any of several."""
    data, name = asking_data()["article"], name_in(words)
    ending = re.search(rf"(?:{data['titles']})([（(][^（()）]*[)）])?$", name)
    own = "" if ending is None else _kinds().sub("", name[:ending.start()])
    return "《" in words or len(own) >= _SPECIFIC or bool(re.search(rf"(?:{data['laws']})$", name))


def _between(first: Sequence[Mentioned], last: Sequence[Mentioned]) -> list[list[Mentioned]]:
    """The numbers between two: 第五条到第八条."""
    a, b = first[-1].ordinal, last[-1].ordinal
    if a.unit != b.unit or not 0 < a.value < b.value <= a.value + _MOST:
        return []
    return [[*first[:-1], replace(last[-1], ordinal=Ordinal(a.unit, v), said=f"第{v}{a.unit}")]
            for v in range(a.value + 1, b.value)]


def _written_out(text: str) -> str:
    """第五至八条 as 第五条至第八条."""
    while (out := _short().sub(lambda m: "第{a}{unit}{joined}第{b}{more}{unit}".format(**m.groupdict()), text)) != text:
        text = out
    return text


@cache
def _short() -> re.Pattern[str]:
    joined, units = asking_data()["article"]["joined"], "|".join((*load_toml("ordinals.toml")["items"], *_ALWAYS))
    return re.compile(rf"第(?P<a>{NUMERAL})(?P<joined>{joined})(?P<b>{NUMERAL})"
                      rf"(?P<more>(?:(?:{joined}){NUMERAL})*)(?P<unit>{units})")


def _bare(text: str) -> tuple[Mentioned, ...]:
    """实施办法12条, 实施办法第12: the number of an article, half of what makes it one left out."""
    data = asking_data()["article"]
    m = re.search(rf"(?:{data['titles']}|》|[)）]){data['bare']}", text)
    number = (m.group("number") or m.group("lone")) if m is not None else ""
    value = printed_ordinal(number)
    if m is None or value is None:
        return ()
    return (Mentioned(replace(value[0], unit="条"), f"第{number}条", m.start("numbered"), m.end("numbered")),)


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, scope_words()), key=len, reverse=True)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["article"]
    return re.compile(data["before"]), re.compile(data["after"]), re.compile(data["inside"])
