"""The installed command `kb`, run as a process of its own as a user does, for tests."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from kb.cli.main import main
from tests.conftest import KB, environment

QUESTION = "党支部书记每年至少上几次党课"


@dataclass(frozen=True, slots=True)
class Done:
    """A finished run of `kb`."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    def complaint(self, code: int) -> str:
        """The one Chinese line on stderr of a run that failed with `code` and printed nothing."""
        assert (self.code, self.out) == (code, ""), self.err
        (line,) = self.err.splitlines()
        assert re.search("[一-鿿]{2}", line)
        assert "程序内部出错" not in line
        return line


def kb(*args: str | Path, stdin: str | None = None, **env: str) -> Done:
    done = subprocess.run([KB, *args], capture_output=True, text=True, input=stdin, env=environment(env),
                          timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def kb_here(*args: str | Path, **env: str) -> Done:
    """The same within this process, which is quicker: for what does not depend on being a process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with (mock.patch.dict(os.environ, environment(env), clear=True), redirect_stdout(out), redirect_stderr(err),
          pytest.raises(SystemExit) as e):
        main([str(a) for a in args], prog_name="kb")
    return Done(int(e.value.code or 0), out.getvalue(), err.getvalue())


def start(*args: str | Path, **env: str) -> subprocess.Popen[str]:
    """`kb` in a process group of its own, as a terminal starts it."""
    return subprocess.Popen([KB, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=environment(env), start_new_session=True)


def finish(process: subprocess.Popen[str]) -> Done:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    return Done(process.returncode, out, err)


def end_group(process: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(ValueError):
        process.communicate(timeout=60)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    for _ in range(6000):
        if condition():
            return
        assert process.poll() is None, "kb ended before it came to the point that the test waits for"
        time.sleep(0.01)
    raise AssertionError("kb never came to the point that the test waits for")
