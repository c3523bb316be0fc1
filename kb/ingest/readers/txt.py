"""Plain text in UTF-8, UTF-16 or GB18030. Bytes that are none of these are an error, never thinned out."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kb.errors import ReadError
from kb.ingest.readers.reading import LINE_END, PrintedLine, Reading

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Characters that a mistaken decoding scatters over a text: private use, and CJK beyond everyday use.
_UNLIKELY = re.compile("[\ue000-\uf8ff\u3400-\u4dbf\U00020000-\U0003ffff]")
_FORM_FEED = "\f"
_LOST = "\ufffd"  # stands where an earlier program could not read a character
_SHARE = 50  # one such character in so many is one too many


def read(path: Path) -> Reading:
    """The lines of the file. Raises ReadError where no encoding fits."""
    return Reading(printed_lines(decode(path.read_bytes(), path.name)), "txt/1")


def printed_lines(text: str) -> tuple[PrintedLine, ...]:
    """Every line of `text`, blank ones included, with its page where form feeds part the pages.

    A page begins with the line that holds a form feed.
    """
    lines = LINE_END.split(text)
    if _FORM_FEED not in text:
        return tuple(PrintedLine(line) for line in lines)
    page, out = 1, []
    for i, line in enumerate(lines):
        page += bool(i) and _FORM_FEED in line
        out.append(PrintedLine(line.replace(_FORM_FEED, ""), page=page))
    return tuple(out)


def decode(data: bytes, name: str) -> str:
    """Text of `data`, the encoding found from its byte order mark or by strict trial.

    Raises ReadError naming `name` where the bytes are not text in any of the three encodings.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                           (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding, name)
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if is_text(text) and (encoding == "utf-8" or is_likely(text)):
            return text
    raise ReadError(f"认不出文字编码：{name}。请用“另存为”存成 UTF-8 的文本文件，再加入。")


def _candidates(data: bytes) -> tuple[str, ...]:
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if even or odd:
        return ("utf-16-be", "utf-16-le") if even > odd else ("utf-16-le", "utf-16-be")
    return ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as e:
        raise ReadError(f"文字编码损坏：{name}（第 {e.start + 1} 个字节处）。请用“另存为”重新存成 UTF-8。") from e
    if not is_text(text):
        raise ReadError(f"不是文本文件：{name}。请确认文件内容，或换成可读的格式。")
    return text


def is_text(text: str) -> bool:
    """Whether decoded bytes are text at all: without control characters, and not full of lost ones."""
    return not _CONTROL.search(text) and text.count(_LOST) * _SHARE <= len(text)


def is_likely(text: str) -> bool:
    """Whether a guessed encoding was the right one. UTF-8 needs no such check: hardly anything else decodes as it."""
    return len(_UNLIKELY.findall(text)) * _SHARE <= len(text)
