from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml import parse_xml

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Cell, Heading, ListItem, Paragraph, Table
from tests.ingest.helpers import DATA, text_of
from tests.ingest.readers.docx_files import FORM, W, clauses_in, run, write_form, write_paragraphs


def test_document_is_read_as_blocks(tmp_path: Path) -> None:
    assert read_file(write_form(tmp_path / "规则.docx", merge_across=True)).blocks == (
        Heading("党支部工作规则", 1),
        Heading("第一章 总则", 2),
        Paragraph("第一条 为了加强党支部建设，制定本规则。"),
        Heading("第二章 考核", 2),
        Paragraph("第二条 党支部按下表考核。"),
        Heading("党支部考核评分表", 2),
        Paragraph(""),
        Table(
            (
                (Cell("项目"), Cell("小项"), Cell("具体标准")),
                (Cell("班子建设", rows=2), Cell("换届选举"), Cell(FORM[1][2])),
                (Cell("分工负责"), Cell(FORM[2][2])),
                (Cell("党费管理", columns=2), Cell(FORM[3][2])),
            )
        ),
        Paragraph(""),
    )


def test_line_breaks_inside_a_paragraph_and_a_cell_are_kept(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("党员守则\n按月交纳党费。")
    document.add_table(1, 2).cell(0, 0).text = "换届\n选举"
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").blocks[:3:2] == (
        Paragraph("党员守则\n按月交纳党费。"),
        Table(((Cell("换届\n选举"), Cell("")),)),
    )


def test_paragraphs_that_word_counts_are_list_items_without_a_number(tmp_path: Path) -> None:
    listed = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    path = write_paragraphs(tmp_path / "a.docx", listed + run("按月交纳党费。"), run("参加组织生活。"))
    assert read_file(path).blocks == (ListItem("按月交纳党费。", None), Paragraph("参加组织生活。"))


def test_style_of_a_list_makes_items_unless_the_paragraph_leaves_the_list(tmp_path: Path) -> None:
    document = Document()
    style = document.styles.add_style("要求", 1)
    style.base_style = document.styles["List Number"]
    for name in ("List Bullet", "要求"):
        document.add_paragraph("按月交纳党费。", style=name)
    left = document.add_paragraph("参加组织生活。", style="List Bullet")
    left._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="0"/></w:numPr>'))
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx").blocks == (
        ListItem("按月交纳党费。", None),
        ListItem("按月交纳党费。", "1."),
        Paragraph("参加组织生活。"),
    )


def test_headings_become_the_path(tmp_path: Path) -> None:
    found = clauses_in(write_form(tmp_path / "规则.docx"))
    assert [(c.number, c.path) for c in found[:2]] == [
        ("第一条", ("第一章 总则",)),
        ("第二条", ("第二章 考核",)),
    ]


def test_title_style_is_the_title(tmp_path: Path) -> None:
    assert build(write_form(tmp_path / "规则.docx"), key="规则.docx")[0].title == "党支部工作规则"


def test_text_inside_smart_tags_is_kept(tmp_path: Path) -> None:
    path = write_paragraphs(
        tmp_path / "a.docx",
        run("1.党员每年") + f'<w:smartTag w:element="chmetcnv">{run("至少")}</w:smartTag>' + run("培训1次。"),
    )
    assert text_of(read_file(path)).strip() == "1.党员每年至少培训1次。"


def test_text_inside_content_controls_is_kept(tmp_path: Path) -> None:
    path = write_paragraphs(
        tmp_path / "a.docx",
        run("1.党课每") + f"<w:sdt><w:sdtContent>{run('季度')}</w:sdtContent></w:sdt>" + run("1次。"),
    )
    assert text_of(read_file(path)).strip() == "1.党课每季度1次。"


def test_paragraphs_inside_a_content_control_are_read(tmp_path: Path) -> None:
    document = Document()
    inner = f"<w:p>{run('1.按月交纳党费。')}</w:p>"
    document.element.body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent>{inner}</w:sdtContent></w:sdt>"))
    document.save(str(tmp_path / "a.docx"))
    assert text_of(read_file(tmp_path / "a.docx")).strip() == "1.按月交纳党费。"


def test_tab_stops_are_no_text_and_a_text_box_stands_behind_its_paragraph(tmp_path: Path) -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>边注</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
    path = write_paragraphs(tmp_path / "a.docx", stops + run("1.按月") + box + run("交纳党费。"))
    assert read_file(path).blocks == (Paragraph("1.按月交纳党费。"), Paragraph("边注"))


def test_tracked_insertion_is_text_and_deletion_is_not(tmp_path: Path) -> None:
    path = write_paragraphs(
        tmp_path / "a.docx",
        run("1.党费每年") + f'<w:ins w:id="1" w:author="甲">{run("公示2次")}</w:ins>'
        '<w:del w:id="2" w:author="甲"><w:r><w:delText>公示1次</w:delText></w:r></w:del>' + run("。"),
    )
    assert text_of(read_file(path)).strip() == "1.党费每年公示2次。"


def test_table_of_contents_styles_are_left_out(tmp_path: Path) -> None:
    document = Document()
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("第一章 总则\t1", style="TOC 1")
    document.add_paragraph("1.按月交纳党费。")
    document.save(str(tmp_path / "a.docx"))
    assert text_of(read_file(tmp_path / "a.docx")) == "1.按月交纳党费。"


def test_libreoffice_docx_gives_articles_with_chapters() -> None:
    found = clauses_in(DATA / "rules.docx")
    articles = [c for c in found if c.number is not None]
    assert [c.number for c in articles] == [
        f"第{n}条" for n in "一 二 三 四 五 六 七 八 九 十 十一 十二 十三".split()
    ]
    assert [c.path[0][:3] for c in articles] == ["第一章"] * 3 + ["第二章"] * 3 + ["第三章"] * 5 + [
        "第四章"
    ] * 2


def test_libreoffice_docx_keeps_items_and_cross_references_in_their_article() -> None:
    by_number = {c.number: c.text for c in clauses_in(DATA / "rules.docx")}
    assert by_number["第七条"].count("\n（") == 4
    assert by_number["第十一条"].endswith("第六条规定的程序提前换届。")


def test_header_and_footer_are_left_out() -> None:
    assert "文件选编" not in text_of(read_file(DATA / "rules.docx"))
