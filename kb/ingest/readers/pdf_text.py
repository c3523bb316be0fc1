"""What the codes of a PDF's text mean (文字层的编码): old Chinese encodings, and text layers that say no Chinese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pypdf import _cmap

from kb.data import load_toml
from kb.ingest.readers.encoding import rare_share
from kb.ingest.readers.pdf_sense import makes_sense
from kb.ingest.structure.numbering import parse_marker

# Character maps of Adobe-GB1, Adobe-CNS1 and the Unicode ones that old programs name and pypdf does not know, with
# the codec of their codes; widths and the vertical forms (-V) differ, the codes do not.
_CODECS = {
    "gb18030": ("GB-EUC", "GBK-EUC", "GBKp-EUC", "GBpc-EUC", "GBK2K"),
    "utf-16-be": ("UniGB-UCS2", "UniGB-UTF16", "UniCNS-UCS2", "UniCNS-UTF16"),
    "big5hkscs": ("B5pc", "ETen-B5", "ETenms-B5", "HKscs-B5"),
}
_CJK = "\u3400-\u4dbf\u4e00-\u9fff\u3001-\u301b\uff01-\uff5e“”‘’"
_SPLIT_BY_FONT = re.compile(rf"(?<=\d) (?=[{_CJK}])|(?<=[{_CJK}]) (?=\d)")
# Numbers whose blank is printed: 第一条 3 人以上的单位, 1.1 党课.
_SPACED_KINDS = ("part", "chapter", "section", "article", "dotted")
# Private use, replacement and control characters, Hangul, and blocks that no Chinese document prints.
_FOREIGN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u0e00-\u1cff\ua000-\uabff\uac00-\ud7ff\ue000-\uf8ff\ufffd]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MOST_FOREIGN = 0.1  # of the characters of a page
# A layer whose codes are mapped to the wrong Chinese characters scatters over all of Unicode, of which few are everyday
# ones; names of people and of places, and old texts, stay far below this share.
_MOST_RARE, _LEAST_SIGNS = 0.4, 40
_NO_CHINESE = "文字层读出来不是中文"
_SAMPLE = 20  # foreign characters that make a page unreadable whatever else it has


def know_encodings() -> None:
    """Makes pypdf decode the character maps that it would take for UTF-16."""
    known = _cmap._predefined_cmap
    for codec, names in _CODECS.items():
        for name in names:
            for way in "HV":
                known.setdefault(f"/{name}-{way}", codec)


def fault_of(text: str) -> str | None:
    """Why the text of a page cannot be Chinese, in words for people; None where it can. Codes that were not mapped come
    out as foreign or private signs, those mapped wrongly as characters that hardly any text has, or in an order that
    none has.
    """
    signs = len("".join(text.split()))
    foreign = len(_FOREIGN.findall(text))
    if foreign >= _SAMPLE or foreign > signs * _MOST_FOREIGN:
        return _NO_CHINESE
    chinese = "".join(_HAN.findall(plain(text)))
    if len(chinese) >= _LEAST_SIGNS and rare_share(chinese) > _MOST_RARE:
        return _NO_CHINESE
    return None if makes_sense(text) else "文字层的字对错了，读出来不成话"


def plain(text: str) -> str:
    """The text with the characters that are printed: some programs name their shapes by radicals (⼀ for 一)."""
    return text.translate(_radicals())


@cache
def _radicals() -> dict[int, str]:
    kangxi = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    return kangxi | {ord(pair[0]): pair[1] for pair in load_toml("radicals.toml")["pairs"]}


def printed(line: str) -> str:
    """The line as it is printed: in plain characters, without the single blanks that come where the font changes
    between a digit and a CJK character.

    Blanks between two CJK characters are printed ones (第一条 为了, columns of a table) and stay.
    """
    line = plain(line)
    marker = parse_marker(line)
    if marker is None or marker.kind not in _SPACED_KINDS:
        return _SPLIT_BY_FONT.sub("", line)
    head, rest = line[:marker.length], line[marker.length:]
    blanks = head[len(head.rstrip()):]
    return _SPLIT_BY_FONT.sub("", head.rstrip()) + blanks + _SPLIT_BY_FONT.sub("", rest)
