"""What a service must know and nobody else (密钥与口令): the key that signs its cookies, and a tenant's own tokens.

On a server they are in a table, one row each, so that every server signs alike; beside a library in a folder they are
files there, which only their owner can read.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, select, text

from kb.errors import KBError
from kb.store.database import Database
from kb.store.row_security import TENANT

SESSION, ADMIN, READING = "session", "admin", "reading"
_BYTES = 32
_table = Table("secrets", MetaData(), Column("name", String), Column("value", Text))


class Secrets:
    """The secrets of a library, whose folder is `folder`."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def get(self, name: str) -> str | None:
        """A secret, None where there is none. Raises KBError where it cannot be read."""
        if self._database.server is None:
            return file_secret(self._folder, name)
        with self._database.reading() as c:
            return c.execute(select(_table.c.value).where(_table.c.name == name)).scalar()

    def made(self, name: str) -> str:
        """A secret, made on first need: 64 hexadecimal digits. Raises KBError."""
        if (known := self.get(name)) is not None and len(known) >= 2 * _BYTES:
            return known
        fresh = file_secret(self._folder, name) or secrets.token_hex(_BYTES)
        if self._database.server is None:
            keep_file_secret(self._folder, name, secrets.token_hex(_BYTES), over=known is not None)  # it was cut short
            return self.get(name) or fresh
        with self._database.writing() as c:
            c.execute(text("INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING"),
                      {"name": name, "value": fresh})
        return self.get(name) or fresh


def keep_secret(c: Connection, name: str, value: str) -> None:
    """Puts a secret on a server in the place of the one before, within the transaction."""
    c.execute(text(f"DELETE FROM secrets WHERE name = :name AND tenant = {TENANT}"), {"name": name})
    c.execute(_table.insert().values(name=name, value=value))


def file_secret(folder: Path, name: str) -> str | None:
    """A secret in a folder, None where there is none. Raises KBError where it cannot be read."""
    path = folder / f"{name}.key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as e:
        raise _unusable(path, e) from e


def keep_file_secret(folder: Path, name: str, value: str, *, over: bool = True) -> None:
    """Puts a secret in a folder, readable by its owner only; where one is there and it is not to be put `over` it, that
    one stays. Raises KBError.
    """
    path = folder / f"{name}.key"
    aside = folder / f".{secrets.token_hex(8)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as f:
            f.write(value)
        if over:
            aside.replace(path)
        else:
            os.link(aside, path)
    except FileExistsError:
        pass
    except OSError as e:
        raise _unusable(path, e) from e
    finally:
        aside.unlink(missing_ok=True)


def _unusable(path: Path, error: Exception) -> KBError:
    said = error.strerror if isinstance(error, OSError) and error.strerror else error
    return KBError(f"登录用的密钥读写不了：{path}（{said}）。请检查权限。")
