"""A question for every clause that mentions something (提到什么的条款): 哪些条款提到意识形态."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.question.asking import asking_data
from kb.question.references import name_in


@dataclass(frozen=True, slots=True)
class MentionAsked:
    """The `term` to look for; `place` are the words that may name a document; `counted` asks for figures only."""

    term: str
    place: str
    counted: bool


def mention_asked(text: str) -> MentionAsked | None:
    """What the text of a question, in normal form without blanks, wants to see mentioned; None where it asks else."""
    asks, trim, counted, quoted = _patterns()
    for pattern in asks:
        m = pattern.search(text)
        if m is None:
            continue
        whole = m.group("term")
        words = quoted.search(whole)
        term = words.group(1) if words is not None else trim.sub("", trim.sub("", whole))
        if len(term) > 1:
            return MentionAsked(term, name_in(text[:m.start()]), bool(counted.search(whole)))
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["mention"]
    return (tuple(map(re.compile, data["asks"])), re.compile(data["trim"]), re.compile(data["counted"]),
            re.compile("[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]"))
