"""The quiz of a pack (配套试题): a few items a topic, none on a clause left out, none twice."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import QuestionError
from kb.store.library import Library
from kb.training.item import Item, ItemType
from kb.training.pack.pack import Pack
from kb.training.pack.wanted import Wanted
from kb.training.quiz.library import MOST, library_quiz

_TYPES: tuple[ItemType, ...] = ("single", "multiple", "truefalse", "fill", "match", "short")


def pack_quiz(library: Library, wanted: Wanted, pack: Pack) -> tuple[Item, ...]:
    """The items of a pack, none where its clauses have nothing to ask; `wanted` as it was checked."""
    known = tuple(t for t in wanted.topics if _asked(library, (t,), wanted, 1))
    # All topics in one quiz: nothing is asked twice in other words, and the right letters are spread over all of it.
    found = list(_asked(library, known, wanted, min(MOST, pack.length.items * len(known)))) if known else []
    own = {p.clause for p in wanted.picked}
    if own:
        every = _asked(library, (), wanted, MOST)
        found += _of_every_type([i for i in every if i.clause in own], pack.length.items)
    kept: dict[tuple[str, int, int, str], Item] = {}
    for item in found:
        if item.clause not in wanted.without:
            kept.setdefault((item.clause, item.start, item.end, item.type), item)
    return tuple(sorted(kept.values(), key=lambda i: _TYPES.index(i.type)))


def _asked(library: Library, topics: tuple[str, ...], wanted: Wanted, n: int) -> Sequence[Item]:
    try:
        return library_quiz(library, topics=topics, kinds=wanted.kinds, n=n, seed=wanted.seed)
    except QuestionError:  # a topic whose clauses give nothing to ask: the handout and the slides still teach it
        return ()


def _of_every_type(items: Sequence[Item], most: int) -> list[Item]:
    """At most `most` items, the types taking turns."""
    by_type = [[i for i in items if i.type == t] for t in _TYPES]
    turns = [own[n] for n in range(max(map(len, by_type), default=0)) for own in by_type if n < len(own)]
    return turns[:most]
