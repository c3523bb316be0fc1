"""The index beside a library on a server (服务器上的索引): built by what differs from the generation before.

It is written in the transaction that changes the library, so that both change in one moment; whoever reads goes on
with the generation that belongs to the revision it reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from kb.ingest.analysis import analyse
from kb.language.pairs import bigrams
from kb.language.repair import build_sounds
from kb.language.tokenizer import Tokenizer, dictionary, tokenizer_fingerprint
from kb.search.index.adapter import load_adapter
from kb.search.index.analyses import as_lines
from kb.search.index.bm25 import EPSILON
from kb.search.index.embedder import Embedder, Vectors
from kb.search.index.index import INDEX_VERSION
from kb.search.index.kept import mark_of_clause
from kb.search.index.make import key_of, mentions_of
from kb.search.index.passages import headings, passages
from kb.store import index_writing as tables
from kb.store.index_rows import ASKED, OBLIGATIONS, PAIRS, PASSAGES, QUESTIONS, WORDS, generation_of
from kb.store.index_writing import Text, Transaction, Vector
from kb.store.library import Library
from kb.types import Clause, Obligation, Status

Progress = Callable[[int, int], None]
# From how many vectors on the nearest are looked for in a graph; fewer are compared one by one, which is exact.
APPROXIMATE_FROM = 10_000
# After so many new clauses the server looks its tables over.
_MANY = 200


def write_generation(seen: Library, embedder: Embedder, known: Mapping[str, Vectors],
                     progress: Progress = lambda done, total: None, *, anew: bool = False) -> None:
    """Writes the index of what the library will be, within the transaction that `seen` looks into.

    `known` are vectors of texts, by their keys, that need not be made again; those that the index holds are taken too,
    unless all is to be made `anew`.
    """
    documents, stored = seen.titles(), seen.obligations()
    titles = {i: title for i, (title, _) in documents.items()}
    repealed = {i for i, (_, status) in documents.items() if status == Status.REPEALED}
    clauses = seen.clauses()
    heads = [headings(c, titles[c.document_id]) for c in clauses]
    with seen.database.reading() as c:
        tables.make_tables(c)
        about = about_of(embedder)
        before = generation_of(c)
        work = _Work(c, embedder, known, progress, *tables.next_numbers(c))
        old = tables.marks_of(c)
        there = old if before is not None and is_about(before.manifest, about) and not anew else {}
        numbers, fresh = {}, []
        for clause, above in zip(clauses, heads, strict=True):
            same = mark_of_clause(clause, above, stored.get(clause.id, ()))
            key = clause.id, same, clause.document_id not in repealed
            number = there.get(key)
            if number is None:
                number = work.next_clause
                work.next_clause += 1
                fresh.append((number, clause, above, key))
            numbers[clause.id] = number
        gone = {*old.values()} - {*numbers.values()}
        work.clauses(fresh, gone, stored)
        work.obligations(fresh, gone, stored)
        work.questions(sorted((numbers[i], q) for i, q in seen.questions() if i in numbers), gone)
        work.vectors(fresh, titles, anew=anew)
        work.finish(seen.revision(), about)
        if len(fresh) > _MANY:
            tables.look_over(c)


def about_of(embedder: Embedder) -> dict[str, Any]:
    """What an index is built with besides the library: where it differs, all of it is built anew."""
    return {"version": INDEX_VERSION, "model": embedder.fingerprint, "dimension": embedder.dimension,
            "adapter": load_adapter(embedder.name, embedder.dimension).name, "tokenizer": tokenizer_fingerprint()}


def is_about(manifest: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    return all(manifest.get(name) == value for name, value in about.items())


_Fresh = Sequence[tuple[int, Clause, str, tuple[str, str, bool]]]


class _Work:
    """One generation being written. New clauses are given as (number, clause, headings, (id, mark, in force))."""

    def __init__(self, c: Transaction, embedder: Embedder, known: Mapping[str, Vectors], progress: Progress,
                 generation: int, next_clause: int, next_unit: int) -> None:
        self._c, self._embedder, self._known, self._progress = c, embedder, known, progress
        self._generation, self.next_clause, self._next_unit = generation, next_clause, next_unit
        self._words = dictionary()
        self._asked: list[tuple[int, int, str]] = []

    def clauses(self, fresh: _Fresh, gone: set[int], stored: Mapping[str, Sequence[Obligation]]) -> None:
        """The clauses as they are analysed, and their words and pairs of characters."""
        tokenizer = Tokenizer(self._words)
        tables.end_clauses(self._c, self._generation, gone)
        tables.add_clauses(self._c, self._generation, [{
            "no": number, "id": clause.id, "mark": key[1], "in_force": key[2],
            "numeric": any(o.value for o in stored.get(clause.id, ())), "roles": clause.roles,
            "mentions": mentions_of(clause), "scope": clause.scope,
            "analysis": as_lines((analyse(clause, above, stored.get(clause.id, ())),)).decode(),
        } for number, clause, above, key in fresh])
        for field, cut in ((WORDS, tokenizer), (PAIRS, bigrams)):
            tables.change_texts(self._c, self._generation, field, gone, {
                number: Text(Counter(cut(f"{above} {clause.text}")), number) for number, clause, above, _ in fresh})

    def obligations(self, fresh: _Fresh, gone: set[int], stored: Mapping[str, Sequence[Obligation]]) -> None:
        before = tables.units_of(self._c, OBLIGATIONS)
        self._units(OBLIGATIONS, {n for n, (owner, _) in before.items() if owner in gone}, [
            (number, f"{o.subject or ''}{o.quote}") for number, clause, _, _ in fresh
            for o in stored.get(clause.id, ())])

    def questions(self, wanted: Sequence[tuple[int, str]], gone: set[int]) -> None:
        """The questions attached to clauses, as (number of the clause, question)."""
        before: dict[tuple[int, str], list[int]] = {}
        for n, unit in tables.units_of(self._c, ASKED).items():
            before.setdefault(unit, []).append(n)
        new = []
        for unit in wanted:
            if unit in before and unit[0] not in gone:
                before[unit].pop()
                before = before if before[unit] else {u: n for u, n in before.items() if u != unit}
            else:
                new.append(unit)
        lost = {n for numbers in before.values() for n in numbers}
        self._asked = self._units(ASKED, lost, new)

    def vectors(self, fresh: _Fresh, titles: Mapping[str, str], *, anew: bool) -> None:
        """The vectors of the new clauses' passages and of the questions newly attached."""
        adapter = load_adapter(self._embedder.name, self._embedder.dimension)
        spoken = [(number, n, t) for number, clause, _, _ in fresh
                  for n, t in enumerate(passages(clause, titles[clause.document_id]))]
        texts = [(PASSAGES, *p, key_of(p[2])) for p in spoken]
        texts += [(QUESTIONS, owner, unit, q, key_of(q, "?")) for unit, owner, q in self._asked]
        raw = {k: np.asarray(self._known[k], dtype=np.float16) for *_, k in texts if k in self._known}
        raw |= {} if anew else tables.known_vectors(self._c, [k for *_, k in texts if k not in raw])
        rows = []
        for done, (space, owner, ordinal, text, key) in enumerate(texts, 1):
            if key not in raw:
                made = self._embedder.embed([text])[0] if space == PASSAGES else self._embedder.embed_query(text)
                raw[key] = made.astype(np.float16)
            project = adapter.of_passages if space == PASSAGES else adapter.of_questions
            rows.append(Vector(space, owner, ordinal, key, raw[key], project(raw[key].astype(np.float32))))
            self._progress(done, len(texts))
        tables.add_vectors(self._c, self._generation, rows)

    def finish(self, revision: str, about: Mapping[str, Any]) -> None:
        """The generation is whole: what its terms count, and how near vectors are found."""
        fields = {str(f): tables.statistics(self._c, f, EPSILON) for f in (WORDS, PAIRS, OBLIGATIONS, ASKED)}
        approximate = [f"hnsw{s}" for s in (PASSAGES, QUESTIONS)
                       if tables.nearest_index(self._c, s, self._embedder.dimension, APPROXIMATE_FROM)]
        tables.note_generation(self._c, self._generation, revision,
                               {**about, "fields": fields, "approximate": approximate})
        tables.note_words(self._c, about["tokenizer"], self._words, partial(_sounds, self._words))

    def _units(self, field: int, lost: set[int], new: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
        """Takes units of a field away and adds new ones, as (number of the clause, text); these with their numbers."""
        numbered = [(self._next_unit + n, owner, text) for n, (owner, text) in enumerate(new)]
        self._next_unit += len(numbered)
        tables.end_units(self._c, self._generation, lost)
        tables.add_units(self._c, self._generation, field, numbered)
        tables.change_texts(self._c, self._generation, field, lost, {
            n: Text(Counter(bigrams(text)), owner) for n, owner, text in numbered})
        return numbered


def _sounds(words: dict[str, int]) -> dict[str, Any]:
    return asdict(build_sounds(words))
