"""From when, or from how many on, something is so (在什么情形下): the figure of the case that a clause rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from kb.answer.evidence import Evidence
from kb.answer.figures import slot_fit
from kb.data import load_toml
from kb.ingest.analysis import pairs_of
from kb.ingest.frames import Frame
from kb.language.pairs import bigrams
from kb.question.question import Question


def case_of(question: Question, e: Evidence, rarity: Callable[[str], float]) -> Frame | None:
    """The figure of the case that is asked for: 失联多久会停止党籍 of 失联6个月以上的，予以停止党籍.

    It is asked for where the question says so (几人以上), or where no figure that is ruled is of the kind asked for.
    """
    fitting = [c for c in e.analysis.cases if slot_fit(question, c) == 1.0]
    if not fitting or question.kind != "count":
        return None
    ruled = (e.unit == 1 and e.obligation is not None) or any(slot_fit(question, f) for f in e.analysis.frames)
    if ruled and not _asks_case().search(question.text):
        return None
    before, after = (bigrams(words) for words in question.beside)

    def fits(case: Frame) -> float:
        follows = pairs_of(case.around.replace(case.phrase, " "))
        return sum(rarity(p) for p in before for own in (case.phrase, case.own) if p in pairs_of(own)) + sum(
            rarity(p) for p in after if p in follows)

    best = max(fitting, key=fits)
    return best if fits(best) > 0 else None


@cache
def _asks_case() -> re.Pattern[str]:
    return re.compile(load_toml("slots.toml")["case"])
