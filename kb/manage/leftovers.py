"""What interrupted work left behind (残留文件): nobody uses it, and removing it changes nothing."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from kb.config import Settings
from kb.search.index.disk import BUILDING, unused_indexes
from kb.store.integrity import known_hashes
from kb.store.library import Library

_ASIDE = (".incoming-*", ".preparing-*", ".restoring-*", "*.part")


def leftovers(settings: Settings, library: Library) -> list[Path]:
    """Files and folders in the data folder that belong to nothing, in order."""
    found = [p for pattern in _ASIDE for p in settings.data.rglob(pattern)]
    # An index in the folder of a library that is on a server is that of a library in the folder, if any.
    unused = unused_indexes(settings.index, library.revision()) if library.database.server is None else []
    # The index before the one in use stays, for whoever is just opening it.
    older = sorted((p for p in unused if not p.name.startswith(BUILDING)), key=lambda p: p.stat().st_mtime_ns)[:-1]
    found += [p for p in unused if p.name.startswith(BUILDING)] + older
    known = {sha256[:16] for sha256 in known_hashes(library)}
    if settings.documents.is_dir():
        found += [p for p in settings.documents.iterdir() if p.name not in known]
    return sorted(set(found))


def remove(path: Path) -> bool:
    """Removes a file or a folder; whether it is gone."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return not path.exists()
