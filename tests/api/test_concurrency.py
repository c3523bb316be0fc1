"""Who reads an answer slowly keeps nobody from being answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

from starlette.types import Message, Receive, Scope, Send

from api.layers.concurrency import ANSWERED_AT_ONCE, Concurrency
from kb.store.counts import Counts

ASK: Scope = {"type": "http", "method": "POST", "path": "/v1/chat/completions", "query_string": b""}


def _run(what: Callable[[], Coroutine[None, None, None]]) -> None:
    """Runs it in a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(what())).result()


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def test_a_turn_is_over_with_the_first_word_of_the_response() -> None:
    answering, most = 0, 0

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal answering, most
        answering += 1
        most = max(most, answering)
        await asyncio.sleep(0.01)
        answering -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x"})

    async def run() -> None:
        layer, read = Concurrency(app, most=100, counts=Counts()), asyncio.Event()

        async def slow(message: Message) -> None:
            if message["type"] == "http.response.body":
                await read.wait()

        async def quick(message: Message) -> None:
            """Reads at once."""

        reading = [asyncio.create_task(layer(dict(ASK), _nothing, slow)) for _ in range(3 * ANSWERED_AT_ONCE)]
        await asyncio.wait_for(layer(dict(ASK), _nothing, quick), 5)
        assert not any(t.done() for t in reading)
        read.set()
        await asyncio.gather(*reading)

    _run(run)
    assert most == ANSWERED_AT_ONCE


def test_a_turn_is_over_where_nothing_is_sent() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError

    async def run() -> None:
        layer = Concurrency(app, most=100, counts=Counts())
        for _ in range(2 * ANSWERED_AT_ONCE):
            try:
                await asyncio.wait_for(layer(dict(ASK), _nothing, lambda m: asyncio.sleep(0)), 5)
            except ValueError:
                pass

    _run(run)
