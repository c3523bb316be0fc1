"""Tables of web pages: their cells, and the labels of their rows."""

from __future__ import annotations

from pathlib import Path

from kb.ingest.pipeline import build
from kb.ingest.readers.reading import Cell, Heading, Paragraph, Table
from tests.ingest.readers.html_files import blocks_in, lines_of, write


def test_table_is_read_as_cells_with_their_spans(tmp_path: Path) -> None:
    page = (
        "<p>如下：</p><table><thead><tr><th>项目</th><th>小项</th><th>标 准</th></tr></thead><tbody>"
        '<tr><td rowspan="0">班子</td><td>换届</td><td>按时。</td></tr><tr><td>分工</td><td>明确。</td></tr>'
        '</tbody><tbody><tr><td colspan="2">党费</td><td>按月。</td></tr></tbody></table>'
    )
    assert blocks_in(tmp_path, page) == [
        Paragraph("如下："),
        Table(
            (
                (Cell("项目"), Cell("小项"), Cell("标准")),
                (Cell("班子", rows=2), Cell("换届"), Cell("按时。")),
                (Cell("分工"), Cell("明确。")),
                (Cell("党费", columns=2), Cell("按月。")),
            )
        ),
    ]


def test_cell_reaches_no_further_than_its_group_of_rows(tmp_path: Path) -> None:
    page = (
        '<table><thead><tr><th rowspan="3">项目</th><th>标准</th></tr></thead>'
        "<tbody><tr><td>班子</td><td>按时换届。</td></tr></tbody></table>"
    )
    assert blocks_in(tmp_path, page) == [
        Table(((Cell("项目"), Cell("标准")), (Cell("班子"), Cell("按时换届。"))))
    ]


def test_tables_side_by_side_are_two(tmp_path: Path) -> None:
    page = "<table><tr><td>甲</td><td>乙</td></tr></table><table><tr><td>丙</td><td>丁</td></tr></table>"
    assert blocks_in(tmp_path, page) == [Table(((Cell("甲"), Cell("乙")),)), Table(((Cell("丙"), Cell("丁")),))]


def test_text_framed_in_a_row_parts_the_table(tmp_path: Path) -> None:
    page = (
        '<table><tr><td>甲</td><td>乙</td></tr><tr><td rowspan="2"><h2>说明</h2><p>丙。</p></td></tr>'
        "<tr><td>丁</td><td>戊</td></tr><tr><td></td></tr><tr><td>己</td><td>庚</td></tr></table>"
    )
    assert blocks_in(tmp_path, page) == [
        Table(((Cell("甲"), Cell("乙")),)),
        Heading("说明", 2),
        Paragraph("丙。"),
        Table(((Cell(""), Cell("丁"), Cell("戊")), (Cell("己"), Cell("庚")))),
    ]


def test_table_inside_a_framed_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    inner = "<table><tr><td>丙</td><td>丁</td></tr></table>"
    page = f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>{inner}</td></tr></table>"
    assert blocks_in(tmp_path, page) == [Table(((Cell("甲"), Cell("乙")),)), Table(((Cell("丙"), Cell("丁")),))]


def test_labels_merged_downwards_in_two_columns_head_each_row(tmp_path: Path) -> None:
    page = (
        "<h2>考核评分表</h2><table><tr><th>项目</th><th>小项</th><th>具体标准</th></tr>"
        '<tr><td>班子</td><td rowspan="2">换届</td><td>任期届满按时换届，报告、批复等材料齐全。</td></tr>'
        "<tr><td>支部</td><td>委员分工明确，每半年至少研究1次党建工作。</td></tr></table>"
    )
    found = build(write(tmp_path / "a.html", page), key="a")[1].clauses
    assert [c.path for c in found] == [("班子", "换届"), ("支部", "换届")]


def test_empty_cell_that_is_not_merged_has_no_label_from_above(tmp_path: Path) -> None:
    page = (
        "<h2>考核评分表</h2><table><tr><th>项目</th><th>小项</th><th>具体标准</th></tr>"
        "<tr><td>班子</td><td>换届</td><td>任期届满按时换届，报告、批复等材料齐全。</td></tr>"
        "<tr><td></td><td>党费</td><td>按月足额收缴党费，每年至少公示1次收缴情况。</td></tr></table>"
    )
    found = build(write(tmp_path / "a.html", page), key="a")[1].clauses
    assert [c.path for c in found] == [("班子", "换届"), ("党费",)]


def test_cells_spanning_rows_and_columns_stay_labels(tmp_path: Path) -> None:
    page = (
        "<h2>党支部考核评分表</h2><table><tr><th>项目</th><th>小项</th><th>具体标准</th></tr>"
        '<tr><td rowspan="2">班子建设</td><td>换届选举</td>'
        "<td>任期届满按时换届，报告、批复等材料齐全。</td></tr>"
        "<tr><td>分工负责</td><td>委员分工明确，每半年至少研究1次党建工作。</td></tr>"
        '<tr><td colspan="2">党费管理</td><td>按月足额收缴党费，每年至少公示1次收缴情况。</td></tr></table>'
    )
    found = build(write(tmp_path / "a.html", page), key="a")[1].clauses
    assert [c.path for c in found] == [("班子建设", "换届选举"), ("班子建设", "分工负责"), ("党费管理",)]
    assert [c.text[:4] for c in found] == ["任期届满", "委员分工", "按月足额"]


def test_single_cell_over_all_columns_is_read_as_text(tmp_path: Path) -> None:
    page = (
        '<table><tr><td colspan="2"><p>1.按月交纳党费。</p><p>2.参加组织生活。</p></td></tr>'
        '<tr><td rowspan="0">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>'
    )
    assert lines_of(write(tmp_path / "a.html", page)) == [
        "1.按月交纳党费。",
        "2.参加组织生活。",
        "甲\t乙",
        "甲\t丙",
    ]


def test_a_line_over_all_columns_heads_the_rows_below_it(tmp_path: Path) -> None:
    first, second = "三年一次，逾期没有完成的每超过一个月扣五分", "每年不少于32学时"
    page = (f"<h1>考核表</h1><table><tr><td>项目<td>标准<td>分值<tr><td colspan=3>一、组织建设<tr><td>换届"
            f"<td>{first}<td>20<tr><td colspan=3>二、党员教育<tr><td>学习<td>{second}<td>30</table>")
    clauses = build(write(tmp_path / "表.html", page), key="表")[1].clauses
    assert [(c.path, c.text) for c in clauses] == [(("一、组织建设", "换届"), f"标准：{first}\t分值：20"),
                                                   (("二、党员教育", "学习"), f"标准：{second}\t分值：30")]
