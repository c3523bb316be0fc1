from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Heading, ListItem, Paragraph
from tests.ingest.helpers import assert_whole, text_of
from tests.ingest.readers.html_files import blocks_in, lines_of, write

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>某市机关党建网</title><style>p {{ color: red }}</style><script>var a = "脚本";</script></head><body>
<nav><a href="/">首页</a> &gt; <a href="/dj">党建材料</a></nav>
<h1>党支部书记责任清单</h1>
<ol><li>每季度至少召开<b>1次</b>党员大会。</li><li>每年至少讲1次党课。</li></ol>
<h1>党支部考核评分表</h1>
<table><tr><th>项目</th><th>小项</th><th>具体标准</th></tr>
<tr><td>班子建设</td><td>换届<br>选举</td><td>任期届满按时换届，报告、批复等材料齐全。</td></tr>
<tr><td>党费管理</td><td>收缴公示</td><td>按月足额收缴党费，每年至少公示1次收缴情况。</td></tr></table>
<footer>版权所有 某市委</footer></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8")]
)
def test_page_is_read_in_the_encoding_it_states(tmp_path: Path, charset: str, encoding: str) -> None:
    path = write(tmp_path / "清单.html", PAGE.format(charset=charset), encoding)
    document, parts = build(path, key=path.name)
    assert_whole(document.text, parts)
    assert [(c.number, c.text) for c in parts.clauses[:2]] == [
        ("1", "1.每季度至少召开1次党员大会。"),
        ("2", "2.每年至少讲1次党课。"),
    ]


def test_table_rows_have_their_labels(tmp_path: Path) -> None:
    rows = build(write(tmp_path / "a.htm", PAGE.format(charset="utf-8")), key="a")[1].clauses[2:]
    assert [(c.list_title, c.path[-2:], c.text) for c in rows] == [
        ("党支部考核评分表", ("班子建设", "换届选举"), "任期届满按时换届，报告、批复等材料齐全。"),
        ("党支部考核评分表", ("党费管理", "收缴公示"), "按月足额收缴党费，每年至少公示1次收缴情况。"),
    ]


def test_navigation_scripts_and_footer_are_left_out(tmp_path: Path) -> None:
    text = text_of(read_file(write(tmp_path / "a.html", PAGE.format(charset="utf-8"))))
    assert not any(word in text for word in ("首页", "脚本", "版权所有", "color", "某市机关党建网"))


def test_headings_have_their_level(tmp_path: Path) -> None:
    page = "<h1>党建规定</h1><p>总则如下。</p><h3>党费<br>收缴</h3><p>按月交纳。</p>"
    assert blocks_in(tmp_path, page) == [
        Heading("党建规定", 1),
        Paragraph("总则如下。"),
        Heading("党费\n收缴", 3),
        Paragraph("按月交纳。"),
    ]


def test_heading_without_words_is_none(tmp_path: Path) -> None:
    assert blocks_in(tmp_path, '<h1><img src="a.png"></h1><p>按月交纳。</p>') == [Paragraph("按月交纳。")]


def test_last_line_of_a_page_ends(tmp_path: Path) -> None:
    assert text_of(read_file(write(tmp_path / "a.html", "<p>按月交纳。</p>"))) == "按月交纳。\n"


def test_text_of_inline_elements_stays_on_one_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", "<p>1.党员<b>每年</b>至少\n<span>参加</span>1次<br>2.执行决议。</p>")
    assert lines_of(path) == ["1.党员每年至少参加1次", "2.执行决议。"]


def test_list_items_have_the_numbers_that_the_page_counts(tmp_path: Path) -> None:
    page = "<p>要求：</p><ol><li>甲。</li><li><p>乙。</p><p>丙。</p></li><li></li></ol><ul><li>丁。</li></ul>"
    assert blocks_in(tmp_path, page) == [
        Paragraph("要求："),
        ListItem("甲。", "1."),
        ListItem("乙。", "2."),
        Paragraph("丙。"),
        ListItem("", "3."),
        ListItem("丁。", None),
    ]


def test_list_inside_an_item_counts_by_itself(tmp_path: Path) -> None:
    page = "<ol><li>甲。<ol><li>乙。</li></ol>丙。</li><li><ul><li>丁。</li></ul></li></ol>"
    assert blocks_in(tmp_path, page) == [
        ListItem("甲。", "1."),
        ListItem("乙。", "1."),
        Paragraph("丙。"),
        ListItem("", "2."),
        ListItem("丁。", None),
    ]


def test_heading_in_an_item_prints_its_number(tmp_path: Path) -> None:
    page = "<ol><li><h3>党费</h3>按月交纳。</li></ol>"
    assert blocks_in(tmp_path, page) == [Heading("1.党费", 3), Paragraph("按月交纳。")]


def test_item_after_a_list_inside_it_keeps_its_number(tmp_path: Path) -> None:
    page = (
        "<ol><li>班子按期换届。<ol><li>报告齐全。</li><li>批复齐全。</li><li>记录齐全。</li></ol></li>"
        "<li>党费按月交纳。</li></ol>"
    )
    found = build(write(tmp_path / "a.html", page), key="a")[1].clauses
    assert [(c.number, c.text) for c in found][-1] == ("2", "2.党费按月交纳。")


def test_ordered_list_starts_where_it_says(tmp_path: Path) -> None:
    assert lines_of(write(tmp_path / "a.html", '<ol start="5"><li>甲。</li><li>乙。</li></ol>')) == [
        "5.甲。",
        "6.乙。",
    ]


def test_list_item_with_a_value_prints_that_number(tmp_path: Path) -> None:
    page = '<ol><li>甲。</li><li value="4">丁。</li><li>戊。</li></ol>'
    assert lines_of(write(tmp_path / "a.html", page)) == ["1.甲。", "4.丁。", "5.戊。"]


@pytest.mark.parametrize("start", ["x", "-3", "²", ""])
def test_senseless_start_of_a_list_does_no_harm(tmp_path: Path, start: str) -> None:
    text = text_of(read_file(write(tmp_path / "a.html", f'<ol start="{start}"><li>按月交纳党费。</li></ol>')))
    assert "按月交纳党费。" in text


def test_hidden_parts_are_left_out(tmp_path: Path) -> None:
    page = (
        '<p>按月交纳党费。</p><p style="display: none">隐藏一</p><p hidden>隐藏二</p>'
        '<table><tr><td>项目</td><td style="display:none">隐藏三</td><td>标准</td></tr></table>'
    )
    assert "隐藏" not in text_of(read_file(write(tmp_path / "a.html", page)))


def test_page_wrapped_in_a_form_is_read(tmp_path: Path) -> None:
    page = (
        '<body><form id="form1" runat="server"><h1>党员守则</h1>'
        '<p>1.按月交纳党费。</p><input value="搜索"></form></body>'
    )
    assert lines_of(write(tmp_path / "a.html", page)) == ["党员守则", "1.按月交纳党费。"]


def test_header_of_an_article_holds_its_title(tmp_path: Path) -> None:
    page = (
        "<header>网站导航</header><article><header>"
        "<h1>党员守则</h1></header><p>1.按月交纳党费。</p></article>"
    )
    assert lines_of(write(tmp_path / "a.html", page)) == ["党员守则", "1.按月交纳党费。"]


def test_gb_page_of_mojibake_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.html"
    path.write_bytes(b'<meta charset="gb2312"><p>' + "\ue000\ue001\ue002".encode("gb18030") * 20 + b"</p>")
    refused(path)


def test_utf8_page_that_states_gb2312_is_never_garbled(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.html", '<meta charset="gb2312"><p>党员守则</p><p>党员按月交纳党费</p>', "utf-8"
    )
    try:
        assert "党员按月交纳党费" in text_of(read_file(path))
    except ReadError as e:
        assert "a.html" in str(e)


def refused(path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read_file(path)
    assert path.name in str(caught.value)


@pytest.mark.parametrize(
    "page", ["<html></html>", "<!-- 党员 -->", "<nav>首页</nav>", "<script>党员</script>", "   "]
)
def test_page_without_text_is_refused(tmp_path: Path, page: str) -> None:
    refused(write(tmp_path / "空页.html", page))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.html"
    path.write_bytes(b"<p>\x89PNG\x00\x01\x02" + bytes(range(256)))
    refused(path)


def test_broken_gb_page_is_refused_not_thinned_out(tmp_path: Path) -> None:
    path = tmp_path / "坏.html"
    path.write_bytes(b'<meta charset="gbk"><p>' + "党员守则".encode("gb18030") + b"\xff\xff</p>")
    refused(path)


def test_unclosed_tags_are_read(tmp_path: Path) -> None:
    assert lines_of(write(tmp_path / "a.html", "<p>1.按月交纳党费。<p>2.参加<b>组织生活。")) == [
        "1.按月交纳党费。",
        "2.参加组织生活。",
    ]


def test_deeply_nested_page_is_read_or_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "深.html", "<div>" * 3000 + "党员守则" + "</div>" * 3000)
    try:
        assert "党员守则" in text_of(read_file(path))
    except ReadError as e:
        assert "深.html" in str(e)
