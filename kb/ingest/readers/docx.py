"""Word documents (.docx, .docm, .dotx): headings, paragraphs, list items with their numbers and tables, in order.

What a reader of the printed page sees is kept, with tracked changes accepted: the numbers that Word counts by itself,
content controls, text boxes (behind the paragraph that they are anchored in), footnotes and endnotes (behind the
paragraph that refers to them), and inserted files. Headers and footers are left out; hidden text, comments, pictures
and objects as well, and counted in the warnings. The package is read here rather than by python-docx, which refuses
packages that Word opens (Strict, macros, dangling relationships).
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from kb.errors import ReadError
from kb.ingest.readers.reading import Reading
from kb.ingest.readers.word.document import WordDocument
from kb.ingest.readers.word.package import Package

_BROKEN = (BadZipFile, LookupError, ValueError, SyntaxError, TypeError, AttributeError, AssertionError,
           ArithmeticError, RuntimeError, EOFError, zlib.error, struct.error, etree.LxmlError)


def read(path: Path) -> Reading:
    """The blocks of the document. Raises ReadError where it is broken, or made to do harm."""
    try:
        with ZipFile(path) as archive:
            document = WordDocument(Package(archive, path.name))
    except _BROKEN as e:
        raise ReadError(
            f"Word 文档打不开：{path.name}。文件可能损坏、加密，或是旧的 .doc；请用 Word 另存为 .docx。") from e
    return Reading(tuple(document.blocks), "docx/3", warnings=tuple(document.left_out.warnings()))
