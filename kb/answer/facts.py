"""What kind of fact a question asks for (所问的事实), and whether words of a clause can give it.

A question may share its topic with a clause and ask for what the clause does not say: 党课要讲多长时间.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.pairs import bigrams
from kb.language.synonyms import canonical
from kb.question.understand import asking_pattern, content

_NEAR = 10
_SPREAD = 120
_QUOTED = re.compile("[“\"「『](.{2,12}?)[”\"」』]")
_NUMBERED = re.compile(
    "([一二三四五六七八九十两双])个?[一-龥]{1,6}?(?=具体|分别|都|是|有|指|包括|包含|怎么|如何|什么|啥|$|[，,?？])")
_ASKS_SENSE = re.compile("什么|啥|哪|指|含义|意思|定义|具体|怎么理解|如何理解|解释|包括|内容|何谓|何为")
_SENSE_AFTER = re.compile("^[”\"」』]?[^，。；]{0,4}(是指|指的是|即|[：:]|[（(]|——|包括|分为|分别|就是|，即|，指)")
_SENSE_BEFORE = re.compile("(简称|称为|称作|概括为|即|叫做|叫作|形成|打造|所称)[“\"「『]?$")
_SPLIT = re.compile(r"[^\w]+")
_BESIDE = 3
_OPENING_QUOTE = re.compile("[“\"「『]$")
_CLOSING_QUOTE = re.compile("^[”\"」』]")
_ITEM_ENDS = re.compile("[、；;]")
_CHOICE = re.compile("([一-龥A-Za-z0-9]{1,8})还是([一-龥A-Za-z0-9]{1,8})")


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact: how it is asked for, and what words can give it."""

    name: str
    asks: re.Pattern[str]
    shows: re.Pattern[str]


@cache
def _facts() -> tuple[Fact, ...]:
    return tuple(Fact(r["name"], re.compile(r["asks"]), re.compile(r["shows"]))
                 for r in load_toml("facts.toml")["fact"])


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"({'|'.join(load_toml('facts.toml')['term_endings'])})$")


@lru_cache(maxsize=256)
def facts_asked(question: str) -> tuple[Fact, ...]:
    """The kinds of fact that a question asks for."""
    return tuple(f for f in _facts() if f.asks.search(question))


def shown(question: str, quote: str, clause: str) -> float:
    """How far (-1 to 1) the words give every kind of fact that is asked for; 0 where none is.

    1 where the quoted words show each, 0.5 where another part of the clause does, -1 where no part does.
    """
    asked = facts_asked(question)
    return min((1.0 if f.shows.search(quote) else 0.5 if f.shows.search(clause) else -1.0 for f in asked), default=0.0)


def explained(question: str, clause: str, heading: str = "") -> float:
    """Whether a clause explains the term whose sense is asked for: 1, or -1 where it only uses it; 0 otherwise.

    What stands under a heading that is the term says what it is.
    """
    terms = _terms_asked(question)
    if is_headed(question, heading):
        return 1.0
    found = [t for t in terms if t in clause]
    if not found:
        return 0.0
    return 1.0 if any(_explains(clause, t) for t in found) else -1.0


def is_headed(question: str, heading: str) -> bool:
    """Whether a heading is little but the term whose sense is asked for."""
    return any(t in heading and len(heading) <= len(t) + _NEAR for t in _terms_asked(question))


@lru_cache(maxsize=256)
def _terms_asked(question: str) -> tuple[str, ...]:
    if not _ASKS_SENSE.search(question):
        return ()
    terms = [*_QUOTED.findall(question), *(m.group() for m in _NUMBERED.finditer(question))]
    return tuple(dict.fromkeys([*terms, *(short for t in terms if len(short := _ending().sub("", t)) > 2)]))


def _explains(clause: str, term: str) -> bool:
    number = parse_number(term[0])
    for m in re.finditer(re.escape(term), clause):
        before, after = clause[:m.start()], clause[m.end():]
        if _SENSE_AFTER.match(after) or _SENSE_BEFORE.search(before[-_NEAR:]):
            return True
        if number and number > 1:
            around = (_OPENING_QUOTE.sub("", before)[-_SPREAD:].rpartition("。")[2],
                      _CLOSING_QUOTE.sub("", after)[:_SPREAD].partition("。")[0])
            if any(_lists(part, int(number)) for part in around):
                return True
    return False


def _lists(words: str, number: int) -> bool:
    """Whether words list so many things, none of them another such term."""
    return "“" not in words and len(_ITEM_ENDS.findall(words)) >= number - 1


def chosen(question: str, clause: str) -> float:
    """Whether a clause speaks of either side of A还是B: 1, or -1 where of neither; 0 where no such choice is asked."""
    sides = _sides(question)
    if not sides:
        return 0.0
    held = frozenset(bigrams(clause))
    return 1.0 if any(p in held for p in sides) else -1.0


@lru_cache(maxsize=256)
def _sides(question: str) -> tuple[str, ...]:
    return tuple(p for m in _CHOICE.finditer(question)
                 for p in (*bigrams(canonical(m.group(1)[-3:])), *bigrams(canonical(m.group(2)[:3]))))


def focus(question: str, held: str) -> tuple[float, float]:
    """How far (-1 to 1) the words just before and just after the asking word stand in a text; 0 where there are none.

    They name what is asked of the topic: 聘期是几年 asks for 聘期, 由谁保管 for 保管.
    """
    before, after = _beside(question)
    return _standing(before, held), _standing(after, held)


def _standing(words: str, held: str) -> float:
    if not words:
        return 0.0
    pairs = bigrams(words) if len(words) > 1 else [words]
    return 2 * sum(p in held for p in pairs) / len(pairs) - 1


@lru_cache(maxsize=256)
def _beside(question: str) -> tuple[str, str]:
    text = canonical(question)
    m = next((m for m in asking_pattern().finditer(text) if not m.group("term")), None)
    if m is None:
        return "", ""
    before = _SPLIT.split(content(text[:m.start()]).strip())[-1]
    after = _SPLIT.split(content(text[m.end():]).strip())[0]
    return before[-_BESIDE:], after[:_BESIDE]
