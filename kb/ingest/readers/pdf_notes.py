"""Footnotes of a PDF's pages (脚注): small raised figures in the text, and the lines at the foot that begin with them.

A note stands behind the paragraph that refers to it, as those of Word documents do; its figure is no part of a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from kb.ingest.readers.paragraphs import PlacedLine
from kb.ingest.readers.pdf_layout import Piece

_SMALLER = 0.95  # of the letters of the page

def with_notes(page: Sequence[Piece]) -> list[Piece]:
    """The page with its notes behind the lines that refer to them; as it was where figures and notes do not match."""
    lines = {n: piece for n, piece in enumerate(page) if isinstance(piece, PlacedLine)}
    if not any(line.raised for line in lines.values()):
        return list(page)
    usual = median(line.size for line in lines.values())
    referred = {label: n for n, line in lines.items() for at, label in line.raised if at}
    starts = {n: label for n, line in lines.items() if (label := _opens_note(line, n, referred, usual)) is not None}
    notes: dict[str, _Note] = {}
    for n, label in starts.items():
        text, covered = lines[n].text.strip().removeprefix(label).strip(), [n]
        while (more := lines.get(covered[-1] + 1)) is not None and more.size < usual and covered[-1] + 1 not in starts:
            text, covered = text + more.text.strip(), [*covered, covered[-1] + 1]
        notes[label] = _Note(text, tuple(covered))
    gone = {n for label, note in notes.items() if label in referred for n in note.lines}
    return [_noted(piece, notes) for n, piece in enumerate(page) if n not in gone]


@dataclass(frozen=True, slots=True)
class _Note:
    """The words of a note without its figure, and the lines of the page that it stands on."""

    text: str
    lines: tuple[int, ...]


def _opens_note(line: PlacedLine, n: int, referred: Mapping[str, int], usual: float) -> str | None:
    """The figure of the note that a line begins with: small letters, below the line that refers to it."""
    if line.size >= _SMALLER * usual:
        return None
    text = line.text.strip()
    found = [label for label, at in referred.items() if at < n and text.startswith(label)
             and not text[len(label):len(label) + 1].isdigit()]
    return max(found, key=len, default=None)


def _noted(piece: Piece, notes: Mapping[str, _Note]) -> Piece:
    """A piece, where it is a line that refers to notes with these and without their figures."""
    if not isinstance(piece, PlacedLine):
        return piece
    refs = [(at, label) for at, label in piece.raised if at and label in notes]
    return replace(piece, text=_without(piece.text, refs), notes=tuple(notes[label].text for _, label in refs))


def _without(text: str, labels: Sequence[tuple[int, str]]) -> str:
    """The text without these figures, each told by how many characters stand before it, blanks aside."""
    places = [n for n, c in enumerate(text) if not c.isspace()]
    for at, label in reversed(labels):
        own = places[at:at + len(label)]
        if "".join(text[n] for n in own) == label:
            text = text[:own[0]] + text[own[-1] + 1:]
    return text
