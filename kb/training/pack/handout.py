"""The handout (讲义): a Word file for A4 with contents, and a chapter a topic."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from kb.data import load_toml
from kb.show.export.text import one_line, printable
from kb.show.export.word import note, typeset
from kb.training.pack.compared import Compared, compared
from kb.training.pack.pack import Cited, Pack, Section
from kb.training.pack.phrases import joined, say
from kb.training.pack.rulings import in_order
from kb.training.pack.stable import MOMENT, stable
from kb.training.pack.told import answers, cover, in_short, silent, source_line
from kb.training.pack.word_parts import (
    Bookmarks,
    contents_line,
    contents_styles,
    fill,
    head_row,
    page_number,
    whole_row,
)

_WIDTH = 21 - 2 * 2.8  # cm; A4 between its margins
_RED = RGBColor(0xA8, 0x20, 0x1A)
_SHORT = 500  # characters; what is no longer is not broken over two pages
_MATTER, _OWNER = 2.9, 2.6  # cm


def as_docx(pack: Pack) -> bytes:
    """The handout as the bytes of a .docx file, the same bytes for the same pack."""
    document = Document()
    typeset(document)
    about = document.core_properties
    about.title, about.author = say("handout_title"), say("author")
    about.created = about.modified = MOMENT
    page_number(document.sections[0].footer.paragraphs[0], load_toml("training.toml")["phrase"]["page"])
    document.add_paragraph(say("handout_title"), style="Title")
    for line in cover(pack):
        note(document, line)
    contents_styles(document, Cm(_WIDTH))
    anchor = _plain_heading(document, say("contents"))
    listed: list[tuple[int, str, str]] = []
    _Chapters(document, listed).write(pack)
    _contents(anchor, listed)
    out = BytesIO()
    document.save(out)
    return stable(out.getvalue())


def _plain_heading(document: WordDocument, text: str) -> Paragraph:
    """A heading that is none of the outline."""
    p = document.add_paragraph()
    run = p.add_run(text)
    run.bold, run.font.size = True, Pt(14)
    return p


def _contents(anchor: Paragraph, listed: list[tuple[int, str, str]]) -> None:
    """The table of contents behind `anchor`; it is written last, when the headings are known."""
    for level, text, bookmark in reversed(listed):
        p = anchor.insert_paragraph_before("", style=f"toc {level}")
        anchor._p.addnext(p._p)
        contents_line(p, text, bookmark)


class _Chapters:
    """Writes the chapters and notes their headings for the contents."""

    def __init__(self, document: WordDocument, listed: list[tuple[int, str, str]]) -> None:
        self._document, self._listed, self._bookmarks = document, listed, Bookmarks()

    def write(self, pack: Pack) -> None:
        """Every section, and the sources at the end."""
        for section in pack.sections:
            self._section(section)
        self._heading(say("sources"), 1, new_page=True)
        for source in pack.sources:
            self._document.add_paragraph(printable(source_line(source)), style="List Number")
        note(self._document, say("verbatim"))

    def _heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        p = self._document.add_heading(printable(text), level)
        p.paragraph_format.page_break_before = new_page
        p.paragraph_format.keep_with_next = True
        if level < 3:
            self._listed.append((level, text, self._bookmarks.put(p)))

    def _section(self, section: Section) -> None:
        self._heading(section.name, 1, new_page=True)
        self._document.add_paragraph(printable(section.question)).runs[0].bold = True
        said = in_short(section)
        if said or section.differences or silent(section):
            self._heading(say("short"), 2)
            if section.differences:
                self._document.add_paragraph(printable(section.differences))
            for text in said:
                self._document.add_paragraph(printable(text), style="List Bullet")
            for text in silent(section):
                note(self._document, text)
        table = compared(section)
        if table.lines:
            self._heading(say("comparison"), 2)
            self._table(table)
        self._heading(say("clauses"), 2)
        for cited in section.cited:
            self._clause(cited)
        self._heading(say("records"), 2)
        for papers in section.papers:
            p = self._document.add_paragraph()
            p.paragraph_format.keep_with_next = True
            p.add_run(printable(joined(papers.names))).bold = True
            self._quote(papers.quote, *papers.cited)
        if not section.papers:
            self._document.add_paragraph(say("no_records"))
        self._questions(section)

    def _questions(self, section: Section) -> None:
        questions = [q for point in section.points for q in point.questions]
        if not questions:
            return
        self._heading(say("faq"), 2)
        for question in questions:
            p = self._document.add_paragraph(printable(say("asked", question=question.text)))
            p.paragraph_format.keep_with_next = True
            p.runs[0].bold = True
            for text, ruling in answers(question, section):
                answer = self._document.add_paragraph(printable(text))
                answer.paragraph_format.keep_with_next = True
                self._quote(ruling.quote, ruling.cited)

    def _clause(self, cited: Cited) -> None:
        head = self._document.add_paragraph()
        head.paragraph_format.keep_with_next = True
        head.add_run(say("clause_of", n=cited.number, kinds=joined(in_order(cited.clause.scope)))).bold = True
        self._quote(cited.clause.text, cited)
        if cited.note:
            for n, line in enumerate(printable(cited.note).splitlines()):
                self._indented(say("note", note=line) if n == 0 else line)

    def _quote(self, words: str, *cited: Cited) -> None:
        for line in filter(str.strip, printable(words).split("\n")):
            p = self._indented(line.strip())
            p.paragraph_format.keep_with_next = True
            p.paragraph_format.keep_together = len(line) < _SHORT
        for x in cited:
            source = self._indented(say("cited", citation=one_line(x.citation)))
            source.paragraph_format.space_after = Pt(10 if x is cited[-1] else 0)
            source.paragraph_format.keep_with_next = x is not cited[-1]
            source.runs[0].font.size, source.runs[0].font.color.rgb = Pt(9.5), _RED

    def _indented(self, text: str) -> Paragraph:
        p = self._document.add_paragraph(text)
        p.paragraph_format.left_indent = Cm(0.8)
        return p

    def _table(self, compared: Compared) -> None:
        first = [] if compared.one_matter else [_MATTER]
        kinds = len(compared.heads) - 2
        left = (_WIDTH - sum(first) - _OWNER) / kinds
        widths = [*first, _OWNER, *[left] * kinds]
        table = self._document.add_table(rows=1, cols=len(widths), style="Table Grid")
        table.autofit = False
        size = 10 if kinds < 4 else 8.5
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for cell, head in zip(table.rows[0].cells, compared.heads[-len(widths):], strict=True):
            fill(cell, [head], size=size, bold=True)
        head_row(table.rows[0])
        for line in compared.lines:
            row = table.add_row()
            whole_row(row)
            texts = [(line.matter,), (line.owner,), *line.cells][-len(widths):]
            for cell, lines in zip(row.cells, texts, strict=True):
                fill(cell, list(lines), size=size)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
