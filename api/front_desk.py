"""The front desk (管理前台): what the administrator's pages and routes share — who may enter, and work in hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync
from fastapi import Request

from api.admission import actor_of, admit, authorize_api, check_csrf
from api.crew import Crew
from api.jobs import Job, Jobs
from api.layers.auth import OFF, Auth, Session
from api.layers.refusal import Refusal
from api.live import Live
from kb.manage.administration import Desk
from kb.store.register import Actor
from kb.store.shelf import Shelf

# While another program changes the library, who waits for a response is told so in good time; work in hand goes on
# waiting.
_PATIENCE_S, _JOB_PATIENCE_S = 8.0, 3600.0
T = TypeVar("T")


class FrontDesk:
    """Who may enter and what is in hand, over what is live."""

    def __init__(self, live: Live, auth: Auth, crew: Crew, *, max_upload: int, rate: int) -> None:
        """`crew` are the processes of this service; `max_upload` is the largest upload in MiB, which
        api.layers.body_size sees to; `rate` how many questions a minute an address may ask, or a key that has no rate
        of its own, 0 without a limit.
        """
        self.live = live
        self.auth = auth
        self.crew = crew
        self.max_upload = max_upload
        self.rate = rate
        self.jobs = Jobs(crew.jobs, crew.worker)
        self._turn = threading.Lock()
        self._queue: anyio.CapacityLimiter | None = None

    def entered(self, request: Request) -> Session:
        """The session of who has signed in. Raises Refusal 401, or 404 where administration is off."""
        if not self.auth.on:
            raise Refusal(404, OFF)
        session = self.auth.session(request)
        if session is None or not session.signed_in:
            raise Refusal(401, "请先登录。")
        admit(request)
        return session

    def writing(self, request: Request, csrf: str) -> Actor:
        """Who writes by a form of the pages. Raises Refusal."""
        session = self.entered(request)
        check_csrf(session, csrf or request.headers.get("x-csrf-token", ""))
        return actor_of(request, session)

    def calling(self, request: Request) -> Actor:
        """Who writes through the API. Raises Refusal."""
        actor = authorize_api(self.auth, request)
        admit(request)
        return actor

    @property
    def drafts(self) -> Shelf:
        """The uploads that wait for an administrator's word."""
        return Shelf(self.live.settings.drafts, self.live.library.database)

    def desk(self, job: Job | None = None) -> Desk:
        """Where changes are made; the job, if any, is told of the progress."""
        settings, embedder = self.live.settings, self.live.embedder
        if job is None:
            return Desk(settings, embedder, patience=_PATIENCE_S)
        return Desk(settings, embedder, job.tell, patience=_JOB_PATIENCE_S)

    async def change(self, make: Callable[[Desk], T]) -> T:
        """Makes a change now, after those that came before it; who waits here keeps no thread from answering."""
        self._queue = self._queue or anyio.CapacityLimiter(1)

        def in_turn() -> T:
            with self._turn:
                result = make(self.desk())
                self.live.refresh()
                return result

        return await run_sync(in_turn, limiter=self._queue)

    def start(self, title: str, change: Callable[[Desk], str]) -> Job:
        """Makes a change in the background; what it returns is told as the result."""

        def work(job: Job) -> str:
            with self._turn:
                result = change(self.desk(job))
                job.tell("启用新索引", 0, 0)
                self.live.refresh()
            return result

        return self.jobs.start(title, work)
