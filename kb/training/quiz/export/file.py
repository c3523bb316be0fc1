"""Writing a quiz to files (导出试题): the ending says the format; a Word paper has its key in a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kb.errors import KBError
from kb.store.atomic import atomic_write
from kb.training.item import Item

ENDINGS = (".docx", ".xlsx", ".html")


def checked_ending(path: Path) -> Path:
    """The path, if its ending is of a format. Raises KBError."""
    if path.suffix.lower() not in ENDINGS:
        raise KBError(f"不支持导出为这种文件：{path.name}。请用 {'、'.join(ENDINGS)} 结尾的文件名。")
    return path


def write_quiz(path: Path, items: Sequence[Item], *, topics: Sequence[str], seed: int) -> tuple[Path, ...]:
    """Writes the quiz to `path`, for .docx the key beside it (试题-答案.docx); the paths written.

    Raises KBError: a suffix of no format, or a place that cannot be written.
    """
    made = {checked_ending(path): paper_bytes(path.suffix.lower(), items, topics=topics, seed=seed)}
    if path.suffix.lower() == ".docx":
        made[path.with_name(f"{path.stem}-答案{path.suffix}")] = key_bytes(items, topics=topics, seed=seed)
    for at, content in made.items():
        try:
            atomic_write(at, content)
        except OSError as e:
            raise KBError(f"写不进文件：{at}（{e.strerror or e}）。请检查文件夹是否存在、有没有权限。") from e
    return tuple(made)


def paper_bytes(ending: str, items: Sequence[Item], *, topics: Sequence[str], seed: int) -> bytes:
    """The paper in the format of one of ENDINGS; each format's library is loaded only for it."""
    if ending == ".docx":
        from kb.training.quiz.export.word import paper_docx

        return paper_docx(items, topics=topics, seed=seed)
    if ending == ".xlsx":
        from kb.training.quiz.export.sheet import bank_xlsx

        return bank_xlsx(items, topics=topics)
    from kb.training.quiz.export.page import page_html

    return page_html(items, topics=topics, seed=seed)


def key_bytes(items: Sequence[Item], *, topics: Sequence[str], seed: int) -> bytes:
    """The key to a paper as the bytes of a .docx file."""
    from kb.training.quiz.export.word import key_docx

    return key_docx(items, topics=topics, seed=seed)
