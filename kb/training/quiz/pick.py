"""Picking the questions of a paper (选题): the wanted number, every type in its share, nothing asked twice."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import get_args

from kb.training.item import Item, ItemType
from kb.training.quiz.choices import items_of
from kb.training.quiz.draft import Draft
from kb.training.quiz.likeness import same
from kb.training.quiz.wording import limit, listed

TYPES: tuple[ItemType, ...] = get_args(ItemType)
# The types with the fewest questions to choose from come first.
_SCARCE: tuple[ItemType, ...] = ("match", "multiple", "short", "single", "fill", "truefalse")


def pick(drafts: Sequence[Draft], *, n: int, seed: int, types: Sequence[ItemType] = ()) -> tuple[Item, ...]:
    """At most `n` items, by type; fewer where there is no more to ask. The same seed gives the same."""
    rng = Random(seed)
    wanted = [t for t in TYPES if t in types] if types else list(TYPES)
    pools = {t: [d for d in drafts if d.type == t] for t in wanted}
    for pool in pools.values():
        rng.shuffle(pool)
    chosen = _Chosen()
    for t, quota in _quotas(wanted, n).items():
        chosen.take(pools[t], quota)
    while len(chosen.drafts) < n and any(chosen.take(pools[t], 1) for t in _by_share(wanted)
                                         if len(chosen.drafts) < n):
        pass
    paper = sorted(chosen.drafts, key=lambda d: TYPES.index(d.type))
    return items_of(paper, rng)


class _Chosen:
    """The questions chosen so far: none on words that another stands on, or that say the same."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._seen: list[tuple[str, int, int, frozenset[str]]] = []

    def take(self, pool: list[Draft], n: int) -> int:
        """Moves up to `n` fitting questions out of a pool; returns how many."""
        taken = 0
        while pool and taken < n:
            d = pool.pop()
            likeness = d.likeness()
            if not any((d.clause.id == c and d.start < end and start < d.end)
                       or same(likeness, other) > limit("deduped") for c, start, end, other in self._seen):
                self.drafts.append(d)
                self._seen.append((d.clause.id, d.start, d.end, likeness))
                taken += 1
        return taken


def _by_share(types: Sequence[ItemType]) -> list[ItemType]:
    return sorted(types, key=lambda t: -float(listed("share", t)))


def _quotas(types: Sequence[ItemType], n: int) -> dict[ItemType, int]:
    """How many of each type: by their shares, what is left over to those with the largest remainder."""
    share = {t: float(listed("share", t)) for t in types}
    total = sum(share.values())
    exact = {t: n * s / total for t, s in share.items()}
    counts = {t: int(x) for t, x in exact.items()}
    for t in sorted(types, key=lambda t: counts[t] - exact[t])[:n - sum(counts.values())]:
        counts[t] += 1
    return {t: counts[t] for t in _SCARCE if t in counts}
