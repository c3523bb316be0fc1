"""A text as it is compared (比较用的写法), with the way back to the words as they stand in the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.language.tokenizer import normalize

_WIDE = re.compile(r"\t| {2,}|\u3000")


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` is `original` in normal form without single blanks, wide ones as commas; `places` says where in `original`
    each of its characters stands.
    """

    original: str
    text: str
    places: tuple[int, ...]

    def verbatim(self, start: int, end: int) -> str:
        """The words of the plan between two places of `text`."""
        if start >= end:
            return ""
        return self.original[self.places[start]:self.places[end - 1] + 1]


def flat(original: str) -> Flat:
    """The text ready for comparing."""
    out: list[str] = []
    places: list[int] = []
    wide = {i for m in _WIDE.finditer(original) for i in (m.start(),)}
    for i, ch in enumerate(original):
        if i in wide and out and out[-1] not in "，。；：:":
            said = "，"
        elif ch == "\n":
            said = "。"
        elif ch.isspace():
            continue
        else:
            said = normalize(ch)
            said = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）"}.get(said, said)
        out += said
        places += [i] * len(said)
    return Flat(original, "".join(out), tuple(places))
