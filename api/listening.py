"""The port of the service (端口): opened before anything answers, and told once something does."""

from __future__ import annotations

import socket

import click

from kb.errors import KBError

# How long what has begun may take when the service stops.
PATIENCE_S = 30


def opened(host: str, port: int) -> socket.socket:
    """The port, open. Raises KBError where it is taken."""
    try:
        listener = socket.create_server((host, port), reuse_port=False)
        # asyncio does this for sockets that it opened itself; without it every answer on a connection that stays open
        # waits 40 ms for the reader's acknowledgement of its head.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as e:
        raise KBError(f"{host}:{port} 开不了（{e.strerror or e}）。请换一个端口：kb serve --port 8001。") from e
    return listener


def announce(host: str, port: int) -> None:
    """Says where it listens."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    click.echo(f"已启动，在浏览器打开：http://{shown}:{port}/（按 Ctrl+C 停止）")
