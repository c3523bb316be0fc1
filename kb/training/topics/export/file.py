"""Writing a topic to a file (导出对照): its ending says the format."""

from __future__ import annotations

from pathlib import Path

from kb.errors import KBError
from kb.store.atomic import atomic_write
from kb.training.topics.grid import Grid

FORMATS = (".docx", ".xlsx", ".csv", ".md")


def write_topic(path: Path, found: Grid) -> None:
    """Writes the topic to `path`, as its suffix says. An earlier file stays whole until the new one is complete.

    Raises KBError: a suffix of no format, or a place that cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 {'、'.join(FORMATS)} 结尾的文件名。")
    content = made(path.suffix.lower(), found)
    try:
        atomic_write(path, content)
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e


def made(suffix: str, found: Grid) -> bytes | str:
    """The content of a file of one of FORMATS; each format's library is loaded only for it."""
    if suffix == ".xlsx":
        from kb.training.topics.export.spreadsheet import as_xlsx

        return as_xlsx(found)
    if suffix == ".docx":
        from kb.training.topics.export.word import as_docx

        return as_docx(found)
    from kb.training.topics.export.text import as_csv, as_markdown

    return as_csv(found) if suffix == ".csv" else as_markdown(found)
