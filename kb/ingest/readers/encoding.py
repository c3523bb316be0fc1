"""The encoding of a text (文字编码): found from its byte order mark, by strict trial, or from what the file states.

A text of a few lines tells too little for statistics over languages, so Chinese encodings are told apart by how many
of the decoded characters are everyday ones: a wrong guess scatters rare characters over the text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache

from kb.errors import ReadError

LOST = "\ufffd"  # stands where a character could not be read, here or by an earlier program
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOST_SHARE = 40  # one lost character in so many is one too many
_CONTROL_SHARE = 40  # of control characters, which print nothing
_RARE_SHARE = 0.2
# Signs and punctuation that any Chinese text may hold.
_SIGN = re.compile("[\u00a0-\u00ff\u2000-\u27bf\u3000-\u303f\u3200-\u33ff\ufe0f\ufe30-\ufe4f\ufeff\uff00-\uffef"
                   "\U0001f000-\U0001faff]")
# The most frequent characters of Chinese texts; hardly a sentence has none of them.
_FREQUENT = frozenset("，。、：；（）《》“”的一二三四五十有不人在了中和会會党黨条條第年月日应應当當工作\n")
_FREQUENT_SHARE = 0.02
_BY_FAMILY = {"gb": "gb18030", "big5": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; U+FFFD stands for every character that was lost."""

    text: str

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was lost, in words for people."""
        lines = [n for n, line in enumerate(self.text.split("\n"), start=1) if LOST in line]
        if not lines:
            return ()
        where = "、".join(str(n) for n in lines[:5]) + ("等" if len(lines) > 5 else "")
        return (f"有 {self.text.count(LOST)} 个字符认不出，以“{LOST}”代替（第 {where} 行）。请核对原文件的编码。",)


_MAX_LINES = 500_000  # blank ones included


def decode(data: bytes, name: str, *, stated: str = "") -> Decoded:
    """Text of `data`; `stated` is the encoding that the file itself names, believed where it fits.

    A few bad bytes in UTF-8 are read as U+FFFD. Raises ReadError naming `name` where no encoding gives a text.
    """
    if max(data.count(b"\n"), data.count(b"\r")) > _MAX_LINES:
        raise ReadError(f"行数太多：{name}（超过 {_MAX_LINES} 行）。请拆分后再加入。")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding, name)
    if (text := _tried(data, "utf-8")) is not None:
        return Decoded(text)
    best, least = None, _RARE_SHARE
    for encoding in _candidates(data, stated):
        text = _tried(data, encoding)
        if text is not None and (rare := rare_share(text)) < least and _is_frequent(text):
            best, least = text, rare
    if best is None:
        best = _tried(data, "utf-8", errors="replace")
        if best is None or rare_share(best) >= _RARE_SHARE:
            raise ReadError(f"认不出文字编码：{name}（{_where(data)}）。请用“另存为”存成 UTF-8 的文件，再加入。")
    return Decoded(best)


def _marked(data: bytes, encoding: str, name: str) -> Decoded:
    text = _tried(data, encoding)
    if text is None and encoding == "utf-8-sig":
        text = _tried(data, encoding, errors="replace")
    if text is None:
        raise ReadError(f"文字编码损坏：{name}（{_where(data, encoding)}）。请用“另存为”重新存成 UTF-8。")
    return Decoded(text)


def _where(data: bytes, encoding: str = "gb18030") -> str:
    """Where decoding breaks off, for people who open the file in an editor."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as e:
        return f"第 {data.count(bytes([10]), 0, e.start) + 1} 行、第 {e.start + 1} 个字节处读不通"
    return "解出的不像文字"


def _candidates(data: bytes, stated: str) -> tuple[str, ...]:
    wide = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    if 0 in data:
        return wide
    family = next((codec for start, codec in _BY_FAMILY.items() if stated.lower().startswith(start)), "")
    return tuple(dict.fromkeys(c for c in (family, "gb18030", "big5hkscs", *wide[:2]) if c))


def _tried(data: bytes, encoding: str, *, errors: str = "strict") -> str | None:
    """The text without control characters, None where the bytes are none or it is no text."""
    try:
        text = data.decode(encoding, errors)
    except UnicodeDecodeError:
        return None
    kept = _CONTROL.sub("", text.rstrip("\x1a\x00"))
    if (len(text) - len(kept) - 1) * _CONTROL_SHARE > len(text) or kept.count(LOST) * _LOST_SHARE > len(kept):
        return None
    return kept


def rare_share(text: str) -> float:
    """The share of characters beyond ASCII that an everyday Chinese text would not hold."""
    beyond = [c for c in text if c > "\x7f" and c != LOST]
    rare = sum(c not in _common() and not _SIGN.match(c) for c in beyond)
    return rare / len(beyond) if beyond else 0.0


def _is_frequent(text: str) -> bool:
    """Whether a guess that fits nearly any bytes gives a text at all; the markup of a web page is no part of it."""
    return sum(c in _FREQUENT for c in text) >= sum(c > "\x7f" for c in text) * _FREQUENT_SHARE


@cache
def _common() -> frozenset[str]:
    """The everyday characters: the first levels of GB 2312 (3755) and Big5 (5401)."""
    gb = bytes(b for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for b in (lead, trail))
    big5 = bytes(b for lead in range(0xA4, 0xC7) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
                 for b in (lead, trail))
    return frozenset(gb.decode("gb2312", "ignore") + big5.decode("big5", "ignore"))
