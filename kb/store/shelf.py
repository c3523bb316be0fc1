"""Files that the service keeps beside the library (存放的文件): those that were uploaded, each in a folder of its own.

With a library in a folder they lie there. With one on a server they are in a table of it, so that any server of an
installation can go on with what came to another; the folder then holds copies of what was needed here.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, ColumnElement, LargeBinary, MetaData, String, Table, select

from kb.store.atomic import atomic_write
from kb.store.database import Database

_files = Table("kept_files", MetaData(), Column("shelf", String), Column("name", String), Column("file", String),
               Column("sha256", String), Column("content", LargeBinary))


class Shelf:
    """The folders within `folder`, by their names; what is on a server is told apart by the name of `folder` itself.

    What reads or writes raises as the database does, and OSError.
    """

    def __init__(self, folder: Path, database: Database | None = None) -> None:
        """`database` is that of the library, where it may be on a server."""
        self.folder = folder
        self._database = database if database is not None and database.server is not None else None

    def names(self) -> list[str]:
        """The folders that are kept."""
        if self._database is None:
            return [p.name for p in self.folder.iterdir() if p.is_dir()] if self.folder.is_dir() else []
        with self._database.reading() as c:
            return list(c.execute(select(_files.c.name).where(self._here()).distinct()).scalars())

    def keep(self, name: str, *, only: Sequence[str] | None = None) -> None:
        """What lies in a folder here is what is kept of it from now on; `only` names the files that are new."""
        if self._database is None:
            return
        rows = []
        for path in sorted((self.folder / name).iterdir()):
            if path.is_file() and (only is None or path.name in only):
                content = path.read_bytes()
                rows.append({"shelf": self.folder.name, "name": name, "file": path.name, "content": content,
                             "sha256": hashlib.sha256(content).hexdigest()})
        with self._database.adding() as c:
            c.execute(_files.delete().where(self._here(name), _files.c.file.in_([r["file"] for r in rows])))
            if rows:
                c.execute(_files.insert(), rows)

    def bring(self, name: str, *, only: str | None = None) -> None:
        """Puts the files of a folder here, those that are not, or say something else; `only` names one of them."""
        if self._database is None:
            return
        here = self._here(name) if only is None else self._here(name) & (_files.c.file == only)
        with self._database.reading() as c:
            for r in c.execute(select(_files.c.file, _files.c.sha256).where(here)).all():
                path = self.folder / name / Path(r.file).name
                if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == r.sha256:
                    continue
                content = c.execute(select(_files.c.content).where(here, _files.c.file == r.file)).scalar_one()
                path.parent.mkdir(parents=True, exist_ok=True)
                atomic_write(path, content)

    def drop(self, name: str) -> None:
        """A folder is kept no more; what lies of it here is the caller's to remove."""
        if self._database is not None:
            with self._database.adding() as c:
                c.execute(_files.delete().where(self._here(name)))

    def held(self, location: Path) -> Path:
        """Where a file that once was put at `location` lies now: there, or in the folder of the same name here."""
        if location.is_file() or len(location.parts) < 2:
            return location
        self.bring(location.parent.name)
        return self.folder / location.parent.name / location.name

    def bring_all(self) -> None:
        """Puts everything here, and nothing else."""
        if self._database is None:
            return
        self.adopt()
        names = self.names()
        for name in names:
            self.bring(name)
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.is_dir() and path.name not in names and not path.name.startswith("."):
                shutil.rmtree(path, ignore_errors=True)

    def keep_all(self) -> None:
        """What lies here is what is kept from now on."""
        if self._database is None:
            return
        here = [p.name for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".")] if (
            self.folder.is_dir()) else []
        for name in set(self.names()) - set(here):
            self.drop(name)
        for name in here:
            self.keep(name)
        self._adopted.touch()

    def adopt(self) -> None:
        """Keeps what a program of before left here, once: what lies here later and is not kept is an old copy."""
        if self._database is None or self._adopted.exists():
            return
        kept = self.names()
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.is_dir() and not path.name.startswith(".") and path.name not in kept:
                self.keep(path.name)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._adopted.touch()

    @property
    def _adopted(self) -> Path:
        return self.folder.with_name(f".{self.folder.name}-in-database")

    def _here(self, name: str | None = None) -> ColumnElement[bool]:
        own = _files.c.shelf == self.folder.name
        return own if name is None else own & (_files.c.name == name)
