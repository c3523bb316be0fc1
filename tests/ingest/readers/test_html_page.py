"""Web pages as Chinese offices published them: the text is read, the site around it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.html_page import is_site_line
from tests.ingest.helpers import text_of

OLD = """<html><head><title>某县人民政府网</title></head><body>
<table width=980><tr><td><img src=logo.gif></td><td>某县人民政府网</td></tr></table>
<table width=980><tr><td><a>首页</a></td><td><a>政务公开</a></td><td><a>互动交流</a></td></tr></table>
<table width=980><tr><td width=200><table><tr><td><b>栏目导航</b></td></tr><tr><td><a>工作动态</a></td></tr>
</table></td>
<td><table width=100%><tr><td>您现在的位置：<a>首页</a> >> 正文</td></tr>
<tr><td align=center><font size=5><b>公车管理暂行办法</b></font></td></tr>
<tr><td>作者：办公室　来源：本站　点击数：128　更新时间：2012-3-5</td></tr>
<tr><td><p>　　第一条　为加强公务用车管理，制定本办法。</p><p>　　第二条　实行定点维修，每半年检验一次，标准如下：</p>
<table border=1><tr><td>车型</td><td>限额</td></tr><tr><td>轿车</td><td>18万元</td></tr></table>
<p>　　第三条　自2012年4月1日起施行。</p></td></tr>
<tr><td>上一篇：<a>关于放假的通知</a><br>下一篇：没有了</td></tr><tr><td>【<a>打印此页</a>】【<a>关闭窗口</a>】</td></tr>
</table></td></tr></table>
<table><tr><td>主办：某县办公室　技术支持：某某公司<br>地址：某路1号
　ICP备00000000号</td></tr></table></body></html>"""
NEW = """<html><head><title>食堂管理规定_某教育网</title></head><body>
<div class="header"><ul class=nav><li><a>首页</a></ul></div>
<div class="wrap"><div class="left"><div class="title"><h1>食堂管理规定</h1></div>
<table><tr><td>索引号</td><td>000001</td><td>发文机关</td><td>教育局</td></tr></table>
<div class="meta"><span>2019-03-04</span> 来源：教育局 阅读：33</div>
<div class="content">为规范管理，制定本规定。<br>一、食堂每日消毒两次。<br>二、依据<a>《食品安全法》</a>留样。<br></div>
<div class="share">分享到：<a>微信</a></div></div>
<div class="right"><h3>热门文章</h3><ul><li><a>招生办法公布，请认真执行。</a></li></ul></div></div>
<div class="foot">Copyright © 某教育网</div></body></html>"""


def lines_in(folder: Path, page: str) -> list[str]:
    (folder / "a.html").write_text(page, encoding="utf-8")
    return [line.strip() for line in text_of(read_file(folder / "a.html")).split("\n") if line.strip()]


def test_a_page_laid_out_with_tables(tmp_path: Path) -> None:
    assert lines_in(tmp_path, OLD) == [
        "公车管理暂行办法",
        "第一条　为加强公务用车管理，制定本办法。",
        "第二条　实行定点维修，每半年检验一次，标准如下：",
        "车型\t限额",
        "轿车\t限额：18万元",
        "第三条　自2012年4月1日起施行。",
    ]
    assert build(tmp_path / "a.html", key="a")[0].title == "公车管理暂行办法"


def test_a_page_whose_parts_are_named(tmp_path: Path) -> None:
    assert lines_in(tmp_path, NEW) == [
        "食堂管理规定",
        "为规范管理，制定本规定。",
        "一、食堂每日消毒两次。",
        "二、依据《食品安全法》留样。",
    ]


def test_a_part_with_the_text_in_it_is_kept_whatever_it_is_called(tmp_path: Path) -> None:
    assert lines_in(tmp_path, '<div class="nav"><h1>守则</h1><p>党员按月交纳党费。</p></div>') == [
        "守则",
        "党员按月交纳党费。",
    ]


def test_words_before_a_table_and_short_items_are_kept(tmp_path: Path) -> None:
    rows = "<tr><td>党课</td><td>每季度</td></tr><tr><td>党费</td><td>每月</td></tr>"
    page = f"<div><p>要求如下</p><table>{rows}</table></div>"
    assert lines_in(tmp_path, page) == ["要求如下", "党课\t每季度", "党费\t每月"]
    assert lines_in(tmp_path, "<ul><li>按月交纳党费<li>参加组织生活</ul>") == ["按月交纳党费", "参加组织生活"]


def test_line_breaks_of_the_source_part_words_but_not_wide_characters(tmp_path: Path) -> None:
    assert lines_in(tmp_path, "<p>党员\n  按月\n<b>交纳</b>\n党费 by the\nmonth，共\n2 次。</p>") == [
        "党员按月交纳党费 by the month，共 2 次。"
    ]


def test_preformatted_text_keeps_its_lines(tmp_path: Path) -> None:
    assert lines_in(tmp_path, "<pre>\n  办法\n1.按月  交纳。\r\n2.参加学习。</pre>") == [
        "办法",
        "1.按月  交纳。",
        "2.参加学习。",
    ]


def test_what_is_struck_out_is_not_read(tmp_path: Path) -> None:
    assert lines_in(tmp_path, "<p>每季度<s>一次</s><del>一</del>两次。</p>") == ["每季度两次。"]


def test_a_page_of_links_alone_is_still_read(tmp_path: Path) -> None:
    assert lines_in(tmp_path, "<div><a>党费规定</a></div>") == ["党费规定"]


@pytest.mark.parametrize(
    "line",
    [
        "上一篇：关于放假的通知",
        "浏览次数：345",
        "【打印】【关闭】",
        "版权所有 某单位",
        "字体：[大 中 小]",
        "您当前的位置：首页 > 文件",
        "发布时间：2020-01-02 来源：办公室",
        "【发表评论】【告诉好友】【打印此文】",
        "附件【民主评议党员登记表.doc】已下载 35 次",
        "附件：登记表.docx",
    ],
)
def test_lines_of_the_site(line: str) -> None:
    assert is_site_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "第一条 来源合法的食品方可采购",
        "1.打印店管理。",
        "关闭门窗后离开",
        "下一条款另行规定的除外",
        "位置偏远的支部每季度走访一次",
        "发布时间由办公室确定。",
        "首页应当公布监督电话",
        "附件：1.登记表",
        "（试行）",
    ],
)
def test_lines_of_the_text(line: str) -> None:
    assert not is_site_line(line)


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        ('<ol type="a" start="3"><li>甲<li>乙</ol>', ["c.甲", "d.乙"]),
        ('<ol type="I"><li>甲<li value="9">乙</ol>', ["I.甲", "IX.乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ('<ol style="list-style-type: cjk-ideographic" start="11"><li>甲<li>乙</ol>', ["十一、甲", "十二、乙"]),
        ('<ol style="list-style:none"><li>第一条 甲<li>第二条 乙</ol>', ["第一条 甲", "第二条 乙"]),
        ('<ol type="A"><li>甲<li type="1">乙</ol>', ["A.甲", "2.乙"]),
    ],
)
def test_lists_count_as_browsers_do(tmp_path: Path, page: str, numbers: list[str]) -> None:
    assert lines_in(tmp_path, page) == numbers


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + ("<tr>" + "<td rowspan=1000 colspan=100>a" * 3) * 300 + "</table>",
        "<table>"
        + "<tr><td rowspan=1000 colspan=100>a<td rowspan=1000 colspan=100>b"
        + "<tr><td>c" * 2500
        + "</table>",
        ("<table>" + "<tr><td rowspan=1000 colspan=100>a" * 2 + "<tr><td>c" * 100 + "</table>") * 20,
    ],
)
def test_merged_cells_of_a_small_page_take_few_places(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text("<p>党员按月交纳党费。</p>" + page, encoding="utf-8")
    text = text_of(read_file(tmp_path / "a.html"))
    assert "党员按月交纳党费" in text
    assert text.count("\t") < 300_000  # one a place; without a limit there would be millions


def test_a_saved_page_with_its_pictures(tmp_path: Path) -> None:
    part = OLD.encode("gb18030")
    head = (
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=gb2312\r\n'
        b"Content-Transfer-Encoding: binary\r\n\r\n"
    )
    tail = b"\r\n--b\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlh\r\n--b--\r\n"
    (tmp_path / "a.mht").write_bytes(head + part + tail)
    assert "公车管理暂行办法\n" in text_of(read_file(tmp_path / "a.mht"))
