"""The slides (课件): one point a slide, kinds compared in tables, the clauses in the notes, the sources at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.show.export.text import one_line, printable
from kb.training.pack.deck import Deck, Para
from kb.training.pack.pack import Cited, Pack, Point, Ruling, Section
from kb.training.pack.phrases import joined, say
from kb.training.pack.told import by_value, cover, is_ambiguous, name_of, shown_kinds, silent, source_line


def as_pptx(pack: Pack, *, template: bytes | None = None) -> bytes:
    """The slides as the bytes of a .pptx file, the same bytes for the same pack.

    Raises ReadError where `template` is no PowerPoint file.
    """
    deck = Deck(template)
    deck.opener(say("slides_title"), [Para(line) for line in cover(pack)])
    deck.text(say("contents"), [Para(name) for name in pack.topics])
    for section in pack.sections:
        _section(deck, pack, section)
    deck.text(say("sources"), [Para(say("closing"), quiet=True), *(Para(source_line(s)) for s in pack.sources)])
    return deck.content(title=say("slides_title"))


def _section(deck: Deck, pack: Pack, section: Section) -> None:
    deck.opener(section.name, [Para(section.question)], _notes(section.cited))
    said = [Para(t) for t in (section.differences, *silent(section)) if t]
    if said:
        deck.text(_titled(section, "short"), said, _notes(section.cited))
    for point in section.valued:
        _point(deck, section, point)
    noted = [x for x in section.cited if x.note]
    if noted or section.name == say("own"):
        _own(deck, section)
    else:
        _quotes(deck, section, most=pack.length.quotes)
    if section.papers:
        for papers in section.papers[:pack.length.questions or None]:
            deck.text(_titled(section, "records"),
                      [Para(joined(papers.names), strong=True), *_words(papers.quote)], _notes(papers.cited))
    for question in [q for p in section.valued for q in p.questions][:pack.length.questions or None]:
        quoted = is_ambiguous(question.rulings) or len({r.quote for r in question.rulings}) == 1
        lines = [Para(say("asked", question=question.text), strong=True)]
        for s in by_value(question.rulings, section):
            lines.append(Para(say("answered_kinds", kinds=s.kinds, value=s.value)))
            lines += [Para(p.text, quiet=True) for p in _words(s.quote)] if quoted else []
        deck.text(_titled(section, "faq"), lines, _notes([r.cited for r in question.rulings]))


def _point(deck: Deck, section: Section, point: Point) -> None:
    """One matter of one owner: a table where kinds differ or one rules without a number, else the value, large."""
    title, above = _title_of(deck, section, point)
    values = by_value(point.valued, section)
    bare = [k for k in section.kinds if any(k in r.kinds for r in point.rulings)
            and not any(k in r.kinds for r in point.valued)]
    notes = _notes([r.cited for r in point.rulings])
    if len(values) == 1 and not bare:
        deck.figure(title, [*above, values[0].kinds], values[0].value,
                    [*_words(values[0].quote), *_source(point.valued)], notes)
        return
    several = is_ambiguous(point.valued)
    rows = [[s.kinds, s.value, *([one_line(s.quote)] if several else [])] for s in values]
    rows += [[joined(bare), say("no_number"), *([say("none")] if several else [])]] if bare else []
    heads = [say("kind"), say("rule"), *([say("words")] if several else [])]
    if above:
        deck.text(title, [Para(line) for line in above], notes)
    deck.table(title, heads, rows, (3, 3, 7) if several else (3, 4), notes)


def _quotes(deck: Deck, section: Section, *, most: int) -> None:
    """What is ruled without a number, in the words of the clauses, one a slide; the same words once."""
    told: dict[str, tuple[Point, list[Ruling]]] = {}
    for point in section.points:
        for ruling in point.rulings if not point.valued else ():
            told.setdefault(ruling.quote, (point, []))[1].append(ruling)
    for quote, (point, rulings) in list(told.items())[:most or None]:
        kinds = [k for k in section.kinds if any(k in shown_kinds(r, section) for r in rulings)]
        title, above = _title_of(deck, section, point)
        quiet = [Para(line, quiet=True) for line in (*above, joined(kinds))]
        deck.text(title, [*quiet, *_words(quote), *_source(rulings)], _notes([r.cited for r in rulings]))


def _own(deck: Deck, section: Section) -> None:
    """The clauses that the trainer collected, one a slide, with his notes."""
    for x in section.cited:
        note = [Para(say("note", note=line) if n == 0 else line, quiet=True)
                for n, line in enumerate(printable(x.note).splitlines())]
        deck.text(section.name + say("numbered", n=x.number), [*_words(x.clause.text), *note], _notes([x]))


def _title_of(deck: Deck, section: Section, point: Point) -> tuple[str, list[str]]:
    """What a slide on a point is called, and what of its name has no room in the title."""
    if deck.has_room_for(name_of(point)):
        return name_of(point), []
    owner = [point.owner] if point.owner else []
    if deck.has_room_for(point.matter):
        return point.matter, owner
    return section.name, [one_line(point.matter), *owner]


def _titled(section: Section, part: str) -> str:
    return say("titled", topic=section.name, part=say(part))


def _source(rulings: Sequence[Ruling]) -> list[Para]:
    """The citation of what one clause rules; where several do, they stand in the notes."""
    cited = {r.cited.citation for r in rulings}
    return [Para(say("cited", citation=one_line(c)), quiet=True) for c in cited] if len(cited) == 1 else []


def _words(quote: str) -> list[Para]:
    return [Para(line.strip()) for line in printable(quote).split("\n") if line.strip()]


def _notes(cited: Iterable[Cited] | Sequence[Cited]) -> str:
    """The clauses with their citations, each once."""
    return "\n".join(f"{x.clause.text.strip()}\n{say('cited', citation=one_line(x.citation))}"
                     for x in {x.clause.id: x for x in cited}.values())
