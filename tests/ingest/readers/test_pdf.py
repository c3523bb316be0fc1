from __future__ import annotations

import random
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from kb.errors import ReadError
from kb.ingest.pipeline import build
from kb.ingest.readers import ocr, read_file
from kb.ingest.readers.reading import PrintedLine
from kb.types import Clause
from tests.ingest.helpers import DATA, assert_whole, text_of


def clauses_in(name: str) -> tuple[Clause, ...]:
    document, parts = build(DATA / name, key=name)
    assert_whole(document.text, parts)
    return parts.clauses


def test_articles_of_a_wrapped_pdf_are_whole() -> None:
    articles = [c for c in clauses_in("rules.pdf") if c.number is not None]
    assert [c.number for c in articles] == [
        f"第{n}条" for n in "一 二 三 四 五 六 七 八 九 十 十一 十二 十三".split()
    ]
    assert articles[1].text == "第二条　本规则适用于市直机关各党支部。市直机关所属事业单位党支部参照执行。"


def test_pdf_says_the_same_as_the_docx_of_the_same_source() -> None:
    docx, _ = build(DATA / "rules.docx", key="rules")
    pdf, _ = build(DATA / "rules.pdf", key="rules")
    end = "本规则自印发之日起施行。"
    flat = ["".join(d.text.split()) for d in (docx, pdf)]
    assert flat[0].split(end)[0] == flat[1].split(end)[0]


def test_clauses_know_their_page() -> None:
    pages = {c.number: c.page for c in clauses_in("rules.pdf") if c.number}
    assert (pages["第一条"], pages["第六条"], pages["第七条"], pages["第十一条"], pages["第十二条"]) == (
        1,
        1,
        2,
        2,
        3,
    )


def test_every_line_has_its_page() -> None:
    blocks = read_file(DATA / "rules.pdf").blocks
    assert all(isinstance(b, PrintedLine) for b in blocks)
    pages = [b.page or 0 for b in blocks]
    assert pages == sorted(pages)
    assert set(pages) == {1, 2, 3}


def test_page_without_text_keeps_its_number(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.append(DATA / "list.pdf")
    path = tmp_path / "清单.pdf"
    writer.write(path)
    blocks = read_file(path).blocks
    assert (blocks[0], blocks[1].page) == (PrintedLine("", page=1), 2)
    assert {c.page for c in build(path, key="清单")[1].clauses} == {2}


def test_cross_reference_at_a_line_start_opens_no_clause() -> None:
    numbers = [c.number for c in clauses_in("rules.pdf")]
    assert numbers.count("第六条") == 1


def test_running_header_and_page_numbers_are_left_out() -> None:
    text = text_of(read_file(DATA / "rules.pdf"))
    assert "文件选编" not in text
    assert "- 1 -" not in text


def test_blanks_between_digits_and_chinese_characters_go() -> None:
    text = text_of(read_file(DATA / "rules.pdf"))
    assert "凡有正式党员3人以上的" in text
    assert "由3至5人组成，一般不超过7人。" in text


def test_printed_blanks_stay() -> None:
    text = text_of(read_file(DATA / "rules.pdf"))
    assert "第一条\u3000为了规范" in text
    assert "项目 小项 具体标准" in text


def test_plain_list_exported_to_pdf_has_its_lists_and_roles() -> None:
    found = clauses_in("list.pdf")
    assert [(c.list_title, c.number, c.roles) for c in found] == [
        ("党支部书记责任清单", "1", ("党支部书记",)),
        ("党支部书记责任清单", "2", ("党支部书记",)),
        ("党支部书记责任清单", "3", ("党支部书记",)),
        ("组织委员责任清单", "1", ("组织委员",)),
        ("组织委员责任清单", "2", ("组织委员",)),
    ]
    assert found[2].text == "3.每半年向上级党组织报告1次党建工作情况。"


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    assert path.name in str(caught.value)
    assert "PDF" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["locked.pdf", "locked-aes.pdf"])
def test_pdf_with_a_password_is_refused(name: str) -> None:
    refused(DATA / name)


def test_pdf_locked_by_pypdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(DATA / "list.pdf"))
    writer.encrypt("dangjian", algorithm="RC4-128")
    path = tmp_path / "加密.pdf"
    writer.write(path)
    assert "密码" in refused(path)


def test_pdf_that_only_restricts_changes_is_read() -> None:
    assert text_of(read_file(DATA / "restricted.pdf")) == text_of(read_file(DATA / "list.pdf"))


def test_aes_pdf_that_only_restricts_changes_is_read_or_refused() -> None:
    try:
        assert text_of(read_file(DATA / "restricted-aes.pdf")) == text_of(read_file(DATA / "list.pdf"))
    except ReadError as e:
        assert "restricted-aes.pdf" in str(e)


def test_pdf_of_blank_pages_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    path = tmp_path / "空白.pdf"
    writer.write(path)
    assert "没有文字" in refused(path)


def test_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "无页.pdf"
    PdfWriter().write(path)
    refused(path)


@pytest.mark.parametrize("share", [0.001, 0.2, 0.5, 0.8])
def test_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    data = (DATA / "list.pdf").read_bytes()
    path = tmp_path / "残缺.pdf"
    path.write_bytes(data[: int(len(data) * share)])
    refused(path)


def test_other_bytes_under_the_ending_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "假.pdf"
    path.write_bytes("不是 PDF 文件".encode() * 50)
    refused(path)


def damaged(data: bytes, seed: int) -> bytes:
    dice, out = random.Random(seed), bytearray(data)
    for _ in range(30):
        out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


@pytest.mark.parametrize("seed", range(20))
def test_damaged_bytes_give_text_or_a_read_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    path = tmp_path / "损坏.pdf"
    path.write_bytes(damaged((DATA / "list.pdf").read_bytes(), seed))
    try:
        assert text_of(read_file(path)).strip()
    except ReadError as e:
        assert "损坏.pdf" in str(e)


def test_unknown_stream_filter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "滤镜.pdf"
    path.write_bytes((DATA / "list.pdf").read_bytes().replace(b"/FlateDecode", b"/FlateDecodX"))
    refused(path)
