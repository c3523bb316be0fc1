"""Who acts, as a rule prints it (由谁): 组织委员 of 党员材料由组织委员设专柜保管."""

from __future__ import annotations

import re

from kb.answer.doers import Doer, doers
from kb.answer.leading_words import nearest_phrase
from kb.ingest.analysis import pairs_of
from kb.language.pairs import bigrams, flat
from kb.language.sentences import phrases, sentences
from kb.language.synonyms import canonical
from kb.question.question import Question

# What the words beside the asking word are worth, those of its sentence, and a single character of the act.
_BESIDE, _AROUND, _ACT, _TOLD = 2.0, 0.5, 1.5, 0.5
# Who ends in so many characters that the question has is not asked for.
_NAMED = 4
_IS = re.compile(r"\s*(?:[是为任]|担任)")
_JOINS = frozenset("由归让是")
_LIGHT = frozenset("来去该要给的些人等一下会能可让到把被了着过?？，,。")


def actor(question: Question, words: str) -> str | None:
    """The one who does what is asked, as `words` print it; None where they name nobody who does it."""
    found = [d for d in doers(words) if d.who[-_NAMED:] not in question.text]
    spans = phrases(words)
    about = [p for part in question.content.split() for p in bigrams(part)]
    first = nearest_phrase(words, spans, about, question.beside)
    near = next((d for d in found if first is not None and (d.start, d.end) == spans[first]), None)
    if near is not None and (near.led or _is_told(question, near)):
        return near.who
    scored = [(_fit(question, d, words, about), -n, d) for n, d in enumerate(found) if d.led or _is_told(question, d)]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2].who if best is not None and best[0] > _TOLD else None


def _fit(question: Question, doer: Doer, words: str, about: list[str]) -> float:
    """How much of what is asked the phrase says that names the doer, and the sentence that it stands in."""
    rest = _pairs(doer.rest)
    around = next((_pairs(words[s:e]) for s, e in sentences(words) if s <= doer.start < e), frozenset())
    return (len(rest.intersection(about)) + _AROUND * len(around.intersection(about)) + _ACT * _acts(question, doer)
            + _BESIDE * len(rest.intersection(bigrams(question.beside[1]))))


def _is_told(question: Question, doer: Doer) -> bool:
    """Whether a phrase that begins with somebody says that he does what is asked (谁收党费), or is it (责任人是谁)."""
    before, after = (words.strip("".join(_LIGHT | _JOINS)) for words in question.beside)
    if _IS.match(doer.rest):
        return bool(before) and before in doer.rest
    return len(after) > 1 and after in doer.rest or len(after) == 1 and doer.rest.endswith(after)


def _acts(question: Question, doer: Doer) -> bool:
    """Whether a phrase has a character of the act that somebody is asked for: 收 of 谁来收."""
    return any(c in doer.rest for c in question.beside[1] if c not in _LIGHT)


def _pairs(words: str) -> frozenset[str]:
    return pairs_of(flat(words)) | pairs_of(flat(canonical(words)))
