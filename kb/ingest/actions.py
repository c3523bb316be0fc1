"""Actions (做什么): what a duty asks to be done, in the words of its phrase without doer, figures and hedges."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from kb.data import load_toml
from kb.ingest.counted import figures
from kb.ingest.phrases import Phrase, pattern
from kb.language.quantities import Mention

_GAP = "\0"
_MARKER = re.compile(r"^\s*[①-⑳]\s*")
_EMPTY = re.compile(r"[（(][^（()）]{0,4}\0?[^（()）]{0,2}[）)]")
_MEETING = re.compile("^(?P<what>[一-龥]{2,12}?)(?P<verb>召开|举行|开展)$")
_SPLIT = "和、及并"


def action(quote: str, subject: str | None, nth: int) -> str:
    """What is done, of a phrase with several counts (召开1次支部委员会和1次支部党员大会) the part of count number
    `nth`, behind the verb that the first one has.
    """
    counts = [m for m in figures(quote) if m.kind == "count"]
    if len(counts) < 2:
        return bare(quote, subject)
    joined = [max(quote.rfind(c, before.end, m.start) for c in _SPLIT) + 1 for before, m in pairwise(counts)]
    if not all(joined):
        return bare(quote, subject)
    edges = [0, *joined, len(quote)]
    nth = min(nth, len(counts) - 1)
    piece = bare(quote[edges[nth]:edges[nth + 1]], subject)
    ahead = bare(quote[edges[nth]:counts[nth].start], subject)
    return piece if nth == 0 or ahead else bare(quote[:counts[0].start], subject) + piece


def bare(text: str, subject: str | None) -> str:
    """A text without its subject, periods, counts, comparators and hedges."""
    kept = list(text)
    for m in figures(text):
        if text[m.start:m.end] in load_toml("quantities.toml")["abbreviation"]:
            continue  # “月报、季评”制度 is the matter itself
        kept[m.start:m.end] = [_GAP, *[""] * (m.end - m.start - 1)]
    rest = _without(_MARKER.sub("", "".join(kept)), subject)
    hedges, modal, before = (load_toml("obligations.toml")[k] for k in ("hedges", "modal", "preposition"))
    rest = re.sub(r"\0\s*/\S{1,2}(/\S)?", _GAP, rest)
    rest = re.sub(hedges, _GAP, rest)
    rest = re.sub(r"\0\s*[-—－~～至到]+\s*\0", _GAP, rest)
    rest = re.sub(r"(?:按照?|以)[^，]*?的\0", _GAP, rest)
    rest = re.sub(rf"(?:{before})\s*\0", _GAP, rest)
    rest = re.sub(r"(应当|应|必须|须|要)\s*\0", _GAP, rest)
    rest = re.sub(r"\0的", _GAP, rest)
    rest = re.sub(rf"(^|\0)[\s，]*(?:(?:{modal})(?=\0|\s|[一-龥“《])(?!求|素|件|点|闻))+", _GAP, rest)
    rest = _EMPTY.sub(lambda m: "" if _GAP in m.group() or len(m.group()) == 2 else m.group(), rest)
    rest = re.sub(r"(?<=[一-龥])\s+(?=[一-龥])", "", rest.replace(_GAP, "")).strip(" 　、：:和及并各的即，或")
    return _reordered(_balanced(rest))


def is_bare(words: str) -> bool:
    """Whether the words leave open what is done (召开, 保证): the matter stands before."""
    return bool(pattern("bare_action").match(words))


def matter(text: str, subject: str | None) -> str:
    """What a phrase is about that leads up to a duty: 完善领导干部带头讲党课制度 is about 带头讲党课."""
    rest = pattern("matter").sub("", bare(text, None)).removesuffix("制度").strip("“”")
    return rest.removeprefix(subject) if subject else rest


def _without(text: str, subject: str | None) -> str:
    """A text without the subject it names, and the words right before it (各, 每个)."""
    if not subject:
        return text
    at = re.search(rf"{_before_name()}?{re.escape(subject)}", text)
    return text if at is None else text[:at.start()] + _GAP + text[at.end():]


@cache
def _before_name() -> str:
    return str(load_toml("obligations.toml")["before_name"])


def _balanced(text: str) -> str:
    """A text without brackets that only open or only close."""
    for opening, closing in ("（）", "()", "“”"):
        if text.count(opening) > text.count(closing):
            head, _, tail = text.rpartition(opening)
            text = head + tail if len(tail) > 1 else head
        elif text.count(opening) < text.count(closing):
            head, _, tail = text.partition(closing)
            text = head + tail
    return text.strip()


def _reordered(text: str) -> str:
    """支部党员大会召开 as one says it: 召开支部党员大会."""
    m = _MEETING.match(text)
    return f"{m['verb']}{m['what']}" if m else text


def share_of(text: str, m: Mention, subject: str | None) -> str:
    """What a share is of: the words before its comparator (工作经费 of 工作经费不低于工资总额的5‰)."""
    ahead = re.split(load_toml("obligations.toml")["hedges"], text[:m.start], maxsplit=1)[0]
    return bare(ahead, subject) if len(ahead) < m.start else ""


def place(phrase: Phrase, m: Mention | None) -> int:
    """Which of the phrase's counts `m` is, from 0; 0 where it is none."""
    counts = [x.start for x in phrase.mentions if x.kind == "count"]
    return counts.index(m.start) if m is not None and m.start in counts else 0
