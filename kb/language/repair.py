"""Questions as typed, made searchable (提问纠正): pinyin, and wrong characters that sound right.

A word is repaired only where it is unknown as typed: some character of it stands alone in the question's
segmentation, and a term of the domain sounds the same. What was repaired is never quoted and can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb.data import load_toml
from kb.language.tokenizer import Tokenizer, lexicon, normalize, written
from kb.language.vocabulary import roles

_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_LATIN = re.compile("[A-Za-z](?:[A-Za-z' ]*[A-Za-z])?")
_HAN = re.compile("[一-鿿]")
_COUNTS = re.compile("(?:多少|(?<![哪这那好])几)个?$")
_LONGEST = 36
_REACH = 7
_FEWEST = 3
# A character that people write this often by itself is a word beside the term, not a wrong character of one.
_OFTEN_ALONE = 5000
# So many right characters give a term away, whatever words the wrong one seems to stand in (主题当日).
_PLAINLY = 3


@dataclass(frozen=True)
class Sounds:
    """How characters and terms sound: `of` gives a character's syllable, `terms` the terms of each sound.

    Sounds are toneless pinyin with the pairs that speakers confuse (zh/z, ang/an …) made one. `typed` gives the words
    for what people type: their pinyin, and terms with some characters in pinyin (zhi委会).
    """

    of: Mapping[str, str]
    terms: Mapping[str, str]
    typed: Mapping[str, str]

    @cached_property
    def begins(self) -> frozenset[tuple[str, ...]]:
        """The first two syllables of each term."""
        return frozenset(tuple(sound.split(" ", 2)[:2]) for sound in self.terms)


def build_sounds(words: Iterable[str]) -> Sounds:
    """Sounds of the domain's terms and of the characters in `words`. Uses pypinyin; done once, when indexing."""
    from pypinyin import Style, lazy_pinyin

    characters = sorted({c for w in words for c in w if _HAN.fullmatch(c)})
    of = dict(zip(characters, (fuzzy(s) for s in lazy_pinyin(characters, style=Style.NORMAL)), strict=True))
    terms: dict[str, str] = {}
    typed: dict[str, str] = {}
    mixed: dict[str, str] = {}
    for term in _terms():
        syllables = lazy_pinyin(term, style=Style.NORMAL)
        terms.setdefault(" ".join(fuzzy(s) for s in syllables), term)
        typed.setdefault("".join(syllables), term)
        for way in _half_typed(term, syllables):
            mixed.setdefault(way, term)
    for word in _spoken():
        typed.setdefault("".join(lazy_pinyin(word, style=Style.NORMAL)), word)
    return Sounds(of, terms, {**mixed, **typed})


def _terms() -> list[str]:
    """The domain's terms and the names of roles, in normal form; those of other than Chinese characters left out."""
    named = (spelling for r in roles() for spelling in (r.name, *r.alias))
    terms = dict.fromkeys(normalize(t) for t in (*lexicon(), *named))
    return [t for t in terms if len(t) > 1 and all(map(_HAN.fullmatch, t))]


def _half_typed(term: str, syllables: Sequence[str]) -> list[str]:
    """The term with one run of its characters in pinyin: dang小组会, 党xiaozu会."""
    size = len(term)
    return [term[:i] + "".join(syllables[i:j]) + term[j:]
            for i in range(size) for j in range(i + 1, size + 1) if j - i < size]


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
    """The question as `written`, with pinyin written out and sound-alike words put right."""
    return _from_sound(_from_pinyin(written(question), sounds.typed), tokenizer, sounds)


def _from_pinyin(text: str, typed: Mapping[str, str]) -> str:
    """The text with every run of pinyin that can be read whole, with the characters around it, written out."""
    out, at = "", 0
    for run in _LATIN.finditer(text):
        out += text[at:run.start()]
        before, after = _beside(out, ahead=True), _beside(text[run.end():], ahead=False)
        letters = re.sub("[ ']", "", run.group().lower())
        read = _read(before, letters, after, typed) if before or after or len(letters) >= _FEWEST else None
        out += run.group() if read is None else read[len(before):len(read) - len(after)]
        at = run.end()
    return out + text[at:]


def _beside(text: str, *, ahead: bool) -> str:
    """The Chinese characters that end a text, or begin it, at most as many as a term may have beside its pinyin."""
    m = re.search("[一-鿿]*$" if ahead else "^[一-鿿]*", text)
    assert m is not None
    return m.group()[-_REACH:] if ahead else m.group()[:_REACH]


def _read(before: str, letters: str, after: str, typed: Mapping[str, str]) -> str | None:
    """The words for pinyin between characters, the fewest and longest; None where it cannot be read whole."""
    line = before + letters + after
    first, last = len(before), len(before) + len(letters)
    best: list[tuple[int, int, str] | None] = [None] * (len(line) + 1)
    best[0] = (0, 0, "")
    for end in range(1, len(line) + 1):
        for start in range(max(0, end - _LONGEST), end):
            known, piece = best[start], line[start:end]
            latin = start < last and end > first
            word = typed.get(piece) if latin else piece if end - start == 1 else None
            if known is None or word is None:
                continue
            cost = (known[0] + latin, known[1] - (end - start) * latin, known[2] + word)
            if best[end] is None or cost < best[end]:  # type: ignore[operator]
                best[end] = cost
    found = best[len(line)]
    return None if found is None else found[2]


def _from_sound(text: str, tokenizer: Tokenizer, sounds: Sounds) -> str:
    flat = text.lower() if len(text.lower()) == len(text) else text
    spans = tokenizer.spans(flat)
    edges = {at for span in spans for at in span}
    alone = {start for start, end in spans if end - start == 1 and "一" <= text[start] <= "鿿"}
    heard = [sounds.of.get(c, "?") for c in text]
    out, at = [], 0
    while at < len(text):
        found = _term_at(text, heard, at, alone, edges, tokenizer, sounds)
        out.append(found or text[at])
        at += len(found) if found else 1
    return "".join(out)


def _term_at(text: str, heard: list[str], at: int, alone: set[int], edges: set[int], tokenizer: Tokenizer,
             sounds: Sounds) -> str | None:
    if tuple(heard[at:at + 2]) not in sounds.begins:
        return None
    for length in range(min(8, len(text) - at), 1, -1):
        term = sounds.terms.get(" ".join(heard[at:at + length]))
        cut = length == 2 and not {at, at + length} <= edges  # of 当组织委员 no 当组 is taken for 党组
        if term is None or cut or term == (typed := text[at:at + length]):
            continue
        if _COUNTS.search(text[:at]) and term in load_toml("quantities.toml")["unit"]["counted"]:
            return term  # 多少学识 asks for 学时
        if tokenizer.knows(typed):
            continue
        wrong = [i for i, (a, b) in enumerate(zip(typed, term, strict=True)) if a != b]
        stray = any(at + i in alone for i in wrong) or length - len(wrong) >= _PLAINLY
        if len(wrong) * 2 <= length and stray and not _rest_is_word(typed, wrong, tokenizer):
            return term
    return None


def _rest_is_word(typed: str, wrong: Sequence[int], tokenizer: Tokenizer) -> bool:
    """Whether the typed word is a known one behind or before other words (当支部书记 is not 党支部书记)."""
    right = [i for i in range(len(typed)) if i not in wrong]
    whole = right == list(range(right[0], right[-1] + 1))
    words = all(tokenizer.frequency(typed[i]) >= _OFTEN_ALONE for i in wrong)
    return whole and words and len(right) >= 2 and tokenizer.knows(typed[right[0]:right[-1] + 1])
