"""One worker process of a service of several (工作进程): `python -m api.worker DATA SOCKET READY LIFE FOLDER [first]`.

The numbers are open files that the one that looks after it gave along: the port, where it says that it listens, and
what ends when that one does, however it ended.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from api.crew import crew_of
from api.live import Live
from api.memory import few_arenas
from api.server import serve
from api.settings import ServiceSettings
from kb.config import load_settings
from kb.environment import read
from kb.errors import KBError
from kb.manage.administration import recover


def main() -> None:
    """Serves until it is told to end, or nobody looks after it any more."""
    data, listener, ready, life, folder, *first = sys.argv[1:]
    few_arenas()

    def listening() -> None:
        with suppress(OSError):  # one that was started anew nobody waits for
            os.write(int(ready), b"1")
        os.close(int(ready))
        threading.Thread(target=_until_orphaned, args=(int(life),), name="life", daemon=True).start()

    try:
        service, crew = read(ServiceSettings), crew_of(Path(folder))
        settings = replace(load_settings(data), tenant="")
        if first:
            recover(settings)
        serve(Live(settings, crew), service, crew, socket.socket(fileno=int(listener)), listening)
    except KBError as e:
        sys.exit(str(e))


def _until_orphaned(life: int) -> None:
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
