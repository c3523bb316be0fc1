"""Plain text (.txt): its lines, in whatever encoding Chinese programs write."""

from __future__ import annotations

from pathlib import Path

from kb.ingest.readers.encoding import decode
from kb.ingest.readers.reading import LINE_END, PrintedLine, Reading

_FORM_FEED = "\f"


def read(path: Path) -> Reading:
    """The lines of the file. Raises ReadError where no encoding fits."""
    decoded = decode(path.read_bytes(), path.name)
    return Reading(printed_lines(decoded.text), "txt/2", warnings=decoded.warnings)


def printed_lines(text: str) -> tuple[PrintedLine, ...]:
    """Every line of `text`, blank ones included, with its page where form feeds part the pages.

    A page begins with the line that holds a form feed.
    """
    lines = LINE_END.split(text)
    if _FORM_FEED not in text:
        return tuple(PrintedLine(line) for line in lines)
    page, out = 1, []
    for i, line in enumerate(lines):
        page += bool(i) and _FORM_FEED in line
        out.append(PrintedLine(line.replace(_FORM_FEED, ""), page=page))
    return tuple(out)
