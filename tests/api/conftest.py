"""Services for the tests of the API: real HTTP on a port, with whatever settings a test needs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.live import Live
from api.settings import ServiceSettings
from kb.config import Settings
from tests.conftest import CORPUS
from tests.serving import free_port

Serving = Callable[..., AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="session")
def live(served: Path) -> Live:
    return Live(Settings(data=served, corpus=CORPUS))


@pytest.fixture(scope="session")
def serving(live: Live) -> Serving:
    """Serves with these settings for the time of a block and gives a client."""

    @contextmanager
    def serve(**settings: Any) -> Iterator[httpx.Client]:
        port = free_port()
        app = create_app(live, ServiceSettings(**{"rate": 0} | settings))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(30)

    return serve


@pytest.fixture(scope="session")
def api(serving: Serving) -> Iterator[httpx.Client]:
    """A service as it is without any setting, but for the rate, which has no limit."""
    with serving() as client:
        yield client
