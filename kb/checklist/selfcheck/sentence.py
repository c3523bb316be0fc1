"""A sentence of a plan (句): the matters it names, each with its figures, and whether they are this branch's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kb.checklist.selfcheck.figures import Figure, aside_figures, figures
from kb.checklist.selfcheck.line import Line
from kb.checklist.selfcheck.times import years
from kb.checklist.selfcheck.words import Matter, bodies, data, matters, phrases

_SENTENCE = re.compile("[^。；！？]+")
_PHRASE = re.compile("[，。；：]")
_BY = re.compile(rf"由[^，。；]{{0,4}}({'|'.join(bodies())})(?!书记|委员)")
Span = tuple[int, int]
_SHOWN = 90  # characters of a sentence shown beside an item, more only where no comma parts them


@dataclass(frozen=True, slots=True)
class Mention:
    """A matter named at text[start:end]; `umbrella` where only a word that stands for several (三会一课) names it."""

    matter: Matter
    start: int
    end: int
    umbrella: bool = False


@dataclass(frozen=True)
class Sentence:
    """A sentence of a line: `text` is flat, at `start` in the line's flat text; `nth` counts within the line."""

    line: Line
    text: str
    start: int
    nth: int

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every matter named, none where it is told that it is not done."""
        return tuple(self._named())

    @cached_property
    def years(self) -> frozenset[int]:
        """The years named in it, or else above it."""
        return years(self.text) or (frozenset() if self.line.year is None else frozenset({self.line.year}))

    def _named(self) -> Iterator[Mention]:
        for matter in matters():
            spans = [m.span() for m in matter.but.finditer(self.text)] if matter.but else []
            for m in matter.ways.finditer(self.text):
                if not any(s <= m.start() < e or s < m.end() <= e for s, e in spans) and self._held(m.span()):
                    yield Mention(matter, m.start(), m.end())
        for word, terms in data()["umbrella"].items():
            at = self.text.find(word)
            if at >= 0:
                yield from (Mention(m, at, at + len(word), True) for m in matters() if m.term in terms)

    def _held(self, span: Span) -> bool:
        """Whether what is named is done: not told that it is not, nor only what came of it."""
        said = phrases()
        before, after = self.text[:span[0]], self.text[span[1]:]
        return not (said.prefix.search(before) or said.before.search(before) or said.after.search(after)
                    or said.negated.search(self.phrase(span)))

    def phrase(self, span: Span) -> str:
        """The words between the commas around a place."""
        start, end = self.bounds(span)
        return self.text[start:end]

    def bounds(self, span: Span) -> Span:
        """Where the commas around a place leave off and begin."""
        cuts = [m.start() for m in _PHRASE.finditer(self.text)]
        start = max((c + 1 for c in cuts if c < span[0]), default=0)
        return start, min((c for c in cuts if c >= span[1]), default=len(self.text))

    def figures_at(self, span: Span) -> tuple[Figure, ...]:
        """The figures of what stands at a place, next to the matters that the sentence names."""
        if span not in self._figured:
            self._figured[span] = self._figures_at(span)
        return self._figured[span]

    @cached_property
    def _figured(self) -> dict[Span, tuple[Figure, ...]]:
        """What has been asked for: several items ask for the same."""
        return {}

    def _figures_at(self, span: Span) -> tuple[Figure, ...]:
        spans = self._apart(span)
        own = next(n for n, s in enumerate(spans) if s[0] <= span[0] < s[1])
        return self._dated(figures(self.text, spans)[own])

    @cached_property
    def aside(self) -> tuple[Figure, ...]:
        """What the other cells of its row say."""
        return self._dated(aside_figures(self.line.aside))

    def _dated(self, said: Iterable[Figure]) -> tuple[Figure, ...]:
        """The figures without the feasts that they name, where it is known when: 6月 七一."""
        if not self.line.slots:
            return tuple(said)
        return tuple(replace(f, times=tuple(t for t in f.times if not t.soft)) for f in said)

    def _apart(self, span: Span) -> list[Span]:
        """The places of all matters and of `span`, those that meet made one."""
        merged: list[Span] = []
        for start, end in sorted({(m.start, m.end) for m in self.mentions} | {span}):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged

    def of_others(self, span: Span, own: str) -> bool:
        """Whether what stands at a place is done by another body than that of the role `own`, or only attended, or
        asked of others.
        """
        said = phrases()
        start, _ = self.bounds(span)
        before = self.text[start:span[0]]
        for body in bodies():
            at = before.find(body)
            if at >= 0 and body not in own and not said.toward.search(before[:at]) and said.acting.search(
                    before[at + len(body):]):
                return True
        after = self.text[span[1]:self.bounds(span)[1]]
        if any(body not in own for body in _BY.findall(after)):  # 培训班由机关工委组织
            return True
        urged = re.search(rf"{said.urging.pattern}[^，。；]{{0,6}}(?:支部|组织|单位|协会|党委)", before)
        return bool(urged) or bool(re.search(
            rf"{said.attending.pattern}[^，。；]{{0,8}}(?:{'|'.join(bodies())})", before))

    def verbatim(self, span: Span) -> str:
        """The words of the plan around a place, from comma to comma, with the figures that belong to it."""
        said = [f for f in self.figures_at(span) if f.says]
        wide = (min([span[0], *(f.start for f in said)]), max([span[1], *(f.end for f in said)]))
        start, end = self.bounds(wide if wide[1] - wide[0] <= _SHOWN else span)
        return self.line.words.verbatim(self.start + start, self.start + end).strip()

    @property
    def whole(self) -> str:
        """The words of the plan."""
        return self.line.words.verbatim(self.start, self.start + len(self.text)).strip()


def sentences(line: Line) -> list[Sentence]:
    """The sentences of a line."""
    return [Sentence(line, m.group(), m.start(), n) for n, m in enumerate(_SENTENCE.finditer(line.words.text))]
