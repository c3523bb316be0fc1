"""The HTTP application (应用): the API and the pages over what is live, and the layers around every request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import anyio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from api import errors, openapi
from api.crew import Crew
from api.front_desk import FrontDesk
from api.layers import request_id
from api.layers.auth import Auth
from api.layers.body_size import BodySize
from api.layers.concurrency import Concurrency
from api.layers.ended import EndedSessions
from api.layers.etag import ETag
from api.layers.keys import Keys, KnownKeys
from api.layers.metrics import Metrics
from api.layers.observe import Observe
from api.layers.rate import Rate
from api.layers.read_token import Pass, ReadToken
from api.layers.security_headers import SecurityHeaders
from api.lists import Lists
from api.live import Live, keep_fresh
from api.mcp.server import mount as mount_tools
from api.merging import keep_merged
from api.packs import Packs
from api.pages import (
    admin,
    admin_attach,
    admin_backup,
    admin_corrections,
    admin_drafts,
    admin_facts,
    admin_keys,
    admin_lists,
    admin_questions,
    basket,
    chat,
    checklist,
    checklist_check,
    checklist_export,
    difference,
    document,
    export,
    sign_in,
    topics,
    training,
    versions,
)
from api.pages import documents as documents_page
from api.pages import obligations as obligations_page
from api.pages import quiz as quiz_page
from api.routes import (
    administration,
    ask,
    clauses,
    completions,
    corrections,
    documents,
    feedback,
    health,
    metrics,
    obligations,
    search,
    selfcheck,
)
from api.routes import checklist as checklist_route
from api.routes import lists as list_routes
from api.routes import quiz as quiz_route
from api.routes import topics as topics_route
from api.routes import training as training_route
from api.settings import ServiceSettings
from api.site import HERE
from kb import __version__
from kb.store.counts import Counts
from kb.store.kept_secrets import Secrets

# What OpenAI's own client sends from within a page.
_OF_CHAT_CLIENTS = tuple(f"X-Stainless-{name}" for name in (
    "Lang", "Package-Version", "OS", "Arch", "Runtime", "Runtime-Version", "Retry-Count", "Timeout", "Helper-Method"))


def create_app(live: Live, service: ServiceSettings, crew: Crew | None = None) -> FastAPI:
    """The application over what is live; `service` says what is switched on and where the limits are, `crew` are the
    processes that share these, this one alone where none is named.

    While it runs it takes up new indexes by itself; at its end it closes `live`.
    """
    crew = crew or Crew()
    measured = Metrics(live, crew.metrics)
    keys = KnownKeys(live.library)
    ended = EndedSessions(live.library)
    auth = Auth(service.admin_token, Secrets(live.library.database, live.settings.folder), keys, ended, crew.counts)
    reader = Pass(service.read_token, keys, ended) if service.read_token else None
    app = FastAPI(title="党建规章知识库与问答", version=__version__, description=openapi.DESCRIPTION,
                  openapi_tags=openapi.TAGS, docs_url=None, redoc_url=None, redirect_slashes=False,
                  lifespan=_lifespan(live), middleware=_layers(service, measured, auth, keys, reader, crew.counts))
    errors.install(app)
    openapi.install(app, service)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for part in (ask, completions, search, documents, clauses, obligations, checklist_route, feedback, health, chat,
                 export, documents_page, document, versions, obligations_page, difference,
                 selfcheck, checklist_check, topics, topics_route, basket, quiz_route, quiz_page):
        app.include_router(part.router(live))
    app.include_router(metrics.router(measured))
    if reader is not None:
        app.include_router(sign_in.router(reader))
    desk = FrontDesk(live, auth, crew, max_upload=service.max_upload, rate=service.rate)
    app.state.administration = auth.on
    app.state.metrics = measured
    for managed in (administration, corrections, admin_facts, admin_corrections, admin, admin_attach, admin_backup,
                    admin_drafts, admin_keys, admin_questions):
        app.include_router(managed.router(desk))
    lists = Lists(live)
    for kept in (list_routes, checklist, admin_lists):
        app.include_router(kept.router(desk, lists))
    app.include_router(checklist_export.router(lists))
    packs = Packs(live, crew)
    app.include_router(training_route.router(packs))
    app.include_router(training.router(live, packs))
    mount_tools(app, live, service)
    return app


def _layers(service: ServiceSettings, measured: Metrics, auth: Auth, keys: KnownKeys, reader: Pass | None,
            counts: Counts) -> list[Middleware]:
    """What every request passes on its way in, outermost first."""
    layers = [Middleware(SecurityHeaders, origins=service.origins)]
    if service.origins:
        layers.append(Middleware(
            CORSMiddleware, allow_origins=service.origins, allow_methods=("GET", "POST"),
            allow_headers=("Authorization", request_id.HEADER, *_OF_CHAT_CLIENTS),
            expose_headers=(request_id.HEADER, "Retry-After", "ETag")))
    layers += [
        Middleware(Observe, metrics=measured, log_questions=bool(service.log_questions)),
        Middleware(GZipMiddleware, compresslevel=4),
        Middleware(Keys, known=keys, counts=counts),
    ]
    if reader is not None:
        layers.append(Middleware(ReadToken, reader=reader, auth=auth, counts=counts))
    return layers + [
        Middleware(Rate, most=service.rate, counts=counts),
        Middleware(BodySize, max_upload=service.max_upload),
        Middleware(Concurrency, most=service.concurrency, counts=counts),
        Middleware(ETag),
    ]


def _lifespan(live: Live) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(keep_fresh, live)
            tasks.start_soon(keep_merged, live)
            yield
            tasks.cancel_scope.cancel()
        live.close()

    return lifespan
