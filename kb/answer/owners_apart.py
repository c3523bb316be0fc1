"""Figures of several owners in one sentence (各是各的数), each said with its own where the question tells none of them.

村、社区党支部委员会每届任期5年，其他基层单位党支部委员会一般每届任期3年: a branch committee's term is neither alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.answer.evidence import Evidence
from kb.answer.figures import limits_hold, slot_fit
from kb.answer.named_figures import named, named_last
from kb.ingest.analysis import pairs_of
from kb.ingest.frames import SERIAL, Frame
from kb.language.names import find_names
from kb.language.pairs import bigrams
from kb.language.tokenizer import normalize
from kb.question.question import Question

_MOST, _ROOM, _TAIL = 3, 72, 1
_PERIOD = re.compile("每|全年|一年")


def of_each_owner(e: Evidence, frame: Frame, question: Question) -> Evidence | None:
    """The evidence at the figures of all owners that its sentence names; None where the question tells which is meant,
    or there is but one.
    """
    same = [f for f in e.analysis.frames if (f.sentence, f.slot, f.unit, f.period) == (
        frame.sentence, frame.slot, frame.unit, frame.period)]
    owners = [_owner(e, f, same) for f in same]
    if not 1 < len(same) <= _MOST or not all(owners):
        return None
    if len({*owners}) < len(owners) or len({f.value for f in same}) == 1:
        return None
    if frame not in same or question.kind != "count" or limits_hold(question, frame) or _told(question, owners):
        return None
    said = "；".join(f"{owner}：{f.value}" for owner, f in zip(owners, same, strict=True))
    if len(said) > _ROOM:
        return None
    start, end = min(f.start for f in same), max(f.end for f in same)
    return replace(e, start=start, end=end, obligation=None,
                   frame=replace(frame, start=start, end=end, value=said, words=said, period=None))


def told_apart(frame: Frame, e: Evidence, question: Question, rarity: Callable[[str], float]) -> Frame:
    """The figure of those of one kind whose own words the question has and no other's: 学生党支部 of 教职工党支部每季度
    召开1次，学生党支部每两个月召开1次. The frame itself where none is told so.
    """
    same = [f for f in e.analysis.frames if (f.sentence, f.slot) == (frame.sentence, frame.slot)
            and slot_fit(question, f) == 1.0]
    asked = frozenset(p for w in question.words for p in bigrams(w))
    if frame not in same or len(same) < 2 or question.kind != "count":
        return frame
    if same.index(frame) in named_last(same, named(question, same)):
        return frame
    each = [pairs_of(f.condition) | pairs_of(f.own) | pairs_of(f.phrase) for f in same]
    told = [sum(rarity(p) for p in (own - frozenset[str]().union(*(o for m, o in enumerate(each) if m != n))) & asked)
            for n, own in enumerate(each)]
    best = max(range(len(same)), key=lambda n: told[n])
    return same[best] if told[best] > told[same.index(frame)] else frame


def _owner(e: Evidence, f: Frame, same: Sequence[Frame]) -> str:
    """Whose figure it is, as printed: what its phrase says up to the end of its last name before the figure."""
    if sum(o.start == f.start for o in same) > 1:
        return ""  # several figures of one phrase are of one owner
    head = SERIAL.sub("", "".join(e.clause.text[f.start:f.end].split()))
    head = _PERIOD.split(head, maxsplit=1)[0]
    names = find_names(normalize(head))
    if not names or len(normalize(head)) != len(head):
        return ""
    return head if len(head) - names[-1][2] <= _TAIL else head[:names[-1][2]]


def _told(question: Question, owners: Sequence[str]) -> bool:
    """Whether the question has words that tell one of the owners from the others."""
    if any(len(part) == 1 and part in question.text for o in owners for part in re.split("[、和及与]", o)):
        return True  # 村、社区党支部
    asked = frozenset(bigrams(question.text))
    each = [frozenset(bigrams(o)) for o in owners]
    return any((own - frozenset().union(*(o for m, o in enumerate(each) if m != n))) & asked
               for n, own in enumerate(each))
