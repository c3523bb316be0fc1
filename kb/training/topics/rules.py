"""What a clause rules on a topic (一条的规定): with a number or a time, in words, or as what its heading names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.checklist.action import core, title_of
from kb.checklist.binding import words
from kb.checklist.duty import doer_of, is_case
from kb.checklist.general import printed_doer
from kb.language.sentences import whole_sentences
from kb.language.vocabulary import find_roles
from kb.training.topics.addressee import Addressee, addressee
from kb.training.topics.naming import is_example, mention, part, rules
from kb.training.topics.topic import Matter, Topic, matters
from kb.types import Clause, Obligation

_LONGEST_TITLE, _LONGEST_QUOTE, _ANOTHER = 30, 160, 2


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
    own = _own_title(clause.text)
    if any(o.start < clause.text.find(own) + len(own) for o in found):
        own = ""  # the first words of a rule, no title
    for heading in (own, *reversed(clause.path), clause.list_title, title):
        named = [m for m in topic.all if len(heading) <= _LONGEST_TITLE and rules(m, heading)]
        if named and _is_of_more(topic, heading):
            return None
        if named:
            return named[0] if len(named) == 1 else topic.collective or named[0]
        if _is_of_another(topic, heading):
            return None  # 组织生活会 in a document on 换届选举
    return None


def _is_of_more(topic: Topic, heading: str) -> bool:
    """Whether a heading names something else beside the topic (三会一课和组织生活规范)."""
    others = (p for p in mention("joined").split(heading) if not any(m.spans(p) for m in topic.all))
    return any(len(mention("same").sub("", p)) >= _ANOTHER for p in others)


def _own_title(text: str) -> str:
    """The name that a clause bears before what it rules (按期换届选举。); empty where it bears none."""
    own = title_of(text)
    until = text.find(own) + len(own)
    named = len(own) <= _LONGEST_TITLE and text[until:until + 1] in ("。", "：", ":", "\n") and until < len(text) - 1
    return own if named and not mention("title").search(own) else ""


def _counted(topic: Topic, clause: Clause, title: str, found: Sequence[Obligation], headed: Matter | None
             ) -> Iterator[Rule]:
    at = Counter((o.start, o.end) for o in found)
    for n, o in enumerate(found):
        if is_case(o):
            continue
        matter = _of(topic, clause, o, alone=at[o.start, o.end] == 1)
        if matter is None and headed is not None and not any(mention(w).search(o.action) for w in ("paper", "report")):
            since = part(clause.text, o.start)[0] if _names_nothing(o.action) else o.start
            others = o.action if since == o.start else clause.text[since:o.end]
            matter = None if _is_of_another(topic, others) else headed
        if matter is not None:
            to = addressee(clause, doer_of(clause, o), o.quote, counted=True)
            yield Rule(clause, title, matter, to, o.start, o.end, o, n)


def _is_of_another(topic: Topic, action: str) -> bool:
    """Whether what is done is known as another matter: 民主评议党员 under a heading on 组织生活会."""
    own = {w for m in topic.all for w in m.words.pattern.pattern.split("|")}
    return any(m.spans(action) for m in matters() if not own & set(m.words.pattern.pattern.split("|")))


def _of(topic: Topic, clause: Clause, o: Obligation, *, alone: bool) -> Matter | None:
    """The matter that an obligation is about: what is done, what is counted, who does it, or what its words name."""
    said = [o.action, o.unit or "", o.subject or ""]
    printed = [m for m in topic.all if m.spans(o.quote)]
    if alone and len(printed) == 1 and rules(printed[0], clause.text[:o.end]):
        said = [o.quote]  # what is printed with the number, whatever was named before it
    for m in topic.all:
        done = rules(replace(m, beside=()), o.action)
        if done and all(is_example(o.action, s) for s in done):
            return None  # the number is for all of them together
        whole = f"{o.action}{o.unit or ''}{o.quote}"
        meant = not m.beside or any(w in whole for w in m.beside)
        if meant and any(rules(replace(m, beside=()), text) for text in said):
            return m
    if not alone:
        return None
    if _names_nothing(o.action):
        return _named_before(topic, clause, o)
    return next((m for m in topic.all if any(o.start <= s < o.end for s, _ in rules(m, clause.text))), None)


def _names_nothing(action: str) -> bool:
    """Whether an action tells only who does it and that it is done: 驻村第一书记各讲."""
    for _, start, end in reversed(find_roles(action)):
        action = action[:start] + action[end:]
    return len(core(mention("each").sub("", action))) < 2


def _named_before(topic: Topic, clause: Clause, o: Obligation) -> Matter | None:
    """The matter of the topic that a sentence named last, where it named no other one since."""
    first = part(clause.text, o.start)[0]
    places = [(s, e, m) for m in topic.all for s, e in rules(m, clause.text) if first <= s < o.end]
    start, end, last = max(places, key=lambda p: p[:2], default=(0, 0, None))
    return None if last is None or _is_of_another(topic, clause.text[end:o.end]) else last


def _said(topic: Topic, clause: Clause, title: str, counted: Sequence[Rule]) -> Iterator[Rule]:
    """What a clause rules in words: one rule a matter, where nothing that is counted says the same."""
    for m in topic.all:
        if any(r.matter.name == m.name for r in counted):
            continue
        for place in rules(m, clause.text):
            start, end = _trimmed(clause.text, *part(clause.text, place[0]))
            if not counted and clause.text[start:end] == _own_title(clause.text):
                yield _whole(m, clause, title)
                break
            if m is topic.collective and any(start <= r.start < end for r in counted):
                continue  # its sentence tells each of them
            yield _in_words(m, clause, title, start, end)
            break


def _whole(matter: Matter, clause: Clause, title: str) -> Rule:
    start, end = _trimmed(clause.text, 0, len(clause.text))
    until = max((e for _, e in whole_sentences(clause.text) if e - start <= _LONGEST_QUOTE), default=end)
    return _in_words(matter, clause, title, *_trimmed(clause.text, start, until if until > start else end))


def _in_words(matter: Matter, clause: Clause, title: str, start: int, end: int) -> Rule:
    quote = clause.text[start:end]
    doer = printed_doer(quote)
    if doer is not None and any(s <= quote.find(doer) and e > quote.find(doer) + len(doer)
                                for s, e in matter.spans(quote)):
        doer = None  # 支部 in 支部大会, 党员 in 党员活动室
    return Rule(clause, title, matter, addressee(clause, doer, quote, counted=False), start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without its printed number and without blanks at its ends."""
    mark = words("mark").match(text[start:end]) if start == 0 else None
    start += mark.end() if mark is not None else 0
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
