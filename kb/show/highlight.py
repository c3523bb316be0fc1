"""Which words of a quotation are marked (标出的字): the sentence that answers, not all that is quoted around it."""

from __future__ import annotations

import re

from kb.language.pairs import bigrams
from kb.language.quantities import mentions
from kb.language.sentences import sentences

_LEADS_ON = re.compile("(下列|以下|如下|包括)[^。；]*$|[：:]$")
# A sentence so short before others is their title: what the question names decides there.
_TITLE = 24
_FIRST = 0.34


def told(text: str, start: int, end: int, question: str, figure: str = "") -> tuple[int, int]:
    """The span of the words of `text[start:end]` that answer `question`, by their `figure` if they have one.

    A phrase and a single sentence stay as they are, so do a whole clause without a figure and words that lead in a
    list. Of several sentences it is one that states the figure, all where none does. Without a figure it is the first,
    with which a quotation begins, unless another has far more of the question.
    """
    parts = [(max(s, start), min(e, end)) for s, e in sentences(text) if s < end and e > start]
    whole = not text[:start].strip() and not text[end:].strip()
    if len(parts) < 2 or (whole and not figure):
        return start, end
    if _LEADS_ON.search(text[slice(*parts[0])].rstrip()):
        return start, end
    asked, stated = set(bigrams(question)), _counts(figure) or _times(figure)
    if figure:
        parts = [p for p in parts if stated & (_counts(text[slice(*p)]) | _times(text[slice(*p)]))]
    if not parts:
        return start, end

    def share(n: int) -> float:
        held = set(bigrams(text[slice(*parts[n])]))
        first = n == 0 and not figure and parts[0][1] - parts[0][0] >= _TITLE
        return len(asked & held) / max(1, len(asked)) + (_FIRST if first else 0.0)

    return parts[max(range(len(parts)), key=lambda n: (share(n), -n))]


def _counts(text: str) -> set[tuple[object, str | None]]:
    return {(m.count, m.unit) for m in mentions(text) if m.kind == "count"}


def _times(text: str) -> set[tuple[object, str | None]]:
    return {(m.period or m.deadline, None) for m in mentions(text) if m.kind != "count"}
