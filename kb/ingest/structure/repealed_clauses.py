"""Which articles and chapters of a document words name behind its title (条号): 第三条、第七条, 第三至五条, 第二章."""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.ingest.structure.printed_days import DATE, parse_date
from kb.language.numerals import parse_number

# So many articles at the most are meant by a range.
_WIDEST = 60


def clauses_pattern() -> str:
    """What names clauses, for a place behind a title; it has no groups."""
    return expand("{clauses}")


def clauses_named(words: str, at: int) -> tuple[str, ...] | None:
    """The clauses that words name from `at` on, as 第5条, 第2章, 第5条之1; None where they name none there.

    A part of a clause is named as 第5条第2款, 第5条第2项, 第5条第2款第1项; what is smaller is left out.
    """
    m = _pattern("clauses").match(words, at)
    if m is None:
        return None
    out: list[str] = []
    ranged = False
    for one in re.finditer(f"{_expand('one')}|{_expand('range')}", m.group("clauses")):
        if _pattern("range").fullmatch(one.group()):
            ranged = True
            continue
        own = _parts(one.group()) if _pattern("inside").search(one.group()) else _numbers(one.group())
        if ranged and out and own:
            out += _between(out[-1], own[0])
        ranged = False
        out += own
    return tuple(dict.fromkeys(out))


def are_changed(words: str, at: int) -> bool:
    """Whether words say of the clauses that they name from `at` on that they are changed rather than repealed."""
    m = _pattern("clauses").match(words, at)
    return m is not None and _pattern("changed").match(words, m.end()) is not None


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


def _parts(one: str) -> list[str]:
    """The parts of one clause that are named: 第五条第二款第（一）、（三）项 are two."""
    m = re.match("(第.+?[条章](?:之[^第（(]+?)?)(?=第?[（(]?[^条章]+[款项目])", one)
    clause = _numbers(m.group(1)) if m else []
    if m is None or len(clause) != 1 or "目" in one:
        return []
    out: list[str] = []
    paragraph = ""
    for unit in _pattern("part").finditer(one, m.end()):
        numbers = [_number(n) for n in _pattern("n").findall(unit.group("numbers"))]
        if unit.group("unit") == "款":
            out += [f"{clause[0]}第{n}款" for n in numbers]
            paragraph = out[-1]
        else:
            if out and out[-1] == paragraph and not unit.group("apart"):
                out.pop()
            out += [f"{paragraph or clause[0]}第{n}项" for n in numbers]
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
    return expand(load_toml("editions.toml")[name])


def expand(pattern: str) -> str:
    """A pattern with what editions.toml names of clauses put in."""
    data, out = load_toml("editions.toml"), pattern
    for key in ("clauses", "one", "part", "joined", "n"):
        out = out.replace(f"{{{key}}}", re.sub(r"\?P<\w+>", "?:", data[key]))
    return out.replace("{date}", DATE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_expand(name))
