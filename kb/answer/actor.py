"""Who acts, as a rule prints it (由谁): 组织委员 of 党员材料由组织委员设专柜保管."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.answer.doers import Doer, doers, holder, recipients
from kb.answer.leading_words import nearest_phrase
from kb.answer.stated import held_against
from kb.ingest.analysis import pairs_of
from kb.ingest.frames import condition_limits
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
    """The one who does what is asked, or to whom it goes where that is asked, as `words` print it; None where they name
    nobody who does it.
    """
    held = holder(question.text, words)
    if held is not None and held not in question.text:
        return held
    named = recipients(words) if question.seeks_recipient else doers(words)
    found = _in_force(question, [d for d in named if d.who[-_NAMED:] not in question.text], words)
    spans = phrases(words)
    about = [p for part in question.content.split() for p in bigrams(part)]
    bare = _without(words, found)
    first = nearest_phrase(bare, spans, about, question.beside)
    near = _at(found, words, spans[first]) if first is not None else []
    told = [d for d in near if d.led or _is_told(question, d)]
    if told:
        return max(told, key=lambda d: _acted(question, d)).who
    scored = [(_fit(question, d, bare, about), -n, d) for n, d in enumerate(found) if d.led or _is_told(question, d)]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2].who if best is not None and best[0] > _TOLD else None


def _in_force(question: Question, found: Sequence[Doer], words: str) -> list[Doer]:
    """Those whose case the counts of a question meet (三万元 of 2万元以上的，由校党委审定), where it meets one's; else
    those whose case it does not break.
    """
    held = []
    for n, d in enumerate(found):
        begin = max((o.end for o in found[:n] if o.end <= d.start), default=0)
        stop = max(words.rfind(c, begin, d.start) for c in "。；;\n")
        held.append(held_against(question, condition_limits(words[max(begin, stop + 1):d.end])))
    best = max(held, default=0)
    return [d for d, h in zip(found, held, strict=True) if h == best or best < 0]


def _at(found: Sequence[Doer], words: str, phrase: tuple[int, int]) -> list[Doer]:
    """Those of a phrase; where it is only the case (出省用车的，由领导批准), of the next of its sentence with any."""
    start, end = phrase
    if words[start:end].endswith("的"):
        stop = min((at for c in "。；;\n" if (at := words.find(c, end)) >= 0), default=len(words))
        end = next((d.end for d in found if start <= d.start < stop), end)
        start = next((d.start for d in found if d.end == end), start)
    return [d for d in found if (d.start, d.end) == (start, end)]


def _without(words: str, found: Sequence[Doer]) -> str:
    """The words with blanks for those who are led in: 学生处 says nothing of students."""
    for d in found:
        if d.led:
            at = words.find(d.who, d.start, d.end)
            words = words[:at] + " " * len(d.who) + words[at + len(d.who):]
    return words


def _acted(question: Question, doer: Doer) -> int:
    """How much of the act that somebody is asked for he is said to do."""
    pairs = set(bigrams(question.beside[1]))
    return 2 * len(pairs & _pairs(doer.act)) + _acts(question, doer)


def _fit(question: Question, doer: Doer, words: str, about: list[str]) -> float:
    """How much of what is asked the phrase says that names the doer, and the sentence that it stands in; 0 where the
    act is named and only the sentence says any. `words` are without those who act.
    """
    around = next((_pairs(words[s:e]) for s, e in sentences(words) if s <= doer.start < e), frozenset())
    own = (len(_pairs(words[doer.start:doer.end]).intersection(about)) + _ACT * _acts(question, doer)
           + _BESIDE * len(_pairs(doer.act).intersection(bigrams(question.beside[1]))))
    return own + _AROUND * len(around.intersection(about)) if own or not question.beside[1] else 0.0


def _is_told(question: Question, doer: Doer) -> bool:
    """Whether a phrase that begins with somebody says that he does what is asked (谁收党费), or is it (责任人是谁)."""
    before, after = (words.strip("".join(_LIGHT | _JOINS)) for words in question.beside)
    if _IS.match(doer.rest):
        return bool(before) and before in doer.rest
    return len(after) > 1 and after in doer.rest or len(after) == 1 and doer.rest.endswith(after)


def _acts(question: Question, doer: Doer) -> bool:
    """Whether he is said to do what has a character of the act that somebody is asked for: 收 of 谁来收."""
    return any(c in doer.act for c in question.beside[1] if c not in _LIGHT)


def _pairs(words: str) -> frozenset[str]:
    return pairs_of(flat(words)) | pairs_of(flat(canonical(words)))
