"""Whether the Chinese of a text layer makes sense (是否成文): fonts whose codes are mapped to the wrong characters give
text of real, everyday characters, hardly two of which ever stand side by side.

Of the pairs of neighbouring characters, kb/data/bigrams.txt knows more than half in regulations, a third in old poems,
a ninth in names that run on without a sign between them, and one in a hundred where codes are mapped wrongly.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from kb.language.tokenizer import written

_RUN = re.compile("[\u4e00-\u9fff]{5,}")  # shorter ones are names and the cells of tables, which prove nothing
_LEAST_PAIRS = 80
_LEAST_KNOWN = 0.04


def makes_sense(text: str) -> bool:
    """Whether a text can be Chinese by its pairs of characters; too short a text can."""
    share = known_share(text)
    return share is None or share >= _LEAST_KNOWN


def known_share(text: str) -> float | None:
    """The share of pairs of neighbouring characters that are known; None where there are too few to tell."""
    runs = _RUN.findall(written(text))
    pairs = [(a, b) for run in runs for a, b in zip(run, run[1:], strict=False)]
    if len(pairs) < _LEAST_PAIRS:
        return None
    after = _after()
    return sum(b in after.get(a, "") for a, b in pairs) / len(pairs)


@cache
def _after() -> dict[str, frozenset[str]]:
    lines = files("kb.data").joinpath("bigrams.txt").read_text(encoding="utf-8").split("\n")
    return {line[0]: frozenset(line[1:]) for line in lines if line}
