"""Writing a checklist to a file (导出清单): its ending says the format."""

from __future__ import annotations

from pathlib import Path

from kb.checklist.export.markdown import as_markdown
from kb.checklist.items import Checklist
from kb.errors import KBError
from kb.store.atomic import atomic_write

_FORMATS = {".md": as_markdown}


def write_checklist(path: Path, found: Checklist) -> None:
    """Writes the checklist to `path`, as its suffix says. An earlier file stays whole until the new one is complete.

    Raises KBError: a suffix of no format, or a place that cannot be written.
    """
    make = _FORMATS.get(path.suffix.lower())
    if make is None:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 {'、'.join(_FORMATS)} 结尾的文件名。")
    try:
        atomic_write(path, make(found))
    except OSError as e:
        raise KBError(f"写不进文件：{path}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e
