"""Whether evidence answers a part of a question (分问的依据), and which words of its clause do.

A part leans on what is said of the others, so evidence that fits those alone is not enough; and one clause may speak of
several sides, each in words of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.answer.evidence import Evidence
from kb.answer.facts import focus
from kb.answer.figures import slot_fit
from kb.ingest.analysis import pairs_of
from kb.language.pairs import bigrams, flat
from kb.language.sentences import phrases
from kb.language.synonyms import canonical, spellings
from kb.question.asking import facts_asked
from kb.question.joined import kind_of_name
from kb.question.parts import Part
from kb.question.question import Question

# A kind of quantity that says too little of what is asked to hold against a clause.
_LOOSE = "个数"
_NEAR_SLOT = 0.3
_OFTEN = "频率"
# From which probability on words that a clause lacks hold nothing against it: one word, several, those beside the
# asking one. On the dev questions the last holds against 7 in 100 that have an answer and 43 in 100 that have none.
_SURE = 0.5
_SURER = 0.9
_SURE_BESIDE = 0.5
_NOWHERE = -1.0
# How many words beside the asking one must be missing, by the kind of question, to hold against a clause.
_BESIDE_AT_LEAST = {"who": 1, "list": 1, "count": 2, "when": 2}
_MEASURED = re.compile("[一每半两几\\d]|至少|最")
_SEVERAL = 2
_LIGHT = "来去要该会能可由"
_BODY = "body"


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
            slot_fit(question, f) >= _NEAR_SLOT or (f.period and _OFTEN in slots) for f in e.analysis.frames):
        return False
    held = e.analysis.held
    beside = [fit for fit, words in zip(focus(question, held), question.beside, strict=True)
              if len(words.lstrip(_LIGHT)) > 1]
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

    普通党员…10次，离退休党员…不作规定 gives no figure for the latter; 村支部任期5年，其他支部任期3年 has one for each.
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
    marked = [(start, end) for start, end in phrases(e.clause.text) if mark in flat(e.clause.text[start:end])]
    if not marked or any(start <= at.start < end or at.start <= start < at.end for start, end in marked):
        return e
    for start, end in marked:
        frame = next((f for f in e.analysis.frames if start <= f.start < end and slot_fit(question, f)), None)
        if frame is not None:
            return replace(e, start=frame.start, end=frame.end, frame=frame, obligation=None)
    named = kind_of_name(part.side) != _BODY and len(mark) > 1
    return _moved(e, *marked[0]) if named else e


def _moved(e: Evidence, start: int, end: int) -> Evidence:
    return replace(e, start=start, end=end, frame=None, obligation=None)
