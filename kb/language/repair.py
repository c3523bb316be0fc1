"""Questions as typed, made searchable (提问纠正): pinyin, and wrong characters that sound right.

A word is repaired only where it is unknown as typed: some character of it stands alone in the question's
segmentation, and a term of the domain sounds the same. What was repaired is never quoted and can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.data import load_toml
from kb.language.tokenizer import Tokenizer, lexicon, normalize

_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_LATIN = re.compile(r"[a-z][a-z' ]*[a-z]")


@dataclass(frozen=True, slots=True)
class Sounds:
    """How characters and terms sound: `of` gives a character's syllable, `terms` the terms of each sound.

    Sounds are toneless pinyin with the pairs that speakers confuse (zh/z, ang/an …) made one.
    """

    of: Mapping[str, str]
    terms: Mapping[str, str]
    typed: Mapping[str, str]


def build_sounds(words: Iterable[str]) -> Sounds:
    """Sounds of the domain's terms and of the characters in `words`. Uses pypinyin; done once, when indexing."""
    from pypinyin import Style, lazy_pinyin

    characters = sorted({c for w in words for c in w if "一" <= c <= "鿿"})
    of = dict(zip(characters, (fuzzy(s) for s in lazy_pinyin(characters, style=Style.NORMAL)), strict=True))
    terms: dict[str, str] = {}
    typed: dict[str, str] = {}
    for term in (normalize(t) for t in lexicon()):
        if len(term) < 2 or not all("一" <= c <= "鿿" for c in term):
            continue
        syllables = lazy_pinyin(term, style=Style.NORMAL)
        terms.setdefault(" ".join(fuzzy(s) for s in syllables), term)
        typed.setdefault("".join(syllables), term)
    for word in _spoken():
        typed.setdefault("".join(lazy_pinyin(word, style=Style.NORMAL)), word)
    return Sounds(of, terms, typed)


def _spoken() -> list[str]:
    """Everyday words that people also type in pinyin around a term."""
    words: list[str] = load_toml("asks.toml")["words"]["typed"]
    return words


def fuzzy(syllable: str) -> str:
    """A syllable with the sounds that speakers confuse made one."""
    for wide, narrow in _FUZZY:
        if syllable.startswith(wide):
            syllable = narrow + syllable[len(wide):]
        if syllable.endswith(wide):
            syllable = syllable[:-len(wide)] + narrow
    return syllable


def repair(question: str, tokenizer: Tokenizer, sounds: Sounds) -> str:
    """The question in normal form, with pinyin written out and sound-alike words put right."""
    text = _LATIN.sub(lambda m: _from_pinyin(m.group(), sounds.typed), normalize(question))
    return _from_sound(text, tokenizer, sounds)


def _from_pinyin(run: str, typed: Mapping[str, str]) -> str:
    """Words for a run of pinyin, the longest first; the run itself where it cannot be read whole."""
    letters = run.replace(" ", "").replace("'", "")
    best: list[tuple[int, str] | None] = [None] * (len(letters) + 1)
    best[0] = (0, "")
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 36), end):
            before, word = best[start], typed.get(letters[start:end])
            if before is not None and word is not None and (best[end] is None or before[0] + 1 < best[end][0]):  # type: ignore[index]
                best[end] = (before[0] + 1, before[1] + word)
    found = best[len(letters)]
    return found[1] if found is not None and len(letters) >= 3 else run


def _from_sound(text: str, tokenizer: Tokenizer, sounds: Sounds) -> str:
    spans = tokenizer.spans(text)
    alone = {start for start, end in spans if end - start == 1 and "一" <= text[start] <= "鿿"}
    heard = [sounds.of.get(c, "?") for c in text]
    out, at = [], 0
    while at < len(text):
        found = _term_at(text, heard, at, alone, tokenizer, sounds)
        out.append(found or text[at])
        at += len(found) if found else 1
    return "".join(out)


def _term_at(text: str, heard: list[str], at: int, alone: set[int], tokenizer: Tokenizer, sounds: Sounds
             ) -> str | None:
    for length in range(min(8, len(text) - at), 1, -1):
        term = sounds.terms.get(" ".join(heard[at:at + length]))
        if term is None or term == (typed := text[at:at + length]) or tokenizer.knows(typed):
            continue
        wrong = [at + i for i, (a, b) in enumerate(zip(typed, term, strict=True)) if a != b]
        if len(wrong) * 2 <= length and any(i in alone for i in wrong) and not _rest_is_word(
                typed, {i - at for i in wrong}, tokenizer):
            return term
    return None


def _rest_is_word(typed: str, wrong: set[int], tokenizer: Tokenizer) -> bool:
    """Whether the typed word is a known one behind or before other characters (当支部书记 is not 党支部书记)."""
    right = [i for i in range(len(typed)) if i not in wrong]
    whole = right == list(range(right[0], right[-1] + 1))
    return whole and len(right) >= 2 and tokenizer.knows(typed[right[0]:right[-1] + 1])
