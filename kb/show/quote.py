"""A clause as it is shown with an answer (引文): its text with the words that answer, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.cite import short_citation
from kb.language.occurrences import Piece, pieces
from kb.language.vocabulary import GENERAL_SCOPE
from kb.types import CitedClause, Clause, Status

Span = tuple[int, int]
_DOUBTS = 8  # characters that are named


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause whose words at `spans` answer, in order and apart; none where it does not answer.

    `number` counts the clauses of an answer from 1, 0 where it is none of them; `short` is the citation to see at a
    glance, `citation` all of it. `scope` names whom it binds, `status` is None where it is in force, `copied` is
    quotation and citation as one text, `recognised` says how surely the words were read where they were read from a
    picture, `unsure` at which places of its text there may stand another character.
    """

    clause_id: str
    document_id: str
    text: str
    spans: tuple[Span, ...]
    citation: str
    short: str
    scope: str
    page: int | None
    status: str | None
    recognised: str | None = None
    number: int = 0
    unsure: tuple[int, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text in pieces, each with whether it answers; together they are the text."""
        out, begin = list[tuple[str, bool]](), 0
        for start, end in self.spans:
            out += [(self.text[begin:start], False), (self.text[start:end], True)]
            begin = end
        return tuple((piece, answers) for piece, answers in (*out, (self.text[begin:], False)) if piece)

    @property
    def shown(self) -> tuple[tuple[tuple[Piece, ...], bool], ...]:
        """The same, each piece cut where unsure characters begin and end."""
        at, out = 0, list[tuple[tuple[Piece, ...], bool]]()
        for piece, answers in self.pieces:
            out.append((pieces(piece, unsure=[n - at for n in self.unsure]), answers))
            at += len(piece)
        return tuple(out)

    @property
    def start(self) -> int:
        """Where the words that answer first begin, the length of the text where none do."""
        return self.spans[0][0] if self.spans else len(self.text)

    @property
    def end(self) -> int:
        """Where the words that answer first end."""
        return self.spans[0][1] if self.spans else len(self.text)

    @property
    def before(self) -> str:
        """The text before the words that answer."""
        return self.text[:self.start]

    @property
    def words(self) -> str:
        """The first words that answer, empty where none do."""
        return self.text[self.start:self.end]

    @property
    def after(self) -> str:
        """The text behind the first words that answer."""
        return self.text[self.end:]

    @property
    def said(self) -> str:
        """All the words that answer, what is left out between them as dots; the text where none do."""
        return "……".join(self.text[s:e] for s, e in self.spans) or self.text

    @property
    def copied(self) -> str:
        """Quotation and citation as one text."""
        return f"{self.said}\n——{self.citation}"

    @property
    def whole(self) -> bool:
        """Whether the whole clause answers."""
        return bool(self.words) and not self.before and not self.after


def quote_of(cited: CitedClause, spans: Sequence[Span] = (), scope: Sequence[str] = (), number: int = 0) -> Quote:
    """A clause with the words that answer, and whom it binds where a finding says so."""
    clause = cited.clause
    return Quote(clause.id, clause.document_id, clause.text, merged(spans), cited.citation,
                 short_citation(clause, cited.document), scope_label(scope or clause.scope), clause.page,
                 None if cited.status == Status.IN_FORCE else cited.status, recognised(clause), number, clause.unsure)


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def scope_label(scope: Sequence[str]) -> str:
    """Whom a rule binds, as shown."""
    return "、".join(scope) or GENERAL_SCOPE


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
