"""Uploads in force (生效的上传): the file of each kept for good, in a folder named by its content."""

from __future__ import annotations

import re
from pathlib import Path

from kb.config import Settings
from kb.errors import NotFoundError
from kb.manage.drafts import Draft
from kb.store.atomic import atomic_write
from kb.store.shelf import Shelf

_NAME = re.compile("[0-9a-f]{16}")


def kept_file(shelf: Shelf, draft: Draft) -> Path:
    """A copy of the draft's file for good. Raises NotFoundError."""
    try:
        return copied(shelf, draft.path, draft.sha256)
    except FileNotFoundError as e:
        raise NotFoundError("没有这个待生效的文件：可能已经生效或已丢弃。") from e


def copied(shelf: Shelf, path: Path, sha256: str) -> Path:
    """A copy of a file for good. Raises OSError, or as the shelf does."""
    target = shelf.folder.resolve() / sha256[:16] / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as source:
        atomic_write(target, source)
    shelf.keep(target.parent.name, only=(target.name,))
    return target


def was_uploaded(location: Path, settings: Settings) -> bool:
    """Whether a file lies among those that were uploaded; another server's folder of them may be elsewhere."""
    if location.is_relative_to(settings.documents.resolve()):
        return True
    return settings.database_url is not None and location.parent.parent.name == settings.documents.name and (
        _NAME.fullmatch(location.parent.name) is not None)
