"""What a question asks (提问理解): its kind, the roles and kinds of organisation it names, and its subject words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kb.domain import find_roles, load_toml, role_named, scopes
from kb.search.tokenizer import Tokenizer, normalize

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


@cache
def _kinds() -> dict[Kind, re.Pattern[str]]:
    rows = load_toml("asks.toml")["ask"]
    kinds: dict[str, Kind] = {k: k for k in ("compare", "yesno", "definition", "who", "count", "when", "list", "what")}
    return {kinds[r["kind"]]: re.compile("|".join(r["patterns"])) for r in rows}


@cache
def _asking_words() -> frozenset[str]:
    return frozenset(load_toml("asks.toml")["words"]["asking"])


@cache
def asking_pattern() -> re.Pattern[str]:
    """Words that ask, of every kind of question."""
    return re.compile("|".join(p.pattern for k, p in _kinds().items() if k != "what"))


def understand(question: str, tokenizer: Tokenizer) -> Ask:
    """Reads a question without looking at any document."""
    text = re.sub(r"\s+", "", normalize(question))
    found = find_roles(text)
    rest = text
    for _, start, end in reversed(found):
        rest = rest[:start] + " " + rest[end:]
    kind = next((k for k, p in _kinds().items() if p.search(text)), "what")
    topic = tuple(t for t in tokenizer(rest) if t not in _asking_words() and t not in _scope_words())
    return Ask(text, kind, tuple(dict.fromkeys(n for n, _, _ in found)), scopes_asked(text),
               topic or tuple(tokenizer(text)), bool(_kinds()["count"].search(text)))


@cache
def _scope_words() -> frozenset[str]:
    return frozenset(normalize(w) for s in scopes() for w in s.asked)


def scopes_asked(text: str) -> tuple[str, ...]:
    """Kinds of organisation that a question names; the narrower hide the kind they lie within."""
    found = [s for s in scopes() if any(w in text for w in s.asked)]
    hidden = {s.within for s in found}
    return tuple(s.name for s in found if s.name not in hidden)


def role_fits(asked: str, bound: str) -> bool:
    """Whether a rule for role `bound` answers a question about role `asked`: the same, or one of its kinds."""
    if asked == bound:
        return True
    a, b = role_named(asked), role_named(bound)
    if a is None or b is None:
        return False
    return a.name in b.is_a or (a.family == b.family and (not a.is_a or b.name in a.is_a))


def scope_fit(asked: tuple[str, ...], bound: tuple[str, ...]) -> float:
    """How well a rule for the kinds `bound` fits a question about the kinds `asked`: 1 the same, -1 another."""
    if not asked:
        return 0.0
    parents = {s.name: s.within for s in scopes()}
    if set(asked) & set(bound):
        return 1.0
    if any(parents.get(b) in asked for b in bound):
        return 0.5
    if any(parents.get(a) in bound for a in asked):
        return 0.3
    return 0.0 if "通用" in bound else -1.0
