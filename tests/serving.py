"""`kb serve` as a process of its own, for tests that ask over real HTTP."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import KB, environment


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def serve(data: Path, port: int, settings: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Starts the service; `settings` are environment variables of its own. It logs little, as nobody reads its output
    while it runs and a full pipe would stop it, and takes as many questions as a test asks.
    """
    return subprocess.Popen([KB, "serve", "--data", data, "--port", str(port)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True,
                            env=environment({"PYTHONUNBUFFERED": "1", "KB_LOG_LEVEL": "warning", "KB_RATE": "0",
                                             **(settings or {})}))


def started(process: subprocess.Popen[str]) -> str:
    """The line that says where it listens; it comes once the port is open."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if "已启动" not in line:
        process.kill()
        raise AssertionError((line, *process.communicate(timeout=60)))
    return line


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)
