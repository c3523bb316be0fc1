"""What a conversation has come to (会话状态): kind of organisation, role or body, topic, and what was asked of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.quantities import mentions
from kb.question.asking import asking_data, asking_pattern, kind_of, pattern
from kb.question.names import Name, Slot, names
from kb.question.topics import topic_terms

MAX_CONTEXT = 40
_EDGES = re.compile(r"^[\s，,。？?！!；;：:、.]+|[\s，,。？?！!；;：:、.]+$")
_CLAUSE = re.compile("[,，;；。]")
_LINK = re.compile("^(?:的|里)+")
_EACH = re.compile("(?:每|一|全)(?:个)?(?:年|月|季度|季|周|学期|学年)(?:都|应|要|得)*(?:至少|最少|最多|不少于|要|得)?$")
_ENDS = re.compile("(?:要|是|有|由|在|按|应|得|一般|每|能|可以|不能|不少于|不超过|超过|[一1]次)+$")
New = tuple[Slot, str]


@dataclass(frozen=True, slots=True)
class State:
    """A question that stands alone, taken apart.

    `text` is in normal form without blanks. text[:topic_at] names who, text[topic_at:asked_at] the topic, the rest
    what is asked; the topic is empty where it stands among the words that ask (几次党课).
    """

    text: str
    names: tuple[Name, ...]
    topic_at: int
    asked_at: int

    @property
    def asks(self) -> bool:
        """Whether it asks anything; 我是高校的 tells only who asks."""
        return asked(self.text) is not None

    @property
    def asked(self) -> str:
        """What is asked, without the topic."""
        return topic_terms().sub("", self.text[self.asked_at:])

    def named(self, slot: Slot) -> Name | None:
        """The first name of a kind; an office stands for a member where none is named, and the other way about."""
        same = next((n for n in self.names if n.slot == slot), None)
        if same is None and slot in ("office", "member"):
            return next((n for n in self.names if n.person), None)
        return same

    def words(self, name: Name) -> str:
        """The name as written."""
        return self.text[name.start:name.end]

    def with_names(self, new: Sequence[New]) -> State:
        """With each new name in the place of the one of its own kind, or before what it is said of."""
        state = self
        for slot, words in sorted(new, key=lambda x: x[0] == "unit"):
            state = state._with_name(slot, words)
        return state

    def _with_name(self, slot: Slot, words: str) -> State:
        old, office, unit = self.named(slot), self.named("office"), self.named("unit")
        if old is not None:
            return self._spliced(old.start, old.end, words)
        if slot == "body" and office is not None and (m := _level().match(self.words(office))):
            return self._spliced(office.start, office.start + m.end(), words)
        at = unit.end if unit is not None and slot != "unit" else 0
        return self if self.text.startswith(words, at) else self._spliced(at, at, words)

    def _spliced(self, start: int, end: int, words: str) -> State:
        return taken_apart(f"{self.text[:start]}{words}{self.text[end:]}")

    def without_unit(self) -> State:
        """Of no kind of organisation."""
        unit = self.named("unit")
        return self if unit is None else taken_apart(
            f"{self.text[:unit.start]}{_LINK.sub('', self.text[unit.end:])}")

    def with_plain_body(self) -> State:
        """With 支部 in the place of a body of its own kind (学生支部), which another organisation need not have."""
        body = self.named("body")
        plain = _level_at_end().search(self.words(body)) if body is not None else None
        if body is None or plain is None:
            return self
        return self._spliced(body.start, body.end, plain.group())

    def with_topic(self, topic: str) -> State:
        """Asking the same of another topic."""
        return taken_apart(f"{self.text[:self.topic_at]}{topic}{self.asked}")

    def with_more(self, condition: str) -> State:
        """Asking the same of the same topic under a condition."""
        return self._spliced(self.asked_at, self.asked_at, condition)

    @property
    def topic(self) -> str:
        """What it is about, empty where that stands among the words that ask."""
        return self.text[self.topic_at:self.asked_at]

    @property
    def counts(self) -> bool:
        """Whether a number, a period or a date is asked for."""
        return kind_of(self.text) in ("count", "when")

    def at_time(self, time: str) -> State:
        """Asking the same at another time."""
        old = next((m for m in mentions(self.text) if m.kind == "deadline"), None)
        return self.with_more(time) if old is None else self._spliced(old.start, old.end, time)

    def kept(self, *, only_unit: bool = False, but_unit: bool = False) -> str:
        """Its names: only that of the kind of organisation, all but that, or all."""
        each = (self.words(n) for n in self.names if (n.slot == "unit" or not only_unit)
                and not (n.slot == "unit" and but_unit))
        return "".join(dict.fromkeys(each))

    @property
    def essence(self) -> str:
        """The first name of each kind and the topic, in their order."""
        first = {n.slot if not n.person else "person": n for n in reversed(self.names)}
        places = sorted([(n.start, n.end) for n in first.values()] + self._topics())
        return "".join(dict.fromkeys(self.text[s:e] for s, e in places))

    def _topics(self) -> list[tuple[int, int]]:
        """Places of the terms that are no part of a name; without any, that of the words before what is asked."""
        found = [m.span() for m in topic_terms().finditer(self.text)
                 if not any(n.start < m.end() and m.start() < n.end for n in self.names)]
        return found or ([(self.topic_at, self.asked_at)] if self.topic else [])

    @property
    def interrogatives(self) -> str:
        """Only the words that ask."""
        return "".join(m.group() for m in interrogative().finditer(self.text[self.asked_at:]))

    @property
    def context(self) -> str:
        """Without what it asks: neither the words that ask nor the figure that was to be confirmed."""
        text = self.text
        if pattern("premise").search(text) or not self.asks:
            for m in reversed([m for m in mentions(text) if m.kind != "deadline"]):
                text = text[:m.start] + text[m.end:]
        found = interrogative().search(text)
        if found is not None:
            text = _EACH.sub("", text[:found.start()]) + text[found.end():]
        text = _ENDS.sub("", _EDGES.sub("", interrogative().sub("", text)))
        if len(text) > MAX_CONTEXT:
            last = _CLAUSE.split(text)[-1]
            text = last if last.startswith(self.kept()) else self.kept() + last
        return text[:MAX_CONTEXT]


def taken_apart(text: str) -> State:
    """A question that stands alone, as a state."""
    found = names(text)
    asks = asked(text)
    end = asks.start() if asks else len(text)
    clause = max((m.end() for m in _CLAUSE.finditer(text, 0, end)), default=0)
    who = max((n.end for n in found if n.end <= end), default=0)
    begin = max(clause, who)
    link = _LINK.match(text[begin:end])
    begin += link.end() if link else 0
    last = max((m.end() for m in topic_terms().finditer(text) if begin <= m.start() and m.end() <= end), default=begin)
    function = _function().search(text, last, end)
    stop = function.start() if function else end
    return State(text, found, begin, stop if stop - begin > 1 else begin)


def asked(text: str) -> re.Match[str] | None:
    """The first words that ask."""
    return asking_pattern().search(text) or interrogative().search(text)


@cache
def interrogative() -> re.Pattern[str]:
    """Words that only ask: without them a question says what it is about."""
    units = sorted(load_toml("quantities.toml")["unit"]["counted"], key=len, reverse=True)
    return re.compile(asking_data()["followup"]["interrogative"].replace("UNIT", "|".join(map(re.escape, units))))


@cache
def _function() -> re.Pattern[str]:
    return re.compile(asking_data()["followup"]["function"])


@cache
def _level_at_end() -> re.Pattern[str]:
    return re.compile("(?:党支部|支部|党总支|总支)$")


@cache
def _level() -> re.Pattern[str]:
    return re.compile("(?:机关)?(?:党支部|支部|党总支|总支|党委|党组织|党组|党小组)(?=.)")
