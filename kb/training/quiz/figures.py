"""Questions on the figure of one duty (数字题): how many, how often, by when, and whether a figure is right.

A figure is asked for once it tells something: of 每季度1次 the period, not the 1. A false statement asks for more than
the rule does, or sooner, or for less than a limit allows: what asks for less is met by whoever does as the rule says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.checklist.due import due_dates
from kb.data import load_toml
from kb.language.numerals import NUMBER
from kb.language.quantities import Mention, mentions
from kb.language.vocabulary import role_named
from kb.training.item import ItemType
from kb.training.quiz.draft import Draft
from kb.training.quiz.duty import Duty, spelled
from kb.training.quiz.rivals import Count, Rivals, rate, said
from kb.training.quiz.wording import pattern, phrase

Span = tuple[int, int]

_NUMBER = re.compile(rf"{NUMBER}(?:\s*(?:[-—－–~～至到]|[—-]{{2}})\s*{NUMBER})?")
_LEAST = 3  # choices, the right one among them
_FAR = 6
_NEAR = 2  # of the values that ask for more the nearest: a far one gives itself away


def figure_drafts(duty: Duty, scope: str, rivals: Rivals) -> Iterator[Draft]:
    """Every question on the figures of a duty."""
    yield from _count(duty, scope, rivals)
    yield from _period(duty, scope, rivals)
    yield from _deadline(duty, scope, rivals)
    yield from _owner(duty, scope, rivals)
    yield _judged(duty, scope, false_statements(duty, scope, rivals))
    yield from _filled(duty, scope)


def false_statements(duty: Duty, scope: str, rivals: Rivals) -> tuple[str, ...]:
    """The quoted words with one figure changed to a real one that the rule does not ask for."""
    if _is_threshold(duty):
        return ()
    made = (*_more(duty, rivals.counts(duty, scope)), *_sooner(duty, rivals.periods(duty, scope)),
            *_earlier(duty, rivals.deadlines(duty, scope)))
    return tuple(w for w in made if not rivals.printed(w, scope))


def _is_threshold(duty: Duty) -> bool:
    """Whether the number says in which case something is to be done: 满3名的 holds for eight, too."""
    m, condition = duty.count, duty.obligation.condition
    if m is None:
        return False
    at = duty.clause.text.find(condition, duty.start, duty.end) if condition else -1
    inside = condition is not None and at <= m.start < at + len(condition)
    return inside or pattern("threshold").match(duty.clause.text[m.end:duty.end]) is not None


def _draft(duty: Duty, scope: str, kind: ItemType, stem: str, words: str, right: tuple[str, ...],
           wrong: tuple[str, ...], difficulty: int, order: tuple[float, ...] = (), hint: str = "") -> Draft:
    question = phrase("stem", stem, lead=duty.lead(scope), words=words, hint=hint)
    return Draft(kind, question, right, wrong, scope, duty.clause, duty.title, duty.start, duty.end, difficulty,
                 duty.words, order)


def _count(duty: Duty, scope: str, rivals: Rivals) -> Iterator[Draft]:
    o, m = duty.obligation, duty.count
    place = None if m is None else counted(duty, m)
    if place is None or o.count in (None, 1.0) or m is None or o.count is None:
        return
    unit = o.unit or ""
    wrong = rivals.counts(duty, scope)
    if len(wrong) + 1 < _LEAST:
        return
    order = tuple(_low(v) for v in (o.count, *wrong))
    yield _draft(duty, scope, "single", "single_count", duty.with_words(place, phrase("stem", "blank")),
                 (said(o.count, unit),), tuple(said(v, unit) for v in wrong), _hard(duty, rivals, 1), order)


def _period(duty: Duty, scope: str, rivals: Rivals) -> Iterator[Draft]:
    m, own = duty.period, duty.obligation.period or ""
    if m is None or not _tells(duty):
        return
    wrong = [p for p in rivals.periods(duty, scope) if p.startswith("每")]
    if len(wrong) + 1 < _LEAST:
        return
    yield _draft(duty, scope, "single", "single_period", duty.with_words((m.start, m.end), phrase("stem", "blank")),
                 (own,), tuple(wrong), _hard(duty, rivals, 1), tuple(-rate(p) for p in (own, *wrong)))


def _deadline(duty: Duty, scope: str, rivals: Rivals) -> Iterator[Draft]:
    m, own = duty.deadline, duty.obligation.deadline or ""
    wrong = rivals.deadlines(duty, scope)
    if m is None or len(wrong) + 1 < _LEAST:
        return
    yield _draft(duty, scope, "single", "single_deadline", duty.with_words((m.start, m.end), phrase("stem", "blank")),
                 (own,), tuple(wrong), _hard(duty, rivals, 1))


def _owner(duty: Duty, scope: str, rivals: Rivals) -> Iterator[Draft]:
    """Who is obliged, where the words begin with him."""
    own = duty.obligation.subject or ""
    at = duty.words.find(own)
    if duty.owner is not None or not 0 <= at <= 1 or duty.obligation.condition is not None:
        return
    known = role_named(own)
    wrong = rivals.owners(duty, scope) if known is not None and known.name == own else []
    if len(wrong) + 1 < _LEAST or any(own in w or w in duty.words for w in wrong):
        return
    place = duty.start + at, duty.start + at + len(own)
    yield _draft(duty, scope, "single", "single_owner", duty.with_words(place, phrase("stem", "blank")), (own,),
                 tuple(wrong), 2)


def _judged(duty: Duty, scope: str, wrong: tuple[str, ...]) -> Draft:
    false = tuple(phrase("stem", "truefalse", lead=duty.lead(scope), words=w) for w in wrong)
    return _draft(duty, scope, "truefalse", "truefalse", duty.words, (), false, 1)


def _filled(duty: Duty, scope: str) -> Iterator[Draft]:
    """One blank: the number where it tells something, else the period, as printed."""
    m, o = duty.count, duty.obligation
    number = None if m is None else _number(duty, m)
    if number is not None and o.count not in (None, 1.0):
        place, hint = number, "fill_count"
    elif duty.period is not None and _tells(duty):
        place, hint = (duty.period.start, duty.period.end), "fill_period"
    elif duty.deadline is not None and "至" not in duty.clause.text[duty.deadline.start - 1:duty.deadline.end + 1]:
        place, hint = (duty.deadline.start, duty.deadline.end), "fill_deadline"
    else:
        return
    text = duty.clause.text[place[0]:place[1]]
    yield _draft(duty, scope, "fill", "fill", duty.with_words(place, phrase("stem", "gap")), (text,), (), 2,
                 hint=phrase("stem", hint))


def counted(duty: Duty, m: Mention) -> Span | None:
    """Number and unit as printed, without a comparator behind them; None where they are no plain number."""
    share = duty.clause.text[m.start:m.end].startswith(("百分之", "千分之"))
    if (_number(duty, m) is None and not share) or (m.unit or "").startswith(":"):
        return None
    text = duty.clause.text[m.start:m.end]
    cmp = load_toml("quantities.toml")["comparator"]
    for tail in sorted((*cmp["at_least_after"], *cmp["at_most_after"], "左右"), key=len, reverse=True):
        if text.endswith(tail):
            return m.start, m.start + len(text.removesuffix(tail).rstrip())
    return m.start, m.end


def _number(duty: Duty, m: Mention) -> Span | None:
    if duty.clause.text[m.start:m.end].startswith(("百分之", "千分之")):
        return None
    at = _NUMBER.match(duty.clause.text, m.start, m.end)
    whole = isinstance(m.count, tuple) or (m.count is not None and m.count == int(m.count))
    return (at.start(), at.end()) if at is not None and whole else None


def _tells(duty: Duty) -> bool:
    """Whether the period says by itself how often something is done: not where it only begins a date (每年6月), or is
    the time in which hours are summed up.
    """
    own = duty.obligation.period or ""
    if duty.period is None or duty.deadline is not None or duty.obligation.unit not in (None, "次"):
        return False
    phrase_behind = re.split("[，,；;]", duty.clause.text[duty.period.end:duty.end])[0]
    return bool(rate(own)) and own.startswith("每") and pattern("dated").search(phrase_behind) is None


def _more(duty: Duty, values: list[Count]) -> Iterator[str]:
    m = duty.count
    place = None if m is None else _number(duty, m)
    if m is None or place is None or m.strict:
        return
    printed = duty.clause.text[place[0]:place[1]]
    low = m.comparator == "<="
    fits = [v for v in (reversed(values) if low else values) if _asks_more(m, v) and _keeps_order(duty, m, v)]
    for v in fits[:_NEAR]:
        if not isinstance(v, tuple):
            if said_so := spelled(v, printed):
                yield duty.with_words(place, said_so)
        elif re.fullmatch(r"\d+\s*[-—－–~～至到]\s*\d+", printed):
            yield duty.with_words(place, said(v, ""))


def _keeps_order(duty: Duty, m: Mention, v: Count) -> bool:
    """Whether a number stands to the others of its unit in the words as the right one does: 由3至5人组成，不超过5人
    gives itself away.
    """
    others = [_low(o.count) if m.comparator != "<=" or not isinstance(o.count, tuple) else o.count[1]
              for o in mentions(duty.words) if o.count is not None and o.unit == m.unit and o.count != m.count]
    return m.count is None or all((_low(m.count) > o) == (_low(v) > o) for o in others if o != _low(m.count))


def _asks_more(m: Mention, v: Count) -> bool:
    if isinstance(v, tuple) or isinstance(m.count, tuple):
        return isinstance(v, tuple) and isinstance(m.count, tuple) and v[0] > m.count[0] and v[1] > m.count[1]
    return m.count is not None and (
        m.count / _FAR <= v < m.count if m.comparator == "<=" else m.count < v <= m.count * _FAR)


def _sooner(duty: Duty, periods: list[str]) -> Iterator[str]:
    m, own = duty.period, duty.obligation.period or ""
    if m is None or not _tells(duty) or duty.obligation.comparator == "<=" or duty.obligation.count not in (None, 1.0):
        return
    for p in [p for p in periods if rate(p) > rate(own) and p.startswith("每")][-_NEAR:]:
        yield duty.with_words((m.start, m.end), p)


def _earlier(duty: Duty, deadlines: list[str]) -> Iterator[str]:
    m, own = duty.deadline, duty.obligation.deadline or ""
    if m is not None and (by := due_dates(None, own, 2026)):
        for d in deadlines:
            if due_dates(None, d, 2026) < by:
                yield duty.with_words((m.start, m.end), d)


def _low(v: Count) -> float:
    return v[0] if isinstance(v, tuple) else v


def _hard(duty: Duty, rivals: Rivals, least: int) -> int:
    return least + rivals.ruled_otherwise(duty)
