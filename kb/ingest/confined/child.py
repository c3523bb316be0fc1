"""A process of one's own for work on files that strangers made (子进程), with limits on time and memory.

One child serves any number of requests, one after the other; it is begun on the first, and anew after it died or was
ended. It holds nothing that is missed then.
"""

from __future__ import annotations

import atexit
import importlib
import io
import json
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any, BinaryIO

from kb.errors import KBError, ReadError
from kb.ingest.readers.allowance import Note, allowance

_LENGTH = struct.Struct(">Q")
_NICE = 5
_MORE = b"more "  # what a child says instead of an answer while it takes longer for a reason; no pickle begins so
_MIB = 1 << 20
# What a child may have held in memory before it gives way to a fresh one.
_WORN_KIB = 400 * 1024


class ChildEnded(Exception):
    """The child did not answer: `reason` is "time" where it took too long, "died" where it ended by itself."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Child:
    """Runs one function of one module elsewhere. Safe to share between threads: they wait their turn."""

    def __init__(self, function: str, *, memory: int, returns: Collection[str]) -> None:
        """`function` is named as module:function; it may use `memory` MiB, and what it returns is made of the types of
        the modules `returns`.
        """
        self._function, self._memory, self._returns = function, memory, frozenset(returns)
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        atexit.register(self.close)

    def call(self, *arguments: Any, seconds: float, told: Callable[[list[Any]], None] = lambda note: None) -> Any:
        """What the function returns; `told` is given the notes of slow work.

        Raises what KBError it raises, ReadError for any other error of its, MemoryError where it needs too much,
        ChildEnded.
        """
        request = pickle.dumps((seconds, arguments))
        with self._turn:
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            late = threading.Event()

            def overdue() -> None:
                late.set()
                _kill(process)

            timer = _started(overdue, seconds)
            try:
                process.stdin.write(_LENGTH.pack(len(request)) + request)
                process.stdin.flush()
                while (answer := _received(process.stdout)).startswith(_MORE):
                    timer.cancel()
                    seconds, note = json.loads(answer[len(_MORE):])
                    timer = _started(overdue, float(seconds))
                    if note:
                        told(note)
            except (OSError, EOFError, ValueError) as e:
                _end(process)
                raise ChildEnded("time" if late.is_set() else "died") from e
            finally:
                timer.cancel()
            kind, value, leaves = _Trusting(io.BytesIO(answer), self._returns).load()
            if leaves:
                _end(process)
        if kind == "error":
            raise value
        if kind == "memory":
            raise MemoryError
        return value

    def close(self) -> None:
        """Ends the child."""
        if self._process is not None:
            _end(self._process)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            if self._process is not None:
                _end(self._process)
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path)}
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kb.ingest.confined.child", self._function, str(self._memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
                start_new_session=True)
        return self._process


class _Trusting(pickle.Unpickler):
    """Reads the types it is told to trust and no others: what comes back was made of a stranger's file."""

    def __init__(self, data: BinaryIO, modules: frozenset[str]) -> None:
        super().__init__(data)
        self._modules = modules | {"kb.errors"}

    def find_class(self, module: str, name: str) -> Any:
        if module not in self._modules or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _started(act: Callable[[], None], seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    return timer


def _received(stream: Any) -> bytes:
    size = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    return _exactly(stream, size)


def _exactly(stream: Any, size: int) -> bytes:
    data: bytes = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Stops a child with every process of its own."""
    if hasattr(os, "killpg") and process.poll() is None:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream is not None:
                stream.close()


def serve(function: str, memory: int) -> None:
    """The child's side: answers requests until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module, _, name = function.partition(":")
    act: Callable[..., Any] = getattr(importlib.import_module(module), name)
    _confine(memory)

    def more(seconds: float, note: Note) -> None:
        _alarm(seconds)
        _send(answers, _MORE + json.dumps([seconds, note]).encode())

    allowance.ask = more
    requests = sys.stdin.buffer
    while True:
        try:
            seconds, arguments = pickle.loads(_received(requests))
        except EOFError:
            return
        _alarm(seconds)
        kind, value = _done(act, arguments)
        leaves = kind == "memory" or _held_kib() > _WORN_KIB
        answer = pickle.dumps((kind, value, leaves))
        _send(answers, answer)
        _alarm(None)
        if leaves:
            return


def _send(stream: BinaryIO, message: bytes) -> None:
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def _alarm(seconds: float | None) -> None:
    """Ends the child should whoever asks be gone by then."""
    if hasattr(signal, "alarm"):
        signal.alarm(0 if seconds is None else int(seconds) + 5)


def _done(act: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "done", act(*arguments)
    except KBError as e:
        return "error", ReadError(str(e)) if type(e).__module__ != "kb.errors" else type(e)(str(e))
    except MemoryError:
        return "memory", None
    except Exception as e:  # whatever a stranger's file brought a reader to
        return "error", ReadError(f"读取时出错（{type(e).__name__}）")


def _confine(memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    os.nice(_NICE)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (memory * _MIB, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _held_kib() -> int:
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
