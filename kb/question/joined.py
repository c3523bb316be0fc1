"""Things joined in a question (并列的几样): 国企支部、两新支部和机关支部, found by how alike they are built.

Where a run of joined things begins and ends is not printed: of all the words before the first joining word and behind
the last, those are taken that make the outer two the most alike, in kind, in their endings and beginnings, in length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kb.data import load_toml
from kb.language.tokenizer import lexicon, normalize
from kb.language.vocabulary import find_roles
from kb.question.asking import scope_words

_LONGEST = 18
_ENOUGH = 2.8
_NAMED = 2.0
_SURE = 1.0
_ALIKE = 2.0
_MIDDLE = 0.5
_CUT_SHORT = 0.8
_CUT_NAME = 3.5
_AHEAD = 3
_MORE = 0.5
_MEASURE = re.compile(r"[\d一二三四五六七八九十两半百]+(个)?(年|月|天|日|周|次|人|名|小时|岁|元)(以上|以下|以内)?$")
_BEFORE = re.compile(r"(?:^|[的里内中上下在对给把将为让由按向、,:“(])$")
_BEHIND = re.compile("^(?:$|[的在对里中上内,，:各都]|分别|之间|定|规定|要求|[两三四五六][家类份种方个者级边])")
_EDGE = "“”\"《》()（）"


@dataclass(frozen=True, slots=True)
class Joined:
    """Things joined at text[start:end], each as printed there."""

    items: tuple[str, ...]
    start: int
    end: int


def joined(text: str, spans: Sequence[tuple[int, int]], start: int, end: int, *, surely: bool = False
           ) -> Joined | None:
    """The things that text[start:end] joins; None where it joins none. `spans` are the words of the text.

    `surely` tells that something is asked of several things, so that less likeness is enough.
    """
    words = [(s, e) for s, e in spans if start <= s and e <= end]
    at = [n for n, (s, e) in enumerate(words) if text[s:e] in _data()["joins"] and start < s and e < end]
    best: tuple[float, Joined] | None = None
    for group in _runs(at, words):
        if best is not None and len(group) == 1:
            break
        first, last = words[group[0]], words[group[-1]]
        middle = [text[words[a][1]:words[b][0]] for a, b in zip(group, group[1:], strict=False)]
        for s, left in ((s, text[s:first[0]]) for s, _ in words[:group[0]]):
            if any(_alike(left, m) < _MIDDLE for m in middle):
                continue
            for n, (_, e) in enumerate(words[group[-1] + 1:], start=group[-1] + 1):
                right = text[last[1]:e]
                if max(len(left), len(right)) > _LONGEST or not (left and right):
                    continue
                score = _alike(left, right) + _edges(text, s, e, start, end) + _MORE * len(middle)
                longer = [text[last[1]:w] for _, w in words[n + 1:n + 1 + _AHEAD]]
                if any(map(is_name, longer)):
                    score -= _CUT_NAME
                elif longer and kind_of_name(longer[0]) == kind_of_name(right) != "":
                    score -= _CUT_SHORT
                enough = _SURE if surely else _NAMED if is_name(left) and is_name(right) else _ENOUGH
                if score >= enough and (best is None or score > best[0]):
                    best = score, Joined((left, *middle, right), s, e)
    return None if best is None else best[1]


def alike(a: str, b: str) -> bool:
    """Whether two names are of one kind and so may stand side by side."""
    return _alike(a, b) >= _ALIKE


@lru_cache(maxsize=4096)
def kind_of_name(name: str) -> str:
    """The kind of thing that a name names, by what it ends in; empty where that is unknown."""
    bare = name.strip(_EDGE)
    if _MEASURE.search(bare):
        return "measure"
    found = [(len(w), kind) for kind, words in _data()["kinds"].items() for w in words if bare.endswith(w)]
    return max(found, default=(0, ""))[1]


def is_name(word: str) -> bool:
    """Whether a word as a whole is a term of the domain, a role or a kind of organisation."""
    bare = word.strip(_EDGE)
    return bare in _names() or any((s, e) == (0, len(bare)) for _, s, e in find_roles(bare))


def _runs(at: Sequence[int], words: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The joining words that may be of one run: nothing much longer than a thing between two of them."""
    runs: list[list[int]] = []
    for n in at:
        if runs and words[n][0] - words[runs[-1][-1]][1] <= _LONGEST and n - runs[-1][-1] > 1:
            runs[-1].append(n)
        elif not runs or n - runs[-1][-1] > 1:
            runs.append([n])
    return runs + [[n] for run in runs if len(run) > 1 for n in run]


def _alike(left: str, right: str) -> float:
    a, b = left.strip(_EDGE), right.strip(_EDGE)
    kinds = kind_of_name(a), kind_of_name(b)
    score = 2.5 if kinds[0] and kinds[0] == kinds[1] else 0.0
    score += 0.7 * min(4, _common(a[::-1], b[::-1])) + 0.4 * min(4, _common(a, b))
    score += 0.8 * (is_name(a) + is_name(b))
    score -= sum(x.count("“") != x.count("”") for x in (left, right))
    score -= "的" in b and "的" not in a
    return score - 0.2 * min(5, abs(len(a) - len(b))) - (2.0 if min(len(a), len(b)) < 2 and not kinds[0] else 0.0)


def _edges(text: str, s: int, e: int, start: int, end: int) -> float:
    score = 1.0 if s == start else 0.7 if _BEFORE.search(text[start:s]) else 0.0
    behind = _BEHIND.match(text[e:end]) or text.startswith(tuple(_data()["aspects"]), e)
    return score + (1.0 if e == end else 0.7 if behind else 0.0)


def _common(a: str, b: str) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


@cache
def _data() -> dict[str, Any]:
    return load_toml("parts.toml")


@cache
def _names() -> frozenset[str]:
    return frozenset(normalize(t) for t in lexicon()) | scope_words()
