"""Unusual and hostile packages of Word documents."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Cell, Paragraph, Table
from kb.ingest.readers.word import package
from kb.ingest.readers.word import table as word_table
from tests.ingest.helpers import text_of
from tests.ingest.readers.word_files import W, cell, p, table, write_docx

STRICT = (
    (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
     "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)


def rewritten(path: Path, change: dict[str, bytes | None]) -> Path:
    """The same package with some members other or gone."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, **change}.items():
            if data is not None:
                archive.writestr(name, data)
    return path


def test_strict_documents_are_read(tmp_path: Path) -> None:
    numbering = ('<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                 '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
                 '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
    path = write_docx(tmp_path / "a.docx", p("按月交纳。", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
                      parts={"numbering": numbering})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for old, new in STRICT:
        members = {name: data.replace(old.encode(), new.encode()) for name, data in members.items()}
    assert text_of(read_file(rewritten(path, dict(members)))) == "1.按月交纳。"


@pytest.mark.parametrize(("kind", "ending"), [
    ("document.macroEnabled", ".docm"), ("document.macroEnabled", ".docx"), ("template.macroEnabledTemplate", ".dotm"),
])
def test_documents_with_macros_are_read(tmp_path: Path, kind: str, ending: str) -> None:
    path = write_docx(tmp_path / f"a{ending}", p("按月交纳。"), main=kind, files={"word/vbaProject.bin": b"\0"})
    assert text_of(read_file(path)) == "按月交纳。"


def test_relationships_that_lead_nowhere_do_no_harm(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p("按月交纳。"), relations=[
        ("a", "image", "NULL"), ("b", "styles", "none.xml"), ("c", "numbering", "../NULL"), ("d", "image", "%00")])
    assert text_of(read_file(path)) == "按月交纳。"


@pytest.mark.parametrize("gone", [("word/_rels/document.xml.rels",), ("_rels/.rels",)])
def test_missing_relationships_do_no_harm(tmp_path: Path, gone: tuple[str, ...]) -> None:
    path = write_docx(tmp_path / "a.docx", p("按月交纳。"), parts={"styles": ""})
    assert text_of(read_file(rewritten(path, dict.fromkeys(gone)))) == "按月交纳。"


def test_broken_styles_are_passed_over(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", p("按月交纳。"), files={"word/styles.xml": b"<w:styles"})
    assert text_of(read_file(path)) == "按月交纳。"


def chunk(folder: Path, name: str, data: bytes, depth: int = 0) -> Path:
    body = p("第一条 甲。") + '<w:altChunk r:id="x"/>'
    return write_docx(folder / f"{depth}.docx", body, relations=[("x", "aFChunk", name)], files={f"word/{name}": data})


@pytest.mark.parametrize(("name", "data"), [
    ("a.html", "<html><body><p>第二条 乙。</p></body></html>".encode()), ("a.txt", "第二条 乙。".encode("gb18030")),
])
def test_inserted_pages_and_texts_are_read(tmp_path: Path, name: str, data: bytes) -> None:
    found = read_file(chunk(tmp_path, name, data))
    assert (text_of(found).split(), found.warnings) == (["第一条", "甲。", "第二条", "乙。"], ())


def test_inserted_documents_are_read_to_some_depth(tmp_path: Path) -> None:
    inner = write_docx(tmp_path / "inner.docx", p("第二条 乙。")).read_bytes()
    for depth in range(5):
        path = chunk(tmp_path, "a.docx", inner, depth)
        inner = path.read_bytes()
    found = read_file(path)
    assert text_of(found).count("第一条 甲。") == 4
    assert [w for w in found.warnings if "altChunk" in w]


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b""])
def test_an_inserted_file_that_cannot_be_read_is_said(tmp_path: Path, data: bytes) -> None:
    found = read_file(chunk(tmp_path, "a.docx", data))
    assert text_of(found) == "第一条 甲。"
    assert "altChunk" in found.warnings[0]


def refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "definition", ['<!DOCTYPE w:document [<!ENTITY a "甲">]>', '<!DOCTYPE w:document SYSTEM "x.dtd">'])
def test_document_type_definitions_are_refused(tmp_path: Path, definition: str) -> None:
    text = f'{definition}<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
    path = rewritten(write_docx(tmp_path / "a.docx", p("甲")), {"word/document.xml": text.encode()})
    assert "DTD" in refusal(path)


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    grow = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    text = (f'<!DOCTYPE d [<!ENTITY a0 "甲">{grow}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a9;</w:t></w:r>'
            "</w:p></w:body></w:document>")
    path = rewritten(write_docx(tmp_path / "a.docx", p("甲")), {"word/document.xml": text.encode()})
    assert "a.docx" in refusal(path)


def test_packages_and_parts_that_unpack_to_too_much_are_refused(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_docx(tmp_path / "a.docx", p("甲。"), files={"word/media/a.png": bytes(200_000)})
    monkeypatch.setattr(package, "_MAX_UNPACKED", 100_000)
    assert "太大" in refusal(path)
    monkeypatch.setattr(package, "_MAX_UNPACKED", 1_000_000)
    assert text_of(read_file(path)) == "甲。"
    monkeypatch.setattr(package, "_MAX_PART", 100)
    assert "太大" in refusal(path)


def test_a_table_of_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_table, "_MAX_CELLS", 50)
    path = write_docx(tmp_path / "a.docx", table(*[cell("甲") + cell("乙")] * 26))
    assert "表格太大" in refusal(path)


def test_spans_are_bounded(tmp_path: Path) -> None:
    rows = (
        cell("甲", '<w:gridSpan w:val="999999999"/>') + cell("乙", '<w:gridSpan w:val="-3"/>'),
        cell("丙") + cell("丁"),
    )
    found = next(b for b in read_file(write_docx(tmp_path / "a.docx", table(*rows))).blocks if isinstance(b, Table))
    assert [c.columns for c in found.rows[0]] == [100, 1]


def test_gaps_and_old_merging_keep_columns_in_place(tmp_path: Path) -> None:
    across = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    rows = (cell("甲") + cell("乙", across[0]) + cell("", across[1]),
            f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("丙")}{cell("丁")}')
    blocks = read_file(write_docx(tmp_path / "a.docx", table(*rows))).blocks
    rows_read = ((Cell("甲"), Cell("乙", columns=2)), (Cell(""), Cell("丙"), Cell("丁")))
    assert blocks == (Paragraph(""), Table(rows_read), Paragraph(""))


def test_a_package_without_a_body_is_no_document(tmp_path: Path) -> None:
    path = rewritten(write_docx(tmp_path / "a.docx", ""), {"word/document.xml": b"<document/>"})
    assert "a.docx" in refusal(path)
