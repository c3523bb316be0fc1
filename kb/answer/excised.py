"""Parts of clauses that are out of force (失效的款、项): no answer quotes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from kb.answer.verify import numbers
from kb.types import Citation, Clause

Spans = Sequence[tuple[int, int]]
_BARE = " \t\n　；;，,、"


def overlaps(spans: Spans, start: int, end: int) -> bool:
    """Whether a stretch has any word in common with these."""
    return any(start < e and s < end for s, e in spans)


def without_gone(findings: Sequence[Citation], gone: Mapping[str, Spans], clauses: Mapping[str, Clause]
                 ) -> list[Citation]:
    """The findings as far as they stand in force: those that quote a part that is `gone` among other words are cut to
    these, those that quote nothing else, or break off within it, are left out.
    """
    out: list[Citation] = []
    for f in findings:
        spans = sorted(s for s in gone.get(f.clause_id, ()) if s[0] < f.end and f.start < s[1])
        if not spans:
            out.append(f)
        elif all(f.start <= s and e <= f.end for s, e in spans):
            edges = [f.start, *(x for span in spans for x in span), f.end]
            out += [piece for s, e in zip(edges[::2], edges[1::2], strict=True)
                    if (piece := _piece(f, clauses[f.clause_id].text, s, e)) is not None]
    return out


def marked(clause_id: str, spans: Collection[tuple[int, int]]) -> frozenset[str]:
    """Names for parts of a clause, to stand among the ids of clauses and documents."""
    return frozenset(f"{clause_id}@{start}-{end}" for start, end in spans)


def _piece(f: Citation, text: str, start: int, end: int) -> Citation | None:
    own = text[start:end]
    start += len(own) - len(own.lstrip(_BARE))
    own = own.strip(_BARE)
    if not any(ch.isalnum() for ch in own):
        return None
    told = f.value if numbers(f.value or "") <= numbers(own) else None
    return replace(f, quote=own, start=start, end=start + len(own), value=told, period=f.period if told else None)
