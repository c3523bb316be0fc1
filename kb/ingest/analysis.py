"""A clause analysed once (条款的分析): what answering compares questions with, made when the clause is taken in.

Texts to compare are kept flat: normal form, synonyms made one, and where pairs of characters are compared letters and
digits only. `pairs_of` reads the pairs back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kb.data import load_toml
from kb.ingest.frames import Frame, cases, frames
from kb.language.names import find_names, names_in
from kb.language.pairs import flat
from kb.language.sentences import sentences
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize
from kb.language.vocabulary import find_roles
from kb.types import Clause, Obligation

_OPENING = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a clause that may be quoted: a sentence, or the phrase of an obligation; offsets into its text.

    `flat` are its words to compare, an obligation's behind its subject; `under` the same words behind the headings;
    `plain` the words in canonical form. `roles` are those it names, `bound` those of whom it speaks: an obligation's
    subject, else those named in its first words. `sentence` is the number of the sentence it begins in, `around` that
    sentence with headings and subject, canonical. `names` are the names in it and its subject, `owners` those of them
    that are printed as acting: what it begins with, else what the sentence began with.
    """

    start: int
    end: int
    flat: str
    under: str
    plain: str
    roles: tuple[str, ...]
    bound: tuple[str, ...]
    sentence: int | None
    around: str = ""
    obligation: Obligation | None = None
    names: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseAnalysis:
    """A clause with its sentences and obligations as stretches.

    `above` are the headings it is named by, `heads` the same flat; `held` are headings and text in canonical form, and
    `held_flat` its letters; `plain` the text alone in canonical form, `flat` its letters;
    `frames` are the figures it states, `cases` those of the cases it rules; `names` are those in headings and text,
    `headed` those in the headings alone.
    """

    clause: Clause
    above: str
    heads: str
    held: str
    held_flat: str
    plain: str
    flat: str
    sentences: tuple[Stretch, ...]
    phrases: tuple[Stretch, ...]
    frames: tuple[Frame, ...] = ()
    names: tuple[str, ...] = ()
    headed: tuple[str, ...] = ()
    cases: tuple[Frame, ...] = ()

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """The obligations of the clause, in printed order."""
        return tuple(s.obligation for s in self.phrases if s.obligation is not None)


@lru_cache(maxsize=2048)  # the same texts are compared with every question
def pairs_of(flat_text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a flat text."""
    return frozenset(flat_text[i:i + 2] for i in range(len(flat_text) - 1))


def analyse(clause: Clause, above: str, found: Sequence[Obligation] | None = None) -> ClauseAnalysis:
    """The analysis of a clause under the headings `above`; `found` are its obligations where they are known."""
    spans = sentences(clause.text)
    duties = _obligations(clause) if found is None else found
    path = "".join(clause.path)
    held, plain = canonical(f"{path}{clause.text}"), canonical(clause.text)
    return ClauseAnalysis(
        clause, above, flat(above), held, flat(held), plain, flat(clause.text),
        tuple(_stretch(clause, path, start, end, n) for n, (start, end) in enumerate(spans)),
        tuple(_phrase(clause, path, spans, o) for o in duties), frames(clause.text, spans, duties),
        _names("；".join((above, *clause.path, clause.text))), names_in(normalize("；".join((above, *clause.path)))),
        cases(clause.text, spans))


def _stretch(clause: Clause, path: str, start: int, end: int, sentence: int | None) -> Stretch:
    quote = clause.text[start:end]
    opening = quote[:_OPENING]
    return Stretch(start, end, flat(quote), flat(f"{path}{quote}"), canonical(quote), _roles(quote), _roles(opening),
                   sentence, names=_names(quote), owners=_owners(quote))


def _obligations(clause: Clause) -> Sequence[Obligation]:
    from kb.ingest.obligations import obligations  # who answers only reads what was made, and need not load what makes

    return obligations(clause)


def _phrase(clause: Clause, path: str, spans: Sequence[tuple[int, int]], o: Obligation) -> Stretch:
    quote, subject = clause.text[o.start:o.end], o.subject or ""
    stated = subject or quote[:_OPENING]
    inside = next((n for n, (s, t) in enumerate(spans) if s <= o.start < t), None)
    start, end = (o.start, o.end) if inside is None else spans[inside]
    around = canonical(f"{path}{clause.text[start:max(end, o.end)]}{subject}")
    return Stretch(o.start, o.end, flat(f"{subject}{quote}"), flat(f"{path}{quote}"), canonical(quote), _roles(quote),
                   _roles(stated), inside, around, o, _names(f"{subject}，{quote}"),
                   _owners(quote) or (_owners(subject) if subject in clause.text[start:o.start] else ()))


def _roles(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _, _ in find_roles(text)))


def _names(text: str) -> tuple[str, ...]:
    return names_in(normalize(text), nested=True)


def _owners(text: str) -> tuple[str, ...]:
    """The names that a sentence begins with, joined ones too; what does the acting stands there, if anything does."""
    plain = normalize(text)
    out: list[str] = []
    last = 0
    for words, start, end in find_names(plain):
        if not (_joined() if out else _opening()).fullmatch(plain[last:start]):
            break
        out.append(words)
        last = end
    return tuple(dict.fromkeys(out))


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(load_toml("names.toml")["owner"]["before"])


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(load_toml("names.toml")["owner"]["between"])
