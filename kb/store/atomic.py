"""Writing a file so that it is there whole or not at all (原子写): aside, to the disk, then by one rename."""

from __future__ import annotations

import io
import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO


def atomic_write(path: Path, content: str | bytes | BinaryIO) -> None:
    """Puts `content` at `path` (text as UTF-8, a stream piece by piece); an earlier file stays until then.

    Raises OSError, or what reading the stream raises; then nothing is left of it.
    """
    source = io.BytesIO(content.encode()) if isinstance(content, str) else (
        io.BytesIO(content) if isinstance(content, bytes) else content)
    aside = path.with_name(f".{secrets.token_hex(8)}.part")  # a name of its own: the file's may be as long as names get
    try:
        with aside.open("xb") as out:
            shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
