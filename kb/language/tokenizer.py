"""Words of a text (分词): jieba with the domain lexicon, over one normal form of characters.

jieba's own dictionary takes half a second to load, so the index keeps a smaller one: its frequent words and the
lexicon. Index and questions are always cut by the same dictionary.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from kb.data import load_toml

TOKENIZER_VERSION = "3"
_MIN_FREQUENCY = 20
_LEXICON_FREQUENCY = 20000
# Questions, parts of them and terms are cut several times over for one answer.
_SHORT, _KEPT = 80, 2048
# What a text brings along from a web page or a keyboard and nobody sees: soft hyphens, zero-width marks, variants.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@cache
def lexicon() -> tuple[str, ...]:
    """The domain's terms, one a line in kb/data/lexicon.txt."""
    lines = files("kb.data").joinpath("lexicon.txt").read_text(encoding="utf-8").split("\n")
    return tuple(dict.fromkeys(w.strip() for w in lines if w.strip() and not w.startswith("#")))


def written(text: str) -> str:
    """NFKC with the radicals that it leaves, simplified characters, nothing invisible; letters keep their case.

    Not length-preserving: never used for offsets.
    """
    flat = unicodedata.normalize("NFKC", text).translate(_radicals())
    flat = _INVISIBLE.sub("", flat)
    return _simplified(flat) if _has_traditional(flat) else flat


def normalize(text: str) -> str:
    """The same in lower case: what texts are compared in."""
    return written(text).lower()


def dictionary() -> dict[str, int]:
    """Word frequencies as jieba keeps them: words of at least _MIN_FREQUENCY, the lexicon, and all prefixes (0)."""
    import jieba

    words: dict[str, int] = {}
    source = Path(jieba.__file__).parent / "dict.txt"
    for line in source.read_text(encoding="utf-8").split("\n"):
        word, _, rest = line.partition(" ")
        if word and (len(word) == 1 or int(rest.split(" ")[0]) >= _MIN_FREQUENCY):
            words[word] = int(rest.split(" ")[0])
    for word in lexicon():
        words[normalize(word)] = max(_LEXICON_FREQUENCY, words.get(word, 0))
    for word in list(words):
        for end in range(1, len(word)):
            words.setdefault(word[:end], 0)
    return words


class Tokenizer:
    """Cuts text into search terms with a given dictionary."""

    def __init__(self, words: dict[str, int]) -> None:
        import jieba

        cutter = jieba.Tokenizer()
        cutter.FREQ = words
        cutter.total = sum(words.values())
        cutter.initialized = True
        self._cut = cutter.cut_for_search
        self._tokenize = cutter.tokenize
        self._words = words
        self._short_terms = lru_cache(maxsize=_KEPT)(self._terms_of)
        self._short_spans = lru_cache(maxsize=_KEPT)(self._spans_of)

    def __call__(self, text: str) -> list[str]:
        """Terms of `text` in order, whole words and the shorter words within them, punctuation left out."""
        return list(self._short_terms(text) if len(text) <= _SHORT else self._terms_of(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Places of the words of `text`, which must be in normal form already."""
        return list(self._short_spans(text) if len(text) <= _SHORT else self._spans_of(text))

    def _terms_of(self, text: str) -> tuple[str, ...]:
        return tuple(w for w in self._cut(normalize(text), HMM=False) if any(c.isalnum() for c in w))

    def _spans_of(self, text: str) -> tuple[tuple[int, int], ...]:
        return tuple((start, end) for _, start, end in self._tokenize(text, HMM=False))

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds this word."""
        return self.frequency(word) > 0

    def frequency(self, word: str) -> int:
        """How often a word is used, as the dictionary counts; 0 where it does not hold it."""
        return self._words.get(word, 0)


def tokenizer_fingerprint() -> str:
    """Changes whenever the lexicon, the synonyms, jieba's own words or the way of cutting do."""
    parts = (TOKENIZER_VERSION, version("jieba"), str(_MIN_FREQUENCY), *lexicon(), _synonyms())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _synonyms() -> str:
    return files("kb.data").joinpath("synonyms.toml").read_text(encoding="utf-8")


@cache
def _radicals() -> dict[int, str]:
    """The characters that radicals stand for (radicals.toml), as str.translate takes them."""
    return {ord(pair[0]): pair[1] for pair in load_toml("radicals.toml")["pairs"]}


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))  # type: ignore[attr-defined]


@cache
def _traditional_characters() -> frozenset[str]:
    """Characters that only traditional writing uses, as OpenCC's own table lists them."""
    import opencc

    table = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").split("\n") if "\t" in line)
    return frozenset(t for t, s in pairs if t not in s.split(" "))


def _has_traditional(text: str) -> bool:
    return not _traditional_characters().isdisjoint(text)
