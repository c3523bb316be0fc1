"""`python -m evals.bench.server_growth URL --sizes 3000 30000`: how the index on a PostgreSQL grows (增长).

The clauses are recombined from those of the corpus, two and two, their vectors lie around real ones; all is seeded. URL
names an empty database; what is written to it stays there.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from evals.bench.bench import QUESTIONS
from evals.bench.command import measured, options
from evals.qrels import load_questions
from kb.answer.opening import open_existing_library, open_finder
from kb.config import Server, Settings
from kb.language.pairs import bigrams
from kb.search.features import DEPTH
from kb.search.index.analyses import as_lines
from kb.search.index.bm25 import EPSILON
from kb.search.index.index import SearchIndex
from kb.search.index.near import DEPTH as NEIGHBOURS
from kb.search.recall import Filters, Sought
from kb.search.server_index import APPROXIMATE_FROM
from kb.search.server_recall import ServerRecall
from kb.store import index_rows, index_writing
from kb.store.index_rows import PAIRS, PASSAGES, WORDS, Generation
from kb.store.index_writing import Text, Transaction, Vector
from kb.store.library import open_library

_PASSAGES, _NOISE, _PIECE = 3, 0.35, 2000
_TABLES = ("index_clauses", "index_vectors", "index_postings")
_HEAD = ("条款", "写入（秒）", "建图（秒）", "每条字节：条款", "句向量", "词表", "候选 p50/p95（毫秒）",
         "带筛选 p50/p95", "近邻召回")


@dataclass(frozen=True, slots=True)
class Made:
    """A clause made of real ones: its row, how often it holds its words and pairs, its vectors."""

    row: dict[str, Any]
    words: Counter[str]
    pairs: Counter[str]
    vectors: list[Vector]


class Synthetic:
    """Makes clauses of those of a library. `sought` are real questions, ready for the search."""

    def __init__(self, settings: Settings) -> None:
        finder = open_finder(settings)
        assert isinstance(finder.index, SearchIndex)
        self._index, self._rng, self._draw = finder.index, np.random.default_rng(1), random.Random(1)
        with closing(open_existing_library(settings)) as library:
            texts = [c.text for c in library.clauses()]
        self._cut = [(Counter(finder.tokenizer(t)), Counter(bigrams(t))) for t in texts]
        self._lines = [as_lines((a,)).decode() for a in finder.index.analyses]
        self.sought: list[Sought] = [finder.read(q.question).sought for q in load_questions(QUESTIONS)[:100]]

    def clause(self, no: int) -> Made:
        index, (one, other) = self._index, (self._draw.randrange(self._index.size) for _ in range(2))
        held = index.passages.whole.adapted
        near = held[self._rng.integers(len(held), size=_PASSAGES)]
        near = near + self._rng.standard_normal(near.shape).astype(np.float32) * _NOISE / np.sqrt(near.shape[1])
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        row = {"no": no, "id": f"s-{no}", "mark": str(no), "in_force": True, "numeric": bool(index.numeric[one]),
               "roles": index.roles[one], "mentions": index.mentions[one], "scope": index.scopes[one],
               "analysis": self._lines[one]}
        words, pairs = (self._cut[one][n] + self._cut[other][n] for n in range(2))
        return Made(row, words, pairs, [Vector(PASSAGES, no, n, f"{no}-{n}", v.astype(np.float16), v)
                                        for n, v in enumerate(near)])


def main() -> None:
    """Measures every size and prints the rows of a table as they come."""
    parser = options("索引在 PostgreSQL 里怎样增长")
    parser.add_argument("url", help="一个空的数据库；写进去的留在那里")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 30_000], help="各有多少条")
    given = parser.parse_args()
    measured(given, lambda settings: grow(settings, Server(given.url), given.sizes))


def grow(settings: Settings, server: Server, sizes: Sequence[int]) -> None:
    """Makes the library of each size of the one before, in growing order, and prints what it costs."""
    synthetic, held = Synthetic(settings), 0
    print(f"| {' | '.join(_HEAD)} |\n|{' --- |' * len(_HEAD)}")
    with closing(open_library(server)) as library:
        for size in sizes:
            began = time.perf_counter()
            for start in range(held, size, _PIECE):
                with library.database.writing() as c:
                    _write(c, [synthetic.clause(no) for no in range(start, min(start + _PIECE, size))])
            written, held, began = time.perf_counter() - began, size, time.perf_counter()
            with library.database.writing() as c:
                _finish(c, len(synthetic.sought[0].vector), f"r{size}")
                index_writing.look_over(c)
            drawn = time.perf_counter() - began
            with library.database.reading() as c:
                found = index_rows.generation_of(c)
                assert found is not None
                taken = [c.exec_driver_sql(f"SELECT pg_total_relation_size('{t}')").scalar_one() // size
                         for t in _TABLES]
                agreed = np.mean([_agreed(c, found, s) for s in synthetic.sought[:30]])
            recall = ServerRecall(library.database, found)
            chosen = Filters(scope="机关", role="党支部书记")
            cells = (f"{size:,}", f"{written:.0f}", f"{drawn:.0f}", *(f"{b:,}" for b in taken),
                     _timed(recall, synthetic.sought, Filters()), _timed(recall, synthetic.sought, chosen),
                     f"{agreed:.3f}")
            print(f"| {' | '.join(cells)} |", flush=True)


def _write(c: Transaction, made: Sequence[Made]) -> None:
    index_writing.make_tables(c)
    generation = index_writing.next_numbers(c)[0]
    index_writing.add_clauses(c, generation, [m.row for m in made])
    for field, terms in ((WORDS, [m.words for m in made]), (PAIRS, [m.pairs for m in made])):
        index_writing.change_texts(c, generation, field, (), {
            m.row["no"]: Text(held, m.row["no"]) for m, held in zip(made, terms, strict=True)})
    index_writing.add_vectors(c, generation, (v for m in made for v in m.vectors))


def _finish(c: Transaction, dimension: int, revision: str) -> None:
    fields = {str(f): index_writing.statistics(c, f, EPSILON) for f in range(4)}
    graph = index_writing.nearest_index(c, PASSAGES, dimension, APPROXIMATE_FROM)
    index_writing.note_generation(c, index_writing.next_numbers(c)[0], revision, {
        "fields": fields, "approximate": [f"hnsw{PASSAGES}"] if graph else []})


def _timed(recall: ServerRecall, sought: Sequence[Sought], filters: Filters) -> str:
    spent = []
    for s in sought:
        began = time.perf_counter()
        recall.candidates(s, filters)
        spent.append((time.perf_counter() - began) * 1000)
    return f"{np.percentile(spent, 50):.0f}/{np.percentile(spent, 95):.0f}"


def _agreed(c: Transaction, found: Generation, sought: Sought) -> float:
    """How many of the nearest clauses that recall takes the graph finds."""
    near, exact = ({*list(dict.fromkeys(index_rows.nearest(c, g, PASSAGES, sought.vector, NEIGHBOURS)))[:DEPTH]}
                   for g in (found, replace(found, manifest={})))
    return len(near & exact) / len(exact)


if __name__ == "__main__":
    main()
