"""A question in, ranked clauses out (按问检索): reads the question, then searches with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

from kb.language.everyday import everyday
from kb.language.pairs import bigrams, letters
from kb.language.synonyms import implied
from kb.language.tokenizer import Tokenizer, normalize
from kb.question.question import Question, understand
from kb.question.reduction import asking_part, question_vector
from kb.question.typed import misspelt, tidy
from kb.search.engine import ServedIndex, recall_of
from kb.search.fusion import reciprocal_rank_fusion
from kb.search.index.adapter import Adapter, load_adapter
from kb.search.index.embedder import Embedder
from kb.search.index.index import SearchIndex
from kb.search.ranker import Ranker
from kb.search.recall import Filters, Sought
from kb.search.searcher import Found, Searcher
from kb.search.translation import Translation
from kb.types import Hit

Retriever = Literal["bm25", "vector", "hybrid", "rrf"]
_DEPTH = 100
_KEPT = 256
_EVERYTHING = Filters(in_force=False)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was read: understood, and ready for the search."""

    question: Question
    sought: Sought


class Finder:
    """Finds the clauses of one index for questions as people type them. Safe to share between threads."""

    def __init__(self, index: SearchIndex | ServedIndex, embedder: Embedder, *, adapter: Adapter | None = None,
                 ranker: Ranker | None = None, attached: bool = True, translation: Translation | None = None) -> None:
        self.embedder, self.index = embedder, index
        self.tokenizer = Tokenizer(index.words)
        self.recall = recall_of(index, attached=attached, translation=translation)
        # One question is tidied and understood several times over: as a whole, as a part, alone and completed.
        self._sounds = index.sounds
        self._tidy = lru_cache(maxsize=_KEPT)(partial(tidy, tokenizer=self.tokenizer, sounds=index.sounds))
        self._understand = lru_cache(maxsize=_KEPT)(partial(understand, tokenizer=self.tokenizer))
        self._adapter = adapter or load_adapter(embedder.name, embedder.dimension)
        self._searcher = Searcher(self.recall, ranker=ranker)

    def tidy(self, typed: str) -> str:
        """The question as a careful writer would type it: how it was typed makes no difference."""
        return self._tidy(typed)

    def misspelt(self, typed: str) -> bool:
        """Whether the question is read with other characters than were typed."""
        return letters(typed) != letters(self.tidy(typed)) and misspelt(typed, self.tokenizer, self._sounds)

    def read(self, typed: str, *, as_typed: bool = False, within: str = "") -> Read:
        """Tidies and understands the question, and embeds it; `as_typed` tidies nothing.

        `within` is the question that this one is a part of.
        """
        text = typed if as_typed else normalize(self.tidy(typed))
        asking = None if as_typed or within else asking_part(text)
        vector = self.embedder.embed_query(text) if asking is None else question_vector(text, self.embedder)
        meant = implied(normalize(text))
        tokens = self.tokenizer(text)
        if any(len(t) > 1 and self.recall.knows_word(t) for t in tokens):  # else it may be mere chat
            meant += everyday(normalize(text), self.recall.knows_pair)
        terms = tokens + [t for term in meant for t in self.tokenizer(term)]
        question = self._understand(text, asking=asking, within=within)
        pairs = bigrams(question.text) + [p for term in meant for p in bigrams(term)]
        return Read(question, Sought(
            tuple(terms), tuple(pairs), question.words, self._adapter.of_questions(vector), question.roles,
            question.scopes, question.counts, question.counts or question.kind in ("when", "yesno")))

    def understood(self, typed: str, *, within: str = "") -> Question:
        """The question, tidied and understood, not embedded; `within` is the question that it is a part of."""
        text = normalize(self.tidy(typed))
        return self._understand(text, asking=None if within else asking_part(text), within=within)

    def as_it_stands(self, text: str) -> Question:
        """The question understood without being tidied, nor cut to the part that asks."""
        return self._understand(text, asking=None, within="")

    def find(self, read: Read, filters: Filters = _EVERYTHING) -> Found:
        """The clauses worth considering, best first."""
        return self._searcher.find(read.sought, filters)

    def search(self, typed: str, *, retriever: Retriever = "hybrid", k: int | None = 10) -> list[Hit]:
        """The best `k` clauses, every one without it, best first; fewer where fewer match at all. Ties go by clause id.

        "hybrid" ranks by everything that is known; "bm25", "vector" and their plain fusion "rrf", over the question as
        typed, are what it is measured against.
        """
        if retriever == "hybrid":
            return list(self.find(self.read(typed)).hits[:k])
        depth = self.recall.size if k is None else _DEPTH
        words = self.recall.by_words(self.tokenizer(typed), k=depth) if retriever != "vector" else []
        if retriever == "bm25":
            return words[:k]
        near = self.recall.by_meaning(self.embedder.embed_query(typed), k=depth)
        return near[:k] if retriever == "vector" else reciprocal_rank_fusion([words, near])[:k]
