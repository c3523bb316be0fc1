"""A service of an installation that several organisations share, and who acts on it, for tests."""

from __future__ import annotations

import io
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx
import uvicorn

from api.crew import Crew
from api.live import Live
from api.settings import ServiceSettings
from api.tenants import Installation
from tests.administering import TOKEN, Administrator
from tests.serving import free_port
from tests.tenancy import Shared, marker


@dataclass
class Organisation:
    """An administrator of one organisation, signed in. `addresses` are what its work has led to: all of them are its
    own, and nobody else's.
    """

    code: str
    administrator: Administrator
    addresses: set[str] = field(default_factory=set)

    @property
    def client(self) -> httpx.Client:
        return self.administrator.client

    def came_to(self, response: httpx.Response) -> httpx.Response:
        assert response.status_code < 400, (response.status_code, response.text[:300])
        self.addresses |= {a for a in (response.headers.get("location", ""),) if a}
        self.addresses |= set(re.findall(r'(?:href|action)="(/[^"#?]*/[^"#?]*\w{6}[^"#?]*)"', response.text))
        return response


@contextmanager
def running(shared: Shared) -> Iterator[str]:
    """The address of the service, in this process."""
    service = ServiceSettings(admin_token=TOKEN, rate=0, common_hosts=("127.0.0.1",))
    app = Installation(Live(shared.settings), service, Crew())
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


@contextmanager
def organisation(address: str, shared: Shared, code: str) -> Iterator[Organisation]:
    """One that is signed in on its own pages; of what is common where the code is empty."""
    headers = {"host": f"{code}.example"} if code else {}
    with httpx.Client(base_url=address, timeout=120, headers=headers) as client:
        someone = Administrator(client)
        token = shared.tenants[code].admin if code else TOKEN
        assert someone.sign_in(token, name=f"管理员{marker(code)}").status_code == 303
        yield Organisation(code, someone)


def all_that_it_says(response: httpx.Response) -> str:
    """Everything in a response: its headers, its text, and what is packed in it."""
    said = [str(response.headers), response.content.decode("utf-8", errors="replace")]
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(response.content)) as packed:
        said += [packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist()]
    return "\n".join(said)
