"""The organisations of one installation (单位): each has an application of its own, over its own library, told by the
host name of a request.

Whatever an application remembers, counts, signs or has in hand is therefore one tenant's; they share the program, the
sentence model and the connections to the database. Without tenants every request goes to the one application there is.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import anyio
from anyio.abc import TaskGroup
from anyio.to_thread import run_sync
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.crew import Crew, crew_for
from api.layers.observe import Observe
from api.layers.problem import problem
from api.layers.security_headers import SecurityHeaders
from api.live import Live
from api.settings import ServiceSettings
from kb.errors import KBError, LibraryError, UnguardedError
from kb.manage.administration import recover
from kb.store.kept_secrets import ADMIN, READING, Secrets
from kb.store.tenants import Tenant, tenants_served

_LOOKS_S = 2.0
_SOON_S = 5
_HERE = ("localhost", "127.0.0.1", "::1")
_WATCHED = ("/healthz", "/readyz")
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Served:
    """A tenant's application while it is served; `over` ends it."""

    tenant: Tenant
    app: FastAPI
    over: anyio.Event = field(default_factory=anyio.Event)
    ready: anyio.Event = field(default_factory=anyio.Event)


class Installation:
    """ASGI application: what is common, and what each tenant has, each by its host names."""

    def __init__(self, live: Live, service: ServiceSettings, crew: Crew) -> None:
        """`live` is what is common. Raises KBError."""
        self._live, self._service, self._crew = live, service, crew
        self._common = create_app(live, service, crew)
        self._by_host: dict[str, Tenant] = {}
        self._served: dict[str, _Served] = {}
        self._unguarded = ""
        self._opening: dict[str, anyio.Lock] = {}
        self._tasks: TaskGroup | None = None
        self._lifespan = Router(lifespan=self._running)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
            return
        app = self._common if not self._by_host and not self._unguarded else await self._of(scope)
        await app(scope, receive, send)

    async def _of(self, scope: Scope) -> ASGIApp:
        """What answers a request where there are tenants."""
        scope["app"] = self._common  # for the page of an error
        if self._unguarded:
            return self._refusal(503, "服务的设置不对，现在不能作答：数据库角色不受行级安全约束。请告诉管理员。",
                                 retry_after=60)
        host = _name(Headers(scope=scope).get("host", ""))
        tenant = self._by_host.get(host)
        if tenant is not None:
            return await self._application(tenant)
        if host in (self._service.common_hosts or _HERE) or scope["path"] in _WATCHED:
            return self._common
        return self._refusal(404, f"没有哪个单位用这个网址：{host[:100] or '（空）'}。请核对网址，或告诉管理员。")

    def _refusal(self, status: int, said: str, *, retry_after: int | None = None) -> ASGIApp:
        """An error as the applications give theirs."""
        refused = problem(status, said, retry_after=retry_after)
        seen = Observe(refused, metrics=self._common.state.metrics, log_questions=False)
        return SecurityHeaders(seen, origins=())

    async def _application(self, tenant: Tenant) -> ASGIApp:
        async with self._opening.setdefault(tenant.code, anyio.Lock()):  # nobody waits for another's to be opened
            served = self._served.get(tenant.code)
            if served is None:
                try:
                    served = _Served(tenant, await run_sync(self._opened, tenant))
                except KBError as e:
                    _log.warning("tenant %s cannot be served: %s", tenant.code, e)
                    return self._refusal(503, f"“{tenant.name}”的知识库还没有准备好，请稍后再试，或告诉管理员。",
                                         retry_after=_SOON_S)
                self._served[tenant.code] = served
                assert self._tasks is not None
                self._tasks.start_soon(self._serve, served)
        await served.ready.wait()
        return served.app

    def _opened(self, tenant: Tenant) -> FastAPI:
        crew = crew_for(self._crew, tenant.code)
        settings = replace(self._live.settings, tenant=tenant.code)
        recover(settings)
        live = Live(settings, crew)
        secrets = Secrets(live.library.database, live.settings.folder)
        reading = secrets.get(READING)
        if reading is None:  # one that is open to all says so by an empty one
            live.close()
            raise LibraryError(f"单位 {tenant.code} 的阅读口令不见了。请用 kb tenant change --tokens 换新的。")
        own = {"admin_token": secrets.get(ADMIN), "read_token": reading or None, "hosts": tenant.hosts}
        return create_app(live, self._service.model_copy(update=own), crew)

    async def _serve(self, served: _Served) -> None:
        try:
            async with served.app.router.lifespan_context(served.app):
                served.ready.set()
                await served.over.wait()
        except Exception:  # one tenant's trouble is no other's
            _log.exception("tenant %s is served no more", served.tenant.code)
            self._served.pop(served.tenant.code, None)
            served.ready.set()

    @asynccontextmanager
    async def _running(self, _router: object) -> AsyncIterator[None]:
        await self._look()
        async with self._common.router.lifespan_context(self._common), anyio.create_task_group() as self._tasks:
            watching = anyio.CancelScope()
            self._tasks.start_soon(self._watch, watching)
            yield
            watching.cancel()
            for served in self._served.values():
                served.over.set()

    async def _watch(self, scope: anyio.CancelScope) -> None:
        with scope:
            while True:
                await anyio.sleep(_LOOKS_S)
                await self._look()

    async def _look(self) -> None:
        """Takes up what changed among the tenants; while that cannot be seen, all stays as it is."""
        try:
            known = await run_sync(tenants_served, self._live.library, self._live.settings)
        except UnguardedError as e:
            _log.error("%s", e)
            self._unguarded = str(e)
            return
        except KBError as e:
            _log.warning("the tenants cannot be seen: %s", e)
            return
        self._unguarded = ""
        self._by_host = {host: t for t in known for host in t.hosts}
        for code, served in list(self._served.items()):
            if served.tenant not in known:
                del self._served[code]
                served.over.set()


def _name(host: str) -> str:
    """The name in a Host header, in lower case, without the port and the brackets of an address."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
