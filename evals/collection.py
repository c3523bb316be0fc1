"""Collections to train and to evaluate on: documents ready to search, and the questions asked of them."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from evals.qrels import Question, load_questions, resolve, resolve_parts
from kb.manage.intake import ingest
from kb.search.index.build import build_index
from kb.search.index.embedder import Embedder
from kb.search.index.index import SearchIndex
from kb.store.library import open_library
from kb.types import Clause

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
QUESTIONS = HERE / "questions"
TRAINED = HERE / "documents" / "train"
UNSEEN = HERE / "documents" / "test"
WORDINGS = QUESTIONS / "wordings"
NEW_DOCUMENTS = HERE / "documents" / "wordings"


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Documents ready to search: clauses in order, titles by document id, attached questions by clause id."""

    clauses: tuple[Clause, ...]
    titles: dict[str, str]
    attached: tuple[tuple[str, str], ...]

    @property
    def editions(self) -> dict[str, str]:
        """What tells the documents of one title apart, by document id."""
        return {c.document_id: c.edition for c in self.clauses}

    def gold(self, question: Question) -> tuple[str, ...]:
        """Ids of the clauses that answer a question. Raises ReadError where a quote is not found."""
        return resolve(question, self.clauses, self.titles)

    def parts(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """The same for each of the things that it asks for at once."""
        return resolve_parts(question, self.clauses, self.titles)


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of questions and the documents that they are asked of."""

    name: str
    shelf: Shelf
    questions: tuple[Question, ...]


@cache
def shelve(folder: Path) -> Shelf:
    """Reads every document of a folder, as `kb index` would, once. Raises ReadError where one cannot be read."""
    with tempfile.TemporaryDirectory() as aside:
        library = open_library(Path(aside) / "library.db")
        try:
            ingest(library, [], corpus=folder)
            titles = {i: title for i, (title, _) in library.titles().items()}
            return Shelf(tuple(library.clauses()), titles, tuple(library.questions()))
        finally:
            library.close()


class Embedding(Embedder, Hashable, Protocol):
    """An embedder that is told from others, so that what it made can be kept."""


@lru_cache(maxsize=2)
def indexed(shelf: Shelf, embedder: Embedding) -> SearchIndex:
    """The index of a shelf. Several sets are asked of the same documents and share it."""
    return build_index(shelf.clauses, shelf.titles, shelf.attached, embedder)


def unseen_collection() -> Collection:
    """The documents that nothing is trained on."""
    return Collection("unseen", shelve(UNSEEN), tuple(load_questions(UNSEEN / "questions.jsonl")))


def wordings(split: str) -> list[tuple[Collection, ...]]:
    """The groups of the wordings, split "dev" or "test"; those asked of the same documents stand together.

    The documents never seen are for the test alone.
    """
    corpus = shelve(CORPUS)
    out = [tuple(Collection(path.stem, corpus, tuple(load_questions(path)))
                 for path in sorted((WORDINGS / split).glob("*.jsonl")))]
    numbers = NEW_DOCUMENTS / f"numbers-{split}"
    out.append((Collection("numbers", shelve(numbers), tuple(load_questions(numbers / "questions.jsonl"))),))
    if split == "test":
        folder = NEW_DOCUMENTS / "never-seen"
        shelf = shelve(folder)
        out.append((Collection("never-seen", shelf, tuple(load_questions(folder / "questions.jsonl"))),
                    Collection("never-seen-consistency", shelf, tuple(load_questions(folder / "consistency.jsonl")))))
    return out


def training_collections() -> list[Collection]:
    """What may be trained on: the corpus first, then the documents of each folder of evals/documents/train.

    The questions on other topics are asked of the corpus, and each of one other collection.
    """
    other = split_questions(["other"])
    folders = sorted(p for p in TRAINED.iterdir() if p.is_dir())
    return [Collection("corpus", shelve(CORPUS), (*split_questions(["train", "written"]), *other))] + [
        Collection(p.name, shelve(p), (*load_questions(p / "questions.jsonl"), *other[n::len(folders)]))
        for n, p in enumerate(folders)]


def split_questions(names: Sequence[str]) -> list[Question]:
    """The questions over the corpus of the named splits."""
    return [q for name in names for q in load_questions(QUESTIONS / f"{name}.jsonl")]
