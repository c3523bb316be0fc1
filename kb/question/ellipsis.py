"""What a turn says of its own and what it leaves to the turns before (省略)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kb.language.quantities import mentions
from kb.language.tokenizer import normalize
from kb.question.asking import asking_data, pattern
from kb.question.names import Name, Slot, names
from kb.question.state import asked, interrogative
from kb.question.topics import topic_terms

Leaning = Literal["wholly", "likely", "maybe", "not"]
About = Literal["source", "reason", "detail", "more", "again"]
# In characters: a longer turn stands alone; a briefer one that names nothing leans; a noun without a question; so few
# of its own that they may be said of anything; and almost none.
_SHORT = 24
_BRIEF = 14
_NOUN = 8
FEW = 6
_ALMOST_NOTHING = 3
_TERM = "任期"
_ENDS = re.compile(r"[\s，,。？?！!；;：:、.]+$")
_EDGES = re.compile(r"^[\s，,。；;：:、.]+|[\s，,。？?！!；;：:、.]+$")
_CITED = re.compile("“[^”]{2,}”|《[^》]+》")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a conversation in normal form without blanks.

    `bare` is what is left without the words that lead on (那, 换成) or trail off (呢, 也一样吗), with its `names`;
    `own` is what of that names a topic. `asks` tells whether it asks anything in words, `leads` whether it goes on from
    what was said, `trails` whether it leaves what it asks to that, `declares` whether it only tells who asks
    (我是高校的), `attributive` whether it names no more than whose (综合部门的). `confirms` is what it wants confirmed
    (每月 in 党小组会也是每月吗, nothing in 高校也一样吗), None where it wants nothing confirmed. `recalls` is the word
    by which it goes back to an earlier turn (回到任期那个), and `rest` what follows that.
    """

    text: str
    bare: str
    names: tuple[Name, ...] = ()
    own: str = ""
    asks: bool = False
    trails: bool = False
    leads: bool = False
    declares: bool = False
    attributive: bool = False
    confirms: str | None = None
    recalls: str | None = None
    rest: str = ""

    @property
    def about(self) -> About | None:
        """What it asks about the last answer: where it stands, why, its words in full, what else, the same again."""
        words = re.sub(r"\W", "", self.text)
        return next((about for about, asks in _abouts().items() if asks.fullmatch(words)), None)

    @property
    def new(self) -> list[tuple[Slot, str]]:
        """Its names with their words."""
        return [(n.slot, self.bare[n.start:n.end]) for n in self.names]

    @property
    def names_unit(self) -> bool:
        """Whether it names a kind of organisation."""
        return any(n.slot == "unit" for n in self.names)

    @property
    def other(self) -> str:
        """What it names besides its names."""
        return _EDGES.sub("", cut(self.bare, self.names)).removeprefix("的").removesuffix("的")

    @property
    def without_pronoun(self) -> str:
        """Without words that point to what was said."""
        return _EDGES.sub("", followup("pronoun").sub("", self.bare))

    @property
    def without_names(self) -> str:
        """The words that ask, without names and words that point back."""
        rest = self.without_pronoun
        return _EDGES.sub("", cut(rest, names(rest))).removeprefix("的")

    @property
    def says_little(self) -> bool:
        """Whether it names so little of its own that it says nothing without the turns before."""
        return len(self.own) <= FEW and not topical(self.bare)

    @property
    def time(self) -> str | None:
        """The time where it names nothing else: 年初 in 年初那次."""
        words = self.other
        m = next((m for m in mentions(words) if m.kind == "deadline"), None)
        if m is None or _hollow().sub("", words[:m.start] + words[m.end:]):
            return None
        return words[m.start:m.end]

    @property
    def deviates(self) -> bool:
        """Whether it speaks of what falls short or goes beyond."""
        return bool(followup("deviates").search(self.bare))

    @property
    def behind(self) -> Turn:
        """What follows the words that go back to an earlier turn."""
        return heard(self.rest)

    @property
    def points(self) -> bool:
        """Whether a word points to what was said before, and not to what the turn itself names."""
        m = followup("pronoun").search(self.bare)
        return m is not None and not topical(self.bare) and not names(self.bare[:m.start()])

    @property
    def leaning(self) -> Leaning:
        """How far it needs the turns before."""
        few = len(self.own) <= FEW
        if self.recalls is not None or self.declares:
            return "wholly"
        if self.points:
            return "wholly" if len(self.own) <= _ALMOST_NOTHING else "likely"
        if self.trails:
            return "wholly" if few else "maybe"
        if self.confirms is not None:
            return "maybe" if self.own and self.names_unit else "wholly" if few else "likely"
        if not self.own and len(self.text) <= _BRIEF:
            return "wholly" if self.leads or not self.names else "likely"
        if len(self.text) > _SHORT:
            return "not"
        if not self.asks:
            brief = len(self.bare) <= _NOUN and not self.names and not topical(self.bare)
            return "wholly" if self.leads and few else "likely" if brief else "maybe"
        if topical(self.bare) or self.names:
            return "not" if topical(self.bare) and self.names_unit else "maybe"
        return "likely"


def heard(question: str) -> Turn:
    """A turn as it was said."""
    text = _ENDS.sub("", re.sub(r"\s+", "", normalize(question)))
    declared = followup("declares").match(text)
    if declared:
        return _turn(text, declared["who"], declares=True)
    back = followup("back").match(text)
    if back:
        what = (back["what"] or "") + (back["named"] or "").removeprefix("个")
        return _turn(text, text[back.end():], recalls=what.strip("的"), rest=text[back.end():])
    also = followup("also").match(text)
    if also:
        rest = also["rest"]
        figure = bool(mentions(rest)) or bool(_NUMBER.search(rest))
        if followup("same").search(rest) or (figure and not own_words(_NUMBER.sub("", rest), ())):
            return _turn(text, also["what"], confirms=rest if figure else "")
    closing = followup("closing").search(text)
    trails = closing is not None and not asked(text[:closing.start()]) and not followup("compares").search(text)
    return _turn(text, text, trails=trails)


def _turn(text: str, bare: str, *, trails: bool = False, declares: bool = False, confirms: str | None = None,
          recalls: str | None = None, rest: str = "") -> Turn:
    led = followup("opening").sub("", bare)
    clipped = _clipped(led, yes_no=not trails)
    found = names(clipped)
    asks = not declares and confirms is None and asked(clipped) is not None
    own = own_words(clipped, found)
    attributive = re.search("的(?:呢)?$", led) is not None and not topical(clipped)
    return Turn(text, clipped, found, own, asks, trails, led != bare or attributive, declares, attributive, confirms,
                recalls, rest)


def own_words(text: str, found: Sequence[Name]) -> str:
    """What a text names of its own: without names, words that ask, periods, counts and words that name no topic."""
    rest = followup("pronoun").sub("", cut(text, found))
    for m in reversed([m for m in mentions(rest) if m.kind != "deadline" and m.period != _TERM and m.unit != "届"]):
        rest = rest[:m.start] + rest[m.end:]
    rest = pattern("loosely").sub("", interrogative().sub("", rest))
    return _hollow().sub("", re.sub(r"\W", "", rest))


def topical(text: str) -> bool:
    """Whether a text names a topic by a term of the domain, or cites one."""
    return bool(topic_terms().search(text) or _CITED.search(text))


def cut(text: str, spans: Sequence[Name]) -> str:
    """The text without the names."""
    for n in reversed(spans):
        text = text[:n.start] + text[n.end:]
    return text


@cache
def followup(name: str) -> re.Pattern[str]:
    """One of the patterns of [followup] in asks.toml."""
    return re.compile(asking_data()["followup"][name])


def _clipped(text: str, *, yes_no: bool) -> str:
    """Without the words that only lead on or trail off; what makes it a yes/no question stays where it is one."""
    before, behind = _around()
    while True:
        w = next((w for w in before if len(text) > len(w) and text.startswith(w)), None)
        if w is not None:
            text = text[len(w):]
            continue
        w = next((w for w in behind if len(text) > len(w) and text.endswith(w) and not (yes_no and w == "吗")), None)
        if w is None:
            return text
        text = text[:-len(w)]


@cache
def _abouts() -> dict[About, re.Pattern[str]]:
    return {r["kind"]: re.compile("|".join(r["patterns"])) for r in asking_data()["followup"]["about"]}


@cache
def _around() -> tuple[list[str], list[str]]:
    data = asking_data()["followup"]
    return sorted(data["before"], key=len, reverse=True), sorted(data["behind"], key=len, reverse=True)


@cache
def _hollow() -> re.Pattern[str]:
    words = sorted(asking_data()["followup"]["hollow"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
