"""What a clause rules on a topic (一条的规定): with a number or a time, in words, or as what its heading names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.checklist.action import core, title_of
from kb.checklist.binding import words
from kb.checklist.duty import doer_of, is_case
from kb.checklist.general import printed_doer
from kb.training.topics.addressee import Addressee, addressee
from kb.training.topics.naming import is_example, mention, part, rules
from kb.training.topics.topic import Matter, Topic
from kb.types import Clause, Obligation

_LONGEST_TITLE, _LONGEST_QUOTE = 30, 160


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: clause.text[start:end]; `obligation` is its number or time, None where it has none, and `nth` its place
    among those of the clause.
    """

    clause: Clause
    title: str
    matter: Matter
    to: Addressee
    start: int
    end: int
    obligation: Obligation | None = None
    nth: int = 0


def rules_of(topic: Topic, clause: Clause, title: str, found: Sequence[Obligation]) -> list[Rule]:
    """Every rule of a clause on the topic; `found` are its obligations, `title` that of its document."""
    headed = _headed(topic, clause, title, found)
    counted = list(_counted(topic, clause, title, found, headed))
    said = list(_said(topic, clause, title, counted))
    if not counted and not said and headed is not None and not mention("closing").search(clause.text):
        said.append(_whole(headed, clause, title))
    return sorted((*counted, *said), key=lambda r: r.start)


def _headed(topic: Topic, clause: Clause, title: str, found: Sequence[Obligation]) -> Matter | None:
    """The matter that the clause's own title names, else the nearest heading that names one."""
    own = title_of(clause.text)
    at = clause.text.find(own)
    until = at + len(own)
    if len(own) > _LONGEST_TITLE or until >= len(clause.text) - 1 or any(o.start < until for o in found):
        own = ""  # the first words of a rule, no title
    for heading in (own, *reversed(clause.path), clause.list_title, title):
        named = [m for m in topic.all if rules(m, heading)]
        if named:
            return named[0] if len(named) == 1 else topic.collective or named[0]
    return None


def _counted(topic: Topic, clause: Clause, title: str, found: Sequence[Obligation], headed: Matter | None
             ) -> Iterator[Rule]:
    at = Counter((o.start, o.end) for o in found)
    for n, o in enumerate(found):
        if is_case(o):
            continue
        matter = _of(topic, clause, o, alone=at[o.start, o.end] == 1)
        if matter is None and not mention("paper").search(o.action):
            matter = headed
        if matter is not None:
            to = addressee(clause, doer_of(clause, o), o.quote, counted=True)
            yield Rule(clause, title, matter, to, o.start, o.end, o, n)


def _of(topic: Topic, clause: Clause, o: Obligation, *, alone: bool) -> Matter | None:
    """The matter that an obligation is about: what is done, what is counted, who does it, or what its words name."""
    said = [o.action, o.unit or "", o.subject or ""]
    for m in topic.all:
        done = rules(replace(m, beside=()), o.action)
        if done and all(is_example(o.action, s) for s in done):
            return None  # the number is for all of them together
        whole = f"{o.action}{o.unit or ''}{o.quote}"
        meant = not m.beside or any(w in whole for w in m.beside)
        if meant and any(rules(replace(m, beside=()), text) for text in said):
            return m
    first = part(clause.text, o.start)[0] if len(core(o.action)) < 2 else o.start  # 书记各讲1次: what was named before
    if alone:
        return next((m for m in topic.all if any(first <= s < o.end for s, _ in rules(m, clause.text))), None)
    return None


def _said(topic: Topic, clause: Clause, title: str, counted: Sequence[Rule]) -> Iterator[Rule]:
    """What a clause rules in words: one rule a matter, where nothing that is counted says the same."""
    for m in topic.all:
        if any(r.matter.name == m.name for r in counted):
            continue
        for place in rules(m, clause.text):
            start, end = _trimmed(clause.text, *part(clause.text, place[0]))
            if m is topic.collective and any(start <= r.start < end for r in counted):
                continue  # its sentence tells each of them
            quote = clause.text[start:end]
            yield Rule(clause, title, m, addressee(clause, printed_doer(quote), quote, counted=False), start, end)
            break


def _whole(matter: Matter, clause: Clause, title: str) -> Rule:
    start, end = _trimmed(clause.text, 0, len(clause.text))
    if end - start > _LONGEST_QUOTE:
        first = part(clause.text, start)[1]
        start, end = _trimmed(clause.text, start, first) if first - start > 1 else (start, end)
    quote = clause.text[start:end]
    return Rule(clause, title, matter, addressee(clause, printed_doer(quote), quote, counted=False), start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without its printed number and without blanks at its ends."""
    mark = words("mark").match(text[start:end]) if start == 0 else None
    start += mark.end() if mark is not None else 0
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
