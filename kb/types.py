"""The types everything else speaks. Frozen, without I/O.

All offsets are half-open character ranges (Python string indices) into a `Document.text` or a
`Clause.text`, as each field says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

SegmentKind = Literal["clause", "heading", "matter"]
AnswerStatus = Literal["answered", "not_found", "invalid"]
NoticeKind = Literal["coming", "changed", "ended"]


class Status(StrEnum):
    """How a document stands on a day: answers stand only on those in force. A catalogue may state other words; such a
    document is in force.
    """

    IN_FORCE = "现行"
    REPEALED = "已废止"
    COMING = "尚未施行"
    EXPIRED = "已失效"
    # Of a clause alone.
    CHANGED = "已修改"


# How documents stand that answer no question of today.
OUT_OF_FORCE = (Status.REPEALED, Status.COMING, Status.EXPIRED)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the canonical text. Together the segments cover it once, without gaps."""

    start: int
    end: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class Gone:
    """A part of a clause that is out of force while the rest is not, as `name` says (第2款): `start` to `end` of the
    clause's text, both 0 where it could not be told which words they are. `until` is the last day on which it is in
    force, None where not known; `by` the id of the document that repeals it, or that rules otherwise where `changed`.
    """

    name: str
    start: int
    end: int
    until: str | None
    by: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule as printed: `document.text[start:end] == text`, printed number included.

    `path` holds the headings above it, outermost first, without the document's own title line;
    `number` is the printed number without its punctuation (3, （三）, 第十二条), None where none is printed;
    `list_title` is the list (清单) it stands in, the document's title where it has only one. `ocr` tells that it was
    recognised in a picture, `confidence` how surely (0 to 1, where the recogniser says so), `unsure` which of its
    characters (offsets into `text`) may be others. `lead` tells that it rules
    nothing by itself: a preamble, or words that lead in what follows. `effective_from` and `effective_to` are the
    first and the last day on which its document is in force, None where they are not known. `edition` tells its
    document apart from others of the same title that the library holds, empty where there are none. `repealed_by` is
    the id of the document that repeals this clause while the rest of its document stays in force, `changed` tells that
    it puts other words in its place; `gone` are parts of the clause of which that holds.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    number: str | None
    path: tuple[str, ...]
    list_title: str
    roles: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("通用",)
    page: int | None = None
    ocr: bool = False
    confidence: float | None = None
    lead: bool = False
    effective_from: str | None = None
    effective_to: str | None = None
    edition: str = ""
    repealed_by: str | None = None
    unsure: tuple[int, ...] = ()
    changed: bool = False
    gone: tuple[Gone, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that another repeals, as it is named there: its title, and its number where that is printed.

    `clauses` are the articles and chapters, or parts of articles, that alone are repealed (第5条, 第2章, 第5条第2款,
    第5条“每月”), empty where the whole document is; `day`, in ISO form, the day from which they are, None where it is
    that of the document that repeals them. `changed` tells that it gives these clauses other words.
    """

    title: str
    number: str | None = None
    clauses: tuple[str, ...] = ()
    day: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A regulation file with its canonical text, the one every offset refers to.

    `status`, as the library gives it, is how it stands today: a Status, or while it is in force what else the catalogue
    states; `number` the number that its issuer gave it (文号). `date` is the day of issue (or its year or month),
    `effective_from` and `effective_to` the first and the last day in force, all in ISO form, None where not known.
    `repeals` are the documents that its text puts out of force with it, or that its catalogue says it replaces;
    `followed_by` names the one that the catalogue says replaces it. `replaces` and `replaced_by` are ids of the
    documents before and after it, which the library as a whole tells, as it does the `repealed_clauses` (第五条), which
    are out of force today while the rest is not, and the `changed_clauses`, which another document gave other words.
    `warnings` say in words for people what could not be read.
    """

    id: str
    title: str
    source: str
    sha256: str
    parser: str
    text: str
    scope: tuple[str, ...] = ("通用",)
    issuer: str | None = None
    number: str | None = None
    date: str | None = None
    effective_from: str | None = None
    effective_to: str | None = None
    status: str = Status.IN_FORCE
    warnings: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    repeals: tuple[Repeal, ...] = ()
    followed_by: str | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    repealed_clauses: tuple[str, ...] = ()
    changed_clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obligation:
    """What a clause obliges someone to do, with a number or a date: who, what, how many, how often, by when.

    `start` and `end` are offsets into the clause's text, `clause.text[start:end] == quote`. `count` is a number or a
    (low, high) range; `comparator` is one of ">=", "<=", "=", "range"; `value` is the count as an answer says it
    (至少1次); `period` is a normal form (每年) or None. `condition` is the case it is bound to, as printed (设党委的),
    None where it always holds; `record` are the papers that its sentence asks to keep of it, as printed (会议记录).
    `by_hand` tells that an administrator said so.
    """

    clause_id: str
    quote: str
    start: int
    end: int
    subject: str | None
    action: str
    period: str | None
    count: float | tuple[float, float] | None
    comparator: str | None
    unit: str | None
    deadline: str | None
    value: str | None
    condition: str | None = None
    record: tuple[str, ...] = ()
    by_hand: bool = field(default=False, compare=False)


# Obligations in printed order by the id of their clause; a clause without any may be missing.
Obligations = Mapping[str, tuple[Obligation, ...]]


@dataclass(frozen=True, slots=True)
class Split:
    """What a document is split into: its clauses with their obligations, and segments that cover every character once.
    """

    clauses: tuple[Clause, ...]
    segments: tuple[Segment, ...]
    obligations: Obligations = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """A question as asked, with the earlier ones of its conversation (oldest first) and the reader's filters. It is
    answered from what is in force on the day `as_of`, today without one.
    """

    question: str
    history: tuple[str, ...] = ()
    scope: str | None = None
    role: str | None = None
    k: int = 10
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A question that an administrator named the answering clause of, which said `text` then."""

    question: str
    clause_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked clause. Higher scores are better; scores of different retrievers do not compare."""

    clause_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A finding: the words of a clause that answer. `clause.text[start:end] == quote` always."""

    clause_id: str
    quote: str
    start: int
    end: int
    value: str | None = None
    period: str | None = None
    subject: str | None = None
    scope: tuple[str, ...] = ("通用",)


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause as shown with an answer: the clause, its document's title and status, and its score."""

    clause: Clause
    document: str
    citation: str
    status: str
    score: float


@dataclass(frozen=True, slots=True)
class Notice:
    """What there is to know of the validity of a rule that an answer stands on.

    `kind` tells that another rule is coming, that the rule changed not long ago, or that it is out of force; `text`
    says so, `day` is when. `clause` is the rule's own, `other` the one that comes or went before with `quote`, its
    words at `start` to `end`; None where there is none. `old` and `new` are ids of documents to compare.
    """

    kind: NoticeKind
    text: str
    day: date | None
    clause: str
    other: Clause | None = None
    start: int = 0
    end: int = 0
    old: str | None = None
    new: str | None = None

    @property
    def quote(self) -> str:
        """The words of the other rule."""
        return "" if self.other is None else self.other.text[self.start:self.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person reads first (`answer`), what it stands on (`findings`), and the ranked clauses. `notices` tell of
    the validity of what it stands on; `as_of` is the day that was asked for. `link` is the page of this program that
    does what was asked for, where that is no question to answer from clauses.
    """

    question: str
    status: AnswerStatus
    answer: str
    findings: tuple[Citation, ...] = ()
    clauses: tuple[CitedClause, ...] = ()
    took_ms: float = 0.0
    understood_as: str | None = field(default=None)
    notices: tuple[Notice, ...] = ()
    as_of: date | None = None
    link: str | None = None
