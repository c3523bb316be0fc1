"""Recall from the tables of a server (服务器召回): postings, vectors and analyses are read for the question at hand.

The scores are worked out as the index in memory works them out, by the same weights, so that both engines agree; what
was read once of a generation is kept, within bounds, for it never changes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.cite import document_of
from kb.errors import SearchIndexError
from kb.ingest.analysis import ClauseAnalysis
from kb.language.fits import any_role_fits, role_fits, scope_fit
from kb.search.columns import assemble
from kb.search.features import DEPTH, FEATURES, OWN_SENTENCE, OWN_WORDS, scaled, top
from kb.search.index.analyses import read_analysis
from kb.search.index.bm25 import weights_of
from kb.search.index.embedder import Vectors
from kb.search.index.near import DEPTH as NEIGHBOURS
from kb.search.recall import Candidates, Filters, Sought
from kb.search.recent import Recent
from kb.search.translation import Translation, load_translation
from kb.store.database import Database
from kb.store.index_rows import (
    ASKED,
    OBLIGATIONS,
    PAIRS,
    PASSAGES,
    QUESTIONS,
    WORDS,
    Generation,
    IndexedClause,
    Numbers,
    clauses_of,
    cosines,
    nearest,
    nearest_raw,
    postings_of,
    texts_of,
)
from kb.types import Hit

_FIELDS = (WORDS, PAIRS, OBLIGATIONS, ASKED)
_TERMS_KEPT, _CLAUSES_KEPT, _QUESTIONS_KEPT = 20_000, 20_000, 64


@dataclass(frozen=True, slots=True)
class _Held:
    """Which of some clauses hold each of some words."""

    by_term: Mapping[str, NDArray[np.bool_]]

    def holding(self, term: str, texts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these of the clauses hold the term; shape as given."""
        return self.by_term[term][texts]


class ServerRecall:
    """The clauses of one generation of the index. `attached` leaves the attached questions out where False."""

    def __init__(self, database: Database, generation: Generation, *, attached: bool = True,
                 translation: Translation | None = None) -> None:
        self._database, self._generation = database, generation
        self._translation = translation or load_translation()
        self._texts = {field: database.look(partial(texts_of, generation=generation.number, field=field))
                       for field in _FIELDS}
        self._attached = attached and len(self._texts[ASKED].docs) > 0
        self._lengths = {field: _dense(t.docs, t.lengths) for field, t in self._texts.items()}
        self._owners = {field: _dense(t.docs, t.owners) for field, t in self._texts.items()}
        self._space = int(self._texts[WORDS].docs.max(initial=-1)) + 1
        self._terms: Recent[tuple[int, str], tuple[Numbers, Vectors]] = Recent(_TERMS_KEPT)
        self._clauses: Recent[int, IndexedClause] = Recent(_CLAUSES_KEPT)
        self._numbers: Recent[str, int] = Recent(_CLAUSES_KEPT)
        self._near: Recent[bytes, dict[int, Vectors]] = Recent(_QUESTIONS_KEPT)
        self._read = lru_cache(maxsize=_CLAUSES_KEPT // 4)(self._analysis)

    @property
    def revision(self) -> str:
        return self._generation.revision

    @property
    def size(self) -> int:
        return len(self._texts[WORDS].docs)

    def candidates(self, sought: Sought, filters: Filters) -> Candidates:
        fields = (WORDS, PAIRS, *([OBLIGATIONS] if sought.quantified else []), *([ASKED] if self._attached else []))
        said = {t for w in sought.words for t in (w, *(t for t, _ in self._translation.table.get(w, ())))}
        self._fetch({WORDS: {*sought.terms, *said}, **{f: set(sought.pairs) for f in fields if f != WORDS}})
        word = scaled(self._scores(WORDS, sought.terms))
        pair = scaled(self._scores(PAIRS, sought.pairs))
        asked = self._best(ASKED, sought.pairs) if self._attached else np.zeros(self._space, dtype=np.float32)
        near = [self._nearest(PASSAGES, sought.vector), top(word), top(pair)]
        near += [self._nearest(QUESTIONS, sought.vector), top(asked)] if self._attached else []
        rows = np.unique(np.concatenate(near)).astype(np.int64)
        self._look_up(numbers=rows.tolist())
        clauses = [self._clauses[n] for n in rows.tolist()]
        spoken, questions = self._similar(sought.vector, rows)
        own = {"word": word[rows], "pair": pair[rows], "meaning": spoken}
        duty = scaled(self._best(OBLIGATIONS, sought.pairs))[rows] if sought.quantified else _nothing(rows)
        columns = {
            **own,
            **_asked(own, questions, scaled(asked)[rows] if self._attached else None),
            **_roles(sought.roles, clauses),
            **self._translation.features(sought.words, self._held(said, rows), np.arange(len(rows))),
            "duty": duty,
            "scope": np.array([scope_fit(sought.scopes, c.scope) for c in clauses], dtype=np.float32)
            if sought.scopes else _nothing(rows),
            "number": np.array([c.numeric for c in clauses], dtype=np.float32) if sought.counts else _nothing(rows),
        }
        found = Candidates(rows, tuple(c.id for c in clauses), assemble(FEATURES, columns))
        kept = [i for i, c in enumerate(clauses) if _admits(c, filters)]
        return found if len(kept) == len(rows) else found.only(kept)

    def closeness(self, sought: Sought, ids: Sequence[str]) -> list[Vectors]:
        self._look_up(ids=ids)
        numbers = [self._numbers[i] for i in ids]
        near = self._near.get(sought.vector.tobytes(), {})
        if missing := [n for n in numbers if n not in near]:
            near = near | self._database.look(lambda c: cosines(c, self._generation.number, sought.vector, missing,
                                                                [PASSAGES]))[PASSAGES]
        return [own[1:] if len(own) > 1 else own for own in (near[n] for n in numbers)]

    def by_words(self, terms: Sequence[str], *, k: int) -> list[Hit]:
        self._fetch({WORDS: terms})
        scores = self._scores(WORDS, terms)
        matched = np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *(self._term(WORDS, t)[0] for t in terms)]))
        if len(matched) > k:
            matched = matched[scores[matched] >= np.partition(scores[matched], -k)[-k]]
        self._look_up(numbers=matched.tolist())
        hits = [Hit(self._clauses[n].id, float(scores[n])) for n in matched.tolist()]
        return sorted(hits, key=lambda h: (-h.score, h.clause_id))[:k]

    def by_meaning(self, vector: Vectors, *, k: int) -> list[Hit]:
        found = self._database.look(lambda c: nearest_raw(c, self._generation.number, vector, k))
        self._look_up(ids=[i for i, _ in found])
        return [Hit(i, score) for i, score in found]

    def word_rarity(self, word: str) -> float:
        return self._rarity(WORDS, word)

    def pair_rarity(self, pair: str) -> float:
        return self._rarity(PAIRS, pair)

    def knows_word(self, word: str) -> bool:
        return self._holding(WORDS, word) > 0

    def knows_pair(self, pair: str) -> bool:
        return self._holding(PAIRS, pair) > 0

    def admits(self, clause_id: str, filters: Filters) -> bool:
        self._look_up(ids=[clause_id])
        return _admits(self._clauses[self._numbers[clause_id]], filters)

    def analysis(self, clause_id: str) -> ClauseAnalysis:
        return self._read(clause_id)

    def _analysis(self, clause_id: str) -> ClauseAnalysis:
        self._look_up(ids=[clause_id])
        return read_analysis(json.loads(self._clauses[self._numbers[clause_id]].analysis))

    def _fetch(self, wanted: Mapping[int, Iterable[str]]) -> None:
        """Reads the postings of these terms, by field, of those that are not here yet, and weighs them."""
        missing = {f: [t for t in terms if (f, t) not in self._terms] for f, terms in wanted.items()}
        if any(missing.values()):
            found = self._database.look(lambda c: postings_of(c, self._generation.number, missing))
            self._terms.keep({(f, t): (docs, self._weights(f, docs, counts)) for (f, t), (docs, counts) in
                              found.items()})

    def _weights(self, field: int, docs: Numbers, counts: Numbers) -> Vectors:
        about: Mapping[str, Any] = self._generation.manifest["fields"][str(field)]
        return weights_of(counts, self._lengths[field][docs], held=len(docs), size=about["size"],
                          total=about["total"], floor=about["floor"])

    def _term(self, field: int, term: str) -> tuple[Numbers, Vectors]:
        found = self._terms.get((field, term))
        if found is None:
            self._fetch({field: [term]})
            found = self._terms[field, term]
        return found

    def _scores(self, field: int, terms: Sequence[str]) -> Vectors:
        """The score of every text of a field by its number, as kb.search.index.bm25.BM25.scores gives them."""
        out = np.zeros(len(self._lengths[field]), dtype=np.float32)
        for term in terms:
            docs, weights = self._term(field, term)
            out[docs] += weights
        return out

    def _best(self, field: int, terms: Sequence[str]) -> Vectors:
        """For each clause the best score of its texts of a field, 0 where it has none."""
        scores = self._scores(field, terms)
        matched = np.flatnonzero(scores)
        out = np.zeros(self._space, dtype=np.float32)
        np.maximum.at(out, self._owners[field][matched], scores[matched])
        return out

    def _rarity(self, field: int, term: str) -> float:
        return float(np.log1p(self.size / (self._holding(field, term) + 1)))

    def _holding(self, field: int, term: str) -> int:
        return len(self._term(field, term)[0])

    def _held(self, terms: Iterable[str], rows: NDArray[np.int64]) -> _Held:
        """Which of the clauses at `rows` hold these words."""
        place = np.full(self._space, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        out = {}
        for term in terms:
            at = place[self._term(WORDS, term)[0]]
            out[term] = np.zeros(len(rows), dtype=np.bool_)
            out[term][at[at >= 0]] = True
        return _Held(out)

    def _nearest(self, space: int, vector: Vectors) -> NDArray[np.int64]:
        found = self._database.look(lambda c: nearest(c, self._generation, space, vector, NEIGHBOURS))
        return np.array(list(dict.fromkeys(found))[:DEPTH], dtype=np.int64)

    def _similar(self, vector: Vectors, rows: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """The highest cosine of each row's passages, and of its attached questions (-1 where it has none)."""
        spaces = [PASSAGES, *([QUESTIONS] if self._attached else [])]
        found = self._database.look(lambda c: cosines(c, self._generation.number, vector, rows.tolist(), spaces))
        self._near.keep({vector.tobytes(): found[PASSAGES]})
        both = [np.array([own.max() if own is not None else -1.0 for own in map(found.get(s, {}).get, rows.tolist())],
                         dtype=np.float32) for s in (PASSAGES, QUESTIONS)]
        return both[0], both[1]

    def _look_up(self, *, numbers: Sequence[int] = (), ids: Sequence[str] = ()) -> None:
        """Reads the clauses of these numbers and ids that are not here yet."""
        unknown = [n for n in numbers if n not in self._clauses]
        unnamed = [i for i in ids if self._numbers.get(i) not in self._clauses]
        if unknown or unnamed:
            found = self._database.look(lambda c: clauses_of(c, self._generation.number, numbers=unknown, ids=unnamed))
            if len(found) < len({*unknown}) or not {*unnamed} <= {f.id for f in found}:
                raise SearchIndexError("知识库在这期间改过多次，正在用的那一代索引已经清掉。请再试一次。")
            self._clauses.keep({f.no: f for f in found})
            self._numbers.keep({f.id: f.no for f in found})


def _admits(clause: IndexedClause, filters: Filters) -> bool:
    if filters.in_force and not clause.in_force:
        return False
    if filters.without and (clause.id in filters.without or document_of(clause.id) in filters.without):
        return False
    if filters.scope and scope_fit((filters.scope,), clause.scope) < 0:
        return False
    if not filters.role or not clause.roles:
        return True
    return any_role_fits((filters.role,), (*clause.roles, *clause.mentions))


def _asked(own: Mapping[str, Vectors], questions: Vectors, scores: Vectors | None) -> dict[str, Vectors]:
    """What the attached questions say, and for a clause that has none its `own` words."""
    meaning, pair = own["meaning"].copy(), own["pair"] * OWN_WORDS
    if scores is not None:
        has = questions > -1
        meaning[has] = np.maximum(questions[has], meaning[has] - OWN_SENTENCE)
        pair[has] = scores[has]
    return {"asked_meaning": meaning, "asked_pair": pair}


def _roles(names: Sequence[str], clauses: Sequence[IndexedClause]) -> dict[str, Vectors]:
    """Whether a clause binds a role that is asked about, and whether it mentions one."""
    role, mention = np.zeros(len(clauses), dtype=np.float32), np.zeros(len(clauses), dtype=np.float32)
    for name in names:
        bound = np.array([0.0 if not c.roles else 1.0 if any(role_fits(name, r) for r in c.roles) else -1.0
                          for c in clauses], dtype=np.float32)
        mentioned = np.array([any(role_fits(name, m) for m in c.mentions) for c in clauses], dtype=np.float32)
        role = np.where(role > 0, role, bound)
        mention = np.maximum(mention, mentioned)
    return {"role": role, "mention": mention}


def _dense(places: Numbers, values: Numbers) -> Numbers:
    """The values at their places, 0 elsewhere."""
    out = np.zeros(int(places.max(initial=-1)) + 1, dtype=np.int32)
    out[places] = values
    return out


def _nothing(rows: NDArray[np.int64]) -> Vectors:
    return np.zeros(len(rows), dtype=np.float32)
