"""A question analysed once (提问的分析): its kind, whom it names, what it is about, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.data import load_toml
from kb.language.pairs import bigrams
from kb.language.quantities import Mention
from kb.language.synonyms import canonical
from kb.language.tokenizer import Tokenizer, normalize
from kb.language.vocabulary import find_roles, offices, scopes, words_of_kinds
from kb.question.asking import (
    AskedUnit,
    Fact,
    Kind,
    asked_unit,
    asked_units,
    asking_pattern,
    asking_words,
    asks_number,
    content,
    facts_asked,
    kind_of,
    pattern,
    quantities_stated,
    scope_words,
    scopes_asked,
    slots_asked,
    term_ending,
)
from kb.question.named import Named, named
from kb.question.parts import Part, parts
from kb.question.sides import asks_difference

_QUOTED = re.compile("[“\"「『](.{2,12}?)[”\"」』]")
_NUMBERED = re.compile(
    "([一二三四五六七八九十两双])个?[一-龥]{1,6}?(?=具体|分别|都|是|有|指|包括|包含|怎么|如何|什么|啥|$|[，,?？])")
_ASKS_SENSE = re.compile("什么|啥|哪|指|含义|意思|定义|具体|怎么理解|如何理解|解释|包括|内容|何谓|何为")
_CHOICE = re.compile("([一-龥A-Za-z0-9]{1,8})还是([一-龥A-Za-z0-9]{1,8})")
_NO_WORD = re.compile(r"[^\w]+")
_BESIDE = 3
_THING = re.compile("什么(?!时候|时间|人)|何种|哪种|哪一?[个类项]|哪几[个项类]|哪些|怎样的|啥")
_LIGHT = "个的了得为是由过些"
_KEPT = "\0"
_NOTHING = named("")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, understood without looking at any document.

    `text` is in normal form without blanks; `roles` and `scopes` are canonical names, as the question names them, and
    `kinds_named` those of the scopes that it calls by their own name; `offices` are the families of offices named;
    `topic` holds the search terms that say what it is about, asking words, roles and kinds of organisation left out,
    `content` the text without the words that ask (blanks between), `words` the content words of more than one
    character; `counts` tells whether a number, a period or a date is asked for, `unit` and `units` which, `facts` what
    kinds of fact; `quantities` are those that it states itself. `terms` are those whose sense is asked, `choice` the
    pairs of characters on either side of A还是B, `beside` the words just before and just after the asking word,
    `agents` the pairs of each body, office or group named. `parts` are the questions it puts together, each standing
    alone, empty where it asks one thing; `slots` the kinds of quantity asked for, as slots.toml names them; `named`
    whom and what it names. `asks_once` tells that one word of it asks, or none does, `asks_difference` that it asks how
    sides differ.

    Of a long question the whole says what it is about, the part that asks what is asked: `kind`, `counts`, `unit`,
    `units`, `facts`, `quantities`, `terms`, `choice`, `beside`, `parts`, `slots` and what follows are of that part.
    """

    text: str
    kind: Kind
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    topic: tuple[str, ...]
    counts: bool
    content: str
    words: tuple[str, ...]
    kinds_named: tuple[str, ...] = ()
    offices: frozenset[str] = frozenset()
    unit: AskedUnit | None = None
    units: tuple[AskedUnit, ...] = ()
    facts: tuple[Fact, ...] = ()
    quantities: tuple[Mention, ...] = ()
    terms: tuple[str, ...] = ()
    choice: tuple[str, ...] = ()
    beside: tuple[str, str] = ("", "")
    done: str = ""
    agents: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Part, ...] = ()
    seeks_recipient: bool = False
    slots: tuple[str, ...] = ()
    asks_once: bool = True
    asks_difference: bool = False
    named: Named = _NOTHING

    def without_others(self, part: Part) -> str:
        """The whole question as context of a part: without the other sides that it asks the same of."""
        kept = self.text.replace(part.label, _KEPT) if part.side else self.text
        for other in sorted(self.parts, key=lambda p: -len(p.label)):
            if other.side and part.side and other.label != part.label:
                kept = kept.replace(other.label, "")
        return kept.replace(_KEPT, part.label)

    @property
    def compares(self) -> bool:
        """Whether several sides are asked about, by its words or by the kinds of organisation and roles it names."""
        return self.kind == "compare" or len(self.scopes) > 1


def understand(question: str, tokenizer: Tokenizer, *, asking: str | None = None, within: str = "") -> Question:
    """Reads a question. `asking` is the part of a long one that asks, the whole where there is none.

    `within` is the longer question that this one is a part of: it may name who asks, and where.
    """
    text = re.sub(r"\s+", "", normalize(question))
    asked = text if asking is None else re.sub(r"\s+", "", normalize(asking))
    longer = re.sub(r"\s+", "", normalize(within)) or text
    roles, kinds = _named(text)
    longer_roles, longer_kinds = _named(longer)
    roles, kinds = roles or longer_roles, kinds or longer_kinds
    about = content(text)
    topic = _topic(text, tokenizer)
    return Question(
        text, kind_of(asked), roles, kinds, topic, asks_number(asked), about,
        tuple(t for t in dict.fromkeys(topic) if len(t) > 1 and t in about),
        kinds_named=_kinds_named(text, kinds), offices=offices(text), unit=asked_unit(asked), units=asked_units(asked),
        facts=facts_asked(asked), quantities=quantities_stated(asked), terms=_terms(asked), choice=_choice(asked),
        beside=_beside(asked), done=_done(asked),
        agents=tuple(tuple(bigrams(canonical(m.group()))) for m in _agents().finditer(text)),
        parts=() if within else _parts(text, tokenizer) or (_parts(asked, tokenizer) if asked != text else ()),
        seeks_recipient=bool(pattern("recipient").search(asked)), slots=slots_asked(asked),
        asks_once=len(asking_pattern().findall(asked)) <= 1, asks_difference=asks_difference(asked),
        named=named(longer))


def _parts(text: str, tokenizer: Tokenizer) -> tuple[Part, ...]:
    return parts(text, tokenizer.spans(text))


def _named(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(dict.fromkeys(n for n, _, _ in find_roles(text))), scopes_asked(text)


def _topic(text: str, tokenizer: Tokenizer) -> tuple[str, ...]:
    rest = text
    for _, start, end in reversed(find_roles(text)):
        rest = rest[:start] + " " + rest[end:]
    topic = tuple(t for t in tokenizer(rest) if t not in asking_words() and t not in scope_words())
    return topic or tuple(tokenizer(text))


def _kinds_named(text: str, asked: Sequence[str]) -> tuple[str, ...]:
    said = {w for w in words_of_kinds(text) if len(w) > 1}
    return tuple(s.name for s in scopes() if s.name in asked and said & {s.name, *s.heading})


def _terms(text: str) -> tuple[str, ...]:
    if not _ASKS_SENSE.search(text):
        return ()
    terms = [*_QUOTED.findall(text), *(m.group() for m in _NUMBERED.finditer(text))]
    return tuple(dict.fromkeys([*terms, *(short for t in terms if len(short := term_ending().sub("", t)) > 2)]))


def _choice(text: str) -> tuple[str, ...]:
    return tuple(p for m in _CHOICE.finditer(text)
                 for p in (*bigrams(canonical(m.group(1)[-3:])), *bigrams(canonical(m.group(2)[:3]))))


def _beside(asked: str) -> tuple[str, str]:
    text = canonical(asked)
    m = next((m for m in asking_pattern().finditer(text) if not m.group("term")), None)
    if m is None:
        return "", ""
    before = _NO_WORD.split(content(text[:m.start()]).strip())[-1]
    after = _NO_WORD.split(content(text[m.end():]).strip())[0]
    return before[-_BESIDE:], after[:_BESIDE]


def _done(asked: str) -> str:
    """The two characters before the words that ask for a thing, where such words stand."""
    m = _THING.search(canonical(asked))
    before = _NO_WORD.split(canonical(asked)[:m.start()].rstrip(_LIGHT))[-1] if m is not None else ""
    return before[-2:] if len(before) > 1 else ""


@cache
def _agents() -> re.Pattern[str]:
    data = load_toml("agents.toml")
    return re.compile(f"[一-龥]{{0,{data['before']}}}?(?:{'|'.join(data['endings'])})")
