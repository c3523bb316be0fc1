"""Writing a self-check to a file: its ending says the format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kb.checklist.selfcheck.report import Report
from kb.errors import KBError
from kb.store.atomic import atomic_write

ENDINGS = (".docx", ".xlsx")


def checked_ending(path: Path) -> Path:
    """The path, if its ending is of a format. Raises KBError."""
    if path.suffix.lower() not in ENDINGS:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 {' 或 '.join(ENDINGS)} 结尾的文件名。")
    return path


def selfcheck_bytes(report: Report, ending: str, *, today: date) -> bytes:
    """The report in the format of an ending (.docx, .xlsx)."""
    if ending == ".docx":
        from kb.checklist.export.selfcheck_word import selfcheck_docx

        return selfcheck_docx(report, today=today)
    from kb.checklist.export.selfcheck_sheet import selfcheck_xlsx

    return selfcheck_xlsx(report)


def write_selfcheck(path: Path, report: Report, *, today: date) -> None:
    """Writes the report to `path`. An earlier file stays whole until the new one is complete.

    Raises KBError: a suffix of no format, or a place that cannot be written.
    """
    content = selfcheck_bytes(report, checked_ending(path).suffix.lower(), today=today)
    try:
        atomic_write(path, content)
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e
