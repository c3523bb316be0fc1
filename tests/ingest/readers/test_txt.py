from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import ReadError
from kb.ingest.readers import MAX_BYTES, read_file
from kb.ingest.readers.encoding import decode
from kb.ingest.readers.reading import PrintedLine
from kb.ingest.readers.txt import printed_lines
from tests.ingest.helpers import text_of

RULE = "1.党支部每月召开一次支部委员会会议，每季度召开一次党员大会。\n"
# Characters of everyday Chinese (the first level of GB 2312) that all these encodings can write.
EVERYDAY = st.text(
    alphabet=st.characters(codec="gb2312", min_codepoint=0x4E00).filter(lambda c: c.encode("gb2312")[0] < 0xD8)
    | st.sampled_from("，。；：、“”（）《》·…　\nabcXYZ 0123456789.-%"),
    max_size=80,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@given(text=EVERYDAY)
def test_text_reads_back_from_every_encoding(encoding: str, text: str) -> None:
    assert decode((RULE + text).encode(encoding), "规则.txt").text == RULE + text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_byte_order_mark_is_read(encoding: str) -> None:
    assert decode((RULE * 3).encode(encoding), "规则.txt").text == RULE * 3


def test_short_utf8_note_with_a_rare_name_is_read() -> None:
    text = "党支部书记：刘䶮。每月召开一次支部委员会会议。"
    assert decode(text.encode(), "a.txt").text == text


def test_file_is_read_whatever_its_ending_looks_like(tmp_path: Path) -> None:
    for name in ("规则.txt", "规则.TXT", "规则.text"):
        path = tmp_path / name
        path.write_text(RULE, encoding="utf-8")
        assert text_of(read_file(path)) == RULE


def test_lines_end_as_any_format_ends_them() -> None:
    assert printed_lines("甲\r\n乙\r丙\u2028丁\x85\n戊\t己") == tuple(
        PrintedLine(text) for text in ("甲", "乙", "丙", "丁", "", "戊\t己")
    )


def test_form_feeds_count_pages() -> None:
    assert printed_lines("甲\n\f乙\n丙\f\n\f") == (
        PrintedLine("甲", page=1),
        PrintedLine("乙", page=2),
        PrintedLine("丙", page=3),
        PrintedLine("", page=4),
    )


def test_form_feed_before_all_text_opens_the_first_page() -> None:
    assert printed_lines("\f甲\n乙") == (PrintedLine("甲", page=1), PrintedLine("乙", page=1))


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert any("\u4e00" <= c <= "\u9fff" for c in message.replace(path.name, ""))
    return message


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert "找不到" in refused(tmp_path / "没有.txt")


def test_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path)


def test_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.touch()
    assert "空" in refused(path)


@pytest.mark.parametrize("name", ["空.docx", "空.pdf", "空.html"])
def test_empty_file_of_other_formats_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    refused(tmp_path / name)


def test_file_of_blanks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空白.txt"
    path.write_text(" \n\t\n　", encoding="utf-8")
    assert "没有文字" in refused(path)


def test_binary_renamed_to_txt_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "图片.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4)
    refused(path)


@pytest.mark.parametrize("name", ["表.numbers", "图.vsd", "无后缀", "片.key"])
def test_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RULE, encoding="utf-8")
    message = refused(tmp_path / name)
    assert "docx" in message and "pdf" in message


def test_too_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "太大" in refused(path)


def test_cut_off_utf8_character_is_not_thinned_out(tmp_path: Path) -> None:
    path = tmp_path / "残.txt"
    path.write_bytes(b"\xef\xbb\xbf" + RULE.encode()[:-2])
    assert "编码" in refused(path)


@given(st.binary(min_size=64, max_size=400))
def test_random_bytes_give_text_or_a_read_error(data: bytes) -> None:
    try:
        text = decode(data, "随机.txt").text
    except ReadError as e:
        assert "随机.txt" in str(e)
    else:
        assert "\x00" not in text
