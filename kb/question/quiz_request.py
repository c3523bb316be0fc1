"""A quiz asked for in words (要试题): 出5道关于党费的选择题 is no question to answer but something to make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote_plus, urlencode

from kb.data import load_toml
from kb.language.numerals import parse_number
from kb.language.tokenizer import normalize
from kb.language.vocabulary import scopes

_SKIP = re.compile(r"[\s，。！？,.!?、~～…“”\"]+")


@dataclass(frozen=True, slots=True)
class QuizRequest:
    """What is wanted: a topic, everything where it is empty; so many questions, of these types, all where none is
    named; for a kind of organisation, any where it is None.
    """

    topic: str
    n: int
    types: tuple[str, ...] = ()
    scope: str | None = None

    @property
    def address(self) -> str:
        """The page that asks them."""
        wanted: list[tuple[str, str | int]] = [("topic", self.topic)] if self.topic else []
        wanted += [("scope", self.scope)] if self.scope else []
        return f"/quiz?{urlencode([*wanted, ('n', self.n), *(('type', t) for t in self.types)])}"

    @property
    def command(self) -> str:
        """The command that asks them."""
        parts = ["kb quiz", *([f"--topic {self.topic}"] if self.topic else []),
                 *([f"--scope {self.scope}"] if self.scope else []), f"-n {self.n}",
                 *(f"--type {t}" for t in self.types)]
        return " ".join(parts)

    @property
    def text(self) -> str:
        """What is answered."""
        said = _said()
        what = [said["topic"].format(topic=self.topic) if self.topic else said["everything"],
                *([self.scope] if self.scope else []), said["count"].format(n=self.n)]
        answer: str = said["answer"].format(what="，".join(what), address=unquote_plus(self.address),
                                            command=self.command)
        return answer


def quiz_request(question: str) -> QuizRequest | None:
    """The quiz that a sentence asks for, None where it asks for none."""
    text = _SKIP.sub("", normalize(question))
    for pattern in _patterns():
        m = pattern.fullmatch(text)
        if m is not None:
            return _request(m.groupdict(), text)
    return None


def _request(parts: dict[str, str | None], text: str) -> QuizRequest:
    data, said = load_toml("quiz_request.toml"), _said()
    topic = re.sub(data["after"], "", re.sub(data["before"], "", parts.get("rest") or ""))
    scope = next((s.name for s in scopes() if topic.startswith(s.name)), None)
    if scope is not None:
        topic = re.sub(data["before"], "", re.sub("^(?:单位)?的?", "", topic.removeprefix(scope)))
    if re.fullmatch(data["everything"], topic):
        topic = ""
    number = parts.get("n")
    whole = number in (None, "一") and re.search("[套份张组]", text) is not None
    n = said["few"] if number == "几" else said["whole"] if whole else (
        int(parse_number(number) or said["usual"]) if number else said["usual"])
    return QuizRequest(topic, min(max(n, 1), said["most"]), tuple(data["types"].get(parts.get("kind") or "", ())),
                       scope)


def _said() -> dict[str, Any]:
    found: dict[str, Any] = load_toml("quiz_request.toml")["said"]
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    data = load_toml("quiz_request.toml")
    places = {name: data[name] for name in ("number", "unit", "kind", "paper")}
    out = []
    for pattern in data["patterns"]:
        for name, words in places.items():
            pattern = pattern.replace(f"{{{name}}}", words)
        out.append(re.compile(pattern))
    return tuple(out)
