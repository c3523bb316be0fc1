"""A duty that can be asked about (可出题的事项): understood alone, its doer known, its figures found in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.checklist.action import core
from kb.ingest.actions import is_bare
from kb.language.quantities import Mention, mentions
from kb.language.vocabulary import find_roles, offices_body, role_named
from kb.training.quiz.shelf import Shelf, lead
from kb.training.quiz.window import balanced, window
from kb.training.quiz.wording import limit, listed, pattern
from kb.types import Clause, Obligation

Span = tuple[int, int]

_ANY = "书记"
_BETWEEN = "[^，。；;不但未]{0,14}"  # figures, and what the first of two things is


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation with the words that are quoted of it, `clause.text[start:end]`.

    `owner` is whom it is about where the words do not say so, None where they do. `count`, `period` and `deadline` are
    the places in the clause of what is printed of each, None where it is not printed there. `matter` tells what is
    done, at its core; `action` in words, empty where they are not understood alone.
    """

    clause: Clause
    title: str
    obligation: Obligation
    start: int
    end: int
    owner: str | None
    count: Mention | None
    period: Mention | None
    deadline: Mention | None
    matter: str
    action: str

    @property
    def words(self) -> str:
        """The words that are quoted."""
        return self.clause.text[self.start:self.end]

    def lead(self, scope: str) -> str:
        """How a stem about it begins."""
        return lead(self.clause, self.title, scope, self.owner)

    def with_words(self, span: Span, words: str) -> str:
        """The quoted words with others in the place of `span`."""
        text = self.clause.text
        return text[self.start:span[0]] + words + text[span[1]:self.end]


def duties(shelf: Shelf) -> tuple[Duty, ...]:
    """Every duty of the clauses that can be asked about, in printed order."""
    return tuple(d for c in shelf.clauses for d in _of(c, shelf))


def _of(clause: Clause, shelf: Shelf) -> Iterator[Duty]:
    found = shelf.of(clause)
    counted = {(o.start, o.end, o.action, o.period) for o in found if o.count is not None}
    for n, o in enumerate(found):
        if o.count is None and (o.start, o.end, o.action, o.period) in counted:
            continue  # the row beside it says the same with its number
        made = _duty(clause, shelf.title(clause), o, sum(
            (p.start, p.end, p.count, p.unit) == (o.start, o.end, o.count, o.unit) for p in found[:n]))
        if made is not None:
            yield made


def _duty(clause: Clause, title: str, o: Obligation, nth: int) -> Duty | None:
    said, owner = _doer(clause, o)
    if said is None and owner is None:
        return None
    span = window(clause, o, said)
    if span is None:
        return None
    start, end = span
    found = [_moved(m, start) for m in mentions(clause.text[start:end])]
    counts = [m for m in found if m.kind == "count" and (m.count, m.unit) == (o.count, o.unit) and m.start >= o.start]
    count = counts[nth] if nth < len(counts) else None
    if o.count is not None and count is None:
        return None
    before = count.start if count is not None else end
    periods = [m for m in found if m.kind == "period" and m.period == o.period]
    period = max((m for m in periods if m.start <= before), key=lambda m: m.start, default=next(iter(periods), None))
    deadline = next((m for m in found if m.kind == "deadline" and m.deadline == o.deadline), None)
    return Duty(clause, title, o, start, end, owner, count, period, deadline, core(o.action) or core(o.quote),
                _action(clause, o))


def _moved(m: Mention, by: int) -> Mention:
    return Mention(m.kind, m.start + by, m.end + by, m.period, m.count, m.comparator, m.unit, m.deadline, m.strict)


def _doer(clause: Clause, o: Obligation) -> tuple[str | None, str | None]:
    """The doer as the quoted words must name him, or as the question must; both None where nobody is known for sure."""
    subject = o.subject
    if subject is None:
        return None, None
    whose = list_owner(clause)
    begin = max(clause.text.rfind(c, 0, o.start) for c in "。！？\n；;") + 1
    at = clause.text.rfind(subject, begin, o.end)
    if at < 0:
        before = find_roles(clause.text[begin:o.start])
        alone = not [n for n, _, _ in before if pattern("person").search(n) and n not in clause.roles]
        return None, whose if subject in clause.roles and alone else None
    after = clause.text[at + len(subject):at + len(subject) + 1]
    if after in ("会", "大") or _is_part(clause.text, at, at + len(subject)):
        # 支部党员大会每季度召开1次: the meeting is named, whose it is the list says
        return (subject, None) if o.start <= at and after in ("会", "大") else (None, whose)
    if pattern("object").search(clause.text[begin:at]):
        return None, None if find_roles(clause.text[begin:at]) else whose
    return (None, whose) if pattern("not_owner").match(subject) else (subject, None)


def list_owner(clause: Clause) -> str | None:
    """Whose list a clause stands in, as its nearest heading prints it: 学校党委书记, not 学校党委."""
    for heading in (*reversed(clause.path), clause.list_title):
        for name, start, end in find_roles(heading):
            if name in clause.roles:
                office = pattern("office").match(heading[end:])
                whose = offices_body(heading) if name == heading[start:end] == _ANY else ""  # 纪委 of 纪委书记
                named = whose + heading[start:end + (office.end() if office else 0)]
                return named if is_owner(named) else None
    first = next(iter(clause.roles), None)
    return first if first is not None and is_owner(first) else None


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether what stands there is part of a longer name (党总支 of 党总支书记)."""
    return any(s <= start and end <= e and e - s > end - start for _, s, e in find_roles(text))


def is_owner(name: str) -> bool:
    """Whether words name somebody who may be obliged to something."""
    return role_named(name) is not None or (len(name) <= limit("owner") and pattern("owner").search(name) is not None
                                            and pattern("not_owner").search(name) is None and balanced(name))


def _action(clause: Clause, o: Obligation) -> str:
    """What is done, where its words are those of the clause, in at most two pieces, and tell it alone."""
    done = o.action.strip()
    fits = 3 <= len(done) <= limit("option") / 2 and len(core(done)) >= 2 and not is_bare(done) and balanced(done)
    plain = re.search(r"[，。；：:、]$|^[、，的报交送由经]|[的为于由至]$|、、", done) is None
    vague = pattern("thin").match(done) or any(pattern(p).search(done) for p in ("moment", "vague", "no_duty"))
    return done if fits and plain and not vague and re.search(r"\d", done) is None and not mentions(done) and (
        _pieces(done, clause.text)) else ""


def _pieces(words: str, text: str) -> bool:
    """Whether a text prints the words, or both pieces of them with little between, in either order."""
    if words in text:
        return True
    for n in range(2, len(words) - 1):
        first, second = re.escape(words[:n]), re.escape(words[n:])
        if re.search(f"{first}{_BETWEEN}{second}|{second}{_BETWEEN}{first}", text):
            return True
    return False


def spelled(number: float, like: str) -> str:
    """A whole number as it is printed in a text like `like`, in digits or, a small one, in Chinese characters; empty
    where it cannot be.
    """
    names: list[str] = listed("stem", "numerals")
    whole = int(number)
    if re.search("[一二两三四五六七八九十百千]", like) is None:
        return f"{number:g}"
    return names[whole] if number == whole and whole < len(names) else ""
