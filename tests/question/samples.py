"""Questions understood without any document."""

from __future__ import annotations

from functools import cache

from kb.language.tokenizer import Tokenizer, dictionary
from kb.question.question import Question, understand


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer(dictionary())


def understood(text: str, *, asking: str | None = None, within: str = "") -> Question:
    return understand(text, tokenizer(), asking=asking, within=within)
