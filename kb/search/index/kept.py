"""What the index before has that need not be made again (沿用): the segments of documents that are the same as they
were, and the vectors of texts that are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from kb.language.repair import Sounds
from kb.language.tokenizer import tokenizer_fingerprint
from kb.search.index.embedder import Vectors
from kb.search.index.segment import Segment
from kb.types import Clause, Obligation

# Of the program, what decides what is made of a clause.
_MAKERS = ("language", "ingest", "data", "search", "types.py")
_SOURCES = (".py", ".toml", ".txt")


@dataclass(frozen=True, slots=True)
class Kept:
    """`vectors` by the hashes of their texts; segments of the same model with the `adapter` of all of them; and what
    the `words` of the tokenizer were, and their `sounds`.

    `tokenizer` is the fingerprint of the tokenizer whose words they are. `sound` tells whether what a segment holds is
    what was written: it is asked before anything is copied of one.
    """

    vectors: dict[str, Vectors] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    adapter: str = ""
    words: dict[str, int] = field(default_factory=dict)
    sounds: Sounds | None = None
    tokenizer: str = ""
    sound: Callable[[Segment], bool] = lambda segment: True

    def find(self, keys: Sequence[str]) -> None:
        """Adds to `vectors` those of these hashes that a segment holds."""
        for segment in self.segments:
            for held in (segment.passages, segment.questions):
                found = held.known([k for k in keys if k not in self.vectors])
                if found and self.sound(segment):
                    self.vectors.update(found)

    def every(self) -> dict[str, Vectors]:
        """All the vectors that are held, by the hashes of their texts."""
        found = dict(self.vectors)
        for segment in filter(self.sound, self.segments):
            for held in (segment.passages, segment.questions):
                found |= held.known([k.decode() for k in held.keys.tolist()])
        return found


def mark(document_id: str, stamp: str) -> str:
    """The same for the same document, of which the library says the same, read by the same program."""
    return hashlib.sha256(f"{_program()}{document_id}\0{stamp}".encode()).hexdigest()[:24]


def mark_of_clause(clause: Clause, above: str, found: Sequence[Obligation]) -> str:
    """The same for the same clause under the same headings, with the same obligations, read by the same program."""
    stated = repr((clause, above, tuple(found)))
    return hashlib.sha256(f"{_program()}{stated}".encode()).hexdigest()[:24]


@cache
def _program() -> str:
    """A digest of all that decides what is made of a clause."""
    digest = hashlib.sha256(tokenizer_fingerprint().encode())
    root = files("kb")
    for name in _MAKERS:
        for source in _sources(root.joinpath(name)):
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _sources(at: Traversable) -> Iterator[Traversable]:
    if at.is_dir():
        for inner in sorted(at.iterdir(), key=lambda t: t.name):
            yield from _sources(inner)
    elif at.name.endswith(_SOURCES):
        yield at
