"""How often each term stands in each text (倒排表): what scores are worked out from, without anything that other texts
have a part in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Postings:
    """Of some texts.

    `vocabulary` numbers the terms in alphabetical order; the texts of term t are `docs[starts[t]:starts[t + 1]]`
    (int32, ascending), and how often it stands in them at the same places of `counts` (int32). `lengths` (int32) says
    how many terms each text has.
    """

    vocabulary: Mapping[str, int]
    starts: NDArray[np.int64]
    docs: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]


def count(texts: Sequence[Sequence[str]]) -> Postings:
    """The postings of `texts`, each a sequence of terms."""
    number: dict[str, int] = {}
    terms, docs, counts = [], [], []
    for doc, words in enumerate(texts):
        for term, times in Counter(words).items():
            terms.append(number.setdefault(term, len(number)))
            docs.append(doc)
            counts.append(times)
    return _in_order(list(number), np.array(terms, dtype=np.int64), np.array(docs, dtype=np.int64),
                     np.array(counts, dtype=np.int32), len(texts))


def merged(parts: Sequence[tuple[Postings, NDArray[Any]]], size: int) -> Postings:
    """The postings of `size` texts: text t of a part is text `place[t]` there, gone where that is -1."""
    number: dict[str, int] = {}
    terms, docs, counts = [], [], []
    for own, place in parts:
        named = np.array([number.setdefault(term, len(number)) for term in own.vocabulary], dtype=np.int64)
        rows = place[own.docs]
        stays = rows >= 0
        terms.append(np.repeat(named, np.diff(own.starts))[stays])
        docs.append(rows[stays])
        counts.append(own.counts[stays])
    return _in_order(list(number), _joined(terms), _joined(docs), _joined(counts), size)


def _joined(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)


def _in_order(vocabulary: Sequence[str], terms: NDArray[Any], docs: NDArray[Any], counts: NDArray[Any], size: int
              ) -> Postings:
    """Postings in the order of their terms and texts, without the terms that none holds any more."""
    held = np.bincount(terms, minlength=len(vocabulary)) if len(vocabulary) else np.zeros(0, dtype=np.int64)
    order = sorted((t for t in range(len(vocabulary)) if held[t]), key=vocabulary.__getitem__)
    place = np.full(len(vocabulary), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    at = np.argsort(place[terms] * max(size, 1) + docs, kind="stable") if len(terms) else np.zeros(0, dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(held[order])]).astype(np.int64) if order else np.zeros(1, dtype=np.int64)
    lengths = np.bincount(docs, weights=counts, minlength=size) if len(docs) else np.zeros(size)
    return Postings({vocabulary[t]: n for n, t in enumerate(order)}, starts, docs[at].astype(np.int32),
                    counts[at].astype(np.int32), lengths.astype(np.int32))
