"""Obligations corrected by hand (更正职责事项): changed, taken out, added, in a document in force or in a draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kb.answer.verify import numbers
from kb.errors import ChangeError, NotFoundError
from kb.language.numerals import parse_number, parse_range, plain
from kb.language.quantities import Comparator, Mention, mentions, value_words
from kb.store.clock import now
from kb.store.corrections import Correction, corrected, holding, obligation_json
from kb.store.library import Library
from kb.store.register import Actor
from kb.store.versions import content, versions_of
from kb.types import Clause, Obligation, Obligations

_LONGEST = 200
_PERIODS = ("任期", "一次性")
COMPARATORS: dict[str, Comparator] = {"至少": ">=", "不超过": "<=", "正好": "="}


@dataclass(frozen=True, slots=True)
class Stated:
    """What an administrator states of an obligation, as typed; empty where there is none. `quote` are the words of the
    clause that it stands on, `record` papers parted by 、.
    """

    quote: str
    subject: str = ""
    action: str = ""
    period: str = ""
    comparator: str = ""
    count: str = ""
    unit: str = ""
    deadline: str = ""
    condition: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An obligation of a clause as it stands. `key` names it and what it says; `by` is the correction it comes from."""

    key: str
    obligation: Obligation
    by: Correction | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A clause with its obligations as they stand, and the corrections that took one out."""

    clause: Clause
    rows: tuple[Row, ...] = ()
    removed: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A document's clauses with their obligations as they were read and as they were corrected; in `lapsed` what holds
    no more, since its clause says something else or is gone.
    """

    title: str
    sheets: tuple[Sheet, ...]
    corrections: tuple[Correction, ...] = ()
    lapsed: tuple[Correction, ...] = ()
    obligations: Obligations = field(default_factory=dict)

    def sheet(self, clause_id: str) -> Sheet:
        """The sheet of a clause. Raises NotFoundError."""
        found = next((s for s in self.sheets if s.clause.id == clause_id), None)
        if found is None:
            raise NotFoundError("这份文件里没有这一条：可能已经换了版本。请回到文件重新打开。")
        return found


@dataclass(frozen=True, slots=True)
class Step:
    """What correcting one obligation does: the corrections it takes back, and the one it makes."""

    dropped: tuple[int, ...]
    made: tuple[Correction, ...]


def book_of(title: str, clauses: Sequence[Clause], found: Obligations, corrections: Sequence[Correction]) -> Book:
    """A document's obligations with what was corrected of them."""
    own = holding(corrections, clauses)
    sheets = []
    for clause in clauses:
        now_standing = corrected(found.get(clause.id, ()), own.get(clause.id, ()))
        sheets.append(Sheet(clause, tuple(Row(key_of(o), o, by) for o, by in now_standing.rows), now_standing.removed))
    holds = {c.id for made in own.values() for c in made}
    standing = {s.clause.id: tuple(r.obligation for r in s.rows) for s in sheets if s.rows}
    return Book(title, tuple(sheets), tuple(corrections), tuple(c for c in corrections if c.id not in holds), standing)


def book_in_force(library: Library, document_id: str) -> Book:
    """The book of a document that the library holds. Raises NotFoundError."""
    with library.snapshot() as seen:
        title = seen.document(document_id).title
        held = content(seen, next(v for v in versions_of(seen, document_id) if v.held))
    return book_of(title, held.clauses, held.found, held.corrections)


def key_of(o: Obligation) -> str:
    """Names an obligation by all that it says: who corrects it corrects what he saw."""
    said = obligation_json(replace(o, clause_id="", by_hand=False))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def step(sheet: Sheet, actor: Actor, key: str, stated: Stated | None) -> Step:
    """Corrects the obligation of this key, or adds one without a key; without `stated` it is taken out.

    Raises ChangeError: it was corrected since, or what is stated does not stand in the clause.
    """
    row = next((r for r in sheet.rows if r.key == key), None)
    if key and row is None:
        raise ChangeError("这一项已经改过了。请重新打开这一条再改。")
    if row is None and stated is None:
        raise ChangeError("没有写明是哪一项。")
    new = None if stated is None else _checked(sheet.clause, stated, None if row is None else row.obligation)
    if row is not None and row.obligation == new:
        raise ChangeError("没有改动。")
    if row is None and any(r.obligation == new for r in sheet.rows):
        raise ChangeError("这一项已经有了。")
    by = None if row is None else row.by
    found = by.found if by is not None else None if row is None else row.obligation
    dropped = () if by is None else (by.id,)
    if found == new:  # put back to what was read, or what was added is taken out
        return Step(dropped, ())
    return Step(dropped, (Correction(0, sheet.clause.id, sheet.clause.text, found, new, actor.who, now()),))


def numbered(corrections: Sequence[Correction], done: Step) -> tuple[Correction, ...]:
    """The corrections of a draft after a step."""
    left = [c for c in corrections if c.id not in done.dropped]
    last = max((c.id for c in corrections), default=0)
    return (*left, *(replace(c, id=last + n) for n, c in enumerate(done.made, 1)))


def in_words(o: Obligation) -> str:
    """An obligation as a line for people."""
    said = (o.subject, o.action, o.period, o.value, o.deadline, o.condition)
    return " ".join(s for s in said if s)


def counted(count: float | tuple[float, float] | None) -> str:
    """A count as it is typed."""
    if count is None:
        return ""
    return "-".join(map(plain, count)) if isinstance(count, tuple) else plain(count)


def _checked(clause: Clause, stated: Stated, base: Obligation | None) -> Obligation:
    for name, typed in (("谁", stated.subject), ("做什么", stated.action), ("周期", stated.period),
                        ("数量", stated.count), ("单位", stated.unit), ("期限", stated.deadline),
                        ("情况", stated.condition), ("材料", stated.record)):
        if len(typed) > _LONGEST:
            raise ChangeError(f"{name}太长：最多 {_LONGEST} 个字。")
    if not stated.action.strip():
        raise ChangeError("没有写做什么。")
    quote = stated.quote.strip().replace("\r\n", "\n")
    start = base.start if base is not None and base.quote.strip() == quote else clause.text.find(quote)
    if not quote or start < 0:
        raise ChangeError("引文与条款原文不是逐字相同。请从原文里照录。")
    end = start + len(quote)
    if base is not None and base.quote.strip() == quote:
        quote, end = base.quote, base.end
    count, comparator, unit = _figure(stated)
    period, deadline = _period(stated.period), _words(stated.deadline)
    if count is None and period is None and deadline is None:
        raise ChangeError("数量、周期和期限至少写一样。")
    value: str | None = None
    if count is not None:
        value = base.value if base is not None and (base.count, base.comparator, base.unit) == (
            count, comparator, unit) else value_words(
            Mention("count", 0, 0, count=count, comparator=comparator, unit=unit))
        if not numbers(value or "") <= numbers(quote):
            raise ChangeError(f"引文里没有这个数：{value}。数量必须印在所引的原文里。")
    record = tuple(r.strip() for r in stated.record.replace("，", "、").split("、") if r.strip())
    return Obligation(clause.id, quote, start, end, _words(stated.subject), stated.action.strip(), period, count,
                      comparator, unit, deadline, value, _words(stated.condition), record)


def _figure(stated: Stated) -> tuple[float | tuple[float, float] | None, Comparator | None, str | None]:
    text = "".join(stated.count.split())
    if not text:
        return None, None, None
    count: float | tuple[float, float] | None = parse_range(text)
    if count is None:
        count = parse_number(text)
    if count is None:
        raise ChangeError(f"数量看不懂：{text[:20]}。应像 2 或 3-5 这样。")
    if stated.comparator and stated.comparator not in COMPARATORS:
        raise ChangeError(f"没有这种比较：{stated.comparator[:20]}。可用：{'、'.join(COMPARATORS)}。")
    if not stated.unit.strip():
        raise ChangeError("写了数量，还要写单位，如 次、学时、人。")
    how: Comparator = "range" if isinstance(count, tuple) else COMPARATORS.get(stated.comparator, "=")
    return count, how, stated.unit.strip()


def _period(stated: str) -> str | None:
    text = "".join(stated.split())
    if not text or text in _PERIODS:
        return text or None
    found = next((m for m in mentions(text) if m.kind == "period" and m.period and len(text) == m.end - m.start), None)
    if found is None:
        raise ChangeError(f"周期看不懂：{text[:20]}。应像 每月、每季度、每半年、每年、任期、一次性 这样。")
    return found.period


def _words(stated: str) -> str | None:
    return " ".join(stated.split()) or None
