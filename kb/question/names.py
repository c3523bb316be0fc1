"""Whom a question names and where (名称): kinds of organisation, bodies, offices and members."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from kb.language.tokenizer import normalize
from kb.language.vocabulary import find_roles, scopes
from kb.question.asking import asking_data
from kb.question.topics import topic_terms

Slot = Literal["unit", "body", "office", "member"]
_JOINS = re.compile("[和与及跟、]|以及|还有")
_CITED = re.compile("“[^”]*”|《[^》]*》")
_ASKED = re.compile("(?:哪些?|哪几|什么|啥|几|多少)(?:个|家|位|名|种|级)?$")
_ONE = {("body", "office"), ("member", "body"), ("body", "member")}


@dataclass(frozen=True, slots=True)
class Name:
    """A name at text[start:end]: of a kind of organisation, a body, an office or a group of members."""

    slot: Slot
    start: int
    end: int

    @property
    def person(self) -> bool:
        """Whether people are named, by their office or as members."""
        return self.slot in ("office", "member")


def names_in(text: str) -> list[tuple[str, int, int]]:
    """Roles and kinds of organisation that a text names, as ("role" or "scope", start, end), in order."""
    roles = [("role", s, e) for s, e in _roles(text)]
    kinds = [("scope", m.start(), m.end()) for m in _scope_words().finditer(text)
             if not any(s < m.end() and m.start() < e for _, s, e in roles)]
    return sorted(roles + kinds, key=lambda x: x[1])


def names(text: str) -> tuple[Name, ...]:
    """Every name in a text in normal form without blanks, in order; names joined by 和 are one.

    What no list holds is told by its ending (综合部门, 中层干部). Within a term or a title (党员活动室) none is one.
    """
    data = asking_data()["followup"]["names"]
    within = [m.span() for p in (topic_terms(), _CITED) for m in p.finditer(text)]
    listed = [(s, e, kind) for kind, s, e in names_in(text) if not text[s:e].endswith("会")
              and text[s:e] not in data["none"]]
    found = [Name(_slot(text[s:e], "unit" if kind == "scope" else "member"), s, e) for s, e, kind in listed]
    for m in _endings().finditer(text):
        start = max((b for a, b in within if m.start() <= a and b < m.end()), default=m.start())
        if not any(start < e and s < m.end() and m.end() != e for s, e, _ in listed):
            found.append(Name(_slot(m.group(), "unit"), start, m.end()))
    found = [n for n in found if not _ASKED.search(text[:n.start]) and not any(a < n.end < b and n.start < a
                                                                            for a, b in within)]
    roles = [n for n in found if n.slot == "unit" or not any(a <= n.start and n.end <= b for a, b in within)]
    outside = [n for n in _merged(roles) if n.slot != "unit" or not any(a < n.start and n.end <= b for a, b in within)]
    return _joined(text, _widened(text, outside))


def _slot(name: str, otherwise: Slot) -> Slot:
    data = asking_data()["followup"]["names"]
    slots: tuple[Slot, ...] = ("member", "office", "body", "unit")
    return next((s for s in slots if name.endswith(tuple(data[s]))), otherwise)


def _merged(found: Sequence[Name]) -> list[Name]:
    """Overlapping names as one, and touching ones that make one: 党委 and 委员; 机关 and 党支部 stay two."""
    out: list[Name] = []
    for n in sorted(found, key=lambda x: (x.start, -x.end)):
        last = out[-1] if out else None
        if last is not None and n.start < last.end:
            if n.end > last.end:
                out[-1] = replace(n, start=last.start)
        elif last is not None and n.start == last.end and (last.slot == n.slot or (last.slot, n.slot) in _ONE):
            out[-1] = replace(n, start=last.start)
        else:
            out.append(n)
    return out


def _widened(text: str, found: Sequence[Name]) -> list[Name]:
    """With the words that belong to them: 其他 before a name, 组织 behind a kind, 市XX before one at the beginning."""
    before, behind, first = _around()
    out: list[Name] = []
    for i, n in enumerate(found):
        floor = out[-1].end if out else 0
        prefix = text[:n.start]
        whole = n.slot == "unit" and not i and first.fullmatch(prefix) and not topic_terms().search(prefix)
        own = before.search(prefix)
        start = 0 if whole else max(floor, own.start()) if own else n.start
        ceiling = found[i + 1].start if i + 1 < len(found) else len(text)
        e = behind.match(text[n.end:]) if n.slot == "unit" else None
        out.append(replace(n, start=start, end=n.end + e.end() if e and n.end + e.end() <= ceiling else n.end))
    return out


def _joined(text: str, found: Sequence[Name]) -> tuple[Name, ...]:
    out: list[Name] = []
    for n in found:
        last = out[-1] if out else None
        alike = last is not None and (last.slot == n.slot or (last.person and n.person))
        if last is not None and alike and _JOINS.fullmatch(text[last.end:n.start]):
            out[-1] = replace(last, end=n.end)
        else:
            out.append(n)
    return tuple(out)


def _roles(text: str) -> list[tuple[int, int]]:
    """Places of the roles that a text names; 支委 in 支委会 names a meeting."""
    return [(s, e) for _, s, e in find_roles(text) if not text[e:].startswith(("会", "大会"))]


@cache
def _scope_words() -> re.Pattern[str]:
    words = sorted({normalize(w) for s in scopes() for w in s.asked}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _endings() -> re.Pattern[str]:
    """Names told by their ending: with what stands before it where a name can begin there, else the ending alone."""
    data = asking_data()["followup"]["names"]
    words = "|".join(sorted({w for slot in ("unit", "body", "office", "member") for w in data[slot]}, key=len,
                            reverse=True))
    one = f"(?:[一-龥x×](?<![{data['never']}]))"
    return re.compile(f"(?:(?:^|(?<=[{data['begins']}])){one}{{0,4}}?)?(?:{words})(?!会|小组)")


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["followup"]["names"]
    return (re.compile(f"(?:{'|'.join(data['qualifier'])})+的?$"), re.compile("党?组织|单位|系统|里面?"),
            re.compile(f"(?:[一-龥x×](?<![{data['never']}])){{0,4}}"))
