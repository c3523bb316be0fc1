"""What a decision deletes and changes in another document (修改决定): 删去第七条, 将第八条修改为：“…”.

The new words stand in the decision, as clauses of its own; here is told only what of the other they put out of force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.repealed_clauses import clauses_named, day_in, expand
from kb.language.view import same_length
from kb.types import Repeal

# So many characters of a sentence are looked at: reading takes time in proportion to the text.
_REACH = 400
_QUOTED = re.compile("“[^”]*”?")
_SENTENCE = re.compile("[^。；\\n]+")


def amendments(text: str, title: str) -> tuple[Repeal, ...]:
    """The clauses of the document that a decision of this title amends which it deletes or gives other words."""
    named = _pattern("amends").search(re.sub(r"\s", "", same_length(title)))
    if named is None:
        return ()
    found = [Repeal(named.group("title"), None, clauses, day, changed)
             for said in _said(text) for clauses, day, changed in _of(said) if clauses]
    return tuple(dict.fromkeys(found))


def is_amending(title: str) -> bool:
    """Whether a document of this title amends another."""
    return _pattern("amends").search(re.sub(r"\s", "", same_length(title))) is not None


def only_amends(text: str) -> bool:
    """Whether a clause of an amending document says what is deleted or which words change, and rules nothing itself."""
    of = [changed for said in _said(text) for clauses, _, changed in _of(said) if clauses]
    return bool(of) and not new_words(text).strip()


def new_words(text: str) -> str:
    """The text with blanks in place of all but the words that it puts into another document: those that it quotes."""
    out = [" "] * len(text)
    for m in _QUOTED.finditer(text):
        if not _is_short(m.group()):
            inner = slice(m.start() + 1, m.end() - m.group().endswith("”"))
            out[inner] = text[inner]
    return "".join(out)


def _is_short(quoted: str) -> bool:
    """Whether quoted words are a few words within a clause, and no new one."""
    short = int(load_toml("editions.toml")["amending"]["words"])
    return len(quoted) <= short + 2 and re.search("[。；;\\n]", quoted) is None


def _said(text: str) -> Iterator[str]:
    """The sentences of a text; of the words that it quotes in them only those that are short."""
    flat = "\n".join(re.sub(r"[^\S\n]", "", same_length(text)).split("\n"))
    kept = _QUOTED.sub(lambda m: m.group() if _is_short(m.group()) else "“…”", flat)
    for m in _SENTENCE.finditer(kept):
        yield m.group()[:_REACH]


def _of(said: str) -> Iterator[tuple[tuple[str, ...], str | None, bool]]:
    """What one sentence deletes and changes: the clauses, from which day, and whether they get other words."""
    day = day_in("", said)
    for m in _pattern("deletes").finditer(said):
        yield clauses_named(said, m.end()) or (), day, False
    for m in _pattern("clauses").finditer(said):
        clauses, behind = clauses_named(said, m.start()), said[m.end():]
        if not clauses or _pattern("moved").search(said[:m.start()]):
            continue
        words = _pattern("in_words").match(behind)
        if words is not None:
            yield tuple(f"{c}“{words.group('words')}”" for c in clauses), day, True
        elif _pattern("deleted").match(behind):
            yield clauses, day, False
        elif _pattern("changes").match(behind):
            yield clauses, day, True


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = load_toml("editions.toml")
    return re.compile(expand(data["amending"].get(name) or data[name]))
