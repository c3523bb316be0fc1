"""The lead (结论): what an answer begins with, and whether it says what is right."""

from __future__ import annotations

import re

from evals.qrels import Question
from kb.types import Answer

LONGEST = 80
_YES = "是|是的|对|对的|没错|够|可以|能|行|允许|需要|必须|要"
_NO = "不是|不是的|不对|不够|不可以|不能|不行|不允许|不需要|不必|不用|不要"
_BARE = re.compile(rf"({_YES}|{_NO})[。！!]?")
_VERDICT = {True: re.compile(rf"({_YES})([，。,！!]|$)"), False: re.compile(rf"({_NO})([，。,！!]|$)")}


def lead(text: str) -> str:
    """The lead of an answer: its first sentence, to the first “。” or the end of its line, at most LONGEST characters.

    Only where that is a bare verdict (是。不是。) the second sentence belongs to it too. What is right only further on,
    in the quote behind, does not lead; nor does what is wrong there mislead.
    """
    sentences = [s.strip() for s in re.split(r"(?<=。)|\n", text) if s.strip()]
    whole = 2 if sentences and _BARE.fullmatch(sentences[0]) else 1
    return "".join(sentences[:whole])[:LONGEST]


def leads(question: Question, answer: Answer) -> bool:
    """Whether a given answer's lead holds every right value and no wrong one, and no verdict against the premise."""
    said = lead(answer.answer)
    if answer.status != "answered" or any(re.search(w, said) for w in question.wrong):
        return False
    if question.premise is not None and _VERDICT[not question.premise].match(said):
        return False
    return all(re.search(v, said) for v in question.values)
