"""What a question asks (提问理解): its kind, the roles and kinds of organisation it names, and its subject words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from kb.data import load_toml
from kb.language.tokenizer import Tokenizer, normalize
from kb.language.vocabulary import find_roles, scopes

Kind = Literal["compare", "yesno", "definition", "who", "count", "when", "list", "what"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question understood.

    `text` is in normal form without blanks; `roles` and `scopes` are canonical names, as the question names them;
    `topic` holds the search terms that say what it is about, asking words, roles and kinds of organisation left out;
    `counts` tells whether a number, a period or a date is asked for.
    """

    text: str
    kind: Kind
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    topic: tuple[str, ...]
    counts: bool

    @property
    def compares(self) -> bool:
        """Whether several sides are asked about, by its words or by the kinds of organisation and roles it names."""
        return self.kind == "compare" or len(self.scopes) > 1

    @property
    def seeks_recipient(self) -> bool:
        """Whether it asks to whom something goes (报给谁), not who does it."""
        return bool(_recipient().search(self.text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {r["kind"]: re.compile("|".join(r["patterns"])) for r in load_toml("asks.toml")["ask"]}


@cache
def _recipient() -> re.Pattern[str]:
    return re.compile(load_toml("asks.toml")["recipient"])


@cache
def _premise() -> re.Pattern[str]:
    return re.compile(load_toml("asks.toml")["premise"])


_KINDS: dict[str, Kind] = {"compare": "compare", "definition": "definition", "who": "who", "count": "count",
                           "when": "when", "list": "list", "yesno": "yesno", "quantity": "count", "what": "what"}
_FIGURE = re.compile(
    r"\d|[一二两三四五六七八九十]+(?:个|次|名|人|天|年|分|篇|条|学时|户|家|元|成|倍)|每[一-龥]|半年|一半")


@cache
def _asking_words() -> frozenset[str]:
    return frozenset(load_toml("asks.toml")["words"]["asking"])


@cache
def asking_pattern() -> re.Pattern[str]:
    """Words that ask, of every kind of question."""
    return re.compile("|".join(p.pattern for k, p in _patterns().items() if k not in ("what", "quantity")))


def content(text: str) -> str:
    """The text with a blank in place of every word that asks: what is left says what the question is about."""
    rest = asking_pattern().sub(lambda m: f" {m.group('term') or ''} ", text)
    return _asking_phrases().sub(" ", rest)


@cache
def _asking_phrases() -> re.Pattern[str]:
    """Asking words of more than one character, the longer first."""
    return re.compile("|".join(sorted(map(re.escape, (w for w in _asking_words() if len(w) > 1)), key=len,
                                      reverse=True)))


@lru_cache(maxsize=256)
def content_words(ask: Ask) -> tuple[str, ...]:
    """The words of more than one character that say what a question is about, worked out once a question."""
    left = content(ask.text)
    return tuple(t for t in dict.fromkeys(ask.topic) if len(t) > 1 and t in left)


def _kind(text: str) -> Kind:
    if _premise().search(text) and _FIGURE.search(text) and not _patterns()["count"].search(text):
        return "yesno"
    return next(_KINDS[k] for k, p in _patterns().items() if p.search(text))


def understand(question: str, tokenizer: Tokenizer) -> Ask:
    """Reads a question without looking at any document."""
    text = re.sub(r"\s+", "", normalize(question))
    found = find_roles(text)
    rest = text
    for _, start, end in reversed(found):
        rest = rest[:start] + " " + rest[end:]
    topic = tuple(t for t in tokenizer(rest) if t not in _asking_words() and t not in _scope_words())
    return Ask(text, _kind(text) if text else "what", tuple(dict.fromkeys(n for n, _, _ in found)), scopes_asked(text),
               topic or tuple(tokenizer(text)), any(_patterns()[k].search(text) for k in ("count", "quantity")))


@cache
def _scope_words() -> frozenset[str]:
    return frozenset(normalize(w) for s in scopes() for w in s.asked)


def scopes_asked(text: str) -> tuple[str, ...]:
    """Kinds of organisation that a question names; the narrower hide the kind they lie within."""
    found = [s for s in scopes() if any(w in text for w in s.asked)]
    hidden = {s.within for s in found}
    return tuple(s.name for s in found if s.name not in hidden)
