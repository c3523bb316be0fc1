"""Laying text and tables on slides (排版): nothing beyond a slide, nothing below 18 points, what is long on several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Emu, Pt

from kb.show.export.text import printable
from kb.training.pack.fit import LEADING, SMALLEST, groups, height, lines, pieces, size_for
from kb.training.pack.phrases import say
from kb.training.pack.stable import MOMENT, stable
from kb.training.pack.template import layout_of, opened

_EMU = 12700  # a point
_QUIET_SIZE, _QUIET_BRIGHTNESS = 20.0, 0.35
_GAP = 8.0  # points behind a paragraph
_PAD_X, _PAD_Y = 8.0, 5.0  # points inside a cell
_TEXT_SIZES = (28.0, 24.0, 20.0)
_TABLE_SIZES = (24.0, 20.0, 18.0)
_TITLE_SIZES = (32.0, 28.0, 24.0)
_NUMBER = """<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="slidenum"
 id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}"><a:rPr lang="zh-CN" sz="{size}"/><a:t>{n}</a:t></a:fld>"""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `strong` is bold and in the colour of the theme, `quiet` grey."""

    text: str
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


class Deck:
    """A presentation under way."""

    def __init__(self, template: bytes | None) -> None:
        """Raises ReadError where the template is none."""
        self._made = opened(template)
        self._layout = layout_of(self._made)
        wide, high = (self._made.slide_width or 0) / _EMU, (self._made.slide_height or 0) / _EMU
        self._title = Box(wide * 0.05, high * 0.06, wide * 0.9, high * 0.16)
        self._body = Box(wide * 0.05, high * 0.24, wide * 0.9, high * 0.66)
        self._foot = Box(wide * 0.85, high * 0.92, wide * 0.1, high * 0.06)

    def content(self, *, title: str) -> bytes:
        """The file, the same bytes for the same slides."""
        for n, slide in enumerate(self._made.slides, 1):
            self._number(slide, n)
        about = self._made.core_properties
        about.title, about.author, about.last_modified_by = title, say("author"), say("author")
        about.created = about.modified = MOMENT
        about.revision = 1
        out = BytesIO()
        self._made.save(out)
        return stable(out.getvalue())

    def has_room_for(self, title: str) -> bool:
        """Whether a title can stand whole above what a slide says, even where the slide goes on."""
        longest = [say("more", title=title)]
        return size_for(longest, self._title.width, self._title.height, sizes=_TITLE_SIZES) is not None

    def opener(self, title: str, paragraphs: Sequence[Para], notes: str = "") -> None:
        """A slide that opens what follows: a large title above a few lines."""
        slide = self._slide(title, notes, Box(self._title.left, self._body.top - self._title.height / 3,
                                              self._title.width, self._title.height * 1.4), sizes=(44, 36, 28, 24))
        top = self._body.top + self._title.height * 1.3
        room = self._body.top + self._body.height - top
        size = size_for([p.text for p in paragraphs], self._body.width, room, sizes=_TEXT_SIZES, gap=_GAP)
        if size is None:  # too much to stand under a title: on slides of its own
            self.text(title, paragraphs, notes)
            return
        self._write(slide, Box(self._body.left, top, self._body.width, room), paragraphs, size)

    def text(self, title: str, paragraphs: Sequence[Para], notes: str = "", *,
             sizes: Sequence[float] = _TEXT_SIZES) -> None:
        """Paragraphs under a title, as large as fits; what fits on no slide stands on several."""
        box = self._body
        size = size_for([p.text for p in paragraphs], box.width, box.height, sizes=sizes, gap=_GAP)
        if size is not None:
            self._write(self._slide(title, notes), box, paragraphs, size)
            return
        size = sizes[-1]
        most = int((box.height - _GAP) / (size * LEADING))
        broken = [Para(part, p.strong, p.quiet) for p in paragraphs
                  for part in pieces(p.text, size, box.width, most)]
        for n, own in enumerate(groups([[p.text] for p in broken], size, box.width, box.height, gap=_GAP)):
            slide = self._slide(say("more", title=title) if n else title, notes)
            self._write(slide, box, [broken[i] for i in own], size)

    def figure(self, title: str, above: Sequence[str], value: str, quotes: Sequence[Para], notes: str) -> None:
        """One value, large, under a few small lines and with the words it stands on."""
        box = self._body
        large = next((s for s in (48.0, 40.0, 32.0, 28.0, 24.0) if lines(value, s, box.width) == 1), 24.0)
        head = [*((line, 20.0, False, True) for line in above), (value, large, True, False)]
        used = sum(height([t], s, box.width, gap=_GAP) for t, s, _, _ in head)
        left = Box(box.left, box.top + used, box.width, box.height - used)
        size = size_for([p.text for p in quotes], left.width, left.height, sizes=(24, 20, 18), gap=_GAP)
        slide = self._slide(title, notes)
        frame = self._frame(slide, Box(box.left, box.top, box.width, used))
        for n, (text, points, strong, quiet) in enumerate(head):
            self._paragraph(frame.paragraphs[0] if n == 0 else frame.add_paragraph(), Para(text, strong, quiet), points)
        if size is not None:
            self._write(slide, left, quotes, size)
        else:
            self.text(say("more", title=title), quotes, notes)

    def table(self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float],
              notes: str) -> None:
        """A table under a title, its head on every slide that it runs over; `shares` are the widths of its columns."""
        box = self._body
        widths = [box.width * s / sum(shares) for s in shares]
        size = next((s for s in _TABLE_SIZES if _high([heads, *rows], widths, s) <= box.height), SMALLEST)
        room = box.height - _high([heads], widths, size)
        most = max(1, int((room - 2 * _PAD_Y) / (size * LEADING)))
        split = [row for whole in rows for row in _split(whole, widths, size, most)]
        pages: list[list[Sequence[str]]] = []
        for row in split:
            if pages and _high([*pages[-1], row], widths, size) <= room:
                pages[-1].append(row)
            else:
                pages.append([row])
        for n, own in enumerate(pages):
            slide = self._slide(say("more", title=title) if n else title, notes)
            self._grid(slide, [heads, *own], widths, size)

    def _grid(self, slide: Any, rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> None:
        box = self._body
        frame = slide.shapes.add_table(len(rows), len(widths), *(Emu(int(x * _EMU)) for x in (
            box.left, box.top, sum(widths), _high(rows, widths, size))))
        for column, width in zip(frame.table.columns, widths, strict=True):
            column.width = Emu(int(width * _EMU))
        for n, (row, texts) in enumerate(zip(frame.table.rows, rows, strict=True)):
            row.height = Emu(int(_high([texts], widths, size) * _EMU))
            for cell, text in zip(row.cells, texts, strict=True):
                cell.margin_left = cell.margin_right = Pt(_PAD_X)
                cell.margin_top = cell.margin_bottom = Pt(_PAD_Y)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                for k, line in enumerate(text.split("\n")):
                    p = cell.text_frame.paragraphs[0] if k == 0 else cell.text_frame.add_paragraph()
                    self._paragraph(p, Para(line), size, gap=0)
                    p.runs[0].font.bold = n == 0

    def _slide(self, title: str, notes: str, box: Box | None = None, *, sizes: Sequence[float] = _TITLE_SIZES) -> Any:
        box = box or self._title
        slide = self._made.slides.add_slide(self._layout)
        holder = None
        for shape in list(slide.placeholders):
            if holder is None and shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
                holder = shape
            else:
                shape._element.getparent().remove(shape._element)
        text = printable(title).replace("\n", " ")
        size = size_for([text], box.width, box.height, sizes=sizes)
        if size is None:
            size = sizes[-1]
            text = pieces(text, size, box.width, int(box.height / (size * LEADING)))[0]
        if holder is None:
            holder = slide.shapes.add_textbox(0, 0, 0, 0)
        frame = self._placed(holder, box)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._paragraph(frame.paragraphs[0], Para(text), size, gap=0)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        frame.paragraphs[0].runs[0].font.bold = True
        if notes:
            slide.notes_slide.notes_text_frame.text = printable(notes)
        return slide

    def _number(self, slide: Any, n: int) -> None:
        frame = self._frame(slide, self._foot)
        frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        frame.paragraphs[0]._p.append(parse_xml(_NUMBER.format(size=SMALLEST * 100, n=n)))

    def _write(self, slide: Any, box: Box, paragraphs: Sequence[Para], size: float) -> None:
        frame = self._frame(slide, box)
        for n, p in enumerate(paragraphs):
            self._paragraph(frame.paragraphs[0] if n == 0 else frame.add_paragraph(), p, size)

    def _frame(self, slide: Any, box: Box) -> Any:
        return self._placed(slide.shapes.add_textbox(0, 0, 0, 0), box)

    def _placed(self, shape: Any, box: Box) -> Any:
        shape.left, shape.top, shape.width, shape.height = (
            Emu(int(x * _EMU)) for x in (box.left, box.top, box.width, box.height))
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        return frame

    def _paragraph(self, p: Any, said: Para, size: float, *, gap: float = _GAP) -> None:
        size = min(size, _QUIET_SIZE) if said.quiet else size
        p.line_spacing, p.space_after, p.space_before = Pt(size * LEADING), Pt(gap), Pt(0)
        run = p.add_run()
        run.text = printable(said.text)
        run.font.size, run.font.bold = Pt(size), said.strong
        if said.strong:
            run.font.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        elif said.quiet:
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
            run.font.color.brightness = _QUIET_BRIGHTNESS


def _high(rows: Sequence[Sequence[str]], widths: Sequence[float], size: float) -> float:
    return sum(max(lines(text, size, width - 2 * _PAD_X) for text, width in zip(row, widths, strict=True))
               * size * LEADING + 2 * _PAD_Y for row in rows)


def _split(row: Sequence[str], widths: Sequence[float], size: float, most: int) -> list[list[str]]:
    """A row as several where one of its cells has more lines than a slide holds."""
    cut = [pieces(text, size, width - 2 * _PAD_X, most) for text, width in zip(row, widths, strict=True)]
    return [[c[n] if n < len(c) else "" for c in cut] for n in range(max(map(len, cut)))]
