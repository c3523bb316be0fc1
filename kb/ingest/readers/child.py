"""Work in a process of its own (子进程): what needs much memory, or may hang or crash, ends with that process.

The child is a fresh interpreter that imports one generator function and writes each thing that it yields as a line of
JSON. `items` yields them in turn; leaving it early ends the child.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from kb.errors import KBError


class ChildError(KBError):
    """The child broke off: it crashed, ran out of memory, or took too long; `late` tells the last."""

    def __init__(self, message: str, *, late: bool = False) -> None:
        super().__init__(message)
        self.late = late


def items(target: str, argument: dict[str, Any], *, seconds: float, memory_mb: int) -> Iterator[Any]:
    """What the generator `target` ("module:function") yields of `argument`; both are JSON.

    `seconds` is how long one item may take, the child's start included in the first; `memory_mb` bounds its address
    space, where the system can. Raises ChildError.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen([sys.executable, "-m", __name__, target, str(memory_mb)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    assert process.stdin is not None and process.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue()
    reader = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        try:
            process.stdin.write(json.dumps(argument).encode())
            process.stdin.close()
        except BrokenPipeError as e:
            raise ChildError("子进程没有启动。") from e
        while True:
            try:
                line = lines.get(timeout=seconds)
            except queue.Empty:
                raise ChildError("子进程超时。", late=True) from None
            if not line:
                break
            yield json.loads(line)
        if process.wait() != 0:
            raise ChildError("子进程中途退出。")
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()


def _pump(source: Any, lines: queue.Queue[bytes]) -> None:
    """Hands on whole lines; an empty one at the end. A line broken off by the child's end is left out."""
    for line in source:
        if line.endswith(b"\n"):
            lines.put(line)
    lines.put(b"")


def _main(target: str, memory_mb: int) -> None:
    argument = json.load(sys.stdin)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]  # whoever starts this may have less for itself
        resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, resource.getrlimit(resource.RLIMIT_AS)[1]))
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print is no item
    module, _, function = target.partition(":")
    for item in getattr(import_module(module), function)(argument):
        out.write(json.dumps(item) + "\n")
        out.flush()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
