"""A pack in sentences (说法): its cover, the rules in short, answers, sources; made of fixed phrases and values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.show.export.text import one_line
from kb.training.pack.pack import Pack, Point, Question, Ruling, Section, Source
from kb.training.pack.phrases import audiences, joined, say


@dataclass(frozen=True, slots=True)
class Said:
    """A value with the kinds that have it, in a row, the words of its first clause and the numbers of all."""

    kinds: str
    value: str
    quote: str
    numbers: tuple[int, ...]


def cover(pack: Pack) -> list[str]:
    """What stands under the title."""
    lines = [say("subject", topics=joined(pack.topics))]
    if pack.kinds:
        lines.append(say("for_kinds", kinds=joined(pack.kinds)))
    if pack.audience != audiences()[0]:
        lines.append(say("for_audience", audience=pack.audience.name))
    return [*lines, say("as_of", date=pack.as_of), say("verbatim")]


def name_of(point: Point) -> str:
    """Matter and owner."""
    return say("point", matter=point.matter, owner=point.owner) if point.owner else point.matter


def in_short(section: Section) -> list[str]:
    """The values of a section, a line each; where it gives none, what it rules, in the words of its clauses."""
    if not section.valued:
        return [_rule(point, r, section) for point in section.points for r in point.rulings]
    lines = []
    for point in section.valued:
        several = is_ambiguous(point.valued)
        for said in by_value(point.valued, section):
            key, owner = ("short_value", point.owner) if point.owner else ("short_value_nobody", "")
            text = say(key, kinds=said.kinds, owner=owner or "", matter=point.matter, value=said.value)
            text = say("short_quoted", said=text, quote=one_line(said.quote)) if several else text
            lines.append(text + "".join(say("numbered", n=n) for n in said.numbers))
    return list(dict.fromkeys(lines))


def _rule(point: Point, ruling: Ruling, section: Section) -> str:
    key, owner = ("short_rule", point.owner) if point.owner else ("short_rule_nobody", "")
    kinds = joined(shown_kinds(ruling, section))
    text = say(key, kinds=kinds, owner=owner or "", quote=one_line(ruling.quote))
    return text + say("numbered", n=ruling.cited.number)


def by_value(rulings: Sequence[Ruling], section: Section) -> list[Said]:
    """The values of rulings, each with the kinds that have it and the numbers of its clauses."""
    groups: dict[str, list[Ruling]] = {}
    for r in rulings:
        groups.setdefault(r.value or "", []).append(r)
    return [Said(joined([k for k in section.kinds if any(k in r.kinds for r in own)]), value, own[0].quote,
                 tuple(dict.fromkeys(r.cited.number for r in own))) for value, own in groups.items()]


def is_ambiguous(rulings: Sequence[Ruling]) -> bool:
    """Whether a kind has several values for one matter: then only the words tell what each is for."""
    values: dict[str, set[str | None]] = {}
    for r in rulings:
        for kind in r.kinds:
            values.setdefault(kind, set()).add(r.value)
    return any(len(own) > 1 for own in values.values())


def shown_kinds(ruling: Ruling, section: Section) -> list[str]:
    """The kinds of a ruling that the section compares."""
    return [k for k in section.kinds if k in ruling.kinds]


def answers(question: Question, section: Section) -> list[tuple[str, Ruling]]:
    """The answers to a question, each with the ruling that it stands on; equal ones of a kind once."""
    out: dict[str, Ruling] = {}
    for r in question.rulings:
        kinds = joined(shown_kinds(r, section))
        out.setdefault(say("answered_kinds", kinds=kinds, value=r.value or ""), r)
    return list(out.items())


def silent(section: Section) -> list[str]:
    """Which kinds have no rule, or none with a number."""
    if section.differences:  # says so, too
        return []
    return [say(key, kinds=joined(kinds)) for key, kinds in (
        ("silent", section.silent), ("without_number", section.without_number)) if kinds]


def source_line(source: Source) -> str:
    """A document with what is known of it."""
    title = one_line(source.title)
    return say("source_about", title=title, about=joined(source.about)) if source.about else say("source", title=title)
