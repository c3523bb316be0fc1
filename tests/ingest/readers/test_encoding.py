"""Encodings of texts: what Chinese programs wrote in the last thirty years, and what is none of it."""

from __future__ import annotations

import pytest

from kb.errors import ReadError
from kb.ingest.readers.encoding import decode

SIMPLIFIED = "值班管理办法\n第一条 值班人员每日巡查三次，并做好记录。\n第二条 本办法自印发之日起施行。\n"
TRADITIONAL = "值班管理辦法\n第一條 值班人員每日巡查三次，並做好記錄。\n第二條 本辦法自印發之日起施行。\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_simplified_text_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding), "a.txt").text == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "cp950", "gbk", "utf-16-be"])
def test_traditional_text_is_read_in_every_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "a.txt").text == TRADITIONAL


@pytest.mark.parametrize("text", ["党费每月交纳。", "機房每週檢查。"])
@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le"])
def test_one_sentence_is_enough(text: str, encoding: str) -> None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("not written in this encoding")
    assert decode(data, "a.txt").text == text


def test_what_the_file_states_is_not_believed_against_its_bytes() -> None:
    assert decode(SIMPLIFIED.encode("gbk"), "a.html", stated="big5").text == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("utf-8"), "a.html", stated="gb2312").text == SIMPLIFIED


def test_a_lost_character_is_told_by_its_line() -> None:
    data = SIMPLIFIED.encode()
    at = data.index("巡".encode())
    decoded = decode(data[:at] + b"\xff" + data[at:], "a.txt")
    assert decoded.text == SIMPLIFIED.replace("巡", "\ufffd巡")
    (warning,) = decoded.warnings
    assert "1 个字符" in warning and "第 2 行" in warning


def test_a_bad_byte_in_gbk_is_refused_with_its_line() -> None:
    data = SIMPLIFIED.encode("gbk")
    at = data.index("巡".encode("gbk"))
    with pytest.raises(ReadError, match="a.txt（第 2 行"):
        decode(data[:at] + b"\xff" + data[at:], "a.txt")


def test_end_marks_and_stray_control_characters_go() -> None:
    assert (
        decode(b"\x07".join((SIMPLIFIED[:9].encode(), SIMPLIFIED[9:].encode())) + b"\x1a", "a.txt").text == SIMPLIFIED
    )


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(400), "текст".encode("koi8-r") * 20]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="编码"):
        decode(data, "a.txt")


def test_a_short_text_in_much_markup_is_read() -> None:
    styles = "p.MsoNormal {margin:0cm; font-size:10.5pt}\n" * 300
    page = f"<style>{styles}</style><p>使用会议室应当提前1天预约。</p>"
    assert decode(page.encode("gb2312"), "a.html").text == page
