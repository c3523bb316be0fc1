"""What can be compared (专题): one or several matters with the words that name them, from kb/data/topics.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.data import load_toml
from kb.language.occurrences import Span, Words, words
from kb.language.synonyms import spellings
from kb.language.tokenizer import normalize


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter: the words that name it, longer words that hold one of them and mean something else, and words of which
    one must stand beside it where its name is also that of an organisation; `act` tells that it is something to do.
    """

    name: str
    words: Words
    but: Words | None = None
    beside: tuple[str, ...] = ()
    act: bool = False

    def spans(self, text: str) -> tuple[Span, ...]:
        """Where `text` names the matter."""
        found = self.words.spans(text)
        others = self.but.spans(text) if self.but and found else ()
        return tuple(f for f in found if not any(o[0] <= f[0] < o[1] for o in others))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its matters, and itself as a matter where one word means them all (三会一课)."""

    name: str
    matters: tuple[Matter, ...]
    collective: Matter | None = None

    @property
    def all(self) -> tuple[Matter, ...]:
        """Its matters in order, the word for all of them last."""
        return self.matters if self.collective is None else (*self.matters, self.collective)


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter that is known, in the order of the file."""
    return tuple(_matter(m, m["name"]) for m in load_toml("topics.toml")["matter"])


@cache
def topics() -> tuple[Topic, ...]:
    """The topics that are suggested, in the order of the file."""
    return tuple(_topic(t) for t in load_toml("topics.toml")["topic"])


def topic_named(name: str) -> Topic | None:
    """The topic of this name, else the matter of this name or word, else these words themselves; None where they hold
    no letter or digit.
    """
    said = "".join(normalize(name).split())
    known = next((t for t in topics() if said in (t.name, *(f"“{t.name}”",))), None)
    if known is not None:
        return known
    one = next((m for m in load_toml("topics.toml")["matter"] if said in (m["name"], *m["words"])), None)
    if one is not None:
        return Topic(one["name"], (_matter(one, one["name"]),))
    wanted = words([s for part in normalize(name).split() for s in spellings(part)])
    return Topic(name.strip(), (Matter(name.strip(), wanted),)) if wanted else None


def _topic(said: dict[str, Any]) -> Topic:
    known = {m["name"]: m for m in load_toml("topics.toml")["matter"]}
    several = len(said["matters"]) > 1
    parts = tuple(_matter(known[n], known[n].get("label", n) if several else said["name"]) for n in said["matters"])
    own = words([s for w in said.get("words", ()) for s in spellings(w)])
    return Topic(said["name"], parts, Matter(said["name"], own) if own else None)


def _matter(said: dict[str, Any], name: str) -> Matter:
    wanted = words([s for w in said["words"] for s in spellings(w)])
    assert wanted is not None, said["name"]
    return Matter(name, wanted, words(said.get("but", ())), tuple(said.get("with", ())),
                  said.get("act", False))
