"""A clause analysed once (条款的分析): what answering compares questions with, made when the clause is taken in.

Texts to compare are kept flat: normal form, synonyms made one, and where pairs of characters are compared letters and
digits only. `pairs_of` reads the pairs back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.ingest.frames import Frame, frames
from kb.ingest.obligations import obligations
from kb.language.pairs import flat
from kb.language.sentences import sentences
from kb.language.synonyms import canonical
from kb.language.vocabulary import find_roles, offices
from kb.types import Clause, Obligation

_OPENING = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a clause that may be quoted: a sentence, or the phrase of an obligation; offsets into its text.

    `flat` are its words to compare, an obligation's behind its subject; `under` the same words behind the headings;
    `plain` the words in canonical form. `roles` are those it names, `bound` those of whom it speaks: an obligation's
    subject, else those named in its first words; `bound_offices` and `offices` are the families of offices of both.
    `sentence` is the number of the sentence it begins in, `around` that sentence with headings and subject, canonical.
    """

    start: int
    end: int
    flat: str
    under: str
    plain: str
    roles: tuple[str, ...]
    bound: tuple[str, ...]
    offices: tuple[str, ...]
    bound_offices: tuple[str, ...]
    sentence: int | None
    around: str = ""
    obligation: Obligation | None = None


@dataclass(frozen=True, slots=True)
class ClauseAnalysis:
    """A clause with its sentences and obligations as stretches.

    `above` are the headings it is named by, `heads` the same flat; `held` are headings and text in canonical form, and
    `held_flat` its letters; `plain` the text alone in canonical form, `flat` its letters;
    `frames` are the figures it states.
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

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """The obligations of the clause, in printed order."""
        return tuple(s.obligation for s in self.phrases if s.obligation is not None)


def pairs_of(flat_text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a flat text."""
    return frozenset(flat_text[i:i + 2] for i in range(len(flat_text) - 1))


def analyse(clause: Clause, above: str, found: Sequence[Obligation] | None = None) -> ClauseAnalysis:
    """The analysis of a clause under the headings `above`; `found` are its obligations where they are known."""
    spans = sentences(clause.text)
    duties = obligations(clause) if found is None else found
    path = "".join(clause.path)
    held, plain = canonical(f"{path}{clause.text}"), canonical(clause.text)
    return ClauseAnalysis(
        clause, above, flat(above), held, flat(held), plain, flat(clause.text),
        tuple(_stretch(clause, path, start, end, n) for n, (start, end) in enumerate(spans)),
        tuple(_phrase(clause, path, spans, o) for o in duties), frames(clause.text, spans, duties))


def _stretch(clause: Clause, path: str, start: int, end: int, sentence: int | None) -> Stretch:
    quote = clause.text[start:end]
    opening = quote[:_OPENING]
    return Stretch(start, end, flat(quote), flat(f"{path}{quote}"), canonical(quote), _roles(quote), _roles(opening),
                   tuple(sorted(offices(quote))), tuple(sorted(offices(opening))), sentence)


def _phrase(clause: Clause, path: str, spans: Sequence[tuple[int, int]], o: Obligation) -> Stretch:
    quote, subject = clause.text[o.start:o.end], o.subject or ""
    stated = subject or quote[:_OPENING]
    inside = next((n for n, (s, t) in enumerate(spans) if s <= o.start < t), None)
    start, end = (o.start, o.end) if inside is None else spans[inside]
    around = canonical(f"{path}{clause.text[start:max(end, o.end)]}{subject}")
    return Stretch(o.start, o.end, flat(f"{subject}{quote}"), flat(f"{path}{quote}"), canonical(quote), _roles(quote),
                   _roles(stated), tuple(sorted(offices(quote))), tuple(sorted(offices(stated))), inside, around, o)


def _roles(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name, _, _ in find_roles(text)))
