"""Files are told by their content: endings lie."""

from __future__ import annotations

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import Workbook

from kb.errors import ReadError
from kb.ingest.readers import read_file
from kb.ingest.readers.kind import kind_of

PAGE = "<html><body><p>第一条 按月交纳党费。</p></body></html>"


def made(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def document(path: Path) -> Path:
    word = Document()
    word.add_paragraph("第一条 按月交纳党费。")
    word.save(str(path.with_suffix(".docx")))
    return Path(shutil.move(path.with_suffix(".docx"), path))


@pytest.mark.parametrize("name", ["甲.txt", "甲.doc", "甲.pdf", "甲.wps"])
def test_a_word_document_under_any_ending(tmp_path: Path, name: str) -> None:
    path = document(tmp_path / name)
    assert kind_of(path) == "docx"
    assert not read_file(path).blank


def test_a_workbook_under_an_old_ending(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "按月交纳党费"
    book.save(tmp_path / "甲.xlsx")
    assert kind_of(Path(shutil.move(tmp_path / "甲.xlsx", tmp_path / "甲.xls"))) == "xlsx"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("甲.doc", PAGE, "html"),
        ("甲.xls", "\ufeff" + PAGE, "html_sheet"),
        ("甲.txt", PAGE.encode("utf-16"), "html"),
        ("甲.md", PAGE, "markdown"),
        ("甲.doc", "{\\rtf1\\ansi 1}", "office"),
        ("甲.doc", "第一条 按月交纳党费。", "txt"),
        ("甲.xls", "序号\t任务\n1\t按月交纳党费\n", "delimited"),
        ("甲.txt", "%PDF-1.7\n", "pdf"),
        ("甲.htm", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n", "mhtml"),
        ("甲.xml.doc", '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "office"),
    ],
)
def test_text_formats_are_told_by_their_first_words(tmp_path: Path, name: str, data: bytes | str, kind: str) -> None:
    assert kind_of(made(tmp_path, name, data)) == kind


def test_open_documents_are_told_by_their_mimetype(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "甲.docx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert kind_of(tmp_path / "甲.docx") == "office"


@pytest.mark.parametrize(
    "data", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), bytes(range(256)) * 4, b"PK\x03\x04 broken"]
)
def test_what_libreoffice_would_open_as_rubbish_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError, match="甲.doc"):
        kind_of(made(tmp_path, "甲.doc", data))


def test_a_locked_document_is_refused_by_that_reason(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    with pytest.raises(ReadError, match="密码"):
        kind_of(made(tmp_path, "甲.docx", data))
