"""Libraries to evaluate on: the corpus, and documents that nothing was ever tuned on."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.questions import HERE, Question, load_questions, resolve
from kb.ingest.pipeline import ingest
from kb.library import open_library
from kb.types import Clause

CORPUS = HERE.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents ready to search: clauses in order, titles by document id, attached questions by clause id."""

    clauses: tuple[Clause, ...]
    titles: dict[str, str]
    attached: tuple[tuple[str, str], ...]

    def gold(self, question: Question) -> tuple[str, ...]:
        """Ids of the clauses that answer a question. Raises ReadError where a quote is not found."""
        return resolve(question, self.clauses, self.titles)


def shelve(folder: Path) -> Shelf:
    """Reads every document of a folder, as `kb index` would. Raises ReadError where one cannot be read."""
    with tempfile.TemporaryDirectory() as aside:
        library = open_library(Path(aside) / "library.db")
        try:
            ingest(library, [], corpus=folder)
            titles = {i: title for i, (title, _) in library.titles().items()}
            return Shelf(tuple(library.clauses()), titles, tuple(library.questions()))
        finally:
            library.close()


def unseen_questions(part: str) -> tuple[Shelf, list[Question]]:
    """The documents and questions of evals/unseen/`part` ("train" or "test")."""
    folder = HERE / "unseen" / part
    return shelve(folder), load_questions(folder / "questions.jsonl")


def split_questions(names: Sequence[str]) -> list[Question]:
    """The questions over the corpus of the named splits."""
    return [q for name in names for q in load_questions(HERE / "questions" / f"{name}.jsonl")]
