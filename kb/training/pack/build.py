"""A pack from the tables of its topics (汇编): each clause cited once a section, numbered through the whole pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kb.cite import citation
from kb.errors import QuestionError
from kb.ingest.records import papers as papers_named
from kb.ingest.records import records
from kb.language.sentences import whole_sentences
from kb.language.vocabulary import GENERAL_SCOPE
from kb.training.pack.choose import chosen
from kb.training.pack.pack import Cited, Pack, Papers, Section, Source
from kb.training.pack.phrases import audience_named, joined, length_named, say
from kb.training.pack.rulings import in_order, points
from kb.training.pack.wanted import Wanted
from kb.training.topic_table import TopicRow, TopicTable
from kb.types import Clause, Document, Obligation, Obligations


def build(wanted: Wanted, tables: Sequence[TopicTable], clauses: Mapping[str, Clause], found: Obligations,
          documents: Mapping[str, Document], *, as_of: str) -> Pack:
    """The pack that was asked for: a section a table, then the clauses collected.

    Raises QuestionError: an audience or a length that there is not, or a topic that nothing is left of.
    """
    audience, length = audience_named(wanted.audience), length_named(wanted.length)
    maker = _Maker(clauses, found, documents)
    sections = []
    for table in tables:
        rows = chosen(table.rows, who=audience.who, without=wanted.without, order=wanted.order, most=length.clauses)
        if not rows:
            why = "的条款都去掉了，请至少留一条" if table.rows else "没有条款规定，请换个说法或单位类型"
            raise QuestionError(f"专题“{table.topic}”{why}。")
        sections.append(maker.topic(table, rows, wanted.kinds))
    if wanted.picked:
        sections.append(maker.own(wanted))
    return Pack(tuple(sections), maker.sources(), wanted.kinds, audience, length, as_of)


class _Maker:
    """Numbers the clauses as they come."""

    def __init__(self, clauses: Mapping[str, Clause], found: Obligations, documents: Mapping[str, Document]) -> None:
        self._clauses, self._found, self._documents = clauses, found, documents
        self._cited: dict[str, Cited] = {}

    def topic(self, table: TopicTable, rows: Sequence[TopicRow], kinds: Sequence[str]) -> Section:
        cited = self._cite(dict.fromkeys(r.clause for r in rows))
        compared = in_order([k for r in rows for k in r.scope if k in kinds or not kinds or k == GENERAL_SCOPE])
        spans: dict[str, list[tuple[int, int]]] = {}
        for row in rows:
            spans.setdefault(row.clause, []).append((row.start, row.end))
        return Section(table.topic, say("question", topic=table.topic), compared, points(rows, cited),
                       tuple(cited.values()), self._papers(cited, spans), table.silent, table.without_number,
                       table.differences)

    def own(self, wanted: Wanted) -> Section:
        """The section of the clauses collected, with the trainer's notes; what they rule is what their obligations say.
        """
        unknown = [p.clause for p in wanted.picked if p.clause not in self._clauses]
        if unknown:
            named = joined([u[:40] for u in unknown[:3]])
            raise QuestionError(f"没有这条条款，或它已不是现行：{named}。请从收集里去掉。")
        cited = {c: replace(x, note=p.note) for (c, x), p in zip(
            self._cite([p.clause for p in wanted.picked]).items(), wanted.picked, strict=True)}
        rows = [_row(self._clauses[c], o, x.citation) for c, x in cited.items() for o in self._found.get(c, ())
                if o.value or o.period or o.deadline]
        spans = {c: [(0, len(self._clauses[c].text))] for c in cited}
        return Section(say("own"), say("own_question"), in_order([k for r in rows for k in r.scope]),
                       points(rows, cited), tuple(cited.values()), self._papers(cited, spans))

    def sources(self) -> tuple[Source, ...]:
        """The documents cited, in the order of their first clause."""
        ids = dict.fromkeys(x.clause.document_id for x in self._cited.values())
        known = [self._documents[i] for i in ids]
        return tuple(Source(d.title, tuple(filter(None, (d.number, d.issuer, d.date)))) for d in known)

    def _cite(self, clauses: Mapping[str, None] | Sequence[str]) -> dict[str, Cited]:
        for i in clauses:
            if i not in self._cited:
                clause = self._clauses[i]
                title = self._documents[clause.document_id].title
                self._cited[i] = Cited(len(self._cited) + 1, clause, citation(clause, title))
        return {i: self._cited[i] for i in clauses}

    def _papers(self, cited: Mapping[str, Cited], spans: Mapping[str, Sequence[tuple[int, int]]]) -> tuple[Papers, ...]:
        """The papers that the sentences of the rules ask to keep, or the next ones where these speak of nothing else.
        """
        out: dict[str, Papers] = {}
        for i, x in cited.items():
            text = x.clause.text
            for start, end in spans[i]:
                named = records(text, start, end)
                at = [n for n, (s, e) in enumerate(whole_sentences(text)) if s < end and e > start]
                for s, e in whole_sentences(text)[at[0]:at[-1] + 2] if named and at else ():
                    quote = text[s:e].strip()
                    names = papers_named(quote)
                    if set(names) & set(named):
                        before = out[quote].cited if quote in out else ()
                        out[quote] = Papers(names, quote, before if x in before else (*before, x))
        return tuple(out.values())


def _row(clause: Clause, o: Obligation, cited: str) -> TopicRow:
    matter = o.action if o.action in clause.text else o.quote  # in the clause's own words, or in none
    value = f"{o.value}（{o.deadline}）" if o.value and o.deadline else o.value or o.deadline
    return TopicRow(matter, clause.scope, "other", o.subject, value, o.period, o.comparator, o.unit, clause.id,
                    cited, o.quote, o.start, o.end)
