"""The files of a pack (材料包): made one after the other, written all or none."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kb.errors import KBError, ReadError
from kb.store.library import Library
from kb.training.pack.library import Tell, library_pack
from kb.training.pack.pack import Pack
from kb.training.pack.quiz import pack_quiz
from kb.training.pack.stable import MOMENT, stable
from kb.training.pack.wanted import Wanted, checked

NAMES = ("讲义.docx", "课件.pptx", "试题.docx", "答案.docx", "试题.xlsx", "试题.html")
TEMPLATES = (".pptx", ".potx")
MOST_TEMPLATE = 50 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A pack as files, by name; `items` counts the questions of its quiz."""

    pack: Pack
    files: Mapping[str, bytes]
    items: int


def made(library: Library, wanted: Wanted, *, template: bytes | None = None,
         tell: Tell = lambda step, done, total: None) -> Made:
    """The six files of the pack that is wanted, telling what is under way; each format's library is loaded only here.

    Raises QuestionError as `library_pack` does, ReadError where the template is none.
    """
    from kb.training.pack.handout import as_docx
    from kb.training.pack.slides import as_pptx
    from kb.training.quiz.export.file import key_bytes, paper_bytes

    wanted = checked(wanted)
    steps = len(wanted.topics) + len(NAMES) + 1
    if template is not None:
        from kb.training.pack.template import opened

        opened(template)  # what is none is said before the work begins
    pack = library_pack(library, wanted, tell=lambda step, done, _: tell(step, done, steps))
    begun = len(wanted.topics)
    tell(NAMES[0], begun, steps)
    files = {NAMES[0]: as_docx(pack)}
    tell(NAMES[1], begun + 1, steps)
    files[NAMES[1]] = as_pptx(pack, template=template)
    tell("出题", begun + 2, steps)
    items = pack_quiz(library, wanted, pack)
    makers: tuple[Callable[[], bytes], ...] = (
        lambda: paper_bytes(".docx", items, topics=pack.topics, seed=wanted.seed),
        lambda: key_bytes(items, topics=pack.topics, seed=wanted.seed),
        lambda: paper_bytes(".xlsx", items, topics=pack.topics, seed=wanted.seed),
        lambda: paper_bytes(".html", items, topics=pack.topics, seed=wanted.seed))
    for n, (name, make) in enumerate(zip(NAMES[2:], makers, strict=True)):
        tell(name, begun + 3 + n, steps)
        content = make()
        files[name] = content if name.endswith(".html") else stable(content)
    tell("完成", steps, steps)
    return Made(pack, files, len(items))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip file, the same bytes for the same files."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as held:
        for name, content in files.items():
            dated = ZipInfo(name, MOMENT.timetuple()[:6])
            dated.compress_type = ZIP_DEFLATED
            held.writestr(dated, content)
    return out.getvalue()


def checked_folder(folder: Path) -> Path:
    """A folder that files can be written into, made where it is not there. Raises KBError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(0, "没有权限")
        probe = folder / f".{secrets.token_hex(8)}.part"
        probe.touch()
        probe.unlink()
    except OSError as e:
        raise KBError(f"写不进文件夹：{folder}（{e.strerror or e}）。请换个文件夹，或检查权限。") from e
    return folder


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files into a folder: all beside their places first, then each by one rename.

    Raises KBError where the folder cannot be written; then none of them is there that was not before.
    """
    aside: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            part = checked_folder(folder) / f".{secrets.token_hex(8)}.part"
            aside[part] = folder / name
            with part.open("xb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
        blocked = next((place for place in aside.values() if place.is_dir()), None)
        if blocked is not None:
            raise IsADirectoryError(0, f"{blocked.name} 是文件夹")
        for part, place in aside.items():
            os.replace(part, place)
    except OSError as e:
        raise KBError(f"写不进文件夹：{folder}（{e.strerror or e}）。请换个文件夹，或检查权限。") from e
    finally:
        for part in aside:
            part.unlink(missing_ok=True)


def template_bytes(path: Path) -> bytes:
    """A template of one's own. Raises ReadError where it is missing, of another kind, or too large."""
    if path.suffix.lower() not in TEMPLATES:
        raise ReadError(f"模板应是 {'、'.join(TEMPLATES)} 文件：{path.name}。")
    try:
        if path.stat().st_size > MOST_TEMPLATE:
            raise ReadError(f"模板太大了：{path.name} 超过 50 MB。")
        return path.read_bytes()
    except OSError as e:
        raise ReadError(f"模板读不了：{path}（{e.strerror or e}）。") from e
