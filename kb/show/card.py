"""An answer as a reader sees it (呈现): quotes cut where the answering words begin and end, grouped by whom
they bind.

A pure function of query and answer. The page, the fragment that its script places, and the files all show one Card.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kb.data import load_toml
from kb.language.fits import scope_fit
from kb.language.occurrences import Piece, pieces
from kb.language.tokenizer import normalize
from kb.language.vocabulary import GENERAL_SCOPE
from kb.question.asking import scopes_asked
from kb.show.objects import comparison_link
from kb.types import Answer, Citation, CitedClause, Clause, Query, Status

RELATED = 3
_LONG = 40
_SUMMARY = 36
_FIGURES = 3
_DOUBTS = 8  # characters that are named
_HEAD = re.compile(r"(.{1,80}?(?:。|条：))(.+)", re.DOTALL)
_SENTENCE = re.compile("[^。]+。?")


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause with the words that answer: `before + words + after` is its text; `words` is empty where none do.

    `scope` names whom it binds, `status` is None where it is in force, `copied` is quotation and citation as one text,
    `recognised` says how surely the words were read where they were read from a picture, `unsure` which characters of
    its text may be others.
    """

    clause_id: str
    document_id: str
    before: str
    words: str
    after: str
    citation: str
    scope: str
    page: int | None
    status: str | None
    copied: str
    recognised: str | None = None
    unsure: tuple[int, ...] = ()

    @property
    def shown(self) -> tuple[tuple[Piece, ...], ...]:
        """The three parts of its text, each as pieces with the unsure characters apart."""
        at, out = 0, []
        for part in (self.before, self.words, self.after):
            out.append(pieces(part, unsure=[n - at for n in self.unsure]))
            at += len(part)
        return tuple(out)

    @property
    def whole(self) -> bool:
        """Whether the whole clause answers."""
        return bool(self.words) and not self.before and not self.after


@dataclass(frozen=True, slots=True)
class Group:
    """The quotes that bind one kind of organisation, with one line that says what they rule: 每年至少6次."""

    scope: str
    summary: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that is shown of one answer.

    `groups` fit the question and the reader's filters, `others` rule for other kinds of organisation; `related` are the
    nearest clauses that do not answer. `permalink` holds the parameters of / that give this answer again, without any
    history. `clause_ids` names what it stands on, or the nearest clauses where nothing answers. `comparisons` are what
    there is to know of the validity of its rules, each with the page that compares the editions; `as_of` is the day
    that was asked for. `link` is the page that does what was asked for.
    """

    question: str
    understood_as: str | None
    status: str
    answer: str
    scope: str
    role: str
    asked_on: date
    groups: tuple[Group, ...] = ()
    others: tuple[Group, ...] = ()
    related: tuple[Quote, ...] = ()
    permalink: tuple[tuple[str, str], ...] = ()
    clause_ids: tuple[str, ...] = field(default=())
    comparisons: tuple[tuple[str, str], ...] = ()
    as_of: date | None = None
    link: str | None = None

    @property
    def head(self) -> str:
        """What of the answer is seen at a glance: its first sentence, all of it where that is long."""
        m = _HEAD.fullmatch(self.answer)
        return m.group(1) if m else self.answer

    @property
    def rest(self) -> str:
        """What follows the head, but for the sentences that are quoted below."""
        quoted = [_unspaced(q.before + q.words + q.after) for g in (*self.groups, *self.others) for q in g.quotes]
        return "".join(s for s in _SENTENCE.findall(self.answer[len(self.head):])
                       if not any(_unspaced(s).rstrip("。") in q for q in quoted))

    @property
    def long(self) -> bool:
        """Whether the head is a text to read rather than a phrase to see."""
        return len(self.head) > _LONG

    @property
    def filters(self) -> str:
        """The reader's filters as one text, empty where there are none."""
        day = f"{self.as_of.isoformat()} 有效的规定" if self.as_of else ""
        return " · ".join(f for f in (self.scope, self.role, day) if f)

    @property
    def unfiltered(self) -> tuple[tuple[str, str], ...]:
        """The parameters of / that ask the same without filters, not even remembered ones."""
        return (*self.permalink[:1], ("scope", ""), ("role", ""))

    @property
    def reportable(self) -> bool:
        """Whether the library lacks what was asked: a greeting it does not lack."""
        return self.status == "not_found" and self.answer != load_toml("phrases.toml")["about"]


def present(query: Query, answer: Answer, *, asked_on: date) -> Card:
    """The card of an answer to `query`."""
    cited = {c.clause.id: c for c in answer.clauses}
    groups = _grouped(answer.findings, cited)
    fitting = _fitting([scopes for scopes, _ in groups], query, answer)
    found = {f.clause_id for f in answer.findings}
    related = [c for c in answer.clauses if c.clause.id not in found][:RELATED]
    permalink = (("q", answer.understood_as or answer.question.strip()), ("scope", query.scope or ""),
                 ("role", query.role or ""), ("as_of", query.as_of.isoformat() if query.as_of else ""))
    return Card(
        answer.question, answer.understood_as, answer.status, answer.answer, query.scope or "", query.role or "",
        asked_on,
        groups=tuple(g for scopes, g in groups if scopes in fitting),
        others=tuple(g for scopes, g in groups if scopes not in fitting),
        related=tuple(_quote(c) for c in related),
        permalink=tuple((name, value) for name, value in permalink if value),
        clause_ids=tuple(dict.fromkeys(f.clause_id for f in answer.findings)) or tuple(c.clause.id for c in related),
        comparisons=tuple((n.text, link) for n in answer.notices if (link := comparison_link(n.old, n.new))),
        as_of=query.as_of, link=answer.link)


def _fitting(kinds: Sequence[tuple[str, ...]], query: Query, answer: Answer) -> Sequence[tuple[str, ...]]:
    """The kinds that were asked for, by filter or by name, those around them where there is no such rule, and what
    binds everyone; the first where no kind was asked for, or none fits.
    """
    text = re.sub(r"\s+", "", normalize(answer.understood_as or answer.question))
    asked = (query.scope,) if query.scope else scopes_asked(text)
    for least in (0.5, 0.0):
        fits = [k for k in kinds if asked and (scope_fit(asked, k) >= least or GENERAL_SCOPE in k)]
        if fits:
            return fits
    return kinds[:1]


def _grouped(findings: Iterable[Citation], cited: dict[str, CitedClause]) -> list[tuple[tuple[str, ...], Group]]:
    """Findings by the kinds that they bind, in the order of their first."""
    by_kind: dict[tuple[str, ...], list[Citation]] = {}
    for f in findings:
        by_kind.setdefault(f.scope, []).append(f)
    return [(kind, Group(scope_label(kind), _summary(of), tuple(_quote(cited[f.clause_id], f) for f in of)))
            for kind, of in by_kind.items()]


def scope_label(scope: Sequence[str]) -> str:
    """Whom a rule binds, as shown."""
    return "、".join(scope) or GENERAL_SCOPE


def _summary(findings: Sequence[Citation]) -> str:
    figures = list(dict.fromkeys("".join(x for x in (f.period, f.value) if x) for f in findings))
    stated = [figure for figure in figures if figure]
    if stated:
        return "；".join(stated[:_FIGURES]) + (" 等" if len(stated) > _FIGURES else "")
    words = re.sub(r"\s+", "", findings[0].quote)
    return words if len(words) <= _SUMMARY else words[:_SUMMARY - 1] + "…"


def _quote(cited: CitedClause, finding: Citation | None = None) -> Quote:
    clause = cited.clause
    start, end = (finding.start, finding.end) if finding else (len(clause.text), len(clause.text))
    scope = finding.scope if finding else clause.scope
    status = None if cited.status == Status.IN_FORCE else cited.status
    return Quote(clause.id, clause.document_id, clause.text[:start], clause.text[start:end], clause.text[end:],
                 cited.citation, scope_label(scope), clause.page, status,
                 f"{finding.quote if finding else clause.text}\n——{cited.citation}", recognised(clause), clause.unsure)


def recognised(clause: Clause) -> str | None:
    """That a clause was recognised in a picture, how surely, and which characters may be others; None where it was
    not.
    """
    if not clause.ocr:
        return None
    sure = "" if clause.confidence is None else f"，可信度 {clause.confidence:.0%}"
    unsure = "".join(p.text for p in pieces(clause.text, unsure=clause.unsure) if p.unsure)
    more = f"等 {len(unsure)} 字" if len(unsure) > _DOUBTS else ""
    return f"识别自扫描件{sure}" + (f"，“{unsure[:_DOUBTS]}”{more}把握不大" if unsure else "")


def _unspaced(text: str) -> str:
    return "".join(text.split())
