"""The figure of the usual case, or of the case that is asked for, among figures that are ruled alike (一般和例外).

事假全年累计不超过12天。编外聘用人员事假全年累计不超过8天: who does not speak of 编外聘用 asks for 12 days.
"""

from __future__ import annotations

from collections.abc import Callable

from kb.answer.evidence import Evidence
from kb.answer.figures import limits_hold
from kb.ingest.analysis import pairs_of
from kb.ingest.frames import SERIAL, Frame
from kb.language.pairs import bigrams, flat
from kb.language.quantities import mentions
from kb.language.synonyms import canonical
from kb.question.question import Question

# The share that two phrases have in common where they rule alike, the most that the usual case says beyond that, and
# the shares of what makes a case that a question must tell to be about it alone, and rather than about another.
_ALIKE, _PLAIN, _TOLD, _SOME = 0.5, 0.2, 0.34, 0.25


def usual(frame: Frame, e: Evidence, question: Question, rarity: Callable[[str], float]) -> Frame:
    """The figure of the same kind, ruled alike in the clause, that fits the case which a question tells of better: the
    one whose own words it has, or the one before that is of no special case. The frame itself where there is none.
    """
    if question.kind not in ("count", "yesno") or limits_hold(question, frame):
        return frame
    asked = frozenset((*bigrams(flat(question.text)), *bigrams(flat(canonical(question.text)))))
    text = e.clause.text
    own = _says(frame, text)
    for other in e.analysis.frames:
        said = _says(other, text)
        common = len(own & said)
        if other.slot != frame.slot or other.start == frame.start or common < _ALIKE * min(len(own), len(said)):
            continue
        mine, theirs = _weights(own - said, rarity), _weights(said - own, rarity)
        told, told_other = (sum(w for p, w in of.items() if p in asked) for of in (mine, theirs))
        paired = common >= _ALIKE * max(len(own), len(said)) and told_other > told \
            and told_other >= _SOME * sum(theirs.values())
        before = other.start < frame.start and other.sentence != frame.sentence
        plain = before and len(theirs) <= _PLAIN * len(said) and told < _TOLD * sum(mine.values())
        if common and (paired or (plain and mine)):
            return other
    return frame


def _says(frame: Frame, text: str) -> frozenset[str]:
    """What a figure's phrase and conditions say besides figures, in pairs of letters, without its printed number."""
    phrase = SERIAL.sub("", text[frame.start:frame.end].lstrip())
    said = list(phrase)
    for m in mentions(phrase):
        said[m.start:m.end] = " " * (m.end - m.start)
    pairs = frozenset(p for part in "".join(said).split() for p in bigrams(flat(part)))
    return frozenset(p for p in pairs | pairs_of(frame.condition) if p.isalpha())


def _weights(pairs: frozenset[str], rarity: Callable[[str], float]) -> dict[str, float]:
    return {p: rarity(p) for p in pairs}
