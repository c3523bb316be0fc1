"""Libraries to train and to evaluate on: the corpus, and other documents."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.questions import HERE, Question, load_questions, resolve
from kb.manage.intake import ingest
from kb.store.library import open_library
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


def unseen_questions() -> tuple[Shelf, list[Question]]:
    """The documents that nothing is trained on, and their questions."""
    folder = HERE / "unseen" / "test"
    return shelve(folder), load_questions(folder / "questions.jsonl")


def training_libraries() -> list[tuple[str, Shelf, list[Question]]]:
    """What may be trained on: the corpus and the libraries of evals/unseen/train, by name, with their questions.

    The questions on other topics are asked of the corpus, and each of one other library.
    """
    other = load_questions(HERE / "questions" / "other.jsonl")
    corpus = [*split_questions(["train"]), *load_questions(HERE / "questions" / "written.jsonl"), *other]
    folders = sorted(p for p in (HERE / "unseen" / "train").iterdir() if p.is_dir())
    return [("corpus", shelve(CORPUS), corpus)] + [
        (p.name, shelve(p), [*load_questions(p / "questions.jsonl"), *other[n::len(folders)]])
        for n, p in enumerate(folders)]


def split_questions(names: Sequence[str]) -> list[Question]:
    """The questions over the corpus of the named splits."""
    return [q for name in names for q in load_questions(HERE / "questions" / f"{name}.jsonl")]
