"""How many questions there are of those asked for in words (答应的题数), told with the offer."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from kb.data import load_toml
from kb.errors import QuestionError
from kb.store.library import Library
from kb.training.item import ItemType
from kb.types import Answer


def promised(answer: Answer, library: Library) -> Answer:
    """An answer that offers a quiz with the number of questions that can be made, where it is less than was asked for;
    any other as it is.
    """
    link = urlsplit(answer.link or "")
    if link.path != "/quiz":
        return answer
    from kb.training.quiz.library import library_quiz  # only few answers offer a quiz
    from kb.training.quiz.pick import TYPES

    asked = parse_qs(link.query)
    wanted = int(asked["n"][0])
    types: list[ItemType] = [t for t in TYPES if t in asked.get("type", ())]
    said = load_toml("quiz_request.toml")["said"]
    try:
        held = len(library_quiz(library, topics=asked.get("topic", ()), kinds=asked.get("scope", ()), n=wanted,
                                types=types))
    except QuestionError:
        return replace(answer, answer=said["none"])
    return answer if held >= wanted else replace(answer, answer=answer.answer + said["fewer"].format(n=held))
