"""Who acts, as a rule prints it (由谁): 组织委员 of 党员材料由组织委员设专柜保管."""

from __future__ import annotations

import re

from kb.answer.leading_words import nearest_phrase
from kb.language.names import find_names, name_of
from kb.language.pairs import bigrams
from kb.language.sentences import phrases
from kb.language.tokenizer import normalize
from kb.question.question import Question

_BY = re.compile("(?<![自缘理事情])由(?!于|此)")
_ACTS = re.compile("负责|牵头|主持|召集|保管|整理|记录|审[核批查定]|批准|签字|签署|组织|担任|汇总|报送|填写|通知|谈话"
                   "|[在于按每设统共同]")
_KINDS = frozenset(("职务", "岗位", "机构", "成员", "人群"))
_LEAST, _MOST = 2, 16
_PLAIN = re.compile("[一-龥“”（）()、]{2,16}")


def actor(question: Question, words: str) -> str | None:
    """The one who does what is asked, as `words` print it; None where they name nobody who does it."""
    spans = phrases(words)
    about = [p for part in question.content.split() for p in bigrams(part)]
    first = nearest_phrase(words, spans, about, question.beside)
    if first is None:
        return None
    phrase = words[spans[first][0]:spans[first][1]]
    by = _BY.search(phrase)
    if by is not None:
        return _named(phrase[by.end():], question.beside[1])
    act = question.beside[1] or question.beside[0]
    at = phrase.find(act) if len(act) > 1 else -1
    if at <= 0:
        return None
    named = _people(phrase[:at])
    return phrase[named[0][0]:named[-1][1]] if named and named[0][0] == 0 else None


def begins_with_doer(words: str) -> bool:
    """Whether words begin with the name of somebody: they say themselves whose they are."""
    return any(start == 0 for start, _ in _people(words))


def _named(rest: str, act: str) -> str | None:
    """Whom the words behind 由 name: up to the act that is asked for, or to the first word that says what is done."""
    people = _people(rest)
    if people and people[0][0] <= 4:
        end = people[0][1]
        for start, stop in people[1:]:
            if rest[end:start] in ("、", "和", "与", "或", "及", "以及", "或者"):
                end = stop
        return rest[:end]
    at = rest.find(act) if len(act) > 1 else -1
    found = _ACTS.search(rest, _LEAST)
    end = at if at > 0 else found.start() if found else -1
    return rest[:end] if 1 < end <= _MOST and _PLAIN.fullmatch(rest[:end]) else None


def _people(text: str) -> list[tuple[int, int]]:
    """Where names of offices, posts, bodies and groups stand; none where the text is not in normal form."""
    if len(normalize(text)) != len(text):
        return []
    return [(start, end) for words, start, end in find_names(normalize(text)) if name_of(words).kind in _KINDS]
