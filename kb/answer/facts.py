"""Whether words of a clause can give the kind of fact that a question asks for (所问的事实).

A question may share its topic with a clause and ask for what the clause does not say: 党课要讲多长时间.
"""

from __future__ import annotations

import re

from kb.language.numerals import parse_number
from kb.language.pairs import bigrams
from kb.question.question import Question

_NEAR = 10
_SPREAD = 120
_SENSE_AFTER = re.compile("^[”\"」』]?[^，。；]{0,4}(是指|指的是|即|[：:]|[（(]|——|包括|分为|分别|就是|，即|，指)")
_SENSE_BEFORE = re.compile("(简称|称为|称作|概括为|即|叫做|叫作|形成|打造|所称)[“\"「『]?$")
_OPENING_QUOTE = re.compile("[“\"「『]$")
_CLOSING_QUOTE = re.compile("^[”\"」』]")
_ITEM_ENDS = re.compile("[、；;]")


def shown(question: Question, quote: str, clause: str) -> float:
    """How far (-1 to 1) the words give every kind of fact that is asked for; 0 where none is.

    1 where the quoted words show each, 0.5 where another part of the clause does, -1 where no part does.
    """
    return min((1.0 if f.shows.search(quote) else 0.5 if f.shows.search(clause) else -1.0 for f in question.facts),
               default=0.0)


def explained(question: Question, clause: str, heading: str = "") -> float:
    """Whether a clause explains the term whose sense is asked for: 1, or -1 where it only uses it; 0 otherwise.

    What stands under a heading that is the term says what it is.
    """
    if is_headed(question, heading):
        return 1.0
    found = [t for t in question.terms if t in clause]
    if not found:
        return 0.0
    return 1.0 if any(_explains(clause, t) for t in found) else -1.0


def is_headed(question: Question, heading: str) -> bool:
    """Whether a heading is little but the term whose sense is asked for."""
    return any(t in heading and len(heading) <= len(t) + _NEAR for t in question.terms)


def _explains(clause: str, term: str) -> bool:
    number = parse_number(term[0])
    for m in re.finditer(re.escape(term), clause):
        before, after = clause[:m.start()], clause[m.end():]
        if _SENSE_AFTER.match(after) or _SENSE_BEFORE.search(before[-_NEAR:]):
            return True
        if number and number > 1:
            around = (_OPENING_QUOTE.sub("", before)[-_SPREAD:].rpartition("。")[2],
                      _CLOSING_QUOTE.sub("", after)[:_SPREAD].partition("。")[0])
            if any(_lists(part, int(number)) for part in around):
                return True
    return False


def _lists(words: str, number: int) -> bool:
    """Whether words list so many things, none of them another such term."""
    return "“" not in words and len(_ITEM_ENDS.findall(words)) >= number - 1


def chosen(question: Question, held: frozenset[str]) -> float:
    """Whether a clause, by its pairs of characters, speaks of either side of A还是B: 1, or -1 where of neither.

    0 where no such choice is asked.
    """
    if not question.choice:
        return 0.0
    return 1.0 if any(p in held for p in question.choice) else -1.0


def focus(question: Question, held: str) -> tuple[float, float]:
    """How far (-1 to 1) the words just before and just after the asking word stand in a text; 0 where there are none.

    They name what is asked of the topic: 聘期是几年 asks for 聘期, 由谁保管 for 保管.
    """
    before, after = question.beside
    return _standing(before, held), _standing(after, held)


def _standing(words: str, held: str) -> float:
    if not words:
        return 0.0
    pairs = bigrams(words) if len(words) > 1 else [words]
    return 2 * sum(p in held for p in pairs) / len(pairs) - 1
