"""The characters of a PDF's plain pages with their places (字符位置), through pdfium: ten times as fast as pdfplumber,
which is left for pages that draw lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import c_double
from statistics import median
from typing import Any

import pypdfium2
from pdfplumber.utils.text import chars_to_textmap, extract_words
from pypdfium2.raw import (
    FPDF_PAGEOBJ_IMAGE,
    FPDF_PAGEOBJ_TEXT,
    FS_MATRIX,
    FS_RECTF,
    FPDFText_GetCharOrigin,
    FPDFText_GetFontSize,
    FPDFText_GetLooseCharBox,
    FPDFText_GetMatrix,
    FPDFText_GetUnicode,
    FPDFText_IsGenerated,
)

from kb.ingest.readers.pdf_columns import WITHIN, Piece

_OBJECTS = 5000  # looked at on a page
_BELOW = 0.15  # of its size, which a character reaches below its line
_SMALL, _RAISED = 0.8, 0.12  # of the size of the letters of its line: a raised figure
_LABEL = re.compile(r"[\[〔［（(]?(?:\d{1,3}|[①-⑳*＊])[\]〕］）)]?")
_SLANT = 1e-3  # of turned and slanted characters
Char = dict[str, Any]


def plain_chars(page: pypdfium2.PdfPage) -> tuple[list[Char], float] | None:
    """The characters of a page as pdfplumber names them, and how wide the page is, both turned so that its lines are
    level, whichever way the page is shown; None where it is cropped or its lines run in several directions, where it
    draws anything but text and pictures, or where a character stands for itself in no code of 16 bits.
    """
    left, bottom, width, height = page.get_mediabox()
    if (left, bottom) != (0, 0) or page.get_cropbox() != (0, 0, width, height):
        return None
    for n, item in enumerate(page.get_objects(max_depth=1)):
        if n > _OBJECTS or item.type not in (FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_IMAGE):
            return None
    text = page.get_textpage()
    try:
        return _chars(text, width, height)
    finally:
        text.close()


def _chars(text: pypdfium2.PdfTextPage, width: float, height: float) -> tuple[list[Char], float] | None:
    out: list[Char] = []
    way: int | None = None
    box, matrix, x, y = FS_RECTF(), FS_MATRIX(), c_double(), c_double()
    for n in range(text.count_chars()):
        if FPDFText_IsGenerated(text, n):
            continue
        code = FPDFText_GetUnicode(text, n)
        if code < 32 or code > 0xFFFF or 0xD800 <= code < 0xE000 or not (
                FPDFText_GetLooseCharBox(text, n, box) and FPDFText_GetMatrix(text, n, matrix)
                and FPDFText_GetCharOrigin(text, n, x, y)):
            return None
        turned = _way(matrix)
        way = turned if way is None else way
        if turned is None or turned != way:
            return None
        size = FPDFText_GetFontSize(text, n) * (abs(matrix.d) + abs(matrix.c))
        line = (height - y.value, x.value, y.value, width - x.value)[way]
        begins, ends = ((box.left, box.right), (box.bottom, box.top), (width - box.right, width - box.left),
                        (height - box.top, height - box.bottom))[way]
        bottom = line + _BELOW * size
        top = bottom - size
        out.append({"text": chr(code), "x0": begins, "x1": ends, "top": top, "bottom": bottom, "doctop": top,
                    "width": ends - begins, "height": size, "size": size, "upright": True})
    return out, height if way in (1, 3) else width


def _way(matrix: FS_MATRIX) -> int | None:
    """In how many quarters of a turn, against the clock, a character's line runs; None where it is slanted."""
    if abs(matrix.b) + abs(matrix.c) <= _SLANT:
        return 0 if matrix.a > 0 else 2
    return (1 if matrix.b > 0 else 3) if abs(matrix.a) + abs(matrix.d) <= _SLANT else None


def char_lines(chars: list[Char]) -> list[dict[str, Any]]:
    """The lines that the characters stand in, as pdfplumber's extract_text_lines has them."""
    lines: list[dict[str, Any]] = chars_to_textmap(chars).extract_text_lines() if chars else []
    return lines


def char_pieces(chars: list[Char]) -> list[Piece]:
    """The stretches of lines that no wide gap parts."""
    return [Piece(w["text"].strip(), w["x0"], w["x1"], w["top"], w["bottom"] - w["top"])
            for w in extract_words(chars, keep_blank_chars=True, x_tolerance_ratio=WITHIN) if w["text"].strip()]


def raised(chars: Sequence[Char]) -> tuple[tuple[int, str], ...]:
    """The raised figures among the characters of a line, each with how many characters stand before it, blanks aside.
    """
    shown = [c for c in chars if c["text"].strip()]
    if not shown:
        return ()
    size, foot = median(c["size"] for c in shown), median(c["bottom"] for c in shown)
    found: list[tuple[int, str]] = []
    for n, c in enumerate(shown):
        if c["size"] <= _SMALL * size and c["bottom"] <= foot - _RAISED * size:
            if found and found[-1][0] + len(found[-1][1]) == n:
                found[-1] = (found[-1][0], found[-1][1] + c["text"])
            else:
                found.append((n, c["text"]))
    return tuple((at, label) for at, label in found if _LABEL.fullmatch(label))
