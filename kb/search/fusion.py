"""Reciprocal rank fusion (RRF; Cormack, Clarke, Büttcher 2009)."""

from __future__ import annotations

from collections.abc import Sequence

from kb.types import Hit

RRF_K = 60


def reciprocal_rank_fusion(runs: Sequence[Sequence[Hit]], *, rrf_k: int = RRF_K) -> list[Hit]:
    """Sum of 1 / (rrf_k + rank) over the runs, ranks from 1; ties by clause id. A fused score is no confidence."""
    scores: dict[str, float] = {}
    for run in runs:
        for rank, hit in enumerate(run, start=1):
            scores[hit.clause_id] = scores.get(hit.clause_id, 0.0) + 1 / (rrf_k + rank)
    return sorted((Hit(c, s) for c, s in scores.items()), key=lambda h: (-h.score, h.clause_id))
