"""Long questions (长问题): the whole says what they are about, the part that asks says what is asked.

The preamble of a long question often names the matter (去年只集中讲了一次…), and the part that asks only points back at
it (那一年最少要办多少次), so the whole is searched with; but the figure is read with the part that asks.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from kb.language.tokenizer import lexicon, normalize
from kb.question.asking import asking_clause
from kb.search.index.embedder import Embedder, Vectors

_LONG = 40
_LEAST = 1e-9
_CLAUSE = re.compile(r"[^，,。！!？?；;\n…~]+[，,。！!？?；;\n…~]*")


def asking_part(question: str) -> str:
    """The part of a long question that asks: its clauses that do, each with the one before it that names a term.

    A question that is not long is all of it.
    """
    if len(question) <= _LONG:
        return question
    parts = [m.group() for m in _CLAUSE.finditer(question)]
    asking = asking_clause()
    scored = [(bool(asking.search(p)), sum(t in p for t in _terms())) for p in parts]
    kept = {n for n, (asks, terms) in enumerate(scored) if asks and (terms or len(parts[n]) >= 6)}
    kept |= {n - 1 for n in kept if n and scored[n][1] < 2 and scored[n - 1][1]}
    if not kept:
        kept = {n for n, (_, terms) in enumerate(scored) if terms}
    short = "".join(parts[n] for n in sorted(kept))
    return short if len(short) >= 6 else question


def question_vector(question: str, embedder: Embedder) -> Vectors:
    """The unit vector of a question in normal form: of a long one midway between the whole and the part that asks."""
    asking = asking_part(question)
    whole = embedder.embed_query(question)
    if asking == question:
        return whole
    both = whole + embedder.embed_query(asking)
    return np.asarray(both / max(float(np.linalg.norm(both)), _LEAST), dtype=np.float32)


@cache
def _terms() -> tuple[str, ...]:
    return tuple(normalize(t) for t in lexicon())
