"""Which engine holds the index (索引放在哪里): the folder of the data, or the server that the library is on.

This is the one place that tells them apart; everything else uses what it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from kb.errors import KBError
from kb.language.repair import Sounds
from kb.language.tokenizer import tokenizer_fingerprint
from kb.search.embedded import EmbeddedRecall
from kb.search.holdings import Holdings
from kb.search.index import build, disk
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import INDEX_VERSION, SearchIndex
from kb.search.index.kept import Kept
from kb.search.recall import Recall
from kb.search.translation import Translation
from kb.store.database import Database
from kb.store.library import Library

Progress = Callable[[int, int], None]
Holding = Callable[[], AbstractContextManager[None]]
_OTHER_CLAUSES = "索引里的条款与知识库不同"


@dataclass(frozen=True, slots=True)
class ServedIndex:
    """An index on a server, at one generation. `words` is the tokenizer's dictionary, `model` the fingerprint of the
    model whose vectors it holds.
    """

    words: dict[str, int]
    sounds: Sounds
    model: str
    recall: Callable[[bool, Translation | None], Recall]


class Index(Protocol):
    """Where the index of a library is built and found."""

    def is_current(self, seen: Library, embedder: Embedder) -> bool:
        """Whether the index is sound and was built from this state of the library with this model."""
        ...

    def kept(self, embedder: Embedder, keys: Iterable[str]) -> Kept:
        """What of the index before need not be made again; of vectors, those of these keys at least."""
        ...

    def vectors(self, embedder: Embedder) -> dict[str, Vectors]:
        """Every vector that it holds, where they are this model's."""
        ...

    def prepare(self, seen: Library, embedder: Embedder, progress: Progress, kept: Kept | None, *,
                anew: bool = False) -> None:
        """Builds the index for whoever reads the library from the end of this transaction on; `anew` takes over nothing
        of the one before.
        """
        ...

    def settle(self, revision: str) -> None:
        """Tidies up after the transaction."""
        ...

    def is_scattered(self, revision: str) -> bool:
        """Whether much lies scattered of the index of a revision, so that `merge` would put it together."""
        ...

    def merge(self, library: Library, holding: Holding = nullcontext) -> bool:
        """Puts together what lies scattered, where it does, when there is time; whether it did. Nothing is answered
        otherwise. `holding` keeps others from changing the library while it is put in place; where one has changed it
        before, nothing is done.
        """
        ...

    def segments(self, revision: str) -> tuple[str, ...]:
        """The names of what the index of a revision is put together of; none where it is one whole."""
        ...

    def standing(self, revision: str) -> dict[str, Any] | None:
        """What the index of a revision is made of, as `disk.standing` says; None where there is nothing to tell."""
        ...

    def model(self, revision: str | None = None) -> str | None:
        """The fingerprint of the model that the index of a revision, or the newest, was built with; None where there is
        none.
        """
        ...

    def fault(self, library: Library) -> str | None:
        """What is wrong with the index of the library's revision, in words; None where it is sound."""
        ...

    def opened(self, revision: str | None) -> SearchIndex | ServedIndex:
        """The index of a revision, of the newest without it. Raises SearchIndexError."""
        ...


def index_of(library: Library, folder: Path) -> Index:
    """The index of a library: at `folder`, or on the server where the library is."""
    return FolderIndex(folder) if library.database.server is None else ServerIndex(library.database)


def recall_of(index: SearchIndex | ServedIndex, *, attached: bool, translation: Translation | None) -> Recall:
    """What finds the clauses of an index. `attached` leaves the attached questions out where False."""
    if isinstance(index, SearchIndex):
        return EmbeddedRecall(index, attached=attached, translation=translation)
    return index.recall(attached, translation)


def holdings_of(recall: Recall, library: Library) -> Holdings:
    """The clauses that a recall finds, of this library; on a server they are all read at once."""
    return recall.holdings() if isinstance(recall, EmbeddedRecall) else Holdings.of(library.clauses())


def model_of(index: SearchIndex | ServedIndex) -> str:
    """The fingerprint of the model whose vectors an index holds."""
    return index.manifest.model if isinstance(index, SearchIndex) else index.model


def segments_of(index: SearchIndex | ServedIndex) -> tuple[str, ...]:
    """The names of what an opened index is put together of; none where it is one whole."""
    return index.manifest.segments if isinstance(index, SearchIndex) else ()


@dataclass(frozen=True, slots=True)
class FolderIndex:
    """The index in a folder (kb.search.index)."""

    folder: Path

    def is_current(self, seen: Library, embedder: Embedder) -> bool:
        return build.is_current(self.folder, seen, embedder)

    def kept(self, embedder: Embedder, keys: Iterable[str]) -> Kept:
        return build.kept_of(self.folder, embedder)

    def vectors(self, embedder: Embedder) -> dict[str, Vectors]:
        return build.kept_of(self.folder, embedder).every()

    def prepare(self, seen: Library, embedder: Embedder, progress: Progress, kept: Kept | None, *,
                anew: bool = False) -> None:
        build.prepare_index(self.folder, seen, embedder, progress, Kept() if anew else kept)

    def settle(self, revision: str) -> None:
        disk.settle_index(self.folder, revision)

    def is_scattered(self, revision: str) -> bool:
        return build.is_index_scattered(self.folder, revision)

    def merge(self, library: Library, holding: Holding = nullcontext) -> bool:
        return build.merge_index(self.folder, library, holding)

    def segments(self, revision: str) -> tuple[str, ...]:
        return disk.segments_of(self.folder, revision)

    def standing(self, revision: str) -> dict[str, Any] | None:
        return disk.standing(self.folder, revision)

    def model(self, revision: str | None = None) -> str | None:
        found = disk.read_manifest(self.folder, revision)
        return None if found is None else found.model

    def fault(self, library: Library) -> str | None:
        try:
            index = disk.load_index(self.folder, library.revision())
        except KBError as e:
            return str(e)
        same = list(EmbeddedRecall(index).holdings().values()) == library.clauses()
        return None if same else _OTHER_CLAUSES  # what is quoted is read from the index

    def opened(self, revision: str | None) -> SearchIndex:
        return disk.load_index(self.folder, revision)


@dataclass(frozen=True, slots=True)
class ServerIndex:
    """The index in the tables of a server (kb.search.server_index)."""

    database: Database

    def is_current(self, seen: Library, embedder: Embedder) -> bool:
        from kb.search.server_index import about_of, is_about
        from kb.store.index_rows import generation_of

        with seen.database.reading() as c:
            found = generation_of(c, seen.revision())
        return found is not None and is_about(found.manifest, about_of(embedder))

    def kept(self, embedder: Embedder, keys: Iterable[str]) -> Kept:
        from kb.store.index_rows import generation_of
        from kb.store.index_writing import known_vectors

        with self.database.reading() as c:
            found = generation_of(c)
            same = found is not None and found.manifest["model"] == embedder.fingerprint
            known = known_vectors(c, keys) if same else {}
        return Kept({key: vector.astype(np.float32) for key, vector in known.items()})

    def vectors(self, embedder: Embedder) -> dict[str, Vectors]:
        from kb.store.index_writing import all_vectors

        if self.model() != embedder.fingerprint:
            return {}
        with self.database.reading() as c:
            return {key: vector.astype(np.float32) for key, vector in all_vectors(c)}

    def prepare(self, seen: Library, embedder: Embedder, progress: Progress, kept: Kept | None, *,
                anew: bool = False) -> None:
        from kb.search.server_index import write_generation

        write_generation(seen, embedder, {} if kept is None or anew else kept.vectors, progress, anew=anew)

    def settle(self, revision: str) -> None:
        pass  # the transaction left nothing to tidy up

    def is_scattered(self, revision: str) -> bool:
        return False

    def merge(self, library: Library, holding: Holding = nullcontext) -> bool:
        return False  # nothing lies scattered there

    def segments(self, revision: str) -> tuple[str, ...]:
        return ()

    def standing(self, revision: str) -> dict[str, Any] | None:
        return None

    def model(self, revision: str | None = None) -> str | None:
        from kb.store.index_rows import generation_of

        with self.database.reading() as c:
            found = generation_of(c, revision)
        return None if found is None else str(found.manifest["model"])

    def fault(self, library: Library) -> str | None:
        from kb.store.index_rows import faults_of, required

        try:
            with self.database.reading() as c:
                found = required(c, library.revision(), INDEX_VERSION, tokenizer_fingerprint(), self.database.server)
                return faults_of(c, found.number, [c.id for c in library.clauses()], _OTHER_CLAUSES)
        except KBError as e:
            return str(e)

    def opened(self, revision: str | None) -> ServedIndex:
        from kb.search.server_recall import ServerRecall
        from kb.store.index_rows import required, words_of

        with self.database.reading() as c:
            found = required(c, revision, INDEX_VERSION, tokenizer_fingerprint(), self.database.server)
            words, sounds = words_of(c, found.manifest["tokenizer"])
        return ServedIndex(words, Sounds(**sounds), found.manifest["model"],
                           lambda attached, translation: ServerRecall(self.database, found, attached=attached,
                                                                      translation=translation))
