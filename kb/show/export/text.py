"""Text for files (导出文本): without the characters that no file format holds."""

from __future__ import annotations

import re

_ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` without control characters and halves of surrogate pairs; tabs and line feeds stay."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The printable characters of `text` on one line, without blanks around them."""
    return re.sub(r"\s+", " ", printable(text)).strip()
