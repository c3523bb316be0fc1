"""How many clauses and characters of a document a file of some format gives as they stand in the reference."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

from evals.formats.sources import Expected, Source
from kb.errors import KBError
from kb.ingest.pipeline import build
from kb.types import Clause

_Key = tuple[str | None, str, tuple[str, ...]]


def share_right(source: Source, path: Path) -> float:
    """Right clauses by those of the reference or of the file, whichever are more; 0 where it cannot be read."""
    try:
        clauses = build(path, key=path.name)[1].clauses
    except KBError:
        return 0.0
    depth = max(len(expected.path) for expected in source.clauses)
    found = Counter(_found(clause, depth) for clause in clauses)
    wanted = Counter(_wanted(expected) for expected in source.clauses)
    return (found & wanted).total() / max(found.total(), wanted.total())


def share_of_characters(source: Source, path: Path) -> float:
    """How many characters of the reference's clauses the file gives, in their order, blanks aside."""
    wanted = "".join("".join(expected.text.split()) for expected in source.clauses)
    try:
        found = "".join("".join(clause.text.split()) for clause in build(path, key=path.name)[1].clauses)
    except KBError:
        return 0.0
    matcher = SequenceMatcher(None, wanted, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(wanted), len(found))


def _wanted(expected: Expected) -> _Key:
    return expected.number, "".join(expected.text.split()), expected.path


def _found(clause: Clause, depth: int) -> _Key:
    return clause.number, "".join(clause.text.split()), clause.path[-depth:] if depth else ()
