"""Questions as people type them (提问的写法), made one: what is asked stays, how it was typed makes no difference.

Full-width and traditional characters, pinyin, wrong characters that sound right, blanks between words, and the
courtesies around a question are all taken out before anything looks at it, so that each way of typing gets one answer.
"""

from __future__ import annotations

import re
from functools import cache

from kb.data import load_toml
from kb.language.repair import Sounds, repair
from kb.language.separable import whole_words
from kb.language.tokenizer import Tokenizer, written
from kb.question.asking import asking_pattern

_STOPS = "，。！？；,.!?;~～…"
_CLAUSE = re.compile(rf"[^{_STOPS}]+|[{_STOPS}]+")
_STOP = re.compile(rf"[{_STOPS}\s]+")
_BLANK = re.compile(r"(?<=[^A-Za-z\s])\s+|\s+(?=[^A-Za-z\s])")
_LINE = re.compile(r"\s*\n\s*")
_APART = 4
_WIDE = str.maketrans(",!?;:()", "，！？；：（）")
# a point or a comma between digits is part of the number, a colon part of a time or a ratio
_NARROW = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[!?;()]")


def tidy(question: str, tokenizer: Tokenizer, sounds: Sounds) -> str:
    """The question as a careful writer would type it; letters keep their case. Tidying it again changes nothing."""
    text = _joined(_LINE.sub("\n", written(question).strip()))
    text = whole_words(repair(_plain(text), tokenizer, sounds))
    return _NARROW.sub(lambda m: m.group().translate(_WIDE), _joined(text))


def misspelt(question: str, tokenizer: Tokenizer, sounds: Sounds) -> bool:
    """Whether a question is read with other characters than were typed: pinyin, or words that only sound right."""
    plain = _plain(_joined(_LINE.sub("\n", written(question).strip())))
    return repair(plain, tokenizer, sounds) != plain


def _joined(text: str) -> str:
    """The text without blanks between words; one between two clauses that both ask becomes a comma."""
    text = text.replace("\n", "，") if "\n" in text else text
    pieces = text.split()
    if len(pieces) > 1 and all(len(p) >= _APART and asking_pattern().search(p) for p in pieces):
        return "，".join(pieces)
    return _BLANK.sub("", " ".join(pieces))


def _plain(text: str) -> str:
    """The text without courtesies; the text itself where nothing else would be left."""
    whole, leads, tails = _courtesies()
    kept: list[str] = []
    for m in _CLAUSE.finditer(text):
        piece = m.group()
        if piece[0] in _STOPS:
            if kept and not _STOP.fullmatch(kept[-1]):
                kept.append(piece)
            continue
        bare = piece.strip()
        shorter = tails.sub("", leads.sub("", bare, count=1), count=1)
        if shorter and not whole.fullmatch(bare.lower()):
            kept.append(shorter)
    plain = "".join(kept).rstrip(_STOPS.replace(".", "") + " ")
    return plain if any(ch.isalnum() for ch in plain) else text


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of whole clauses, of what leads a question in, and of what stands behind it."""
    data = load_toml("courtesies.toml")
    whole, leads, tails = ("|".join(f"(?:{p})" for p in data[key]) for key in ("whole", "leads", "tails"))
    return re.compile(whole), re.compile(f"^(?:(?:{leads})[:：]?)+"), re.compile(f"(?:{tails})+$")
