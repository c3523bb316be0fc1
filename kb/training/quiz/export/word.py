"""A quiz in Word (试卷和答案): the paper to be written on, and its key with the words of each clause, both on A4."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from kb.show.export.text import printable
from kb.show.export.word import note, typeset
from kb.training.item import Item
from kb.training.quiz.paper import Numbered, explained, options, question, sections, title
from kb.training.quiz.wording import phrase

_BESIDE = 8  # letters of a choice, below which four stand on a line
_LINES = 4  # to write a short answer on


def paper_docx(items: Sequence[Item], *, topics: Sequence[str], seed: int) -> bytes:
    """The paper as the bytes of a .docx file; it says no key."""
    document = _opened(title(topics))
    _line(document, phrase("paper", "name"))
    note(document, f"{phrase('paper', 'count', n=len(items))}{phrase('paper', 'source')}")
    for s in sections(items):
        document.add_heading(printable(s.heading), 1).paragraph_format.keep_with_next = True
        for i in s.items:
            _question(document, i)
    note(document, phrase("paper", "seed", seed=seed))
    return _bytes(document)


def key_docx(items: Sequence[Item], *, topics: Sequence[str], seed: int) -> bytes:
    """The key to the paper as the bytes of a .docx file."""
    document = _opened(title(topics, "answers"))
    note(document, f"{phrase('paper', 'count', n=len(items))}{phrase('paper', 'source')}")
    for s in sections(items):
        document.add_heading(printable(s.heading), 1).paragraph_format.keep_with_next = True
        for i in s.items:
            first, *rest = explained(i)
            p = _line(document, first)
            p.runs[0].bold = True
            p.paragraph_format.keep_with_next = True
            for n, words in enumerate(rest, 1):
                p = _line(document, words, indent=0.8)
                p.paragraph_format.keep_with_next = n < len(rest)
    note(document, phrase("paper", "seed", seed=seed))
    return _bytes(document)


def _opened(heading: str) -> WordDocument:
    document = Document()
    typeset(document)
    document.core_properties.title = heading
    document.core_properties.author = "党建规章知识库"
    _page_number(document.sections[0].footer.paragraphs[0])
    document.add_paragraph(printable(heading), style="Title")
    return document


def _question(document: WordDocument, i: Numbered) -> None:
    first, *rest = question(i)
    lines = [_line(document, first), *(_line(document, words, indent=0.8) for words in rest)]
    shown = options(i.item)
    if shown and all(len(o) <= _BESIDE for o in shown):
        lines.append(_beside(document, shown))
    else:
        lines += [_line(document, o, indent=0.8) for o in shown]
    for p in lines[:-1]:
        p.paragraph_format.keep_with_next = True
    lines[-1].paragraph_format.space_after = Pt(8)
    if i.item.type == "short":
        _line(document, phrase("paper", "place"), indent=0.8)
        for _ in range(_LINES):
            document.add_paragraph()


def _beside(document: WordDocument, shown: Sequence[str]) -> Paragraph:
    """Short choices on one line, at tab stops."""
    p = _line(document, "\t".join(shown), indent=0.8)
    for n in range(1, len(shown)):
        p.paragraph_format.tab_stops.add_tab_stop(Cm(0.8 + 3.6 * n))
    return p


def _line(document: WordDocument, words: str, *, indent: float = 0) -> Paragraph:
    p = document.add_paragraph()
    p.add_run(printable(words))
    p.paragraph_format.left_indent = Cm(indent)
    p.paragraph_format.space_after = Pt(2)
    return p


def _page_number(p: Paragraph) -> None:
    p.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", None)):
        p.add_run(text).font.size = Pt(9)
        if field is not None:
            code = OxmlElement("w:fldSimple")
            code.set(qn("w:instr"), field)
            p._p.append(code)


def _bytes(document: WordDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
