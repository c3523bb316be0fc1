"""`python -m evals.formats.asked`: the same questions over the same documents in every format, success@1 beside that of
the text files.

The documents are those of some folders of evals/documents/train. A clause read from another format answers where the
one of the text file does: it holds the words of the judgement, but for a few that a scan gives otherwise.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from evals.collection import TRAINED, Shelf, shelve
from evals.formats.made import write_all
from evals.formats.sources import Line, Source
from evals.qrels import Question, load_questions
from evals.run import asked_text
from kb.config import load_settings
from kb.errors import KBError
from kb.ingest.pipeline import document_id
from kb.ingest.readers.office import converting
from kb.question.finder import Finder
from kb.search.index.build import build_index
from kb.search.index.embedder import Embedder, OnnxEmbedder
from kb.search.index.model import ensure_model
from kb.types import Clause

_GROUPS = ("hospital-school", "library-residents", "press-institute", "reservoir-village")
_DPI = 150
_SAME_WORDS, _SAME_CLAUSE = 0.9, 0.6
_DEPTH = 5


def main() -> None:
    """Writes the documents, asks, and prints the table as Markdown."""
    parser = argparse.ArgumentParser(description="同样的文件写成各种格式，问同样的题，比正确的条款排第一的比例")
    parser.add_argument("groups", nargs="*", default=list(_GROUPS), help="evals/documents/train 下的文件夹")
    parser.add_argument("--data", help="数据文件夹，取其中的模型；默认 ./data 或环境变量 KB_DATA")
    args = parser.parse_args()
    try:
        scores: dict[str, list[int]] = {}
        settings = load_settings(args.data)
        embedder = OnnxEmbedder(ensure_model(settings, lambda text: print(text, file=sys.stderr)),
                                threads=settings.threads)
        for group in args.groups:
            for name, hits in compared(TRAINED / group, embedder).items():
                row = scores.setdefault(name, [0, 0])
                row[0], row[1] = row[0] + sum(hits), row[1] + len(hits)
    except KBError as e:
        sys.exit(str(e))
    print("| 格式 | 题数 | success@1 |\n|---|---|---|")
    for name, (right, asked) in scores.items():
        print(f"| {name} | {asked} | {right / asked:.3f} |")


def compared(folder: Path, embedder: Embedder) -> dict[str, list[bool]]:
    """By format, for each question of a folder whether the first clause found answers it. Raises KBError."""
    questions = [q for q in load_questions(folder / "questions.jsonl") if q.answerable]
    shelf = shelve(folder)
    gold = {q.id: [c for c in shelf.clauses if c.id in set(shelf.gold(q))] for q in questions}
    out = {"txt": _asked(questions, shelf, embedder, {q.id: {c.id for c in gold[q.id]} for q in questions})}
    texts = sorted(folder.glob("*.txt"))
    with tempfile.TemporaryDirectory() as aside:
        made = write_all([_source(path) for path in texts], Path(aside), dpi=(_DPI,), sheets=True)
        for name in dict.fromkeys(name for files in made.values() for name in files):
            own = Path(aside) / f"as {len(out)}"
            own.mkdir()
            stems = {}
            for stem, files in made.items():
                if name in files:
                    copied = own / f"{stem}{files[name].suffix}"
                    shutil.copyfile(files[name], copied)
                    stems[document_id(copied.name)] = document_id(f"{stem}.txt")
            with converting(own.iterdir()):
                read = shelve(own)
            answers = {q.id: {c.id for c in read.clauses for g in gold[q.id] if stems.get(
                c.document_id) == g.document_id and _is_same(q, g, c)} for q in questions}
            out["txt（GBK）" if name == "txt" else name] = _asked(questions, read, embedder, answers)
    return out


def _source(path: Path) -> Source:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    return Source(path.stem, tuple(Line("title" if n == 0 else "p", line) for n, line in enumerate(lines)), ())


def _asked(questions: Sequence[Question], shelf: Shelf, embedder: Embedder, answers: dict[str, set[str]]) -> list[bool]:
    finder = Finder(build_index(shelf.clauses, shelf.titles, shelf.attached, embedder), embedder)
    return [any(h.clause_id in answers[q.id] for h in finder.search(asked_text(q), k=_DEPTH)[:1]) for q in questions]


def _is_same(question: Question, gold: Clause, clause: Clause) -> bool:
    quotes = [_bare(g.quote) for g in question.gold if g.quote in gold.text]
    text, own = _bare(clause.text), _bare(gold.text)
    return any(q in text or _share(q, text) >= _SAME_WORDS for q in quotes) and _share(own, text) >= _SAME_CLAUSE


def _share(words: str, text: str) -> float:
    """How many characters of some words a text has, in their order."""
    blocks = SequenceMatcher(None, words, text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(words), 1)


def _bare(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    main()
