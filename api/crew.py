"""What the worker processes of one service share (共用的): limits, who does the work in the background, the moment at
which a new index is taken up, work in hand. A service of one process is a crew of one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from api.shown import broken_off
from kb.config import TENANTS
from kb.store.counts import Counts

METRICS, _JOBS, _PACKS = "metrics", "jobs", "packs"
_COUNTS, _LEADS = "counts.db", "leads"
_WAITS_S, _LOOKS_S = 10.0, 0.02
_ALONE_S, _TOGETHER_S = 2.0, 0.5


@dataclass(slots=True)
class Crew:
    """`folder` is what they share, None for a process alone; `worker` names this one; `metrics` is where each notes its
    measurements.
    """

    folder: Path | None = None
    worker: str = ""
    counts: Counts = field(default_factory=Counts)
    metrics: Path | None = None
    _leading: IO[str] | None = None

    @property
    def jobs(self) -> Path | None:
        """Where how far work in hand is can be seen by all."""
        return self.folder and self.folder / _JOBS

    @property
    def packs(self) -> Path | None:
        """Where finished training packs lie for all."""
        return self.folder and self.folder / _PACKS

    @property
    def leads(self) -> bool:
        """Whether this process does what only one is to do. It stays so until it ends; then another does."""
        if self.folder is None or self._leading is not None:
            return True
        import fcntl  # not on Windows, where a service has one process

        file = (self.folder / _LEADS).open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._leading = file
        return True

    @property
    def looks_every_s(self) -> float:
        """How often a process looks for a new index; the others wait for it to take it up."""
        return _ALONE_S if self.folder is None else _TOGETHER_S

    def meet(self, before: str, revision: str) -> None:
        """This process has the new state at hand. Waits until none of the others is at the one before any more, so that
        no reader sees it long before another; not for ever: one that cannot take it up keeps nobody.
        """
        if self.folder is None:
            return
        self.counts.tell(revision)
        until = time.monotonic() + _WAITS_S
        while self.counts.any_at(before) and time.monotonic() < until:
            time.sleep(_LOOKS_S)

    def told(self, revision: str) -> None:
        """Tells which state this process answers from."""
        if self.folder is not None:
            self.counts.tell(revision)


def crew_of(folder: Path) -> Crew:
    """The crew that this process works in, by the folder that it shares."""
    worker = str(os.getpid())
    return Crew(folder, worker, Counts(folder / _COUNTS, worker), folder / METRICS)


def crew_for(crew: Crew, tenant: str) -> Crew:
    """The same processes at work for a tenant: nothing that they share for it do they share with another's work."""
    if crew.folder is None:
        return Crew()
    from filelock import FileLock

    folder = crew.folder / TENANTS / tenant
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(crew.folder / "making.lock"):
        _furnish(folder)
    return Crew(folder, crew.worker, Counts(folder / _COUNTS, crew.worker), crew.metrics)


@contextmanager
def shared_folder() -> Iterator[Path]:
    """A folder for what the processes of one service share, for the time of a block."""
    with TemporaryDirectory(prefix="kb-serve-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        (folder / METRICS).mkdir()
        _furnish(folder)
        yield folder


def _furnish(folder: Path) -> None:
    for name in (_JOBS, _PACKS):
        (folder / name).mkdir(exist_ok=True)
    Counts(folder / _COUNTS).close()


def left(folder: Path, worker: str) -> None:
    """A process of the crew has ended: what it held is free, what it had in hand is not done."""
    for own in (folder, *(folder / TENANTS).glob("*")):
        counts = Counts(own / _COUNTS)
        counts.forget(worker)
        counts.close()
        for name in (_JOBS, _PACKS):
            broken_off(own / name, worker)
    for gauge in (folder / METRICS).glob(f"gauge_live*_{worker}.db"):  # as prometheus_client.mark_process_dead does
        gauge.unlink(missing_ok=True)
