"""What interrupted work left behind (残留文件): nobody uses it, and removing it changes nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from kb.config import TENANTS, Settings
from kb.search.index.disk import unused_indexes
from kb.store.integrity import known_hashes
from kb.store.library import Library

_ASIDE = (".incoming-*", ".preparing-*", ".restoring-*", "*.part")


def leftovers(settings: Settings, library: Library) -> list[Path]:
    """Files and folders in the data folder that belong to nothing, in order."""
    found = [p for pattern in _ASIDE for p in settings.folder.rglob(pattern) if not _is_tenants(p, settings)]
    if library.database.server is None:  # beside a library on a server, an index in the folder is of one in the folder
        found += unused_indexes(settings.index, library.revision())
    known = {sha256[:16] for sha256 in known_hashes(library)}
    if settings.documents.is_dir():
        found += [p for p in settings.documents.iterdir() if p.name not in known]
    return sorted(set(found))


def _is_tenants(path: Path, settings: Settings) -> bool:
    """Whether a path is within the folder of a tenant, which looks after its own."""
    return not settings.tenant and path.is_relative_to(settings.data / TENANTS)


def remove(path: Path) -> bool:
    """Removes a file or a folder; whether it is gone."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()
