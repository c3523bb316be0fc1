"""A text as its readers see it, character for character (同长的规范写法): for matching where offsets must hold."""

from __future__ import annotations

import unicodedata

from kb.language.tokenizer import written


class _View(dict[int, str]):
    """Fills itself: each character with the one that it is written for, itself where there is not exactly one."""

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        # ① is a number with its punctuation and no plain 1; full-width punctuation is the usual one in Chinese.
        plain = ch if ch.isascii() or unicodedata.category(ch) == "No" else written(ch)
        self[code] = plain if len(plain) == 1 and plain.isalnum() else ch
        return self[code]


_VIEW = _View()


def same_length(text: str) -> str:
    """`text` with full-width letters and figures, radicals and traditional characters in their plain form.

    As long as `text`, so that an offset into the one holds in the other.
    """
    return text if text.isascii() else text.translate(_VIEW)
