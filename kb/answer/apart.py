"""A question of several parts answered part by part (分别作答): each part is answered or named as not found.

What is asked of several sides is answered for each, after whether they are ruled alike; what one rule says of several
parts is said once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.answer.compose import MAX_ANSWER, compose
from kb.answer.evidence import Evidence
from kb.answer.figures import slot_fit
from kb.data import load_toml
from kb.ingest.analysis import pairs_of
from kb.language.pairs import bigrams, flat
from kb.language.synonyms import canonical, spellings
from kb.question.asking import facts_asked
from kb.question.joined import kind_of_name
from kb.question.parts import Part
from kb.question.question import Question
from kb.types import Citation, Clause

_LEAST_ROOM = 14
_PLAIN = "规定是："
_FAR = 180
_SHORT = 20
# A kind of quantity that says too little of what is asked to hold against a clause.
_LOOSE = "个数"
_NEAR_SLOT = 0.3
_SURE = 0.5
_SURER = 0.9
_SEVERAL = 2
_END = "。；;，,、：:"
_BODY = "body"
_PHRASE = re.compile("[^，,；;。！？\\n]+")


@dataclass(frozen=True, slots=True)
class Answered:
    """A part of a question, understood; with the finding that answers it and its clause, None where nothing does.

    `verdict` is what the finding says of what the part claims.
    """

    part: Part
    question: Question
    finding: Citation | None = None
    clause: Clause | None = None
    verdict: str | None = None

    @property
    def figure(self) -> str:
        """What the finding says in numbers: 每年至少1次."""
        f = self.finding
        return "" if f is None else (f.period or "") + (f.value or "")

    @property
    def said(self) -> str:
        """The finding in words, empty where there is none: its figure alone, else what the answer to the part says."""
        if self.finding is None or self.clause is None:
            return ""
        if self.figure and self.question.kind != "yesno":
            return self.figure
        said = compose(self.question, [(self.clause, self.finding)], verdict=self.verdict).removeprefix(_PLAIN)
        lead, _, rest = said.rstrip(_END).partition("。")
        return f"{lead}，{rest}" if rest and len(lead) <= _SHORT else said.rstrip(_END)


def settles(part: Part, question: Question, e: Evidence, chance: float) -> bool:
    """Whether evidence answers a part and not just what the part leans on.

    `question` is the part understood, `chance` the probability that it has an answer. The clause must give the kinds
    of fact and of figure that are asked for; where the chance is small, it must hold a word that only this part says.
    """
    printed = "".join(e.clause.text.split())
    if any(not f.shows.search(printed) for f in facts_asked(part.own)):
        return False
    slots = [s for s in question.slots if s != _LOOSE]
    if question.kind == "count" and slots and not any(
            slot_fit(question, f) >= _NEAR_SLOT for f in e.analysis.frames):
        return False
    told = [w for w in question.words if w in part.own]
    held = e.analysis.held
    sure = _SURE if len(told) < _SEVERAL else _SURER
    return chance >= sure or not told or any(canonical(s) in held for w in told for s in spellings(w))


def at_side(e: Evidence, part: Part) -> Evidence:
    """The evidence moved to the words of its clause that speak of the side which the part asks about.

    一般党员…10次，离退休党员…不作规定 gives no figure for the latter.
    """
    wanted = frozenset(bigrams(part.side))
    at = e.frame or e.obligation or e
    if not wanted or wanted <= pairs_of(e.analysis.heads) | pairs_of(flat(e.clause.text[at.start:at.end])):
        return e
    if e.frame is None and e.obligation is None:
        held = [len(wanted & pairs_of(s.flat)) for s in e.analysis.sentences]
        now = next((n for n, s in enumerate(e.analysis.sentences) if s.start <= e.start < s.end), 0)
        best = max(range(len(held)), key=lambda n: (held[n], n == now))
        return e if best == now else _moved(e, e.analysis.sentences[best].start, e.analysis.sentences[best].end)
    if kind_of_name(part.side) == _BODY:
        return e
    own = next((m for m in _PHRASE.finditer(e.clause.text) if wanted <= pairs_of(flat(m.group()))), None)
    return e if own is None else _moved(e, own.start(), own.end())


def _moved(e: Evidence, start: int, end: int) -> Evidence:
    return replace(e, start=start, end=end, frame=None, obligation=None)


def one_answer(answered: Sequence[Answered]) -> bool:
    """Whether all parts are answered, and by the same words: then they are one question after all."""
    said = {(a.finding.clause_id, a.finding.start, a.finding.end, a.figure) if a.finding else None for a in answered}
    return len(said) == 1 and None not in said


def findings_of(answered: Sequence[Answered]) -> list[Citation]:
    """What the parts stand on, in their order; what is quoted of one clause as one where it lies together."""
    out: list[Citation] = []
    for a in answered:
        if a.finding is None or a.clause is None:
            continue
        n = next((n for n, f in enumerate(out) if _lie_together(f, a.finding)), None)
        if n is None:
            out.append(a.finding)
        else:
            out[n] = _spanning(out[n], a.finding, a.clause)
    return out


def _lie_together(f: Citation, g: Citation) -> bool:
    return f.clause_id == g.clause_id and max(f.end, g.end) - min(f.start, g.start) <= _FAR


def _spanning(f: Citation, g: Citation, clause: Clause) -> Citation:
    """Two citations of one clause as one over both; its figure is that of both, or none."""
    start, end = min(f.start, g.start), max(f.end, g.end)
    if (f.start, f.end) == (start, end):
        return f
    value, period = (f.value, f.period) if (f.value, f.period) == (g.value, g.period) else (None, None)
    return replace(f, quote=clause.text[start:end], start=start, end=end, value=value, period=period)


def compose_apart(question: Question, answered: Sequence[Answered]) -> str:
    """The short answer to a question of several parts: at most MAX_ANSWER characters."""
    phrases = load_toml("phrases.toml")
    verdict = _verdict(answered) if question.asks_difference else ""
    labels: dict[str, list[str]] = {}
    for a in answered:
        labels.setdefault(a.said or phrases["part_missing"], []).append(a.part.label)
    figures = {a.figure for a in answered if a.figure} | {phrases["part_missing"]}
    heads = {said: "、".join(names) + "：" for said, names in labels.items()}
    taken = len(verdict) + sum(len(heads[s]) + 1 + (len(s) if s in figures or len(s) <= _SHORT else 0) for s in heads)
    long = [s for s in heads if s not in figures and len(s) > _SHORT]
    room = max(_LEAST_ROOM, (MAX_ANSWER - taken) // max(1, len(long)))
    of = {a.said: a for a in answered}
    each = (heads[s] + (_excerpt(s, of[s], room) if s in long else s) for s in heads)
    return _clip(verdict + "；".join(each) + "。", MAX_ANSWER)


def _verdict(answered: Sequence[Answered]) -> str:
    """Whether the sides are ruled alike; empty where not all of them are known."""
    said = {a.said for a in answered}
    if "" in said:
        return ""
    return str(load_toml("phrases.toml")["same" if len(said) == 1 else "differs"])


def _excerpt(words: str, a: Answered, room: int) -> str:
    """As much of the words as there is room for, from the phrase on that says the most of what the part asks."""
    if len(words) <= room:
        return words
    asked = frozenset(bigrams(a.part.side or a.part.own))
    beside = frozenset(p for w in a.question.beside for p in bigrams(w))
    phrases = [m for m in _PHRASE.finditer(words)]
    told = [len(asked & pairs_of(flat(m.group()))) + len(beside & pairs_of(flat(m.group()))) for m in phrases]
    first = phrases[told.index(max(told))].start() if phrases else 0
    first = 0 if first <= room - _LEAST_ROOM else min(first, max(0, len(words) - room))
    return _clip(words[first:], room)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[:limit - 1].rstrip(_END) + "…"
