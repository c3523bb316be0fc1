"""Choices drawn and laid out (选项): wrong answers that give nothing away, right ones spread over the letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from kb.training.item import Item
from kb.training.quiz.draft import Draft
from kb.training.quiz.wording import phrase

LETTERS = "ABCDEFGH"
_CHOICES = 4
_TRIES = 12


def items_of(chosen: Sequence[Draft], rng: Random) -> tuple[Item, ...]:
    """The items of a paper, in the order of the drafts: letters of right answers balanced, as are 对 and 错."""
    used: Counter[str] = Counter()
    judged = _verdicts([d for d in chosen if d.type == "truefalse"], rng)
    out = []
    for d in chosen:
        if d.type in ("single", "multiple"):
            item = _choice(d, used, rng)
            used.update(item.key)
        elif d.type == "truefalse":
            false = judged[id(d)]
            item = d.item(question=rng.choice(d.wrong) if false else None,
                          key=(phrase("key", "false" if false else "true"),))
        elif d.type == "match":
            item = _matched(d, rng)
        else:
            item = d.item(key=d.right)
        out.append(item)
    return tuple(out)


def _verdicts(drafts: Sequence[Draft], rng: Random) -> dict[int, bool]:
    """Which statements are made false: half of them, as far as they can be."""
    can = [d for d in drafts if d.wrong]
    rng.shuffle(can)
    half = (len(drafts) + rng.randint(0, 1)) // 2
    return {id(d): d in can[:half] for d in drafts}


def _choice(d: Draft, used: Counter[str], rng: Random) -> Item:
    right, wrong = _drawn(d, rng)
    layouts = []
    for _ in range(_TRIES):
        options = [*right, *wrong]
        rng.shuffle(options)
        key = tuple(LETTERS[n] for n, o in enumerate(options) if o in right)
        layouts.append((max(used[k] for k in key), sum(used[k] for k in key), tuple(options), key))
    _, _, options_, key_ = min(layouts, key=lambda x: x[:2])
    return d.item(options=options_, key=key_)


def _drawn(d: Draft, rng: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The right and the wrong answers that are shown."""
    if d.type == "single":
        return d.right, _by_rank(d, rng) if d.order else _by_length(d.wrong, d.right, _CHOICES - 1, rng)
    total = _CHOICES + (len(d.right) > 3 and len(d.wrong) > 1)
    most = min(len(d.right), total - 1)
    least = max(2, total - len(d.wrong))
    shown = rng.randint(min(least, most), most)
    right = tuple(rng.sample(d.right, shown))
    return right, _by_length(d.wrong, right, total - shown, rng)


def _by_rank(d: Draft, rng: Random) -> tuple[str, ...]:
    """Wrong numbers so drawn that the right one is now the least, now the greatest, now between."""
    own = d.order[0]
    rows = list(zip(d.order[1:], d.wrong, strict=True))
    less, more = [w for n, w in rows if n < own], [w for n, w in rows if n >= own]
    wanted = min(_CHOICES - 1, len(rows))
    below = rng.randint(max(0, wanted - len(more)), min(len(less), wanted))
    # The nearest ones: far ones are seen through.
    return (*less[len(less) - below:], *more[:wanted - below]) if below else tuple(more[:wanted])


def _by_length(wrong: Sequence[str], right: Sequence[str], n: int, rng: Random) -> tuple[str, ...]:
    """Wrong answers as long as the right ones, one of them longer than all of these where there is one."""
    mean = sum(map(len, right)) / len(right)
    near = sorted(rng.sample(list(wrong), len(wrong)), key=lambda w: abs(len(w) - mean))[:n + 3]
    longer = [w for w in near if len(w) >= max(map(len, right))]
    first = longer[:1]
    rest = [w for w in near if w not in first]
    return (*first, *rng.sample(rest, min(len(rest), n - len(first))))


def _matched(d: Draft, rng: Random) -> Item:
    options = list(d.right)
    rng.shuffle(options)
    key = tuple(phrase("key", "pair", n=n, letter=LETTERS[options.index(r)]) for n, r in enumerate(d.right, 1))
    return d.item(options=options, key=key)
