"""Keys to the interface (接口密钥): whose key a request shows, and when each was last used."""

from __future__ import annotations

import logging
import threading
import time

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.layers.address import address_of
from api.layers.bearer import bearer
from api.layers.paths import is_always_open
from api.layers.per_minute import PerMinute
from api.layers.problem import problem
from kb.errors import KBError
from kb.keys import ApiKey, id_in
from kb.store.counts import Counts
from kb.store.keys import NOTED_EVERY_S, holding_key, key_stated, note_use
from kb.store.library import Library

_WRONG_TRIES = 30
_SOON = 5
_log = logging.getLogger(__name__)


class KnownKeys:
    """The keys of a library as they are at every look."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._noted: dict[str, float] = {}
        self._noting = threading.Lock()

    @property
    def library(self) -> Library:
        """Where they are kept."""
        return self._library

    def stated(self, text: str) -> ApiKey | None:
        """The key that this is; its use is noted. None where there is no such key, or it was withdrawn."""
        key = key_stated(self._library, text)
        if key is not None:
            self._note(key.id)
        return key

    def holding(self, key_id: str) -> ApiKey | None:
        """The key of this id where it was not withdrawn."""
        return holding_key(self._library, key_id)

    def _note(self, key_id: str) -> None:
        """At most once a minute, and by a thread of its own: no answer waits for the library to be written."""
        at = time.monotonic()
        with self._noting:
            if at - self._noted.get(key_id, -NOTED_EVERY_S) < NOTED_EVERY_S:
                return
            self._noted[key_id] = at
        threading.Thread(target=self._write, args=(key_id,), name="key-use", daemon=True).start()

    def _write(self, key_id: str) -> None:
        try:
            note_use(self._library, key_id)
        except KBError as e:
            _log.warning("the use of a key is not noted: %s", e)


def key_of(request: Request) -> ApiKey | None:
    """The key that came with the request, None where none did."""
    found = request.scope.get("state", {}).get("key")
    return found if isinstance(found, ApiKey) else None


class Keys:
    """ASGI middleware: what looks like a key must be one, wherever it is shown. A right one passes however many wrong
    ones come from its address: nobody can lock another out.
    """

    def __init__(self, app: ASGIApp, *, known: KnownKeys, counts: Counts) -> None:
        self._app = app
        self._known = known
        self._wrong = PerMinute(counts, "wrong key", _WRONG_TRIES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stated = bearer(Request(scope)) if scope["type"] == "http" and not is_always_open(scope["path"]) else ""
        if not stated or id_in(stated) is None:
            await self._app(scope, receive, send)
            return
        try:
            key = await run_in_threadpool(self._known.stated, stated)
        except KBError as e:
            _log.error("keys cannot be read: %s", e)
            await problem(503, "现在核对不了密钥，请稍后再试。", retry_after=_SOON)(scope, receive, send)
            return
        if key is not None:
            scope.setdefault("state", {})["key"] = key
            await self._app(scope, receive, send)
        elif seconds := self._wrong.hit(address_of(scope)):
            await problem(429, f"密钥错得太多。请在 {seconds} 秒后再试。", retry_after=seconds)(scope, receive, send)
        else:
            await problem(401, "密钥不对，或已经收回。请向管理员要一个新的。")(scope, receive, send)
