"""The words of paragraphs (段落文字) as the printed page shows them, with the notes and text boxes they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from kb.ingest.readers.word.leftout import LeftOut
from kb.ingest.readers.word.names import MATH, W, below, w
from kb.ingest.readers.word.styles import Styles
from kb.ingest.readers.word.walk import BOX, REMOVED, P, children, nearest

_PRINTED = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
             "{urn:schemas-microsoft-com:vml}imagedata")
_OBJECTS = (w("object"), "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
            "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds")
_NOTES = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
# Signs of fonts that hold pictures instead of letters, by the character's place in the font.
_SIGNS = {("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
          ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x54): "☒",
          ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x4F): "✗"}
_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Printed:
    """What paragraphs print as one line: words, notes to them, and the text boxes anchored in them."""

    text: str = ""
    notes: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def whole(self) -> str:
        """The words with the notes behind them."""
        return self.text + "".join(f"（注：{note}）" for note in self.notes)


class TextReader:
    """Reads paragraphs, in order; `notes` are the footnotes and endnotes by kind and id."""

    def __init__(self, styles: Styles, notes: dict[tuple[str, str], etree._Element], left_out: LeftOut) -> None:
        self.styles, self.left_out = styles, left_out
        self._notes = notes
        self._paired: set[etree._Element] = set()
        self._fields: list[bool] = []  # of every open field, whether its result has begun
        self._hidden = False

    def begin(self, story: etree._Element) -> None:
        """Takes up a part of the document that holds paragraphs."""
        open_fields: list[etree._Element] = []
        for mark in story.iter(w("fldChar")):
            if any(above.tag in REMOVED for above in mark.iterancestors()):
                continue
            kind = mark.get(w("fldCharType"))
            if kind == "begin":
                open_fields.append(mark)
            elif kind == "end" and open_fields:
                self._paired.update((open_fields.pop(), mark))

    def printed(self, paragraphs: Iterable[etree._Element]) -> Printed:
        """What these paragraphs print as one."""
        out = Printed()
        for paragraph in paragraphs:
            self._hidden = False
            out.text += "".join(self._pieces(paragraph, self.styles.of(paragraph), out))
        return out

    def _pieces(self, element: etree._Element, style: str, out: Printed) -> Iterator[str]:
        for child in children(element, self.styles):
            tag = str(child.tag)
            if tag == w("r"):
                hidden = self.styles.is_hidden(below(child, "rPr"), style)
                if not hidden:
                    yield from self._pieces(child, style, out)
                elif any((t.text or "").strip() for t in child.iter(w("t"))):
                    self.left_out.hidden += not self._hidden
                self._hidden = hidden
            elif tag == BOX:
                out.boxes.append(child)
            elif tag == w("fldChar"):
                self._field(child)
            elif not all(self._fields):
                continue
            elif tag in _NOTES:
                out.notes += self._note(_NOTES[tag], child.get(w("id"), ""))
            elif tag.startswith((W, MATH)) and (words := _words(child)) is not None:
                yield words
            else:
                self._count(child)
                yield from self._pieces(child, style, out)

    def _field(self, mark: etree._Element) -> None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin" and mark in self._paired:
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and mark in self._paired and self._fields:
            self._fields.pop()

    def _count(self, element: etree._Element) -> None:
        self.left_out.objects += element.tag in _OBJECTS
        in_object = element.tag == _PICTURES[1] and any(a.tag == w("object") for a in element.iterancestors())
        self.left_out.pictures += element.tag in _PICTURES and not in_object

    def _note(self, kind: str, note_id: str) -> Iterator[str]:
        note = self._notes.pop((kind, note_id), None)
        if note is None:
            self.left_out.missing_notes += 1
            return
        outside = self._fields, self._hidden
        self._fields = []
        self.begin(note)
        words = "".join(self.printed([p]).text.strip() for p in nearest(note, self.styles, P))
        self._fields, self._hidden = outside
        if words:
            yield words.removeprefix("注：").removeprefix("注:")


def notes_of(root: etree._Element | None, kind: str) -> dict[tuple[str, str], etree._Element]:
    """The notes of a part, by kind and id, without the lines that part them from the text."""
    tag = w(kind.removesuffix("s"))
    found = () if root is None else root.iter(tag)
    return {(kind, n.get(w("id"), "")): n for n in found if n.get(w("type"), "normal") == "normal"}


def _words(element: etree._Element) -> str | None:
    """What an element prints by itself, None where it prints nothing or what stands below it."""
    if element.tag in (w("t"), f"{MATH}t"):
        return element.text or ""
    if element.tag == w("br"):
        return "\n" if element.get(w("type"), "textWrapping") == "textWrapping" else ""
    if element.tag == w("sym"):
        return _sign(element)
    if element.tag == f"{MATH}f":
        return "/".join("".join(t.text or "" for t in part.iter(f"{MATH}t", w("t"))) for part in element
                        if part.tag in (f"{MATH}num", f"{MATH}den"))
    return _PRINTED.get(str(element.tag))


def _sign(element: etree._Element) -> str:
    try:
        code = int(element.get(w("char"), ""), 16)
    except ValueError:
        return ""
    if code in _PRIVATE or code < 0x100:
        return _SIGNS.get((element.get(w("font"), "").lower(), code & 0xFF), "")
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def comments_in(root: etree._Element | None) -> int:
    """How many comments a part holds that say something."""
    found = () if root is None else root.iter(w("comment"))
    return sum(any((t.text or "").strip() for t in comment.iter(w("t"))) for comment in found)
