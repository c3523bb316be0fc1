"""Who may reach the tools over HTTP (来源检查): a web page elsewhere must not, even where it renames this machine.

A hostile page can point a name of its own at this machine (DNS rebinding) and then read what the service answers. It
cannot do so with an address, with localhost, or with the names that the site gave the service. The SDK's own check
takes fixed lists only, and cannot say "any address".
"""

from __future__ import annotations

import ipaddress
import socket

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.layers.problem import problem
from api.settings import ServiceSettings


class Guard:
    """Passes requests on to `app` where Host names this service and Origin, if any, is its own or allowed."""

    def __init__(self, service: ServiceSettings) -> None:
        self.app: ASGIApp | None = None
        self._names = {"localhost", socket.gethostname().lower(), *service.hosts}
        self._origins = service.origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", "").lower(), headers.get("origin")
        if self.app is None:
            await problem(503, "服务正在启动，请稍后再试。")(scope, receive, send)
        elif not self._names_this(host):
            await problem(421, f"不认识的主机名：{host[:100]}。请用 IP 地址访问，或把它写进设置 KB_HOSTS。")(
                scope, receive, send)
        elif origin is not None and origin not in self._origins and origin.lower().split("://")[-1] != host:
            await problem(403, "不接受来自别的网站的请求。可信的网站写进设置 KB_ORIGINS。")(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _names_this(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
        except ValueError:
            return False
        return True
