"""A named article (指名条文), resolved against the printed numbers of the named document, list or heading.

A number that does not exist is said not to exist; another is never given in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.answer.outline import Outline, Section, outermost
from kb.answer.resolution import Missing, Place, resolve
from kb.answer.whole import Passage, Whole, counted_points, listing, opening, passage_text
from kb.cite import number_label
from kb.data import load_toml
from kb.question.references import Reference, Referred
from kb.types import Clause

_STATED = ("条", "章")
Rarity = Callable[[str], float]


def named_article(asked: Referred, outline: Outline, rarity: Rarity, *,
                  admits: Callable[[Clause], bool] = lambda c: True) -> Whole | None:
    """What a question names by number; None where it names no document and no article, so that it asks otherwise.

    Of what fits, only what `admits` lets through is given, where it lets any through.
    """
    places: list[Place] = []
    lacking: list[tuple[str, bool]] = []
    for reference in asked.references:
        sections = _named(reference, outline, rarity)
        if sections is None and reference.name and not reference.called:
            return None
        found = _resolved(reference, sections, outline)
        if isinstance(found, str):
            lacking.append((found, sections is not None or reference.called or _is_stated(reference)))
        else:
            places += found
    if not places:
        return Whole(lacking[0][0]) if lacking[0][1] else None
    whole = _whole([p for p in places if _admitted(p, admits)] or places, asked)
    missing = "".join(dict.fromkeys(text for text, _ in lacking))
    return replace(whole, text=whole.text + missing, within=whole.within and not missing)


def _resolved(reference: Reference, sections: list[Section] | None, outline: Outline) -> list[Place] | str:
    """Where one reference leads, or word that it leads nowhere."""
    phrases = load_toml("phrases.toml")
    if sections is None and reference.called:
        return str(phrases["no_document"].format(name=reference.name.strip("《》"), said=reference.said))
    found = [resolve(reference.ordinals, s, outline, exactly=sections is None) for s in sections or outline.documents]
    places = [p for f in found if not isinstance(f, Missing) for p in f]
    # of several documents the one that went farthest towards the number tells what is missing
    missing = max((f for f in found if isinstance(f, Missing)), key=lambda f: f.depth, default=None)
    if places or missing is None:
        return places
    return _missing(missing) if sections is not None or missing.depth else str(
        phrases["no_article"].format(said=reference.said))


def _is_stated(reference: Reference) -> bool:
    """Whether a number that stands nowhere is surely the number of an article."""
    return len(reference.ordinals) > 1 or reference.ordinals[-1].ordinal.unit in _STATED


def _named(asked: Reference, outline: Outline, rarity: Rarity) -> list[Section] | None:
    """The documents, lists or headings that the question may mean; None where it names none of the library."""
    for name in dict.fromkeys((asked.name, re.split("[，,。；;：:]", asked.name)[-1])):
        if len(name) > 1 and (fitting := outline.named(name, rarity)):
            return outermost(fitting)
    return None


def _admitted(place: Place, admits: Callable[[Clause], bool]) -> bool:
    return any(admits(c) for c in ((place.clause,) if place.clause else place.section.clauses))


def _missing(missing: Missing) -> str:
    """That there is no such number, how many there are where none is left out, and which is the last."""
    phrases = load_toml("phrases.toml")
    if not missing.labels:
        return str(phrases["unnumbered"].format(where=missing.where, said=missing.said))
    return str(phrases["missing" if missing.complete else "beyond"].format(
        where=missing.where, said=missing.said, n=len(missing.labels), unit=missing.unit, last=missing.labels[-1]))


def _whole(places: Sequence[Place], asked: Referred) -> Whole:
    if any(p.clause is None for p in places):
        clauses = dict.fromkeys(c for p in places for c in ((p.clause,) if p.clause else p.section.clauses))
        return listing("、".join(dict.fromkeys(p.section.label for p in places)), tuple(clauses))
    found = [(p.section.label, *_labelled(p)) for p in places]
    if len(found) > 1:
        said = "；".join(f"{where}{label}：{opening(passage.clause)}" for where, label, passage in found)
        text = load_toml("phrases.toml")["several"].format(n=len(found))
        return Whole(f"{text}：{said}。", tuple(passage for _, _, passage in found))
    _, label, passage = found[0]
    text = counted_points(passage.clause, label) if asked.counts and places[0].point is None else ""
    return Whole(text or passage_text(label, passage), (passage,), within=not text and places[0].point is None)


def _labelled(place: Place) -> tuple[str, Passage]:
    assert place.clause is not None
    label, point = number_label(place.clause) or "", place.point
    if point is None:
        return label, Passage(place.clause, 0, len(place.clause.text))
    return f"{label}{place.said}", Passage(place.clause, point.start, point.end, shown_from=point.opening)
