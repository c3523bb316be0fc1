"""Running the service: checks that everything is ready before the port is opened, and says where it listens."""

from __future__ import annotations

import socket

import click
import uvicorn

from api.app import create_app
from api.live import Live
from api.settings import load_service_settings
from kb.administration import recover
from kb.config import Settings
from kb.errors import KBError


class _Announcing(uvicorn.Server):
    """Says where it listens only once it does, and can be stopped properly: before that Ctrl+C is not yet handled."""

    announcement = ""
    live: Live

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        click.echo(self.announcement)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        self.live.close()


def run(settings: Settings, *, host: str, port: int) -> None:
    """Serves until interrupted. Raises KBError where nothing can be answered yet or the port is taken."""
    recover(settings)
    live = Live(settings)
    app = create_app(live, load_service_settings())
    try:
        listener = socket.create_server((host, port), reuse_port=False)
    except OSError as e:
        raise KBError(f"{host}:{port} 开不了（{e.strerror or e}）。请换一个端口：kb serve --port 8001。") from e
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    server = _Announcing(uvicorn.Config(app, log_level="warning"))
    server.live = live
    server.announcement = f"已启动，在浏览器打开：http://{shown}:{port}/（按 Ctrl+C 停止）"
    server.run(sockets=[listener])
