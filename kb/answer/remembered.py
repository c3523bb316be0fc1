"""Answers given before (记住的回答): the same question under the same state of the library, filters, day and history
has the same answer, which need not be worked out again.
"""

from __future__ import annotations

import re
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from kb.language.tokenizer import written
from kb.types import Answer, Query

# A longer question, with its history, is hardly asked twice in the same words.
_LONGEST = 500
# Bytes of an entry, its key included, and of a finding or a clause besides its text.
_ENTRY, _PART = 2000, 1500
_BLANKS = re.compile("[ \t]+")


@dataclass(frozen=True, slots=True)
class Held:
    """How many answers are remembered, and the bytes that they take."""

    answers: int
    size: int


class Remembered:
    """Answers by what they were asked with, the last used kept, at most so many bytes in all; 0 keeps none. Safe to
    share between threads.
    """

    def __init__(self, most: int) -> None:
        """`most` is the number of bytes; `on_look` is told each time whether the answer was found."""
        self.on_look: Callable[[bool], None] = lambda _found: None
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self._size = 0
        self._turn = threading.Lock()

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer of this key, made where it is not remembered. Whatever `make` raises is not remembered."""
        if not self._most:
            return make()
        with self._turn:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
        self.on_look(known is not None)
        if known is not None:
            return known[0]
        answer = make()
        self._keep(key, answer)
        return answer

    def forget(self) -> None:
        """Lets go of every answer: the library is another one now."""
        with self._turn:
            self._answers.clear()
            self._size = 0

    @property
    def held(self) -> Held:
        """What is remembered now."""
        with self._turn:
            return Held(len(self._answers), self._size)

    def _keep(self, key: Hashable, answer: Answer) -> None:
        size = _ENTRY + size_of(answer)
        if size > self._most:
            return
        with self._turn:
            before = self._answers.pop(key, None)
            self._size += size - (before[1] if before else 0)
            self._answers[key] = answer, size
            while self._size > self._most:
                self._size -= self._answers.popitem(last=False)[1][1]


def size_of(answer: Answer) -> int:
    """Bytes that an answer takes at most: its texts exactly, with those of the clauses that it names though the library
    may hold them as well; the rest by what each part takes.
    """
    texts = [answer.question, answer.answer, answer.understood_as or "", answer.link or ""]
    texts += [f.quote for f in answer.findings]
    for c in answer.clauses:
        texts += (c.citation, c.clause.text)
    for n in answer.notices:
        texts += (n.text, n.other.text if n.other else "")
    parts = 1 + len(answer.findings) + len(answer.clauses) + 2 * len(answer.notices)
    return parts * _PART + sum(map(sys.getsizeof, texts))


def form_of(query: Query) -> str | None:
    """The question in the form that all ways of typing it share which are answered in the same words; None where it is
    too long to be remembered.
    """
    if len(query.question) + sum(map(len, query.history)) > _LONGEST:
        return None
    form = _BLANKS.sub(" ", written(query.question)).strip()  # a new line tells two questions apart
    # what only the normal form shows as markup was never taken for it
    return form if "<" not in form else query.question
