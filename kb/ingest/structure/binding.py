"""Whom a document and each of its clauses bind (适用): kinds of organisation, 通用 where nothing says otherwise."""

from __future__ import annotations

import re

from kb.data import load_toml
from kb.language.vocabulary import GENERAL_SCOPE, scopes_of_heading, scopes_of_text, scopes_within

_SENTENCE = re.compile("[^。；！？\n]+")
_OPENING = 300
_KINDS_MAX = 2
# A text speaks of one kind of organisation where a clue word stands in so many characters at least.
_CLUE_EVERY, _CLUES = 300, 3


def document_scope(text: str, title: str, *, issuer: str | None, stated: tuple[str, ...], body: int
                   ) -> tuple[str, ...]:
    """The kinds of organisation that a whole document binds: as stated, else by its title, by its words where they
    speak of one kind throughout, by what it says of whom it applies to, its issuer, or why it was made (from offset
    `body`).
    """
    if stated:
        return stated
    often = max(_CLUES, len(text) // _CLUE_EVERY)
    spoken_of = scopes_of_text(text, at_least=often, different=_CLUES, title=title)
    return (scopes_of_heading(title) or spoken_of or _applied(text[body:]) or scopes_of_heading(issuer or "")
            or _purpose(text[body:body + _OPENING]) or (GENERAL_SCOPE,))


def clause_scope(path: tuple[str, ...], general: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that a clause binds: those that the nearest heading names, else those of its document."""
    for heading in reversed(path):
        found = scopes_of_heading(heading)
        if found:
            return general if scopes_within(general, found) else found
    return general


def _purpose(opening: str) -> tuple[str, ...]:
    """The kinds that the sentence names which says why the document was made."""
    words = load_toml("scopes.toml")["purpose"]
    sentence = next((m.group() for m in _SENTENCE.finditer(opening) if any(w in m.group() for w in words)), "")
    found = scopes_of_heading(sentence)
    return found if len(found) <= _KINDS_MAX else ()


def _applied(text: str) -> tuple[str, ...]:
    """The kinds that the text says it applies to (本办法适用于…); 通用 where it names several."""
    words = load_toml("scopes.toml")["applies"]
    for m in _SENTENCE.finditer(text):
        if any(w in m.group() for w in words):
            found = scopes_of_heading(m.group())
            return found if len(found) <= _KINDS_MAX else (GENERAL_SCOPE,)
    return ()
