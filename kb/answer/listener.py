"""Hearing a question in a conversation over one library (听问): what it leans on, told also by what the rules hold."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, cached_property

from kb.data import load_toml
from kb.language.fits import any_role_fits, scope_fit
from kb.language.pairs import bigrams
from kb.language.vocabulary import find_roles
from kb.question.asking import scopes_asked
from kb.question.conversation import Conversation, converse
from kb.question.ellipsis import followup
from kb.question.finder import Finder
from kb.search.holdings import Holdings

_STOP = re.compile("[，。！？,.!?~～…]")


class Listener:
    """Hears questions behind those before them. Safe to share between threads."""

    def __init__(self, held: Holdings, finder: Finder) -> None:
        """`held` are the clauses that the finder finds."""
        self._held = held
        self._recall = finder.recall
        self._finder = finder

    @cached_property
    def _bound(self) -> set[tuple[str, tuple[str, ...]]]:
        """The roles that clauses bind, each with the kinds of organisation that one binds with it."""
        return {(role, scope) for roles, scope in self._held.bound() for role in roles}

    def hear(self, question: str, history: Sequence[str]) -> Conversation:
        """The question with what it leans on."""
        return converse(question, history, aside=self._is_aside, at_odds=self._at_odds)

    def says(self, conversation: Conversation) -> float:
        """How much the question says of its own: the rarity of its pairs of characters, 1 for one that no rule uses.

        Infinite where it speaks of nothing that the library knows.
        """
        if self._is_strange(conversation.question):
            return math.inf
        return sum(map(self._recall.pair_rarity, bigrams(conversation.own))) / self._recall.pair_rarity("")

    def is_chat(self, question: str) -> bool:
        """Whether a question is a greeting, thanks, abuse, or about the program itself."""
        clauses = [c for part in _STOP.split(question.lower()) if (c := re.sub(r"[\W_]+", "", part))]
        whole = "".join(clauses)
        if all(map(_chat().fullmatch, clauses)) or _chat().fullmatch(whole):
            return True
        said = [m for p in _unless_known() if (m := p.fullmatch(whole))]
        return bool(said) and not any(self._recall.knows_word(m.group("word")) for m in said)

    def _is_aside(self, turn: str) -> bool:
        """Whether an earlier turn was chat, or spoke of nothing that the library knows."""
        return self.is_chat(turn) or self._is_strange(turn)

    def _is_strange(self, turn: str) -> bool:
        words = self._finder.as_it_stands(turn).words
        return len(words) > 1 and not any(map(self._recall.knows_word, words))

    def _at_odds(self, unit: str, role: str) -> bool:
        """Whether there are rules for a body above the branch, or an office of one, but not in such an organisation."""
        kinds, named = scopes_asked(unit), [name for name, _, _ in find_roles(role)]
        if not kinds or not followup("above").search(role):
            return False
        scopes = [scope for bound, scope in self._bound if any_role_fits(named, [bound])]
        return bool(scopes) and all(scope_fit(kinds, scope) < 0 for scope in scopes)


@cache
def _chat() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_toml("chat.toml")["patterns"]))


@cache
def _unless_known() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, load_toml("chat.toml")["unless_known"]))
