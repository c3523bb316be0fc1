"""The words that a question quotes of a duty (引用的字句): its phrase, with as much before it as makes it understood.

A phrase alone may leave out who acts, in which case, how often or what is done; then the phrases before it in the same
sentence are quoted too. Where the sentence does not say it either, there is nothing to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.answer.points import own_number
from kb.checklist.action import core
from kb.ingest.actions import bare, is_bare
from kb.language.quantities import Mention, mentions
from kb.training.quiz.wording import limit, pattern
from kb.types import Clause, Obligation

Span = tuple[int, int]

_HARD = re.compile(r"[。！？!?\n；;①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)]")
_SOFT = re.compile(r"[，,：:]")
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"), ("〈", "〉"), ("‘", "’"))
_EDGE = " 　、，,：:。；;\n"


def window(clause: Clause, o: Obligation, named: str | None) -> Span | None:
    """What is quoted of a duty in a clause, None where no stretch of its sentence is understood alone.

    `named` is the doer where the quoted words must name him, None where the question does.
    """
    text = clause.text
    end = _end(text, o.end)
    for start in _starts(text, o.start):
        at = start + len(joining.group()) if (joining := pattern("joining").match(text[start:end])) else start
        words = text[at:end]
        if len(words) > limit("words"):
            return None
        if at <= o.end and _says(words, o, named):
            return (at, end) if fit(words) else None
    return None


def fit(words: str) -> bool:
    """Whether words may be quoted in a question: whole, not about what stands elsewhere, and a rule at all."""
    return (limit("least") <= len(words) <= limit("words") and "\n" not in words and balanced(words)
            and not pattern("vague").search(words) and not pattern("no_duty").search(words))


def balanced(words: str) -> bool:
    """Whether every bracket and quotation mark that opens closes."""
    for opening, closing in _PAIRS:
        depth = 0
        for c in words:
            depth += (c == opening) - (c == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _end(text: str, end: int) -> int:
    while end > 0 and text[end - 1] in _EDGE:
        end -= 1
    return end


def _starts(text: str, start: int) -> Iterator[int]:
    """Where the quoted words may begin: at the phrase itself, then at each phrase before it in its sentence."""
    first = max((m.end() for m in _HARD.finditer(text, 0, start)), default=0)
    first = max(first, own_number(text))
    yield max(start, first)
    for m in reversed([m for m in _SOFT.finditer(text, first, start) if not _inside(text, first, m.start())]):
        if m.end() < start:
            yield m.end()
    if first < start:
        yield first


def _inside(text: str, first: int, at: int) -> bool:
    return not balanced(text[first:at])


def _says(words: str, o: Obligation, named: str | None) -> bool:
    """Whether the words hold who acts, how often, by when, in which case, and what is done."""
    found = mentions(words)
    if named is not None and named not in words:
        return False
    if o.condition is not None and o.condition not in words:
        return False
    if o.deadline is not None and o.deadline not in words:
        return False
    if o.period not in (None, "一次性") and not _recurs(found, o):
        return False
    if o.period == "任期" and o.unit == "年":
        return "任期" in words
    if pattern("leaning").search(words):
        return False
    done = bare(words, o.subject)
    return not is_bare(done) and len(core(done)) >= 2 and not pattern("thin").match(done) and balanced(words)


def _recurs(found: list[Mention], o: Obligation) -> bool:
    return any(m.kind == "period" and m.period == o.period for m in found) or (
        o.deadline is not None and any(m.kind == "deadline" for m in found))
