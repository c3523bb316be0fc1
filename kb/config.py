"""Settings (设置), read from the environment. Every one has a default that works on an office PC."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path

from kb.errors import KBError

TENANTS = "tenants"
_CODE = re.compile(r"[a-z][a-z0-9-]{0,30}")
_PASSWORD = re.compile(r"(://[^:@/]*):[^@]*@|(\bpassword=)[^&]*")


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL that holds the library, by its address (postgresql+psycopg://…), as one tenant sees it; empty for
    what is common to all.
    """

    url: str = field(repr=False)
    tenant: str = ""

    def __str__(self) -> str:
        """The address without its password."""
        return _PASSWORD.sub(lambda m: f"{m[1]}@" if m[1] else f"{m[2]}…", self.url)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how the model is used.

    `model` is a folder with any sentence-transformers model or the name of a published one, None for the usual one;
    `query_instruction` and `passage_instruction` are put before a question and before a passage when they are embedded,
    as some models ask for; a published model has its own;
    `threads` is how many cores the sentence model may use: for one short question one is as fast as two, and leaves the
    other to the next; `answers` is how many MiB of answers are kept to be given again, 0 none;
    `database_url` is the PostgreSQL that holds library and index instead of the data folder, None for the folder;
    `tenant` is the code of the organisation that all this is for, empty for what is common to all, and for an
    installation that serves one alone.
    """

    data: Path
    corpus: Path
    model: Path | None = None
    query_instruction: str = ""
    passage_instruction: str = ""
    threads: int = 1
    answers: int = 16
    database_url: str | None = field(default=None, repr=False)
    tenant: str = ""

    @property
    def folder(self) -> Path:
        """The tenant's own folder: the data folder itself where there is no tenant."""
        return self.data / TENANTS / self.tenant if self.tenant else self.data

    @property
    def place(self) -> Path | Server:
        """Where the library is: a file in the tenant's folder, or a server."""
        return Server(self.database_url, self.tenant) if self.database_url else self.library

    @property
    def library(self) -> Path:
        return self.folder / "library.db"

    @property
    def where(self) -> Path | Server:
        """Where the library is, as a user is told: the tenant's folder, or a server."""
        return Server(self.database_url, self.tenant) if self.database_url else self.folder

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def documents(self) -> Path:
        """The files of documents that were uploaded and put in force."""
        return self.folder / "documents"

    @property
    def drafts(self) -> Path:
        """Uploads that wait for an administrator's word."""
        return self.folder / "drafts"

    @property
    def models(self) -> Path:
        return self.data / "models"


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What reading one file may take: seconds, and MiB of memory; and how much may come of it, in characters."""

    seconds: int = 15
    memory: int = 700
    characters: int = 3_000_000


def read_limits() -> ReadLimits:
    """The limits of the environment. Raises KBError where a value makes no sense."""
    if not any(f"KB_READ_{f.name.upper()}" in os.environ for f in fields(ReadLimits)):
        return ReadLimits()
    from kb.environment import EngineVariables, read

    stated = read(EngineVariables)
    return ReadLimits(stated.read_seconds, stated.read_memory, stated.read_characters)


def load_settings(data: str | None = None) -> Settings:
    """Settings from the environment; `data` overrides KB_DATA. Raises KBError where a value makes no sense."""
    named = data or os.environ.get("KB_DATA", "")
    folder = _path(named if named.strip() else "data")
    if not any(f"KB_{f.name.upper()}" in os.environ for f in fields(Settings) if f.name != "data"):
        return Settings(data=folder, corpus=_corpus(None))
    from kb.environment import EngineVariables, read  # only where needed: it takes as long as several answers

    stated = read(EngineVariables)
    return Settings(data=folder, corpus=_corpus(stated.corpus), model=_path(stated.model) if stated.model else None,
                    query_instruction=stated.query_instruction, passage_instruction=stated.passage_instruction,
                    threads=stated.threads, answers=stated.answers, database_url=stated.database_url,
                    tenant=tenant_code(stated.tenant) if stated.tenant else "")


def tenant_code(stated: str) -> str:
    """The code of a tenant as it is stated. Raises KBError where it is none that may be: it names a folder."""
    if not _CODE.fullmatch(stated):
        raise KBError(f"单位代号 {stated[:40]} 不对：应以小写字母开头，只用小写字母、数字和 -，最多 31 个字符。")
    return stated


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _path(stated: str) -> Path:
    try:
        return Path(stated).expanduser()
    except RuntimeError as e:
        raise KBError(f"路径 {stated} 里的 ~ 不知道是谁的主文件夹。请写完整的路径。") from e


def _corpus(stated: str | None) -> Path:
    """corpus/ of the working directory, else that of the checkout this package runs from."""
    if stated:
        return _path(stated)
    here = Path("corpus")
    beside = Path(__file__).resolve().parent.parent / "corpus"
    return here if here.is_dir() or not beside.is_dir() else beside
