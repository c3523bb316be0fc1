"""What a question asks (提问理解): its kind, the roles and kinds of organisation it names, and its subject words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kb.domain import find_roles, load_toml, role_named, scopes
from kb.search.tokenizer import Tokenizer, normalize

Kind = Literal["compare", "yesno", "definition", "who", "count", "when", "list", "what"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question understood.

    `roles` and `scopes` are canonical names, as the question names them; `topic` holds the search terms that say what
    it is about, asking words, roles and kinds of organisation left out.
    """

    text: str
    kind: Kind
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    topic: tuple[str, ...]


@cache
def _kinds() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    rows = load_toml("asks.toml")["ask"]
    return tuple((cast(Kind, r["kind"]), re.compile("|".join(r["patterns"]))) for r in rows)


@cache
def _asking_words() -> frozenset[str]:
    return frozenset(load_toml("asks.toml")["words"]["asking"])


def understand(question: str, tokenizer: Tokenizer) -> Ask:
    """Reads a question without looking at any document."""
    text = re.sub(r"\s+", "", normalize(question))
    found = find_roles(text)
    asked = scopes_asked(text)
    rest = text
    for _, start, end in reversed(found):
        rest = rest[:start] + " " + rest[end:]
    kind = next((k for k, p in _kinds() if p.search(text)), "what")
    topic = tuple(t for t in tokenizer(rest) if t not in _asking_words() and t not in _scope_words())
    return Ask(text, kind, tuple(dict.fromkeys(n for n, _, _ in found)), asked, topic or tuple(tokenizer(text)))


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
