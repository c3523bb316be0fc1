"""What stands below an element as the page shows it (取舍): tracked changes accepted, one rendering of each object."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kb.ingest.readers.word.names import MC, is_on, value_of, w
from kb.ingest.readers.word.styles import Styles

P, TBL, TR, TC, ALT_CHUNK, SDT = (w(tag) for tag in ("p", "tbl", "tr", "tc", "altChunk", "sdt"))
BOX = w("txbxContent")
REMOVED = frozenset((w("del"), w("moveFrom")))
# Subtrees without words of the text: properties, deletions, readings above characters.
_PASSED_OVER = REMOVED | {w(tag) for tag in (
    "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "sectPr", "rt", "rubyPr",
    "smartTagPr", "customXmlPr", "ffData")}


def children(parent: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """The elements directly below one, of each object with several renderings one."""
    for child in parent:
        if child.tag == f"{MC}AlternateContent":
            if (chosen := _rendering(child)) is not None:
                yield from children(chosen, styles)
        elif child.tag not in _PASSED_OVER and not (child.tag == SDT and _is_no_text(child, styles)):
            yield child


def nearest(parent: etree._Element, styles: Styles, *tags: str) -> Iterator[etree._Element]:
    """The nearest elements of these tags, in order, also inside content controls and the like."""
    for child in children(parent, styles):
        if child.tag in tags:
            yield child
        else:
            yield from nearest(child, styles, *tags)


def units(parent: etree._Element, styles: Styles) -> Iterator[list[etree._Element]]:
    """Tables and inserted files alone, and paragraphs: several as one where the marks between them are not printed."""
    joined: list[etree._Element] = []
    for element in nearest(parent, styles, P, TBL, ALT_CHUNK):
        if element.tag != P and joined:
            yield joined
            joined = []
        joined.append(element)
        if element.tag != P or not _has_no_mark(element, styles):
            yield joined
            joined = []
    if joined:
        yield joined


def _has_no_mark(paragraph: etree._Element, styles: Styles) -> bool:
    """Whether a paragraph's end is deleted or hidden, so that the next one goes on with its line."""
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    if properties is not None and any(child.tag in REMOVED for child in properties):
        return True
    return styles.is_hidden(properties, styles.of(paragraph))


def _rendering(alternatives: etree._Element) -> etree._Element | None:
    """The newer of two renderings, unless only the older one holds words."""
    choice, fallback = alternatives.find(f"{MC}Choice"), alternatives.find(f"{MC}Fallback")
    if choice is None or (fallback is not None and not _has_words(choice) and _has_words(fallback)):
        return fallback
    return choice


def _has_words(element: etree._Element) -> bool:
    return any((t.text or "").strip() for t in element.iter(w("t")))


def _is_no_text(control: etree._Element, styles: Styles) -> bool:
    """Whether a content control holds a table of contents, or only asks to be filled in."""
    properties = control.find(w("sdtPr"))
    if value_of(properties, "docPartObj/docPartGallery") == "Table of Contents":
        return True
    return bool(is_on(properties, "showingPlcHdr")) and all(
        styles.name(value_of(run, "rPr/rStyle") or "") in ("placeholder text", "占位符文本")
        for run in control.iter(w("r")) if run.find(w("t")) is not None)
