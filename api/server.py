"""Running the service: checks that everything is ready before the port is opened, and says where it listens."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from api import logs
from api.connections import limited
from api.crew import Crew
from api.listening import PATIENCE_S, announce, opened
from api.live import Live
from api.memory import few_arenas
from api.settings import ServiceSettings
from api.tenants import Installation
from kb.config import Settings
from kb.environment import read
from kb.manage.administration import recover

_KEPT_OPEN = 75  # longer than browsers and proxies keep an idle connection, so that none writes into one just closed


class _Server(uvicorn.Server):
    """Says that it listens only once it does, as before that Ctrl+C is not yet handled; and a signal to stop is no
    failure: what has begun is finished, and the process ends with 0. A second Ctrl+C ends it at once.
    """

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serves until interrupted. Raises KBError where nothing can be answered yet or the port is taken."""
    service = read(ServiceSettings)
    few_arenas()
    recover(settings)
    live = Live(settings)
    serve(live, service, Crew(), opened(host, port), lambda: announce(host, port))


def serve(live: Live, service: ServiceSettings, crew: Crew, listener: socket.socket, listening: Callable[[], None]
          ) -> None:
    """Serves on a port that is open, until interrupted; `listening` is called once it does."""
    app = Installation(live, service, crew)
    logs.configure(service.log_level)
    # What is said of a connection's address is believed only where a proxy is named that may say it.
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False,
                            proxy_headers=bool(os.environ.get("FORWARDED_ALLOW_IPS", "").strip()),
                            http=limited(service.connections, crew.counts), timeout_keep_alive=_KEPT_OPEN,
                            timeout_graceful_shutdown=PATIENCE_S)
    _Server(config, listening).run(sockets=[listener])
