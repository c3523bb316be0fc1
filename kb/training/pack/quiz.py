"""The quiz of a pack (配套试题): a few items a topic, none on a clause that the pack does not cite, none twice."""

from __future__ import annotations

from collections.abc import Sequence

from kb.errors import QuestionError
from kb.store.library import Library
from kb.training.item import Item
from kb.training.pack.pack import Pack
from kb.training.pack.wanted import Wanted
from kb.training.quiz.library import MOST, library_quiz
from kb.training.quiz.pick import TYPES


def pack_quiz(library: Library, wanted: Wanted, pack: Pack) -> tuple[Item, ...]:
    """The items of a pack, none where its clauses have nothing to ask; `wanted` as it was checked."""
    cited = {x.clause.id for s in pack.sections for x in s.cited}
    most = pack.length.items
    known = tuple(t for t in wanted.topics if _asked(library, (t,), wanted, cited, 1))
    # All topics in one quiz: nothing is asked twice in other words, and the right letters are spread over all of it.
    found = list(_asked(library, known, wanted, cited, most * len(known))) if known else []
    own = {p.clause for p in wanted.picked}
    found += _asked(library, (), wanted, own, most) if own else ()
    kept: dict[tuple[str, int, int, str], Item] = {}
    for item in found:
        kept.setdefault((item.clause, item.start, item.end, item.type), item)
    return tuple(sorted(kept.values(), key=lambda i: TYPES.index(i.type)))


def _asked(library: Library, topics: tuple[str, ...], wanted: Wanted, clauses: set[str], n: int) -> Sequence[Item]:
    try:
        return library_quiz(library, topics=topics, kinds=wanted.kinds, n=min(n, MOST), seed=wanted.seed,
                            clauses=clauses)
    except QuestionError:  # a topic whose clauses give nothing to ask: the handout and the slides still teach it
        return ()
