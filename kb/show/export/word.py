"""A conversation as a Word file (导出): headings, answers, quotations with the answering words marked, citations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from kb.show.card import Card, Group, Quote
from kb.show.export.text import one_line, printable

_QUIET = RGBColor(0x5E, 0x56, 0x4C)
_RED = RGBColor(0xA8, 0x20, 0x1A)
_FONTS = {"Normal": ("宋体", 11), "Title": ("黑体", 20), "Heading 1": ("黑体", 14), "Heading 2": ("黑体", 12)}


def to_docx(cards: Sequence[Card], *, today: date) -> bytes:
    """The whole conversation as the bytes of a .docx file."""
    document = Document()
    typeset(document)
    document.core_properties.title = "党建问答"
    document.core_properties.author = "党建规章知识库"
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


def _section(document: WordDocument, n: int, card: Card) -> None:
    document.add_heading(f"{n}. {one_line(card.question)}", 1)
    said = [f"理解为：{one_line(card.understood_as)}"] if card.understood_as else []
    said += [f"筛选：{card.filters}"] if card.filters else []
    if said:
        note(document, "　".join(said))
    answer = document.add_paragraph().add_run(one_line(card.answer))
    answer.bold = True
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
    p = document.add_paragraph()
    p.paragraph_format.keep_with_next = True
    p.add_run(printable(group.scope)).bold = True
    p.add_run(f"：{one_line(group.summary)}")
    for quote in group.quotes:
        _quote(document, quote)


def _quote(document: WordDocument, quote: Quote) -> None:
    text = _indented(document)
    text.paragraph_format.keep_with_next = True
    text.add_run(printable(quote.before))
    if quote.words:
        text.add_run(printable(quote.words)).font.highlight_color = WD_COLOR_INDEX.YELLOW
    text.add_run(printable(quote.after))
    source = _indented(document)
    source.paragraph_format.space_after = Pt(10)
    run = source.add_run(f"——{printable(quote.citation)}" + (f"（{printable(quote.status)}）" if quote.status else ""))
    run.font.size, run.font.color.rgb = Pt(9.5), _RED


def _indented(document: WordDocument) -> Paragraph:
    p = document.add_paragraph()
    p.paragraph_format.left_indent = Cm(0.8)
    return p


def note(document: WordDocument, text: str) -> None:
    """A paragraph in small grey letters."""
    run = document.add_paragraph().add_run(printable(text))
    run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
