"""A question for every clause that mentions something (提到什么的条款): 哪些条款提到意识形态."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.question.asking import asking_data
from kb.question.references import name_in


@dataclass(frozen=True, slots=True)
class MentionAsked:
    """The `term` to look for, and the `whole` that it was taken from; `place` are the words that may name a document.

    `counted` asks for figures only; `quoted` tells that the term stands in quotation marks.
    """

    term: str
    whole: str
    place: str
    counted: bool
    quoted: bool = False


def mention_asked(text: str) -> MentionAsked | None:
    """What the text of a question, in normal form without blanks, wants to see mentioned; None where it asks else."""
    data = asking_data()["mention"]
    asks, trim, counted, quoted = _patterns()
    for pattern in asks:
        m = pattern.search(text)
        if m is None:
            continue
        said = m.group("term")
        words = quoted.search(said)
        whole = said if words is None else words.group(1)
        term = whole if words is not None else trim.sub("", trim.sub("", said))
        place = name_in(re.sub(data["anywhere"], "", text[:m.start()]))
        return MentionAsked(term if len(term) > 1 else whole, whole, place, bool(counted.search(said)),
                            words is not None)
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = asking_data()["mention"]
    return (tuple(map(re.compile, data["asks"])), re.compile(data["trim"]), re.compile(data["counted"]),
            re.compile("[“\"「『《]([^”\"」』》]{2,20})[”\"」』》]"))
