"""The HTTP application (应用): the API and the pages, over what is live."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api import problems
from api.auth import Auth
from api.front_desk import FrontDesk
from api.live import Live
from api.mcp.server import mount as mount_tools
from api.pages import (
    admin,
    admin_drafts,
    admin_questions,
    chat,
    compare,
    document,
    documents,
    export,
    obligations,
    versions,
)
from api.pages.site import HERE
from api.routes import administration, ask, feedback, health
from api.settings import ServiceSettings
from kb import __version__


def create_app(live: Live, service: ServiceSettings) -> FastAPI:
    """The application over what is live; `service` says what is switched on and where the limits are."""
    app = FastAPI(title="党建规章知识库与问答", version=__version__, docs_url=None, redoc_url=None)
    problems.install(app)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for part in (ask, feedback, health, chat, export, documents, document, versions, obligations, compare):
        app.include_router(part.router(live))
    desk = FrontDesk(live, Auth(service.admin_token, live.settings.data), service)
    app.state.administration = desk.auth.on
    for managed in (administration, admin, admin_drafts, admin_questions):
        app.include_router(managed.router(desk))
    mount_tools(app, live, service)
    return app
