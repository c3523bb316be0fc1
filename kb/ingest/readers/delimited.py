"""Tables saved as text (.csv, .tsv): encoding and delimiter found from the file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.encoding import decode
from kb.ingest.readers.reading import Reading
from kb.ingest.readers.sheet import Sheet, sheet_blocks

_DELIMITERS = ",\t;|，"
_SAMPLE = 200  # rows
_MAX_CELLS = 500_000


def read(path: Path) -> Reading:
    """The table of the file, with the lines above it. Raises ReadError where it is no table or no text."""
    decoded = decode(path.read_bytes(), path.name)
    text = decoded.text.removeprefix("\ufeff")
    delimiter, text = _stated(text) or (_delimiter(text), text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as e:
        raise ReadError(f"表格读不出：{path.name}（{e}）。请用表格软件重新另存为 CSV。") from e
    if sum(map(len, rows)) > _MAX_CELLS:
        raise ReadError(f"表格太大：{path.name}（超过 {_MAX_CELLS} 格）。请只留规章、清单一类的内容。")
    words = {(r, c): value.strip() for r, row in enumerate(rows) for c, value in enumerate(row) if value.strip()}
    return Reading(tuple(sheet_blocks(Sheet(path.stem, words))), "delimited/1", warnings=decoded.warnings)


def _stated(text: str) -> tuple[str, str] | None:
    """The delimiter that Excel's first line states (sep=;), and the text below it."""
    first, _, rest = text.partition("\n")
    return (first.strip()[4], rest) if first.strip().lower().startswith("sep=") and len(first.strip()) == 5 else None


def _delimiter(text: str) -> str:
    """The delimiter that parts most rows into the same number of columns, more than one."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(row) for row, _ in zip(reader, range(_SAMPLE), strict=False) if any(row))
        except csv.Error:
            continue
        width, rows = max(((w, n) for w, n in widths.items() if w > 1), key=lambda x: x[1], default=(1, 0))
        if rows > most:
            best, most = delimiter, rows
    return best
