"""Which articles and chapters of a document words name behind its title (条号): 第三条、第七条, 第三至五条, 第二章."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.imprint import DATE, parse_date
from kb.language.numerals import parse_number

# So many articles at the most are meant by a range.
_WIDEST = 60


def clauses_pattern() -> str:
    """What names clauses, for a place behind a title; it has no groups."""
    return _expand("clauses").replace("?P<clauses>", "?:")


def clauses_named(words: str, at: int) -> tuple[str, ...] | None:
    """The clauses that words name from `at` on, as 第5条, 第2章, 第5条之1; None where they name none there.

    Where only a part of a clause is named (第五条第二款), or it is changed rather than repealed, it is left out.
    """
    m = _pattern("clauses").match(words, at)
    if m is None:
        return None
    if _pattern("changed").match(words, m.end()):
        return ()
    out: list[str] = []
    ranged = False
    for one in re.finditer(f"{_expand('one')}|{_expand('range')}", m.group("clauses")):
        if _pattern("range").fullmatch(one.group()):
            ranged = True
            continue
        own = [] if _pattern("inside").search(one.group()) else _numbers(one.group())
        if ranged and out and own:
            out += _between(out[-1], own[0])
        ranged = False
        out += own
    return tuple(dict.fromkeys(out))


def day_in(before: str, words: str) -> str | None:
    """The day from which words repeal, as they state it or those right before them; in ISO form."""
    m = _pattern("since").search(before) or re.search(f"(?:从|自)(?P<day>{DATE})起", words)
    day = None if m is None else parse_date(m.group("day"))
    return None if day is None else day.isoformat()


def _numbers(one: str) -> list[str]:
    """The clauses of one group: 第三、五条 names two, 第三至五条 three."""
    m = re.match("第(.+?)([条章])(之.+)?$", one)
    if m is None:
        return []
    unit, also = m.group(2), m.group(3) or ""
    if also:
        return [f"第{_number(m.group(1))}{unit}之{_number(also[1:])}"]
    out: list[str] = []
    for piece in re.split("[、，,和及与]", m.group(1)):
        ends = [f"第{_number(n)}{unit}" for n in _pattern("range").split(piece)]
        out += [ends[0], *_between(ends[0], ends[-1]), *ends[1:]]
    return out


def _between(first: str, last: str) -> list[str]:
    """The clauses between two of one kind."""
    a, b = (re.fullmatch(r"第(\d+)([条章])", name) for name in (first, last))
    if a is None or b is None or a.group(2) != b.group(2) or int(b.group(1)) - int(a.group(1)) > _WIDEST:
        return []
    return [f"第{n}{a.group(2)}" for n in range(int(a.group(1)) + 1, int(b.group(1)))]


def _number(words: str) -> int:
    return int(parse_number(words) or 0)


def _expand(name: str) -> str:
    data = load_toml("editions.toml")
    out: str = data[name]
    for key in ("one", "joined", "n"):
        out = out.replace(f"{{{key}}}", data[key])
    return out.replace("{date}", DATE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_expand(name))
