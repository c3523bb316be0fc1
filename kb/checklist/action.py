"""What is done (事项): the words of a duty without its doer and numbers, and what they are about at their core."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb.checklist.binding import words
from kb.data import load_toml
from kb.language.quantities import mentions
from kb.language.sentences import sentence_start
from kb.language.synonyms import canonical
from kb.language.tokenizer import normalize
from kb.types import Clause, Obligation

_JOINED = re.compile(r"[和并且、](?=向|对|为|在|到|给|\d{1,2}月)")
_NO_LETTER = re.compile(r"[（(][^）)]*[）)]|[^\w]")
_TITLE = re.compile(r"[^。；;：:，,\n]+")
_EDGES = " 　、，,：:和并"


def action_of(clause: Clause, o: Obligation, found: Sequence[Obligation], n: int) -> str:
    """What is done: of a phrase that two rows share (上交党费和向党员公布) each the part of its own."""
    same = [i for i, x in enumerate(found) if (x.start, x.end) == (o.start, o.end)]
    parts = _JOINED.split(o.quote)
    alike = len({found[i].action for i in same}) == 1
    if len(same) > 1 and alike and len(parts) == len(same):
        return _without_numbers(parts[same.index(n)])
    action = words("mark").sub("", o.action) or _without_numbers(words("mark").sub("", o.quote))
    if o.subject and o.subject in o.quote and o.subject not in action and words("meeting").search(o.subject):
        return o.subject + action  # 支部委员会一般每月召开1次: what is held is the subject itself
    if core(action):
        return action
    about = _about(clause, o)
    return f"{about}：{action}" if about else action


def core(action: str) -> str:
    """What an action is about, in canonical words, without its verbs: 党课 of 认真开展好党课教育."""
    return _ignored().sub("", _NO_LETTER.sub("", canonical(normalize(action))))


@cache
def _ignored() -> re.Pattern[str]:
    names = sorted(load_toml("checklist.toml")["matter"]["ignore"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def _about(clause: Clause, o: Obligation) -> str | None:
    """What a duty is about that only says 召开 or 固定: a topic that its sentence named before, else the title of its
    clause.
    """
    begin = sentence_start(clause.text, o.start)
    named = [(clause.text.rfind(w, begin, o.end), w) for t in load_toml("topics.toml")["matter"] for w in t["words"]]
    at, topic = max(named)
    if at >= 0:
        return str(topic)
    first = title_of(clause.text)
    return first if len(first) < len(clause.text) and o.start > 0 else None


def title_of(text: str) -> str:
    """What a clause is about: its first words, without its printed number."""
    m = _TITLE.search(words("mark").sub("", text))
    return (m.group() if m is not None else text).strip()


def _without_numbers(text: str) -> str:
    for m in reversed(mentions(text)):
        text = text[:m.start] + text[m.end:]
    return text.strip(_EDGES)
