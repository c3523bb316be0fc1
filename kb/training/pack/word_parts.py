"""What Word files need besides paragraphs (Word 的部件): fields, bookmarks, a table of contents, table heads."""

from __future__ import annotations

from itertools import count

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from kb.show.export.text import printable

_SHADE = "F1ECE4"


def field(p: Paragraph, code: str, shown: str, *, dirty: bool = False) -> None:
    """A field at the end of a paragraph; `dirty` has Word work it out when the file is opened."""
    _mark(p, "begin", dirty=dirty)
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    p.add_run()._r.append(instruction)
    _mark(p, "separate")
    p.add_run(shown)
    _mark(p, "end")


def _mark(p: Paragraph, kind: str, *, dirty: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if dirty:
        mark.set(qn("w:dirty"), "true")
    p.add_run()._r.append(mark)


def contents_styles(document: WordDocument, width: Length) -> None:
    """The styles of the lines of a table of contents, with dots up to the number of the page."""
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        style.base_style = document.styles["Normal"]
        style.paragraph_format.left_indent = Cm(0.7 * (level - 1))
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.line_spacing = 1.3
        style.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


class Bookmarks:
    """Places that a table of contents points to, each with a name of its own."""

    def __init__(self) -> None:
        self._next = count(1)

    def put(self, p: Paragraph) -> str:
        """Bookmarks a paragraph and returns the name."""
        n = next(self._next)
        name = f"_Toc{n:06d}"
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(n))
        start.set(qn("w:name"), name)
        p._p.insert(1 if p._p.pPr is not None else 0, start)
        p._p.append(end)
        return name


def contents_line(p: Paragraph, text: str, bookmark: str) -> None:
    """A line of a table of contents: a heading, and the number of its page as a field of its own. LibreOffice and WPS
    work such fields out when they open the file; they do not where the whole table is one field, as Word would have it.
    """
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    run = p.add_run(printable(text))
    link.append(run._r)
    p._p.append(link)
    p.add_run("\t")
    field(p, f"PAGEREF {bookmark} \\h", "", dirty=True)


def page_number(p: Paragraph, around: str) -> None:
    """第 n 页，共 m 页: `around` is the phrase with {page} and {pages}."""
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, rest = around.split("{page}")
    between, after = rest.split("{pages}")
    for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, None)):
        p.add_run(text)
        if code is not None:
            field(p, code, "1")
    for run in p.runs:
        run.font.size = Pt(9)


def head_row(row: _Row) -> None:
    """The row is shaded and stands at the head of every page that its table runs over."""
    whole_row(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _SHADE)
        cell._tc.get_or_add_tcPr().append(shade)


def whole_row(row: _Row) -> None:
    """The row is not broken over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def fill(cell: _Cell, lines: list[str], *, size: float, bold: bool = False) -> None:
    """Lines of text in a cell, a paragraph each."""
    for n, line in enumerate(lines):
        p = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        p.paragraph_format.line_spacing = 1.15
        p.paragraph_format.space_before = p.paragraph_format.space_after = Pt(1.5)
        run = p.add_run(printable(line))
        run.font.size, run.bold = Pt(size), bold
