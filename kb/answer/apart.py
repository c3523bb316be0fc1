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
from kb.answer.facts import focus
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
_SURE_BESIDE = 0.5
_NOWHERE = -1.0
# How many words beside the asking one must be missing, by the kind of question, to hold against a clause.
_BESIDE_AT_LEAST = {"who": 1, "list": 1, "count": 2, "when": 2}
_MEASURED = re.compile("[一每半两几\\d]|至少|最")
_SEVERAL = 2
_END = "。；;，,、：:"
_LEADS_ON = ("：", ":")
_BODY = "body"
_PHRASE = re.compile("[^，,；;。！？\\n]+")


@dataclass(frozen=True, slots=True)
class Answered:
    """A part of a question, understood; with the finding that answers it and its clause, None where nothing does.

    `told` are the words of the finding that say it, `verdict` what they say of what the part claims.
    """

    part: Part
    question: Question
    finding: Citation | None = None
    clause: Clause | None = None
    told: Citation | None = None
    verdict: str | None = None

    @property
    def figure(self) -> str:
        """What the finding says in numbers: 每年至少1次."""
        f = self.finding
        return "" if f is None else (f.period or "") + (f.value or "")

    @property
    def is_figure(self) -> bool:
        """Whether the figure alone answers."""
        return bool(self.figure) and self.question.kind != "yesno"

    def said(self, *, fully: bool = False) -> str:
        """The finding in words, empty where there is none: its figure alone, else what the answer to the part says.

        `fully` in all the words of the finding.
        """
        if self.finding is None or self.clause is None:
            return ""
        if self.is_figure:
            return self.figure
        wide = fully or self.told is None or self.told.quote.rstrip()[-1:] in _LEADS_ON
        told = self.finding if wide or self.told is None else self.told
        said = compose(self.question, [(self.clause, told)], verdict=self.verdict).removeprefix(_PLAIN)
        lead, _, rest = said.rstrip(_END).partition("。")
        return f"{lead}，{rest}" if rest and len(lead) <= _SHORT else said.rstrip(_END)


def settles(part: Part, question: Question, e: Evidence, chance: float) -> bool:
    """Whether evidence answers a part and not just what the part leans on.

    `question` is the part understood, `chance` the probability that it has an answer. The clause must give the kinds
    of fact and of figure that are asked for; where the chance is small, it must hold a word that only this part says,
    and a word beside the one that asks.
    """
    printed = "".join(e.clause.text.split())
    if any(not f.shows.search(printed) for f in facts_asked(part.own)):
        return False
    slots = [s for s in question.slots if s != _LOOSE]
    if question.kind == "count" and slots and not any(
            slot_fit(question, f) >= _NEAR_SLOT for f in e.analysis.frames):
        return False
    held = e.analysis.held
    beside = [fit for fit, words in zip(focus(question, held), question.beside, strict=True) if words]
    least = _BESIDE_AT_LEAST.get(question.kind)
    if chance < _SURE_BESIDE and least is not None and len(beside) >= least and max(beside) == _NOWHERE:
        return False
    told = [w for w in question.words if w in part.own and not _MEASURED.match(w)]
    sure = _SURE if len(told) < _SEVERAL else _SURER
    return chance >= sure or not told or any(canonical(s) in held for w in told for s in spellings(w))


def at_fact(e: Evidence, part: Part) -> Evidence:
    """The evidence moved to a sentence that gives the kinds of fact asked for, where its words do not.

    从哪天算起 is not answered by the figure of 预备期为一年 but by 自……之日算起.
    """
    facts, at = facts_asked(part.own), e.frame or e.obligation or e
    said = [(s, "".join(e.clause.text[s.start:s.end].split())) for s in e.analysis.sentences]
    giving = [s for s, words in said if all(f.shows.search(words) for f in facts)]
    now = "".join(e.clause.text[at.start:at.end].split())
    if not facts or not giving or all(f.shows.search(now) for f in facts):
        return e
    own = frozenset(bigrams(part.own))
    best = max(giving, key=lambda s: len(own & pairs_of(s.flat)))
    return _moved(e, best.start, best.end)


def at_side(e: Evidence, part: Part, question: Question) -> Evidence:
    """The evidence moved to the words of its clause that speak of the side which the part asks about.

    普通党员…10次，离退休党员…不作规定 gives no figure for the latter, 村支部任期5年，其他支部任期3年 has one of its own for each.
    """
    wanted, mark = frozenset(bigrams(part.side)), flat(part.mark)
    if not part.side or wanted <= pairs_of(e.analysis.heads):
        return e
    at = e.frame or e.obligation
    if at is None:
        held = [len(wanted & pairs_of(s.flat)) for s in e.analysis.sentences]
        now = next((n for n, s in enumerate(e.analysis.sentences) if s.start <= e.start < s.end), 0)
        best = max(range(len(held)), key=lambda n: (held[n], n == now))
        return e if best == now else _moved(e, e.analysis.sentences[best].start, e.analysis.sentences[best].end)
    phrases = [m for m in _PHRASE.finditer(e.clause.text) if mark in flat(m.group())]
    if not phrases or any(m.start() <= at.start < m.end() or at.start <= m.start() < at.end for m in phrases):
        return e
    for m in phrases:
        frame = next((f for f in e.analysis.frames if m.start() <= f.start < m.end() and slot_fit(question, f)), None)
        if frame is not None:
            return replace(e, start=frame.start, end=frame.end, frame=frame, obligation=None)
    named = kind_of_name(part.side) != _BODY and len(mark) > 1
    return _moved(e, phrases[0].start(), phrases[0].end()) if named else e


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


def compose_apart(question: Question, answered: Sequence[Answered], *, stated: str) -> str:
    """The short answer to a question of several parts, in the letters it was `stated` in: at most MAX_ANSWER characters.
    """
    phrases = load_toml("phrases.toml")
    missing, differ = phrases["part_missing"], question.asks_difference
    of: dict[str, list[Answered]] = {}
    for a in answered:
        of.setdefault(a.said(fully=differ) or missing, []).append(a)
    verdict = ""
    if differ and missing not in of:
        verdict = phrases["same" if len(of) == 1 else "differs"]
    heads = {said: "、".join(_as_stated(a.part.label, stated) for a in each) + "：" for said, each in of.items()}
    long = [said for said, each in of.items() if len(said) > _SHORT and not each[0].is_figure and said != missing]
    taken = len(verdict) + sum(len(heads[said]) + 1 + len(said) * (said not in long) for said in of)
    room = max(_LEAST_ROOM, (MAX_ANSWER - taken) // max(1, len(long)))
    told = (heads[said] + (_excerpt(said, each[0], room) if said in long else said) for said, each in of.items())
    return _clip(verdict + "；".join(told) + "。", MAX_ANSWER)


def _as_stated(label: str, stated: str) -> str:
    at = stated.lower().find(label)
    return stated[at:at + len(label)] if at >= 0 else label


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
