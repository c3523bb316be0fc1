"""The file that slides are laid on (课件模板): the usual one, or the trainer's own (.pptx, .potx)."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Slides
from pptx.slide import SlideLayout
from pptx.util import Inches, Pt

from kb.errors import ReadError

_TEMPLATE = "presentationml.template.main+xml"
_SLIDES = "presentationml.presentation.main+xml"
_TYPES = "[Content_Types].xml"
_MOST_UNPACKED = 200 * 1024 * 1024  # bytes
_FAMILY, _LATIN, _RED = "微软雅黑", "Arial", "A8201A"
_BAR = """<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr><p:cNvPr id="901" name="bar"/><p:cNvSpPr/>
<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/>
</a:ln></p:spPr><p:txBody><a:bodyPr/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody></p:sp>"""


def opened(template: bytes | None) -> Slides:
    """An empty presentation to lay slides on. Raises ReadError where the template is none."""
    if template is None:
        return _usual()
    try:
        trial = _emptied(template)
        trial.slides.add_slide(layout_of(trial)).notes_slide.notes_text_frame.text = trial.core_properties.title = "1"
        trial.save(BytesIO())
        return _emptied(template)
    except ReadError:
        raise
    except Exception as e:  # whatever the libraries meet in a broken file: it cannot be used
        raise ReadError("模板读不了：不是 PowerPoint 文件（.pptx、.potx），或文件坏了。请另存一份再试。") from e


def _emptied(template: bytes) -> Slides:
    """The template without its slides."""
    made = Presentation(BytesIO(_as_slides(template)))
    for slide in list(made.slides._sldIdLst):
        made.part.drop_rel(slide.rId)
        made.slides._sldIdLst.remove(slide)
    return made


def layout_of(made: Slides) -> SlideLayout:
    """The layout that slides are made with: one with a title, and as little else as there is."""
    return min(made.slide_layouts, key=_unfit)


def _unfit(layout: Any) -> tuple[bool, bool, int]:
    types = [p.placeholder_format.type for p in layout.placeholders]
    return PP_PLACEHOLDER.TITLE not in types, PP_PLACEHOLDER.CENTER_TITLE not in types, len(types)


def _as_slides(template: bytes) -> bytes:
    """A template (.potx) says in one place that it is no presentation; the rest is the same."""
    with ZipFile(BytesIO(template)) as held:
        if sum(p.file_size for p in held.infolist()) > _MOST_UNPACKED:
            raise ReadError("模板太大了：解开后超过 200 MB。请换一个小些的模板。")
        if _TEMPLATE.encode() not in held.read(_TYPES):
            return template
        out = BytesIO()
        with ZipFile(out, "w") as again:
            for part in held.infolist():
                content = held.read(part)
                again.writestr(part, content.replace(_TEMPLATE.encode(), _SLIDES.encode())
                               if part.filename == _TYPES else content)
    return out.getvalue()


def _usual() -> Slides:
    """A white 16:9 file with a red bar; its fonts are those of its theme, so that a change there changes all."""
    made = Presentation()
    made.slide_width, narrow = Inches(40 / 3), made.slide_width
    made.slide_height = Inches(7.5)
    for holder in (made.slide_master, *made.slide_layouts):
        for shape in holder.placeholders:
            left, width = shape.left, shape.width
            shape.left, shape.width = left * made.slide_width // narrow, width * made.slide_width // narrow
    bar = _BAR.format(width=made.slide_width, height=Pt(12))
    made.slide_master.shapes._spTree.insert(2, parse_xml(bar))
    theme = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode()
    text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{_LATIN}"', text)
    text = re.sub(r'<a:ea typeface="[^"]*"', f'<a:ea typeface="{_FAMILY}"', text)
    text = re.sub(r'(<a:font script="Hans" typeface=")[^"]*"', rf'\g<1>{_FAMILY}"', text)
    text = re.sub(r"<a:accent1>.*?</a:accent1>", f'<a:accent1><a:srgbClr val="{_RED}"/></a:accent1>', text,
                  flags=re.DOTALL)
    theme._blob = text.encode()
    return made
