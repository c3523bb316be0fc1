"""An answer as a reader sees it (呈现): quotes cut where the answering words begin and end, grouped by whom
they bind.

A pure function of query and answer. The page, the fragment that its script places, and the files all show one Card.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from kb.answer.compose import figure_of
from kb.data import load_toml
from kb.language.fits import scope_fit
from kb.language.tokenizer import normalize
from kb.language.vocabulary import GENERAL_SCOPE
from kb.question.asking import scopes_asked
from kb.show.highlight import told
from kb.show.marks import Piece, pieces, reference
from kb.show.objects import comparison_link
from kb.show.quote import Quote, quote_of, scope_label
from kb.types import Answer, Citation, CitedClause, Query

RELATED = 3
_LONG = 40
_SUMMARY = 36
_FOLDED = 200
_FIGURES = 3
_HEAD = re.compile(r"(.{1,80}?(?:。|条：))(.+)", re.DOTALL)
_SENTENCE = re.compile("[^。]+。?")
_PARTS = re.compile("[^。；：]{1,40}：[^。；]+；[^。；：]{1,40}：")


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
    that was asked for. `link` is the page that does what was asked for. `kinds` are the kinds of organisation to choose
    from, the chosen one alone once it is. `lead` is what is read first, in pieces with the numbers of their clauses.
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
    kinds: tuple[str, ...] = ()
    lead: tuple[tuple[Piece, ...], ...] = ()

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The clauses that answer, in the order of their numbers."""
        return tuple(q for g in (*self.groups, *self.others) for q in g.quotes)

    @property
    def key(self) -> str:
        """What tells the card apart from others of a page."""
        return f"{zlib.crc32('|'.join((self.question, *map(str, self.permalink), *self.clause_ids)).encode()):08x}"

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts of the question that nothing was found of, as the answer names them."""
        return tuple(re.findall(rf"(?:^|；)([^；。]+?)：{re.escape(_missing())}(?=[；。]|$)", self.answer))

    @property
    def repeats(self) -> bool:
        """Whether all that is read first are words marked in the clause below, and too many to be read twice."""
        own = "".join(_unspaced(q.text) for q in self.quotes[:1])
        return self.long and not self.rest and _unspaced(self.head).rstrip("。…") in own

    @property
    def head(self) -> str:
        """What of the answer is seen at a glance: its first sentence, all of it where that is long."""
        m = _HEAD.fullmatch(self.answer)
        head = m.group(1) if m else self.answer
        source, _, words = self.answer.partition("：")
        if "《" in source and self.quotes and _unspaced(words).rstrip("。…") in _unspaced(self.quotes[0].text):
            return f"{source}："
        return head

    @property
    def rest(self) -> str:
        """What follows the head, but for the sentences that are quoted below."""
        quoted = [_unspaced(q.text) for q in self.quotes]
        return "".join(s for s in _SENTENCE.findall(self.answer[len(self.head):])
                       if not any(_unspaced(s).rstrip("。") in q for q in quoted))

    @property
    def said(self) -> str:
        """The answer in files and messages, where the quotes follow it: head and rest."""
        return self.head + self.rest

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
    def asked_again(self) -> tuple[tuple[str, str], ...]:
        """The parameters of / that ask the same, but for the kind of organisation."""
        return tuple((name, value) for name, value in self.permalink if name != "scope")

    @property
    def folded(self) -> bool:
        """Whether the question is too long to be shown whole at once."""
        return len(self.question) > _FOLDED

    @property
    def reportable(self) -> bool:
        """Whether the library lacks what was asked: a greeting it does not lack."""
        return self.status == "not_found" and self.answer != load_toml("phrases.toml")["about"]


def present(query: Query, answer: Answer, *, asked_on: date) -> Card:
    """The card of an answer to `query`."""
    cited = {c.clause.id: c for c in answer.clauses}
    groups = _grouped(answer, cited)
    fitting = _fitting([scopes for scopes, _ in groups], query, answer)
    # The clauses are numbered as they are read: those that fit, then the others.
    ordered = sorted(groups, key=lambda g: g[0] not in fitting)
    numbers = count(1)
    groups = [(scopes, replace(g, quotes=tuple(replace(q, number=next(numbers)) for q in g.quotes)))
              for scopes, g in ordered]
    found = {f.clause_id for f in answer.findings}
    related = [c for c in answer.clauses if c.clause.id not in found][:RELATED]
    permalink = (("q", answer.understood_as or answer.question.strip()), ("scope", query.scope or ""),
                 ("role", query.role or ""), ("as_of", query.as_of.isoformat() if query.as_of else ""))
    card = Card(
        answer.question, answer.understood_as, answer.status, answer.answer, query.scope or "", query.role or "",
        asked_on,
        groups=tuple(g for scopes, g in groups if scopes in fitting),
        others=tuple(g for scopes, g in groups if scopes not in fitting),
        related=tuple(quote_of(c) for c in related),
        permalink=tuple((name, value) for name, value in permalink if value),
        clause_ids=tuple(dict.fromkeys(f.clause_id for f in answer.findings)) or tuple(c.clause.id for c in related),
        comparisons=tuple((n.text, link) for n in answer.notices if (link := comparison_link(n.old, n.new))),
        as_of=query.as_of, link=answer.link, kinds=_kinds(groups, query, answer))
    return replace(card, lead=_lead(card, answer, cited))


def _lead(card: Card, answer: Answer, cited: dict[str, CitedClause]) -> tuple[tuple[Piece, ...], ...]:
    """Head and rest with their marks."""
    finding = {f.clause_id: f for f in reversed(answer.findings)}
    references = [reference(q.number, cited[q.clause_id], finding[q.clause_id]) for q in card.quotes]
    rest = card.rest
    for notice, _ in card.comparisons:  # shown by itself, with its link
        rest = rest.replace(notice, "")
    told = [_without(card.head, card.missing), _without(rest, card.missing)]
    return tuple(map(tuple, pieces([t for t in told if t], references)))


def _without(text: str, missing: Sequence[str]) -> str:
    """A text without its parts that say that something was not found."""
    for part in missing:
        text = re.sub(rf"；?{re.escape(part)}：{re.escape(_missing())}(?=[；。]|$)", "", text)
    return text.lstrip("；") if text.strip("；。") else ""


def _missing() -> str:
    return str(load_toml("phrases.toml")["part_missing"])


def _kinds(groups: Sequence[tuple[tuple[str, ...], Group]], query: Query, answer: Answer) -> tuple[str, ...]:
    """The kinds of organisation to choose from: those that are ruled differently, where none was named; the one chosen
    before.
    """
    if query.scope:
        return (query.scope,)
    if scopes_asked(_asked(answer)) or len({g.summary for _, g in groups}) < 2:
        return ()
    kinds = dict.fromkeys(k for scopes, _ in groups for k in scopes if k != GENERAL_SCOPE)
    return tuple(kinds) if len(kinds) > 1 else ()


def _asked(answer: Answer) -> str:
    return re.sub(r"\s+", "", normalize(answer.understood_as or answer.question))


def _fitting(kinds: Sequence[tuple[str, ...]], query: Query, answer: Answer) -> Sequence[tuple[str, ...]]:
    """The kinds that were asked for, by filter or by name, those around them where there is no such rule, and what
    binds everyone; the first where no kind was asked for, or none fits.
    """
    asked = (query.scope,) if query.scope else scopes_asked(_asked(answer))
    for least in (0.5, 0.0):
        fits = [k for k in kinds if asked and (scope_fit(asked, k) >= least or GENERAL_SCOPE in k)]
        if fits:
            return fits
    return kinds[:1]


def _grouped(answer: Answer, cited: dict[str, CitedClause]) -> list[tuple[tuple[str, ...], Group]]:
    """Findings by the kinds that they bind, in the order of their first; those of one clause as one quotation."""
    by_kind: dict[tuple[str, ...], list[Citation]] = {}
    for f in answer.findings:
        by_kind.setdefault(f.scope, []).append(f)
    return [(kind, Group(scope_label(kind), _summary(of), _quotes(of, cited, answer))) for kind, of in by_kind.items()]


def _quotes(findings: Sequence[Citation], cited: dict[str, CitedClause], answer: Answer) -> tuple[Quote, ...]:
    spans: dict[str, list[tuple[int, int]]] = {}
    in_parts = _PARTS.match(answer.answer) is not None  # then one quotation may answer several
    for f in findings:
        clause = cited[f.clause_id].clause
        span = (f.start, f.end) if in_parts and not figure_of(f) else told(
            clause.text, f.start, f.end, _asked(answer), figure_of(f))
        spans.setdefault(f.clause_id, []).append(span)
    return tuple(quote_of(cited[i], of, findings[0].scope) for i, of in spans.items())


def _summary(findings: Sequence[Citation]) -> str:
    figures = list(dict.fromkeys(map(figure_of, findings)))
    stated = [figure for figure in figures if figure]
    if stated:
        return "；".join(stated[:_FIGURES]) + (" 等" if len(stated) > _FIGURES else "")
    words = re.sub(r"\s+", "", findings[0].quote)
    return words if len(words) <= _SUMMARY else words[:_SUMMARY - 1] + "…"


def _unspaced(text: str) -> str:
    return "".join(text.split())
