"""The fixed phrases, patterns and limits of a quiz (试题用语), from kb/data/quiz.toml."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from kb.data import load_toml


def phrase(section: str, name: str, /, **parts: object) -> str:
    """A fixed phrase with its places filled."""
    text: str = load_toml("quiz.toml")[section][name]
    return text.format(**parts) if parts else text


def listed(section: str, name: str) -> Any:
    """A list or table of the file."""
    return load_toml("quiz.toml")[section][name]


def limit(name: str) -> float:
    """A number of [limits]."""
    value: float = load_toml("quiz.toml")["limits"][name]
    return value


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of [words]."""
    return re.compile(load_toml("quiz.toml")["words"][name])


def quoted(words: str) -> str:
    """Words in quotation marks, without a second pair where they bear some."""
    return words if "“" in words else f"“{words}”"
