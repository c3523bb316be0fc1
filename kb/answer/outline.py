"""The outline of the library (目录): every heading with the clauses under it, and which of them a text names.

People shorten names (师大出国党员那个办法) and leave levels out, so a name is compared by its pairs of characters and
by the longest row of its characters that stands in the full name in the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from kb.language.ordinals import Ordinal, printed_ordinal
from kb.language.pairs import bigrams, flat, letters
from kb.language.vocabulary import scopes, scopes_of_heading
from kb.question.asking import asking_data
from kb.search.holdings import Clauses, Holdings
from kb.search.index.coded import Names

_SAME = 0.03
_HELD = 0.8
_GOOD = 0.5
_FAIR = 0.25
_FEW = 2
_BRACKETED = re.compile("[（(][^（()）]*[)）]")
_BETWEEN = re.compile(r"[^\w]+|[的与和及]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """The full names of a section in one spelling: the letters of each, and the `pairs` of all."""

    full: tuple[str, ...]
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with everything under it; the whole document where `path` is empty.

    `path` are the headings down to its own, `titles` the names of the document, flat, `chain` the longest of them and
    the words of each heading without its number, `kinds` other words for the kinds of organisation that these name;
    `pairs` are the pairs of characters of all these, `tells` those of its own heading, without what headings end in
    whatever they head. `spelled` is its full name with synonyms made one, and as it is printed. `heading`
    are the letters of its own heading without its number, which is `ordinal`.
    """

    document_id: str
    title: str
    path: tuple[str, ...]
    titles: tuple[str, ...] = field(compare=False)
    chain: tuple[str, ...] = field(compare=False)
    kinds: tuple[str, ...] = field(compare=False)
    pairs: frozenset[str] = field(compare=False)
    tells: frozenset[str] = field(compare=False)
    spelled: tuple[Spelling, Spelling] = field(compare=False)
    heading: str = field(compare=False)
    ordinal: Ordinal | None = field(compare=False)
    clauses: Clauses = field(compare=False)

    @property
    def label(self) -> str:
        """How a person finds it: 《文件》 and the headings below the title."""
        below = self.path[1:] if self.path[:1] == (self.title,) else self.path
        return f"《{self.title}》{' '.join(below)}"

    def holds(self, other: Section) -> bool:
        """Whether the other lies within this one."""
        return self.document_id == other.document_id and other.path[:len(self.path)] == self.path


class Outline:
    """The headings of a library, made out when they are first asked for. Safe to share between threads."""

    def __init__(self, held: Holdings, names: Mapping[str, Sequence[str]]) -> None:
        """`names` are those of each document, by id, its title first."""
        self._held, self._names = held, names

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every heading, and every document, in document order."""
        return tuple(s for d in self._held.documents for s in _sections(self._held, d, self._names[d]))

    @cached_property
    def documents(self) -> tuple[Section, ...]:
        """The sections that are whole documents."""
        return tuple(s for s in self.sections if not s.path)

    @cached_property
    def _at(self) -> dict[tuple[str, Names], Section]:
        return {(s.document_id, s.path): s for s in self.sections}

    def binding(self, fits: Callable[[Names], bool]) -> Clauses:
        """The clauses that bind roles which fit, in document order."""
        return self._held.binding(fits)

    def section(self, document_id: str, path: tuple[str, ...] = ()) -> Section:
        """What stands under a path of headings; the whole document without one."""
        return self._at[document_id, path]

    def within(self, section: Section) -> list[Section]:
        """The headings below a section, in document order."""
        return [s for s in self.sections if s is not section and section.holds(s)]

    def names_another(self, section: Section, words: Iterable[str]) -> bool:
        """Whether flat words name another document than the one the section stands in.

        A word names a document where few titles hold it; one that the section's own headings hold names none.
        """
        for word in words:
            titled = [d.document_id for d in self.documents if any(word in h for h in d.titles)]
            if 0 < len(titled) <= _FEW < len(self.documents) and section.document_id not in titled and not any(
                    word in h for h in section.chain):
                return True
        return False

    def named(self, name: str, rarity: Callable[[str], float]) -> list[Section]:
        """The sections that a name may mean, the best first; empty where it means none.

        The name's characters must nearly all stand in the full name. Of sections that fit alike the outermost comes
        first, and a list before the document of the same name.
        """
        wanted = [(w, {p: rarity(p) for p in sorted(_pairs_of([w]))}) for w in (flat(name), letters(name))]
        fits = []
        for s in self.sections:
            fit, held = max(_fit(w, weights, spelled, s)
                            for (w, weights), spelled in zip(wanted, s.spelled, strict=True))
            if held >= _HELD:
                fits.append((fit, held, s))
        best = max((fit for fit, _, _ in fits), default=0.0)
        near = [(fit, s) for fit, held, s in fits if fit >= max(best - _SAME, _FAIR if held == 1.0 else _GOOD)]
        near.sort(key=lambda x: (len(x[1].path) if x[1].path != (x[1].title,) else -1, -x[0]))
        return [s for _, s in near]


def outermost(sections: Iterable[Section]) -> list[Section]:
    """The sections that lie in none before them, and hold none before them."""
    kept: list[Section] = []
    for s in sections:
        if not any(k.holds(s) or s.holds(k) for k in kept):
            kept.append(s)
    return kept


def _sections(held: Holdings, document_id: str, names: Sequence[str]) -> list[Section]:
    under: dict[Names, list[int]] = {(): []}
    for row, path in held.headings(document_id):
        for depth in range(len(path) + 1):
            under.setdefault(path[:depth], []).append(row)
    return [_section(document_id, names, path, held.at(rows)) for path, rows in under.items()]


def _section(document_id: str, names: Sequence[str], path: Names, clauses: Clauses) -> Section:
    below = [h for n, h in enumerate(path) if n or h != names[0]]
    words = [flat(_without_number(h)) for h in below]
    titles = [flat(n) for n in dict.fromkeys(names)]
    longest = max(titles, key=len)
    named = {k for h in (names[0], *path) for k in scopes_of_heading(h)}
    kinds = tuple(flat(w) for s in scopes() if s.name in named for w in s.asked)
    printed = [letters(n) for n in names]
    headed = [letters(_without_number(h)) for h in below]
    pairs = _pairs_of([*titles, *words, *kinds])
    spelled = (Spelling(tuple("".join((t, *words)) for t in titles), pairs),
               Spelling(tuple("".join((t, *headed)) for t in printed), _pairs_of([*printed, *headed, *kinds])))
    number = printed_ordinal(path[-1]) if path else None
    return Section(document_id, names[0], path, tuple(titles), (longest, *words), kinds,
                   pairs, _tells(path[-1] if path else ""), spelled,
                   letters(_without_number(path[-1])) if path else "", number[0] if number else None, clauses)


def _fit(wanted: str, weights: Mapping[str, float], spelled: Spelling, section: Section) -> tuple[float, float]:
    """How well a section's full name fits a name, and the share of the name's characters that stand in it."""
    share = sum(w for p, w in weights.items() if p in spelled.pairs) / (sum(weights.values()) or 1.0)
    if not share:
        return 0.0, 0.0
    held = max((Counter(wanted) & Counter(full + "".join(section.kinds))).total() for full in spelled.full)
    return (share + max(_in_order(wanted, full) for full in spelled.full) / len(wanted)) / 2, held / len(wanted)


def _pairs_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(t[i:i + 2] for t in texts for i in range(len(t) - 1))


def _tells(heading: str) -> frozenset[str]:
    words = _BRACKETED.sub("", _without_number(heading))
    words = _endings().sub("", words) or words
    return frozenset(p for part in _BETWEEN.split(words) for p in bigrams(part))


@cache
def _endings() -> re.Pattern[str]:
    data = asking_data()["listing"]
    return re.compile(f"(?:{'|'.join(sorted((*data['endings'], *data['nouns']), key=len, reverse=True))})+$")


def _without_number(heading: str) -> str:
    number = printed_ordinal(heading)
    return heading[number[1]:] if number is not None else heading


def _in_order(name: str, full: str) -> int:
    """The length of the longest row of characters that stand in both in the same order (bit-parallel, Hyyrö 2004)."""
    at: dict[str, int] = {}
    for i, ch in enumerate(name):
        at[ch] = at.get(ch, 0) | 1 << i
    row = (1 << len(name)) - 1
    for ch in full:
        matched = row & at.get(ch, 0)
        row = (row + matched) | (row - matched)
    return len(name) - (row & ((1 << len(name)) - 1)).bit_count()
