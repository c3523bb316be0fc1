"""Asking again what found nothing (再问一遍): after a change of the library, quietly and not too much at a time."""

from __future__ import annotations

import time
from collections.abc import Callable

from kb.answer.dated import DatedAnswerer
from kb.data import load_toml
from kb.errors import BusyError, KBError
from kb.store.again import Found, note_found, to_ask_again
from kb.store.library import Library
from kb.types import Query

MAX_ASKED = 500
_BATCH = 20
# It leaves the machine to those who ask: for each second of its own work it rests so many.
_REST = 3.0


def ask_again(library: Library, answerer: DatedAnswerer, *, rest: Callable[[float], bool], most: int = MAX_ASKED
              ) -> int:
    """Asks the questions that found nothing again, at most so many, and notes what they find; how many were asked.

    `rest` is told for how many seconds nothing is to be done; with True it says that this is to end.
    """
    asked = 0
    questions = to_ask_again(library, most=most)
    for n in range(0, len(questions), _BATCH):
        results = []
        for question in questions[n:n + _BATCH]:
            began = time.perf_counter()
            try:
                answer = answerer.answer(Query(question))
            except KBError:  # longer than is answered now
                continue
            about = answer.answer == load_toml("phrases.toml")["about"]
            results.append(Found(question, answer.status, chat=about))
            if rest((time.perf_counter() - began) * _REST):
                return asked
        try:
            note_found(library, results)
        except BusyError:  # another change is being made; after it all are asked again
            return asked
        asked += len(results)
    return asked
