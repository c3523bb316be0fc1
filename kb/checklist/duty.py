"""A duty on its way into a checklist (职责): what is required, by which clause, of whom; and its papers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.checklist.binding import Bound, bound, words
from kb.checklist.leads import Lead
from kb.data import load_toml
from kb.language.quantities import mentions
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize
from kb.types import Clause, Obligation

_JOINED = re.compile(r"[和并且、](?=向|对|为|在|到|给|\d{1,2}月)")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]*")
_NUMBER = re.compile(r"\d|[每一二两三四五六七八九十]+[次人名个]")
_NO_LETTER = re.compile(r"[（(][^）)]*[）)]|[^\w]")
_TITLE = re.compile(r"[^。；;：:，,\n]+")
_EDGES = " 　、，,：:和并"


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty with a number, a period or a date: the obligation, its clause, whom it binds, what exactly is done.
    `nth` is its place among those on the same words.
    """

    obligation: Obligation
    clause: Clause
    title: str
    bound: Bound
    action: str
    condition: str | None
    record: tuple[str, ...]
    nth: int = 0


def duties(lead: Lead, clause: Clause, title: str, found: Sequence[Obligation]) -> list[Duty]:
    """The duties of a clause that bind a role or his organisation, in printed order."""
    out = []
    for n, o in enumerate(found):
        if _is_case(o):
            continue
        staff = words("staffing").search(o.quote) is not None  # 设书记1人: the organisation has them
        binds = bound(lead, clause, title, None if staff else o.subject, o.quote)
        if binds is not None:
            nth = sum((x.start, x.end) == (o.start, o.end) for x in found[:n])
            out.append(Duty(o, clause, title, binds, _action(clause, o, found, n),
                            conditions(clause, o.start, o.end, binds), records(clause, o.start, o.end), nth))
    return out


def _is_case(o: Obligation) -> bool:
    """Whether a number says of what case a rule speaks (7人以上的党支部), rather than how many there are to be."""
    kind = "threshold" if o.period is None and o.deadline is None else "threshold_of_period"
    return o.count is not None and words(kind).search(o.quote) is not None


def _action(clause: Clause, o: Obligation, found: Sequence[Obligation], n: int) -> str:
    """What is done: of a phrase that two rows share (上交党费和向党员公布) each the part of its own."""
    same = [i for i, x in enumerate(found) if (x.start, x.end) == (o.start, o.end)]
    parts = _JOINED.split(o.quote)
    alike = len({found[i].action for i in same}) == 1
    if len(same) > 1 and alike and len(parts) == len(same):
        return _without_numbers(parts[same.index(n)])
    action = words("mark").sub("", o.action or o.quote)
    if o.subject and o.subject in o.quote and o.subject not in action and words("meeting").search(o.subject):
        return o.subject + action  # 支部委员会一般每月召开1次: what is held is the subject itself
    if core(action):
        return action
    about = _about(clause, o)
    return f"{about}：{action}" if about else action


def core(action: str) -> str:
    """What an action is about, in canonical words, without its verbs: 党课 of 认真开展好党课教育."""
    return _ignored().sub("", _NO_LETTER.sub("", canonical(normalize(action))))


@cache
def _ignored() -> re.Pattern[str]:
    names = sorted(load_toml("checklist.toml")["matter"]["ignore"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _about(clause: Clause, o: Obligation) -> str | None:
    """What a duty is about that only says 召开 or 固定: a topic that its sentence named before, else the title of its
    clause.
    """
    begin = next((s for s, e in sentences(clause.text) if s <= o.start < e), 0)
    named = [(clause.text.rfind(w, begin, o.end), w) for t in load_toml("topics.toml")["topic"] for w in t["words"]]
    at, topic = max(named)
    if at >= 0:
        return str(topic)
    first = title_of(clause.text)
    return first if len(first) < len(clause.text) and o.start > 0 else None


def title_of(text: str) -> str:
    """What a clause is about: its first words, without its printed number."""
    m = _TITLE.search(words("mark").sub("", text))
    return (m.group() if m is not None else text).strip()


def _without_numbers(text: str) -> str:
    for m in reversed(mentions(text)):
        text = text[:m.start] + text[m.end:]
    return text.strip(_EDGES)


@cache
def _conditions() -> re.Pattern[str]:
    return re.compile("|".join(load_toml("checklist.toml")["condition"]["patterns"]))


@cache
def _records() -> re.Pattern[str]:
    names = sorted(load_toml("checklist.toml")["records"]["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as half-open ranges, in order."""
    return [(m.start(), m.end()) for m in _SENTENCE.finditer(text)]


def conditions(clause: Clause, start: int, end: int, binds: Bound) -> str | None:
    """To whom or when it applies, as printed: what the heading or the subject says, else what stands in its sentence
    before it, or in it.
    """
    if binds.condition is not None:
        return binds.condition
    begin = next((s for s, e in sentences(clause.text) if s <= start < e), start)
    for m in _conditions().finditer(clause.text, begin, end):
        # Not where it is one of several that are bound (党总支（直属党支部）), each under its own condition.
        if not clause.text[:m.start()].endswith(("和", "及", "与", "、", "（", "(")):
            return m.group()
    return None


def records(clause: Clause, start: int, end: int) -> tuple[str, ...]:
    """The papers to keep of what stands at these places, as printed: named in its sentence, or in the next one where
    that speaks of nothing else with a number.
    """
    spans = sentences(clause.text)
    at = next((n for n, (s, e) in enumerate(spans) if s <= start < e), None)
    if at is None:
        return ()
    until = max(end, spans[at][1])
    if at + 1 < len(spans):
        s, e = spans[at + 1]
        if _records().search(clause.text[s:e]) and not _NUMBER.search(clause.text[s:e]):
            until = e
    return papers(clause.text[spans[at][0]:until])


def papers(text: str) -> tuple[str, ...]:
    """The papers to keep that a text names, as printed."""
    return tuple(dict.fromkeys(m.group() for m in _records().finditer(text)))
