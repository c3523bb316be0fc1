"""The lead (结论): what an answer begins with, and whether it says what is right."""

from __future__ import annotations

import re

from evals.qrels import Question
from kb.types import Answer

SHORT, BEGINNING, LONGEST = 12, 40, 80
_YES = re.compile("(是|是的|对|对的|没错)[，。,！!]")
_NO = re.compile("(不是|不对|不是的)[，。,！!]")


def lead(text: str) -> str:
    """The lead of an answer: its first sentence, to the first “。” or the end of its line.

    A sentence of fewer than SHORT characters says a bare figure, so the first BEGINNING of the answer count instead;
    more than LONGEST characters never do. What is right only further on, in a long quote, does not lead.
    """
    first = re.split(r"(?<=[。\n])", text, maxsplit=1)[0]
    return (first if len(first) >= SHORT else text[:BEGINNING])[:LONGEST]


def leads(question: Question, answer: Answer) -> bool:
    """Whether a given answer's lead holds every right value and no wrong one, and no verdict against the premise."""
    said = lead(answer.answer)
    if answer.status != "answered" or any(re.search(w, said) for w in question.wrong):
        return False
    against = {True: _NO, False: _YES}
    if question.premise is not None and against[question.premise].match(said):
        return False
    return all(re.search(v, said) for v in question.values)
