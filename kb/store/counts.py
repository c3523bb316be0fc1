"""Counts that the processes of one service share (共用的计数): how often something was done lately, and how many are at
it now.

They lie in a small SQLite file of their own, which lasts no longer than the service: what is counted is never waited
for behind a change of the library. Without a file they are of one process. Whoever breaks off leaves no lock behind.
"""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Hits are kept by tenths of a second, so that a limit of a million takes no more room than one of ten.
_TICKS_S = 10
_PATIENCE_S = 5.0
_LONGEST_S = 3600
_SWEPT_EVERY = 1000
_TABLES = """
CREATE TABLE IF NOT EXISTS hits (name TEXT, tick INTEGER, n INTEGER, PRIMARY KEY (name, tick)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS present (name TEXT, worker TEXT, n INTEGER, PRIMARY KEY (name, worker)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS states (worker TEXT PRIMARY KEY, state TEXT) WITHOUT ROWID;
"""


class Counts:
    """The counts as one `worker` sees them. Safe to share between threads."""

    def __init__(self, path: Path | None = None, worker: str = "") -> None:
        self._worker = worker
        self._connection = sqlite3.connect(":memory:" if path is None else path, timeout=_PATIENCE_S,
                                           isolation_level=None, check_same_thread=False)
        # WAL: a process that is killed half-way leaves the file as it was. Nothing here need outlast a power cut.
        for pragma in ("journal_mode=WAL", "synchronous=OFF"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(_TABLES)
        self._turn = threading.Lock()
        self._unswept = 0

    def close(self) -> None:
        """Lets go of the file."""
        self._connection.close()

    def hit(self, name: str, *, most: int, seconds: int, count: int = 1) -> int:
        """Counts as many hits where at most `most` come in as many seconds: 0 where they are allowed, otherwise the
        seconds until they are.
        """
        with self._change() as c:
            wait = self._wait(name, most, seconds, count)
            if not wait:
                c.execute("INSERT INTO hits VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
                          (name, _now(), count))
                self._sweep(c)
            return wait

    def wait(self, name: str, *, most: int, seconds: int) -> int:
        """The seconds until one more hit is allowed; 0 where it is now."""
        with self._turn:
            return self._wait(name, most, seconds, 1)

    def enter(self, name: str, *, most: int) -> bool:
        """Counts one more that is present, where fewer than `most` are in all processes; whether it was let in."""
        with self._change() as c:
            there: int = c.execute("SELECT coalesce(sum(n), 0) FROM present WHERE name = ?", (name,)).fetchone()[0]
            if there >= most:
                return False
            c.execute("INSERT INTO present VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1", (name, self._worker))
            return True

    def leave(self, name: str) -> None:
        """One that was let in is gone."""
        with self._change() as c:
            mine = (name, self._worker)
            c.execute("UPDATE present SET n = n - 1 WHERE name = ? AND worker = ?", mine)
            c.execute("DELETE FROM present WHERE name = ? AND worker = ? AND n <= 0", mine)

    def tell(self, state: str) -> None:
        """Tells the other processes how far this one is."""
        with self._change() as c:
            c.execute("INSERT INTO states VALUES (?, ?) ON CONFLICT DO UPDATE SET state = excluded.state",
                      (self._worker, state))

    def any_at(self, state: str) -> bool:
        """Whether any process is there."""
        with self._turn:
            return self._connection.execute("SELECT 1 FROM states WHERE state = ?", (state,)).fetchone() is not None

    def forget(self, worker: str) -> None:
        """A process has ended, whatever it had counted as present."""
        with self._change() as c:
            c.execute("DELETE FROM present WHERE worker = ?", (worker,))
            c.execute("DELETE FROM states WHERE worker = ?", (worker,))

    def _wait(self, name: str, most: int, seconds: int, count: int) -> int:
        now = _now()
        rows: list[tuple[int, int]] = self._connection.execute(
            "SELECT tick, n FROM hits WHERE name = ? AND tick > ? ORDER BY tick",
            (name, now - seconds * _TICKS_S)).fetchall()
        over = sum(n for _, n in rows) + count - most
        if over <= 0:
            return 0
        for tick, n in rows:
            over -= n
            if over <= 0:
                return max(1, math.ceil((tick - now) / _TICKS_S + seconds))
        return seconds

    def _sweep(self, c: sqlite3.Connection) -> None:
        """Drops now and then what no limit looks at any more."""
        self._unswept += 1
        if self._unswept >= _SWEPT_EVERY:
            self._unswept = 0
            c.execute("DELETE FROM hits WHERE tick < ?", (_now() - _LONGEST_S * _TICKS_S,))

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            finally:
                self._connection.execute("COMMIT")


def _now() -> int:
    """Of a clock that all processes of a machine share and nobody sets."""
    return int(time.monotonic() * _TICKS_S)
