"""What a document prints about itself (版头版记): who issued it, its number, when, and its days in force.

Read only where such things are printed: lines of their own, the note below the title, the closing provisions.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kb.ingest.structure.lines import Line, split_lines
from kb.ingest.structure.printed_days import DATE, parse_date, patterns
from kb.language.numerals import parse_number
from kb.language.view import same_length
from kb.language.vocabulary import boilerplate

_SENTENCE_END = "。；！？"
_HEAD_LINES = 15
_SIGNERS = 3
_LONGEST = 100 * 12


@dataclass(frozen=True, slots=True)
class Imprint:
    """Dates are ISO days; None where nothing is printed. `effective_to` is the last day in force."""

    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None


def imprint(text: str, title: str) -> Imprint:
    """The imprint of a canonical text."""
    lines = [line for line in split_lines(text) if not line.blank]
    flat = [_flat(line) for line in lines]
    body = next((n for n, line in enumerate(lines) if line.text[-1] in _SENTENCE_END), len(lines))
    issued = _note_date(flat) or _signed(flat, body)[0] or _printed(flat)
    issuer = _signed(flat, body)[1] or _first("letterhead", flat[:body], "issuer") or _note_issuer(flat) or _first(
        "heading_issuer", [same_length(title)], "issuer")
    whole = "".join(flat)
    starts, revised = _starts(whole, issued), _revised(flat)
    if starts is not None and revised is not None and starts < revised:
        starts = revised  # the provision is that of the first edition
    ends = _ends(whole, starts or issued)
    return Imprint(issuer, _first("number", flat[:max(body + 1, _HEAD_LINES)], "number"),
                   *(None if day is None else day.isoformat() for day in (issued, starts, ends)))


def _flat(line: Line) -> str:
    return re.sub(r"\s", "", line.plain)


def _first(name: str, texts: list[str], group: str) -> str | None:
    return next((m.group(group) for t in texts for p in patterns(name) if (m := p.search(t)) is not None), None)


def _notes(flat: list[str]) -> list[str]:
    """What stands in brackets on lines of its own near the title."""
    return [t for t in flat[:_HEAD_LINES] if t[0] in "（(" and t[-1] in "）)" and re.search(DATE, t)]


def _note_date(flat: list[str]) -> date | None:
    """The last day on which the document was issued or revised as the note below its title says, else adopted."""
    found: dict[str, list[date]] = {"issued": [], "adopted": []}
    for note in _notes(flat):
        for m in re.finditer(rf"({DATE})((?:(?!{DATE}).)*)", note):
            day = parse_date(m.group(1))
            kind = next((k for k in found if patterns(k)[0].search(m.group(2))), None)
            if day is not None and kind is not None:
                found[kind].append(day)
    return max(found["issued"] or found["adopted"], default=None)


def _note_issuer(flat: list[str]) -> str | None:
    return _first("note_issuer", _notes(flat), "issuer")


def _signed(flat: list[str], body: int) -> tuple[date | None, str | None]:
    """The day on a line of its own, first behind the body, and who signed above it; else a day below the title."""
    days = [(n, day) for n, t in enumerate(flat) if re.fullmatch(DATE, t) and (day := parse_date(t)) is not None]
    n, day = next(((n, day) for n, day in days if n > body), days[0] if days else (0, None))
    signers = []
    for above in reversed(flat[max(body + 1, n - _SIGNERS):n] if n > body else []):
        if len(above) > 40 or not boilerplate().signature.search(above):
            break
        signers.append(above)
    return day, "、".join(reversed(signers)) or None


def _printed(flat: list[str]) -> date | None:
    stated = _first("printed", flat, "date")
    return None if stated is None else parse_date(stated)


def _starts(whole: str, issued: date | None) -> date | None:
    """The first day in force as the last provision on it says."""
    found = [(m.end(), parse_date(m.group("date"))) for m in patterns("starts")[0].finditer(whole)]
    found += [(m.end(), issued) for m in patterns("starts_when_issued")[0].finditer(whole)]
    return max(found, key=lambda f: f[0])[1] if found else None


def _revised(flat: list[str]) -> date | None:
    """The last day on which the document was revised as the note below its title says."""
    days = [parse_date(m.group(1)) for note in _notes(flat)
            for m in re.finditer(rf"({DATE})((?:(?!{DATE}).)*)", note) if patterns("revised")[0].search(m.group(2))]
    return max((d for d in days if d is not None), default=None)


def _ends(whole: str, starts: date | None) -> date | None:
    span_end = (_first("ends_span", [whole], group) for group in ("end", "till"))
    stated = next((s for s in span_end if s), None) or _first("ends", [whole], "date")
    if stated is not None:
        return parse_date(stated)
    m = next((m for p in patterns("lasts") if (m := p.search(whole)) is not None), None)
    span = None if m is None else parse_number(m.group("years"))
    if m is None or span is None or starts is None:
        return None
    months = int(span) * (12 if m.group("unit") == "年" else 1)
    if not 0 < months <= _LONGEST:
        return None
    year, month = divmod(starts.month - 1 + months, 12)
    last = date(starts.year + year, month + 1, 1)
    return min(last + timedelta(days=starts.day - 1), last + timedelta(days=monthrange(last.year, last.month)[1])
               ) - timedelta(days=1)
