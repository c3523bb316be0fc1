"""Writing a checklist to a file (导出清单): its ending says the format."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kb.checklist.export.boxes import Ticks
from kb.checklist.items import Checklist
from kb.errors import KBError
from kb.store.atomic import atomic_write

FORMATS = (".xlsx", ".docx", ".ics", ".md")


def write_checklist(path: Path, found: Checklist, *, ticks: Ticks | None = None, now: datetime | None = None) -> None:
    """Writes the checklist to `path`, as its suffix says, with what is done ticked. An earlier file stays whole until
    the new one is complete. `now` (with a time zone) is the moment that a calendar bears, the present one without it.

    Raises KBError: a suffix of no format, or a place that cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 {'、'.join(FORMATS)} 结尾的文件名。")
    content = made(path.suffix.lower(), found, ticks=ticks or {}, now=now or datetime.now().astimezone())
    try:
        atomic_write(path, content)
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e


def made(suffix: str, found: Checklist, *, ticks: Ticks, now: datetime) -> bytes | str:
    """The content of a file of one of FORMATS; each format's library is loaded only for it."""
    if suffix == ".xlsx":
        from kb.checklist.export.spreadsheet import as_xlsx

        return as_xlsx(found, ticks)
    if suffix == ".docx":
        from kb.checklist.export.word import as_docx

        return as_docx(found, ticks)
    if suffix == ".ics":
        from kb.checklist.export.calendar import as_ics

        return as_ics(found, ticks, now=now)
    from kb.checklist.export.markdown import as_markdown

    return as_markdown(found, ticks)
