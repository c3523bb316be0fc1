"""Word files for tests, written through python-docx, and the clauses in them."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import parse_xml

from kb.ingest.pipeline import build
from kb.types import Clause
from tests.ingest.helpers import assert_whole

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FORM = (
    ("项目", "小项", "具体标准"),
    ("班子建设", "换届选举", "任期届满按时换届，报告、批复等材料齐全。"),
    ("", "分工负责", "委员分工明确，每半年至少研究1次党建工作。"),
    ("党费管理", "收缴公示", "按月足额收缴党费，每年至少公示1次收缴情况。"),
)


def write_form(path: Path, *, merge_across: bool = False) -> Path:
    document = Document()
    document.add_heading("党支部工作规则", 0)
    document.add_heading("第一章 总则", 1)
    document.add_paragraph("第一条 为了加强党支部建设，制定本规则。")
    document.add_heading("第二章 考核", 1)
    document.add_paragraph("第二条 党支部按下表考核。")
    document.add_heading("党支部考核评分表", 1)
    table = document.add_table(len(FORM), 3)
    for i, row in enumerate(FORM):
        for j, text in enumerate(row):
            table.cell(i, j).text = "" if merge_across and (i, j) == (3, 1) else text
    table.cell(1, 0).merge(table.cell(2, 0))
    if merge_across:
        table.cell(3, 0).merge(table.cell(3, 1))
    document.save(str(path))
    return path


def write_paragraphs(path: Path, *runs: str) -> Path:
    document = Document()
    body = document.element.body
    for inner in runs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    document.save(str(path))
    return path


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def clauses_in(path: Path) -> tuple[Clause, ...]:
    document, parts = build(path, key=path.name)
    assert_whole(document.text, parts)
    return parts.clauses
