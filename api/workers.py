"""A service of several processes (多个工作进程): they share one open port; this one opens it, starts them, starts anew
what dies, and ends them all.

It answers nothing itself and loads nothing for it, so that nothing a question can do ends it.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from api import logs
from api.crew import METRICS, left, shared_folder
from api.listening import PATIENCE_S, announce, opened
from kb.config import Settings
from kb.errors import KBError

_LOOKS_S = 0.1
# What dies at once is started anew after a while, a longer one each time.
_SHORT_LIFE_S, _FIRST_PAUSE_S, _LONGEST_PAUSE_S = 10.0, 0.5, 30.0
_STARTS_WITHIN_S = 120.0
_LAST_WORD_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Worker:
    """One of the processes; `process` is None while it waits to be started anew, at `due`."""

    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    pause: float = _FIRST_PAUSE_S
    due: float = 0.0


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serves until interrupted. Raises KBError where nothing can be answered yet, the port is taken, or the system has
    no way to share it.
    """
    if sys.platform == "win32":
        raise KBError("Windows 上只能用一个进程。请不写 --workers。")
    listener = opened(host, port)
    logs.configure("warning")
    with shared_folder() as folder:
        supervisor = _Supervisor(settings, listener, folder, workers)
        for sig in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sig, supervisor.stop)
        try:
            if supervisor.start():
                announce(host, port)
                supervisor.watch()
        finally:
            supervisor.end()


class _Supervisor:
    def __init__(self, settings: Settings, listener: socket.socket, folder: Path, workers: int) -> None:
        self._settings = settings
        self._listener = listener
        self._folder = folder
        self._workers = [_Worker() for _ in range(workers)]
        self._stopping = 0
        # Its reading end is every worker's; nothing is ever written: it ends when this process does.
        self._life, self._held = os.pipe()

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Ends all; the second time at once."""
        self._stopping += 1

    def start(self) -> bool:
        """Starts all, the first alone: what is wrong it says once. Whether they serve; False where they were told to
        end meanwhile. Raises KBError where they do not.
        """
        for part in (self._workers[:1], self._workers[1:]):
            waiting = [self._begin(w, first=w is self._workers[0]) for w in part]
            until = time.monotonic() + _STARTS_WITHIN_S
            while waiting and not self._stopping:
                ready, _, _ = select.select(waiting, [], [], _LOOKS_S)
                for end in ready:
                    said = os.read(end, 1)
                    os.close(end)
                    waiting.remove(end)
                    if not said:
                        raise KBError("服务没有启动：原因见上。")
                if time.monotonic() > until:
                    raise KBError("服务没有启动：进程太久没有准备好。请看日志。")
        return not self._stopping

    def watch(self) -> None:
        """Starts anew what dies, until all are told to end."""
        while not self._stopping:
            for worker in self._workers:
                self._look_after(worker)
            time.sleep(_LOOKS_S)

    def end(self) -> None:
        """Ends all: what they have begun they finish, if it does not take too long."""
        self._listener.close()
        running = [w.process for w in self._workers if w.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        until = time.monotonic() + PATIENCE_S + _LAST_WORD_S
        while any(p.poll() is None for p in running) and time.monotonic() < until and self._stopping < 2:
            time.sleep(_LOOKS_S)
        for process in running:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _look_after(self, worker: _Worker) -> None:
        now = time.monotonic()
        if worker.process is not None and worker.process.poll() is not None:
            left(self._folder, str(worker.process.pid))
            worker.pause = _FIRST_PAUSE_S if now - worker.began > _SHORT_LIFE_S else min(
                worker.pause * 2, _LONGEST_PAUSE_S)
            _log.warning("worker %d ended unexpectedly with %s; another one starts in %g s", worker.process.pid,
                         worker.process.returncode, worker.pause)
            worker.process, worker.due = None, now + worker.pause
        if worker.process is None and now >= worker.due:
            os.close(self._begin(worker))

    def _begin(self, worker: _Worker, *, first: bool = False) -> int:
        """Starts a worker; the end of a pipe from which one byte comes once it listens. The `first` finishes what was
        broken off when the service last ended.
        """
        ready, telling = os.pipe()
        command = [sys.executable, "-P", "-m", "api.worker", str(self._settings.data), str(self._listener.fileno()),
                   str(telling), str(self._life), str(self._folder), *(["first"] if first else [])]
        worker.process = subprocess.Popen(
            command, pass_fds=(self._listener.fileno(), telling, self._life), stdin=subprocess.DEVNULL,
            env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(self._folder / METRICS)})
        worker.began = time.monotonic()
        os.close(telling)
        return ready
