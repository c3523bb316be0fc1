"""Connections that are kept waiting (慢连接): one that does not say what it wants in time is closed, and of one address
only so many are open at once.

uvicorn itself closes only connections that have been answered.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kb.store.counts import Counts

HEADERS_S = 20.0


def limited(most: int, counts: Counts, *, headers_s: float = HEADERS_S) -> type[asyncio.Protocol]:
    """uvicorn's own protocol with `headers_s` seconds for the head of a request, and at most `most` connections of one
    address (0: no limit), in all processes that share the `counts`.
    """

    class Limited(AutoHTTPProtocol):  # type: ignore[misc,valid-type]  # whichever of two uvicorn finds
        _timer: asyncio.TimerHandle | None = None
        _address: str | None = None

        def connection_made(self, transport: Any) -> None:
            peer = transport.get_extra_info("peername")
            address = str(peer[0]) if peer else "?"
            if most and not counts.enter(f"connection {address}", most=most):
                transport.abort()
                return
            self._address = address
            super().connection_made(transport)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._address is None:
                return
            if most:
                counts.leave(f"connection {self._address}")
            self._address = None
            self._stop()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._address is not None:
                super().data_received(data)
                self._watch()

        def eof_received(self) -> None:
            if self._address is not None:
                super().eof_received()

        def _watch(self) -> None:
            """Runs the clock while the head of a request is awaited that has begun, or that is the first."""
            if self._busy:
                self._stop()
            elif self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(headers_s, self._expire)

        @property
        def _busy(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

        def _expire(self) -> None:
            self._timer = None
            if not self._busy and self._address is not None:
                self.transport.close()

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Limited
