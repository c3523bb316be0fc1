"""Long questions without their preamble (长问题的缩减)."""

from __future__ import annotations

import re
from functools import cache

from kb.language.tokenizer import lexicon, normalize
from kb.question.asking import asking_clause

_LONG = 40
_CLAUSE = re.compile(r"[^，,。！!？?；;\n…~]+[，,。！!？?；;\n…~]*")


def reduce(question: str) -> str:
    """A long question without its preamble: the parts that ask, each with the part that names a term before it."""
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


@cache
def _terms() -> tuple[str, ...]:
    return tuple(normalize(t) for t in lexicon())
