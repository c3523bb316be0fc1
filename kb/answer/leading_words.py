"""What an answer begins with of a long quote (结论): the words next to what is asked, as a figure is put first."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kb.ingest.analysis import pairs_of
from kb.language.pairs import bigrams, flat
from kb.language.sentences import phrases
from kb.language.synonyms import canonical
from kb.question.asking import pattern
from kb.question.question import Question

# Characters: what is short enough to be read at once, and the most that is put in front of a longer quote.
_AT_ONCE, _MOST = 60, 78
_LABEL, _SAID_AGAIN = 12, 0.5
_SENTENCE = re.compile("[^。！？]+[。！？]?")
_STOPS = "。！？"
_PAUSE = re.compile("[，,；;：:]")
_CASE = re.compile("的[，,]")
_CASES = re.compile("[^。！？]{1,40}[：:]\\s*[（(①1]")
_RULES = re.compile("[不未禁应须可]|得(?!到)")
_LEANS = re.compile("(其|该|并|且|也|还|以及|及|和|或|从而|否则|但|不得|予以|给予)")


def without_label(words: str, about: Collection[str] = ()) -> str:
    """The words without a label in front, which says nothing of what is asked (`about`, in pairs of characters) that
    what follows does not, or is said again there: 工作经费。党支部工作经费不低于……
    """
    sentences = _SENTENCE.findall(words)
    if len(sentences) < 2 or len(sentences[0]) > _LABEL or _PAUSE.search(sentences[0]):
        return words
    label, rest = bigrams(flat(sentences[0])), pairs_of(flat("".join(sentences[1:])))
    again = sum(p in rest for p in label) >= _SAID_AGAIN * len(label)
    asked = set(about)
    less = bool(asked) and len(asked & rest) >= len(asked.intersection(label)) and not _RULES.search(sentences[0])
    return "".join(sentences[1:]) if label and (again or less) else words


def leading_words(question: Question, words: str) -> str:
    """`words` behind those of their phrases nearest to what is asked; alone where they are short or begin so."""
    cases = pattern("outcome").search(question.text) and _CASES.match(words)
    if len(words) <= _AT_ONCE or cases:
        return words
    spans = phrases(words)
    about = [p for part in question.content.split() for p in bigrams(part)]
    done = question.done
    acting = [s for s in spans if done in canonical(words[s[0]:s[1]])] if done else []
    first = nearest_phrase(words, acting, about, question.beside) if acting else None
    first = nearest_phrase(words, spans, about, question.beside) if first is None else spans.index(acting[first])
    if first is None:
        return words
    last = first
    while first and (_LEANS.match(words, spans[first][0]) or _CASE.match(words, spans[first - 1][1] - 1)) and (
            spans[last][1] - spans[first - 1][0] <= _MOST):
        first -= 1
    # what is asked of something stands behind its name: 教师体罚学生，要批评教育
    while last + 1 < len(spans) and words[spans[last][1]] not in _STOPS and (
            spans[last + 1][1] - spans[first][0] <= _MOST):
        last += 1
    return f"{words[spans[first][0]:spans[last][1]]}。{words}" if first else words


def nearest_phrase(words: str, spans: Sequence[tuple[int, int]], about: Collection[str], beside: Sequence[str]
                   ) -> int | None:
    """Which of the phrases at `spans` says the most of what is asked: the pairs of characters that it is `about`, and
    twice the words `beside` the asking word. The first of equals; None where none says any.
    """
    wanted, next_to = set(about), {p for w in beside for p in bigrams(w)}
    held = [pairs_of(flat(words[start:end])) for start, end in spans]
    told = [len(wanted & h) + 2 * len(next_to & h) for h in held]
    return told.index(max(told)) if any(told) else None
