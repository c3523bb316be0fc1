"""A training pack (培训材料): what goes into its handout and slides. Frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass

from kb.training.pack.phrases import Audience, Length
from kb.types import Clause


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause of the pack with its citation; `number` is its own in the pack, `note` the trainer's word on it."""

    number: int
    clause: Clause
    citation: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one clause rules: for which kinds, and its value with its period as an answer says it, None without one.

    `cited.clause.text` holds `quote`. `conflict` is a label shared by rulings of one kind that contradict each other.
    """

    kinds: tuple[str, ...]
    value: str | None
    quote: str
    cited: Cited
    conflict: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the values of rulings answer."""

    text: str
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The rulings on one matter for one owner (党课, 党支部书记), those of every kind side by side; `questions` are
    what their values answer, one for each thing that is counted.
    """

    matter: str
    owner: str | None
    rulings: tuple[Ruling, ...]
    questions: tuple[Question, ...] = ()

    @property
    def valued(self) -> tuple[Ruling, ...]:
        """Those with a value."""
        return tuple(r for r in self.rulings if r.value is not None)


@dataclass(frozen=True, slots=True)
class Papers:
    """What is to be kept as a record, as printed, and the sentence that says so in one or several clauses."""

    names: tuple[str, ...]
    quote: str
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One topic of a pack: `name` and the `question` it answers; `kinds` are those compared."""

    name: str
    question: str
    kinds: tuple[str, ...]
    points: tuple[Point, ...]
    cited: tuple[Cited, ...]
    papers: tuple[Papers, ...]
    silent: tuple[str, ...] = ()
    without_number: tuple[str, ...] = ()
    differences: str = ""

    @property
    def valued(self) -> tuple[Point, ...]:
        """The points that give a value."""
        return tuple(p for p in self.points if p.valued)


@dataclass(frozen=True, slots=True)
class Source:
    """A document that a pack cites, with what is known of it (文号, 印发机关, 日期)."""

    title: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. `kinds` are the kinds of organisation that were asked for, `as_of` the day (ISO) it is made for."""

    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    kinds: tuple[str, ...]
    audience: Audience
    length: Length
    as_of: str

    @property
    def topics(self) -> tuple[str, ...]:
        """The names of its sections."""
        return tuple(s.name for s in self.sections)
