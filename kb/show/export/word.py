"""A conversation as a Word file (导出): headings, answers, quotations with the answering words marked, citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle, ParagraphStyle

from kb.show.card import Card, Group
from kb.show.export.text import one_line, printable
from kb.show.quote import Quote

_QUIET = RGBColor(0x5E, 0x56, 0x4C)
_RED = RGBColor(0xA8, 0x20, 0x1A)


@dataclass(frozen=True, slots=True)
class _Look:
    """A style of paragraphs: sizes in points, the indentation in centimetres."""

    size: float
    bold: bool = False
    colour: RGBColor = RGBColor(0, 0, 0)
    indent: float = 0.0
    after: float = 4.0
    keep: bool = False


_STYLES = {"回答": _Look(12, bold=True, after=8), "单位": _Look(11, keep=True),
           "条款": _Look(11, indent=0.8, keep=True, after=0), "出处": _Look(9.5, colour=_RED, indent=0.8, after=12)}
_FONTS = {"Normal": ("宋体", 11), "Title": ("黑体", 20), "Heading 1": ("黑体", 14), "Heading 2": ("黑体", 12)}


def to_docx(cards: Sequence[Card], *, today: date) -> bytes:
    """The whole conversation as the bytes of a .docx file."""
    document = Document()
    typeset(document)
    document.core_properties.title = "党建问答"
    document.core_properties.author = "党建规章知识库"
    _define(document)
    document.add_paragraph("党建问答", style="Title")
    note(document, f"{today.isoformat()}　共 {len(cards)} 个问题。条款逐字引自知识库，以正式文件为准。")
    for n, card in enumerate(cards, 1):
        _section(document, n, card)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def typeset(document: WordDocument) -> None:
    """Page, fonts and spacing of every Word file."""
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
    for name, (font, size) in _FONTS.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        # Word takes the letters of Chinese texts from another font slot than those of Latin ones.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
        for border in style.element.xpath("./w:pPr/w:pBdr"):
            border.getparent().remove(border)
        style.paragraph_format.line_spacing = 1.5
        style.paragraph_format.space_after = Pt(4)


def _define(document: WordDocument) -> None:
    """The styles of a conversation, which whoever edits the file changes in one place."""
    for name, look in _STYLES.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        style.font.size, style.font.bold, style.font.color.rgb = Pt(look.size), look.bold, look.colour
        form = style.paragraph_format
        form.left_indent, form.space_after, form.keep_with_next = Cm(look.indent), Pt(look.after), look.keep
    for name in ("条款", "出处"):
        _barred(document.styles[name])


def _barred(style: BaseStyle) -> None:
    """A line on the left of a style's paragraphs, as quotations have it."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "8"), ("color", "A8201A")):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    # The schema wants the borders before spacing and indentation.
    form = style.element.get_or_add_pPr()
    form.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _section(document: WordDocument, n: int, card: Card) -> None:
    document.add_heading(f"{n}. {one_line(card.question)}", 1)
    said = [f"理解为：{one_line(card.understood_as)}"] if card.understood_as else []
    said += [f"筛选：{card.filters}"] if card.filters else []
    if said:
        note(document, "　".join(said))
    document.add_paragraph(one_line(card.said), style="回答")
    for group in card.groups:
        _group(document, group)
    if card.others:
        document.add_heading("其他单位的规定", 2)
        for group in card.others:
            _group(document, group)
    if card.related and not card.groups:
        document.add_heading("内容相近的条款（不是回答）", 2)
        for quote in card.related:
            _quote(document, quote)


def _group(document: WordDocument, group: Group) -> None:
    p = document.add_paragraph(style="单位")
    p.add_run(printable(group.scope)).bold = True
    p.add_run(f"：{one_line(group.summary)}")
    for quote in group.quotes:
        _quote(document, quote)


def _quote(document: WordDocument, quote: Quote) -> None:
    text = document.add_paragraph(style="条款")
    for piece, answers in quote.pieces:
        run = text.add_run(printable(piece))
        if answers:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    status = f"（{printable(quote.status)}）" if quote.status else ""
    document.add_paragraph(f"——{printable(quote.citation)}{status}", style="出处")


def note(document: WordDocument, text: str) -> None:
    """A paragraph in small grey letters."""
    run = document.add_paragraph().add_run(printable(text))
    run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
