"""What a file is (文件的真实格式): by its content, its ending only where the content does not tell.

Endings lie: programs export web pages as .xls and .doc, RTF as .doc, and people rename a .docx to .txt.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from kb.errors import ReadError
from kb.ingest.readers.encoding import decode

# The reader of each ending; "office" converts with LibreOffice first.
BY_SUFFIX = {
    ".txt": "txt", ".text": "txt", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".mht": "mhtml", ".mhtml": "mhtml", ".pdf": "pdf", ".docx": "docx", ".docm": "docx",
    ".dotx": "docx", ".dotm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xltx": "xlsx", ".csv": "delimited",
    ".tsv": "delimited", ".pptx": "pptx", ".pptm": "pptx", ".ppsx": "pptx",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"), "picture"),
    **dict.fromkeys((".doc", ".dot", ".rtf", ".odt", ".ott", ".fodt", ".wps", ".wpt", ".xls", ".xlt", ".xlsb", ".ods",
                     ".fods", ".et", ".ett", ".ppt", ".pps", ".odp", ".dps", ".dpt"), "office"),
}
# Of those that LibreOffice converts, the endings of workbooks and of slides.
SHEETS = frozenset((".xls", ".xlt", ".xlsb", ".ods", ".fods", ".et", ".ett"))
SLIDES = frozenset((".ppt", ".pps", ".odp", ".dps", ".dpt"))
_MAIN_PART = re.compile(rb"vnd\.(?:openxmlformats-officedocument\.|ms-)(wordprocessingml|word|spreadsheetml|excel|"
                        rb"presentationml|powerpoint)[\w.]*\.(binary\.[\w.]*)?main")
_READER_OF_PART = {b"word": "docx", b"spre": "xlsx", b"exce": "xlsx", b"pres": "pptx", b"powe": "pptx"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# By the main stream of an old binary file: the ending under which LibreOffice opens it, and the newer format.
_STREAMS = (("WordDocument", (".doc", "docx")), ("Workbook", (".xls", "xlsx")), ("Book", (".xls", "xlsx")),
            ("PowerPoint Document", (".ppt", "pptx")), ("MatOST", (".wps", "docx")))
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|title)\b",
                   re.IGNORECASE | re.DOTALL)
_OFFICE_XML = re.compile(r"<\?mso-application|<office:document\b")
_SAVED_PAGE = re.compile(r"(?:From|Subject|MIME-Version|Date|Snapshot-Content-Location):", re.IGNORECASE)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_HEAD = 4096  # bytes


def kind_of(path: Path) -> str | None:
    """The name of the reader for a file; None where neither its content nor its ending is known.

    Raises ReadError where it is locked by a password.
    """
    by_suffix = BY_SUFFIX.get(path.suffix.lower())
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        kind = _of_package(path) or by_suffix
        return _broken(path) if kind == "office" and _of_package(path) is None else kind
    if head.startswith(_OLE):
        return _of_binary(path, by_suffix)
    if head.startswith(b"{\\rtf"):
        return "office"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_PICTURES) and (by_suffix == "picture" or b"\0" in head):
        return "picture"
    if by_suffix == "picture":
        return _broken(path)
    return _of_text(path, head, by_suffix) if by_suffix else None


def _of_package(path: Path) -> str | None:
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
                return "office"
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (BadZipFile, LookupError, OSError, RuntimeError, EOFError, ValueError, zlib.error):
        return None
    main = _MAIN_PART.search(types)
    if main is None:
        return None
    return "office" if main.group(2) else _READER_OF_PART[main.group(1)[:4]]


def _of_binary(path: Path, by_suffix: str | None) -> str | None:
    """The reader for an old binary file; LibreOffice would open one that holds no document as if it were text."""
    data = path.read_bytes()
    if _utf16("EncryptedPackage") in data:
        raise ReadError(f"文件有密码：{path.name}。请打开后去掉密码另存，再加入。")
    if binary_format(data) is not None:
        return "office"
    return _broken(path) if by_suffix == "office" else by_suffix


def binary_format(data: bytes) -> tuple[str, str] | None:
    """The ending and the newer format of an old binary file, by the name of its main stream; None where it has none."""
    return next((formats for stream, formats in _STREAMS if _utf16(stream) + bytes(2) in data), None)


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _broken(path: Path) -> str:
    raise ReadError(f"文件打不开：{path.name}。它可能损坏，或内容与扩展名不符；请用原来的软件打开，"
                    "另存为 docx、xlsx 后再加入。")


def _of_text(path: Path, head: bytes, by_suffix: str) -> str:
    """The reader for a file that is no package: by the first words of its text."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.decode("utf-16" if wide else "utf-8", "ignore").lstrip("\ufeff")
    if _SAVED_PAGE.match(start) and "multipart/related" in start.lower():
        return "mhtml"
    if _OFFICE_XML.search(start):
        return "office"
    if by_suffix != "markdown" and _HTML.match(start):
        return "html_sheet" if by_suffix == "xlsx" or path.suffix.lower() in SHEETS else "html"
    return _of_exported(path) if by_suffix == "office" else by_suffix


def _of_exported(path: Path) -> str:
    """The reader for a file that says it is an old office document and is text, as some programs export."""
    try:
        text = decode(path.read_bytes(), path.name).text
    except ReadError:
        return _broken(path)
    filled = [line for line in text.splitlines() if line.strip()]
    return "delimited" if filled and all("\t" in line for line in filled[:20]) else "txt"
