"""Markdown: the marks vanish, what they mean stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Block, Cell, Heading, ListItem, Paragraph, Table
from tests.ingest.helpers import assert_whole


def blocks_in(folder: Path, text: str) -> list[Block]:
    path = folder / "a.md"
    path.write_text(text, encoding="utf-8")
    return [b for b in read_file(path).blocks if b != Paragraph("")]


def test_headings_emphasis_links_and_escapes(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 元数据\n---\n\n# 值班**管理**办法 #\n\n## 第一章 总则\n\n**第一条** 依据[《条例》](http://x/)，"
        "*每日*巡查`三`次~~两次~~。\n\n1\\. 不是列表 &amp; 5 \\* 6\n\n<!-- 备注 -->\n"
    )
    assert blocks_in(tmp_path, text) == [
        Heading("值班管理办法", 1),
        Heading("第一章 总则", 2),
        Paragraph("第一条 依据《条例》，每日巡查三次。"),
        Paragraph("1. 不是列表 & 5 * 6"),
    ]


def test_emphasis_beside_chinese_punctuation_vanishes(tmp_path: Path) -> None:
    assert blocks_in(tmp_path, "落实**“三会一课”**制度，**党费：**按月交纳。") == [
        Paragraph("落实“三会一课”制度，党费：按月交纳。")
    ]


@pytest.mark.parametrize("text", ["第二条 按月交纳党费。\n---\n", "### 第二条 按月交纳党费。\n"])
def test_a_sentence_marked_as_heading_is_a_paragraph(tmp_path: Path, text: str) -> None:
    assert blocks_in(tmp_path, text) == [Paragraph("第二条 按月交纳党费。")]


def test_lists_count_as_written_or_by_themselves(tmp_path: Path) -> None:
    text = "3. 甲\n3. 乙\n7. 丙\n\n文字\n\n- 丁\n- [x] 戊\n  1) 己\n"
    assert blocks_in(tmp_path, text) == [
        ListItem("甲", "3."),
        ListItem("乙", "4."),
        ListItem("丙", "7."),
        Paragraph("文字"),
        ListItem("丁", None),
        ListItem("戊", None),
        ListItem("己", "1)"),
    ]


def test_lines_of_a_paragraph_stay_lines_and_indented_ones_are_no_code(tmp_path: Path) -> None:
    assert blocks_in(tmp_path, "    第一条 **甲**。\n    第二条 乙。\n") == [Paragraph("第一条 甲。\n第二条 乙。")]


def test_a_table_in_markdown_and_one_in_html(tmp_path: Path) -> None:
    text = (
        "| 岗位 | 要求 |\n| :-: | --- |\n| 书记 | 讲**党课**<br>每年 \\| 一次 |\n\n"
        '见下表：<table><tr><td rowspan="2">委员</td><td>甲</td></tr>\n\n<tr><td>乙</td></tr></table>\n'
    )
    assert blocks_in(tmp_path, text) == [
        Table(((Cell("岗位"), Cell("要求")), (Cell("书记"), Cell("讲党课\n每年 | 一次")))),
        Paragraph("见下表："),
        Table(((Cell("委员", rows=2), Cell("甲")), (Cell("乙"),))),
    ]


def test_a_footnote_stands_in_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    text = "- 每年体检一次。[^a]\n\n第三条 施行。[^无]\n\n[^a]: 费用由单位承担。\n\n[^b]: 没有引用。\n"
    assert blocks_in(tmp_path, text)[:2] == [
        ListItem("每年体检一次。（注：费用由单位承担。）", None),
        Paragraph("第三条 施行。"),
    ]


def test_a_document_wrapped_in_a_fence_is_read(tmp_path: Path) -> None:
    assert blocks_in(tmp_path, "```markdown\n# 办法\n\n第一条 甲。\n```\n") == [
        Heading("办法", 1),
        Paragraph("第一条 甲。"),
    ]


def test_clauses_quote_no_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# 食堂管理制度\n\n## 第一章 总则\n\n**第一条** 食堂由后勤科管理。\n\n"
        "**第二条** 留样不少于 **125克**。\n\n"
        "## 第二章 岗位\n\n| 岗位 | 职责 | 周期 |\n|---|---|---|\n"
        "| 主任 | 检查食品留样情况，每周抽查索证索票并登记 | 每周 |\n"
        "| 采购员 | 登记采购台账，核对供货商资质 | 每日 |\n",
        encoding="utf-8",
    )
    document, parts = build(path, key="a")
    assert_whole(document.text, parts)
    assert document.title == "食堂管理制度"
    assert [(c.number, c.path, c.text) for c in parts.clauses] == [
        ("第一条", ("第一章 总则",), "第一条 食堂由后勤科管理。"),
        ("第二条", ("第一章 总则",), "第二条 留样不少于 125克。"),
        (None, ("第二章 岗位", "主任"), "职责：检查食品留样情况，每周抽查索证索票并登记\t周期：每周"),
        (None, ("第二章 岗位", "采购员"), "职责：登记采购台账，核对供货商资质\t周期：每日"),
    ]
