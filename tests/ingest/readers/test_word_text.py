"""What of a Word document is text, and what is left out and said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.ingest.pipeline import build
from kb.ingest.readers import read_file
from kb.ingest.readers.reading import Heading, ListItem, Paragraph, Reading, Table
from tests.ingest.readers.word_files import cell, p, run, table, write_docx

BOX = "<w:txbxContent>" + p("演练后五日内报告。") + "</w:txbxContent>"
CHOICE = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
FALLBACK = f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return mark("begin") + instruction + mark("separate") + result + mark("end")


def reading(folder: Path, body: str, **parts: str) -> Reading:
    return read_file(write_docx(folder / "a.docx", body, parts=parts))


def texts(found: Reading) -> list[str]:
    return [b.text for b in found.blocks if not isinstance(b, Table)]


@pytest.mark.parametrize("inner", [
    f"<w:r><mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent></w:r>",
    f"<w:r><mc:AlternateContent>{FALLBACK}</mc:AlternateContent></w:r>",
    f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>",
], ids=["both", "fallback", "vml"])
def test_text_boxes_are_read_once_behind_their_paragraph(tmp_path: Path, inner: str) -> None:
    found = reading(tmp_path, p("第一条 按期演练。", inner=inner) + p("第二条 按期总结。"))
    assert texts(found) == ["第一条 按期演练。", "演练后五日内报告。", "第二条 按期总结。"]


def test_notes_stand_behind_the_paragraph_that_refers_to_them(tmp_path: Path) -> None:
    notes = ('<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
             f'<w:footnote w:id="2">{p(" 含节假日。")}</w:footnote>')
    ends = f'<w:endnote w:id="2">{p("注：以印章为准。")}</w:endnote>'
    refers = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    ends_refer = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    body = p("第一条 三日内", inner=refers + run("报告。") + ends_refer) + p("第二条 存档。")
    path = write_docx(tmp_path / "a.docx", body, parts={"footnotes": notes, "endnotes": ends})
    assert [c.text for c in build(path, key="a")[1].clauses] == [
        "第一条 三日内报告。（注：含节假日。）（注：以印章为准。）", "第二条 存档。",
    ]


def test_a_note_to_a_title_or_to_a_lead_in_stands_on_its_own_line(tmp_path: Path) -> None:
    notes = "".join(f'<w:footnote w:id="{n}">{p(f"说明{n}。")}</w:footnote>' for n in (1, 2))
    refer = ['<w:r><w:footnoteReference w:id="1"/></w:r>', '<w:r><w:footnoteReference w:id="2"/></w:r>']
    body = p("总则", '<w:outlineLvl w:val="0"/>', inner=refer[0]) + p("包括：", inner=refer[1])
    assert reading(tmp_path, body, footnotes=notes).blocks == (
        Heading("总则", 2), Paragraph("（注：说明1。）"), Paragraph("包括："), Paragraph("（注：说明2。）"),
    )


def test_a_missing_note_is_said(tmp_path: Path) -> None:
    found = reading(tmp_path, p("三日内报告。", inner='<w:r><w:footnoteReference w:id="7"/></w:r>'))
    assert (texts(found), len(found.warnings)) == (["三日内报告。"], 1)


def test_hidden_text_is_left_out_and_counted(tmp_path: Path) -> None:
    styles = ('<w:style w:type="character" w:styleId="yin"><w:rPr><w:vanish/></w:rPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="mi"><w:basedOn w:val="mi0"/></w:style>'
              '<w:style w:type="paragraph" w:styleId="mi0"><w:rPr><w:vanish w:val="1"/></w:rPr></w:style>')
    secret = run("密一", "<w:vanish/>") * 2
    shown = run("乙。", '<w:vanish w:val="0"/>')
    first = p("甲。", inner=secret + shown + run("密二", '<w:rStyle w:val="yin"/>'))
    body = first + p("密三", '<w:pStyle w:val="mi"/>') + p("丙。")
    found = reading(tmp_path, body, styles=styles)
    assert [t for t in texts(found) if t] == ["甲。乙。", "丙。"]
    assert found.warnings == ("3 处隐藏文字没有收入。",)


def test_hidden_and_deleted_numbered_paragraphs_are_not_counted(tmp_path: Path) -> None:
    numbering = ('<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
                 '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
                 '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')
    one = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = f'<w:p><w:pPr>{one}<w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del w:id="2">{run("旧")}</w:del></w:p>'
    hidden = f'<w:p><w:pPr>{one}<w:rPr><w:vanish/></w:rPr></w:pPr>{run("密", "<w:vanish/>")}</w:p>'
    found = reading(tmp_path, p("甲。", one) + gone + hidden + p("乙。", one), numbering=numbering)
    assert [(b.number, b.text) for b in found.blocks if isinstance(b, ListItem)] == [("1.", "甲。"), ("2.", "乙。")]


def test_tracked_changes_count_as_accepted(tmp_path: Path) -> None:
    body = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        + run("三日") + f'<w:del w:id="2">{run("或五日")}</w:del></w:p>'
        + p("内报告。") + f'<w:p><w:moveFrom w:id="3">{run("移走。")}</w:moveFrom></w:p>'
        + f'<w:p><w:moveTo w:id="4">{run("移来。")}</w:moveTo></w:p>'
        + table(cell("甲") + cell("乙"), f'<w:trPr><w:del w:id="5"/></w:trPr>{cell("丙")}{cell("丁")}')
    )
    found = reading(tmp_path, body)
    assert [t for t in texts(found) if t] == ["三日内报告。", "移来。"]
    assert [len(b.rows) for b in found.blocks if isinstance(b, Table)] == [1]


def test_results_of_fields_are_text_and_their_instructions_are_not(tmp_path: Path) -> None:
    inner = field("<w:r><w:instrText>IF</w:instrText></w:r>" + field("", run("条件")), run("十"))
    open_ended = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    body = p("保存", inner=inner + run("年。")) + p("甲。", inner=open_ended + run("乙。"))
    assert texts(reading(tmp_path, body)) == ["保存十年。", "甲。乙。"]


def test_content_controls_are_read_but_not_their_prompts_nor_contents(tmp_path: Path) -> None:
    def control(properties: str, inner: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    prompt = run("单击此处输入文字。", '<w:rStyle w:val="PH"/>')
    styles = '<w:style w:type="character" w:styleId="PH"><w:name w:val="Placeholder Text"/></w:style>'
    toc = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = (control(toc, p("第一章 总则 1")) + control("", p("甲。", inner=control("", run("乙。"))))
            + p("丙。", inner=control("<w:showingPlcHdr/>", prompt) + control("<w:showingPlcHdr/>", run("丁。"))))
    assert texts(reading(tmp_path, body, styles=styles)) == ["甲。乙。", "丙。丁。"]


def test_comments_pictures_and_objects_are_counted(tmp_path: Path) -> None:
    comments = "".join(f'<w:comment w:id="{n}">{p("改")}</w:comment>' for n in (1, 2))
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    legacy = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    sheet = "<w:r><w:object><v:shape><v:imagedata/></v:shape></w:object></w:r>"
    found = reading(tmp_path, p("甲。", inner=picture + legacy + sheet), comments=comments)
    assert [w.split("没")[0] for w in found.warnings] == [
        "2 处批注", "2 张图片里的文字", "1 个嵌入的对象（图表、公式、表格文件一类）",
    ]


def test_outline_levels_make_headings_but_not_of_sentences(tmp_path: Path) -> None:
    styles = ('<w:style w:type="paragraph" w:styleId="z"><w:name w:val="我的章"/><w:pPr>'
              '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
              '<w:style w:type="paragraph" w:styleId="z2"><w:basedOn w:val="z"/></w:style>')
    body = (p("甲", '<w:pStyle w:val="z2"/>') + p("乙", '<w:outlineLvl w:val="1"/>')
            + p("丙", '<w:pStyle w:val="z"/><w:outlineLvl w:val="9"/>') + p("应当报告。", '<w:outlineLvl w:val="1"/>'))
    assert reading(tmp_path, body, styles=styles).blocks == (
        Heading("甲", 2), Heading("乙", 3), Paragraph("丙"), Paragraph("应当报告。"),
    )


def test_signs_of_picture_fonts_and_formulas_are_read(tmp_path: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    one, two = (f"<m:r><m:t>{n}</m:t></m:r>" for n in (1, 2))
    half = f'<m:oMath xmlns:m="{math}"><m:f><m:num>{one}</m:num><m:den>{two}</m:den></m:f></m:oMath>'
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    assert texts(reading(tmp_path, p("", inner=sign + run("占") + half))) == ["☑占1/2"]
