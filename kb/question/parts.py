"""The parts of a question (分问): 书记和副书记在党费上各管什么 asks one question of each.

A question is taken apart at the clauses that ask, and a clause at the things it joins where the same is asked of each.
Every part stands alone: what earlier clauses say of whom and of what is said again in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from kb.data import load_toml
from kb.question.asking import content, kind_of, slots_asked
from kb.question.clauses import AskedClause, clauses_of, is_told, subject_of
from kb.question.joined import Joined, alike, is_name, joined, kind_of_name
from kb.question.names import names_in
from kb.question.sides import cue_in, in_full, marks_of, without_cue

MAX_PARTS = 6
_LONG = 90
_STORY = 40
_LEAD = 30
_LABEL = 16
_FURTHEST = 3
_LONGER = 4
_FEW = 2
_SAME_KIND = 0.6
_FIRST = 2
_COUNTED = re.compile("^(?:这|那)?[两三四五六](?:家|类|份|种|方|个|者|级|边)")
_PERIOD = re.compile("[一每半两三]?(?:年|月|季度?|周)|总共|一共|大约|合|的?标准|一般|是|要|有|最[多少长短]")
_NO_BEGINNING = frozenset("里中上下的内和与跟、")
# Kinds of name that say an aspect of something, not what is asked about.
_OF_SOMETHING = ("", "money", "measure", "document", "leave")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question puts together: `text` stands alone, `own` are the words of it that are not
    said again of an earlier part, `label` is what the answer calls it; `side` is the one of several things of which it
    asks, `mark` what tells that from the others; both empty where it asks of one only.
    """

    text: str
    own: str
    label: str
    side: str = ""
    mark: str = ""


@dataclass(slots=True)
class _Reading:
    """What was read so far: the clauses before the first that asks, the last one that did, and its parts."""

    text: str
    spans: Sequence[tuple[int, int]]
    lead: list[str] = field(default_factory=list)
    before: AskedClause | None = None
    items: tuple[str, ...] = ()
    subject: str = ""
    scope: str = ""
    last: list[Part] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


def parts(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """The questions that a question in normal form without blanks puts together; empty where it asks one thing.

    `spans` are its words. At most MAX_PARTS.
    """
    if len(text) > _LONG:
        return ()
    read = _Reading(text, spans)
    waiting: list[AskedClause] = []
    clauses = clauses_of(text, spans)
    for n, c in enumerate(clauses):
        names_only = read.before is None and c.text.endswith("呢") and c.asks == len(c.text) - 1
        if c.asks is None or names_only or (len(text) > _STORY and is_told(text, clauses, n)):
            waiting.append(c)
        else:
            _add(read, c, waiting)
            waiting = []
    unique = list({p.text: p for p in read.parts}.values())[:MAX_PARTS]
    return tuple(_told_apart(unique, read)) if len(unique) > 1 else ()


def _add(read: _Reading, c: AskedClause, waiting: list[AskedClause]) -> None:
    """Takes one more clause that asks; `waiting` are those since the last one, which ask nothing."""
    run, where = _run(read, c, waiting)
    told = [w.text for w in waiting if w is not where]
    if run is not None and where is not None:
        made = _of_each(read, c, run, where)
    else:
        made = _of_one(read, c)
    if not made:
        return
    if read.before is None:
        read.lead = told if sum(map(len, told)) <= _LEAD else told[-1:]
    local = [] if read.before is None else told
    added = [replace(p, text="，".join([*_said_before(read, p, local), p.text])) for p in made]
    if run is not None and not read.items and not c.text.endswith("呢") and _is_generic(read, c, run, where):
        read.parts = [p for p in read.parts if p not in read.last]
    elif c.text.endswith("呢") and made[0].side and read.before is not None and len(read.last) == 1:
        first = read.last[0]
        read.parts[-1] = replace(first, label=_name_at(read, read.before) or first.label)
    read.parts += added
    if read.before is None or not _leans(read, "".join([*local, made[0].own])):
        read.subject = subject_of(c.text if run is not None else made[0].text)
    read.before, read.last = c, added
    read.scope = next((c.text[s:e] + _body_at(c.text[e:]) for kind, s, e in names_in(c.text) if kind == "scope"),
                      read.scope)
    read.items = () if run is None else run.items


def _run(read: _Reading, c: AskedClause, waiting: Sequence[AskedClause]
         ) -> tuple[Joined | None, AskedClause | None]:
    """The joined things of each of which a clause asks, and the clause that joins them: itself, or the one before."""
    cue, asks = cue_in(c.text), c.asks or 0
    if cue is not None and cue.start() <= _FIRST and cue.end() < len(c.text):
        region = c.start + cue.end(), c.end
    else:
        region = c.start, c.start + (asks if cue is None else cue.start())
    run = joined(read.text, read.spans, *region, surely=cue is not None)
    if cue is not None:
        if run is not None:
            return run, c
        for w in reversed(waiting):
            found = joined(read.text, read.spans, w.start, w.end, surely=True)
            if found is not None:
                return found, w
        return None, None
    if run is None or _pattern("related").search(c.text) or kind_of(c.text) == "yesno":
        return None, None
    gap = read.text[run.end:c.start + asks]
    named = all(names_in(i) and not i.endswith("会") for i in run.items)
    return (run, c) if named or _pattern("light").fullmatch(gap) else (None, None)


def _of_each(read: _Reading, c: AskedClause, run: Joined, where: AskedClause) -> list[Part]:
    """The question of each of the joined things."""
    head, tail = read.text[where.start:run.start], _COUNTED.sub("", read.text[run.end:where.end])
    head = re.sub("^(比较|对比)(一下)?", "", head)
    out = []
    for item, full, mark in zip(run.items, in_full(run.items), marks_of(run.items), strict=True):
        said = f"{head}{full}{tail}"
        own = without_cue(said) if where is c else f"{said}，{without_cue(c.text)}".rstrip("，")
        if _is_generic(read, c, run, where):
            own = _swapped(read, full)
        out.append(Part(own, own, re.sub("[“”\"]", "", item), full, mark))
    return out


def _is_generic(read: _Reading, c: AskedClause, run: Joined, where: AskedClause | None) -> bool:
    """Whether a clause with joined things only asks how the matter of the clause before is ruled for each."""
    rest = read.text[run.end:c.end] if where is c else c.text
    return read.before is not None and bool(_pattern("generic").match(without_cue(rest) or "呢"))


def _of_one(read: _Reading, c: AskedClause) -> list[Part]:
    """The question of a clause that joins nothing; one that leaves out what it asks takes that from the one before."""
    own = _bare(without_cue(c.text) if cue_in(c.text) is not None else c.text)
    if not any(ch.isalnum() for ch in own):
        return []
    if read.before is None:
        return [Part(own, own, own)]
    if _says_again(read, own, differs=cue_in(c.text) is not None):
        return []
    name = _name_at(read, c)
    rest = own[own.find(name) + len(name):] if name and name in own else own
    if own != c.text.rstrip() and c.text.endswith("呢") and not name:
        name, rest = own, ""
    if name and (not rest or _pattern("generic").match(rest)):
        text = _swapped(read, name)
        return [Part(text, text, name, name, name)]
    each = _pattern("each").search(c.text) is not None or not (name or _pattern("pointing").search(own))
    if read.items and each:
        return [Part(f"{subject_of(p.own)}，{own}", own, f"{p.label}{own}") for p in read.last]
    return [Part(own, own, own)]


def _says_again(read: _Reading, own: str, *, differs: bool) -> bool:
    """Whether a clause asks nothing that the one before did not: how it differs, what the rule is, 一年几次 of 频率."""
    assert read.before is not None
    if _pattern("generic").fullmatch(own) and not own.endswith("呢"):
        return True
    rest = "".join(_PERIOD.sub("", content(own)).split())
    if differs:
        return not rest
    again = _pattern("again").match(own) is not None and len(rest) <= _FEW
    return again and any(_near(a, b) for a in slots_asked(own) for b in slots_asked(read.before.text))


def _near(asked: str, before: str) -> bool:
    """Whether two kinds of quantity are one, or so near that who asks for one after the other means the same."""
    near = {s["name"]: s["near"] for s in load_toml("slots.toml")["slot"]}
    return asked == before or near[asked].get(before, 0.0) >= _SAME_KIND


def _swapped(read: _Reading, name: str) -> str:
    """The question before, of another thing."""
    assert read.before is not None
    before = _bare(read.last[0].own) if read.last else _bare(read.before.text)
    if read.items:
        return before.replace(read.items[0], name, 1) if read.items[0] in before else f"{name}，{before}"
    start = read.before.start
    asks = read.before.asks or 0
    inside = [(s - start, e - start) for s, e in read.spans if start <= s and e <= start + asks]
    places = [(s, e) for s, _ in inside for _, e in inside if s < e and alike(read.before.text[s:e], name)]
    places = places or [(0, e) for _, e in inside if read.before.text[:e].endswith(name[-1])]
    if not places:
        return f"{name}，{before}"
    s, e = max(places, key=lambda x: (x[1] - x[0] <= len(name) + _LONGER, x[1] - x[0]))
    return read.before.text[:s] + name + read.before.text[e:]


def _said_before(read: _Reading, part: Part, local: Sequence[str]) -> list[str]:
    """What must be said again in front of a part, and what its own clause is told by those right before it."""
    if read.before is None:
        return list(read.lead)
    own = "".join([*local, part.own])
    lead = [w for w in read.lead if w not in part.text]
    if read.items and part.text != part.own:
        return [*lead, *local]
    if _leans(read, own):
        return [*(w for w in lead if w not in read.subject), read.subject, *local]
    document = _document_at(read.text)
    kept = "" if document in own else document
    kept += "" if any(kind == "scope" for kind, _, _ in names_in(own)) else read.scope
    return [*lead, kept, *local] if kept and kept not in "".join(lead) else [*lead, *local]


def _leans(read: _Reading, own: str) -> bool:
    """Whether a clause leaves out what it is about."""
    if _pattern("pointing").search(own):
        return True
    if _pattern("leaning").search(own) or own.startswith(tuple(_data()["aspects"])):
        return True
    return not any(is_name(own[:n]) or kind_of_name(own[:n]) not in _OF_SOMETHING for n in range(2, len(own) + 1))


def _name_at(read: _Reading, c: AskedClause) -> str:
    """The longest name that a clause begins with, but for what only joins it to the one before; empty without one."""
    own = _pattern("opening").sub("", c.text)
    offset = c.start + len(c.text) - len(own)
    limit = c.start + (c.asks or 0)
    ends = [e for s, e in read.spans if offset < e <= limit][:_FURTHEST + 1]
    names = [read.text[offset:e] for e in ends]
    return max((n for n in names if is_name(n) or kind_of_name(n) not in _OF_SOMETHING), key=len, default="")


def _body_at(text: str) -> str:
    """The organisation that a text begins with, without its offices: 党支部 behind 高校."""
    m = _bodies().match(text)
    return m.group() if m is not None else ""


def _document_at(text: str) -> str:
    """The words at the beginning of a question that name a document: 贵州规程, 细则里; empty where none do."""
    m = re.match(f"[^,，]{{0,8}}?(?:{'|'.join(_data()['kinds']['document'])})[里中上给对]?(?=.)", text)
    return m.group() if m is not None else ""


def _bare(clause: str) -> str:
    return _pattern("closing").sub("", _pattern("opening").sub("", clause)) or clause


def _told_apart(made: Sequence[Part], read: _Reading) -> list[Part]:
    """The parts with labels short enough to lead a line, no two alike."""
    labels = [p.label for p in made]
    plain = [p.label if labels.count(p.label) == 1 else p.own for p in made]
    return [replace(p, label=_short(label, read)) for p, label in zip(made, plain, strict=True)]


def _short(label: str, read: _Reading) -> str:
    """The last words of a label that are not too many."""
    if len(label) <= _LABEL:
        return label
    at = read.text.find(label)
    starts = [s - at for s, e in read.spans if s >= at and read.text[s:e] not in _NO_BEGINNING] if at >= 0 else []
    return label[next((s for s in starts if len(label) - s <= _LABEL), len(label) - _LABEL):]


@cache
def _bodies() -> re.Pattern[str]:
    words = sorted((w for w in _data()["shared"] if kind_of_name(w) == "body"), key=len, reverse=True)
    return re.compile(f"(?:”?组织)?的?(?:{'|'.join(words)})?")


def _data() -> dict[str, Any]:
    return load_toml("parts.toml")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()[name])
