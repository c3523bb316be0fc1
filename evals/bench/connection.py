"""One kept-alive HTTP connection that does as little as possible, so that a load test measures the service.

A full client spends about as long on a request as the service does on an answer; both would share the same cores.
"""

from __future__ import annotations

import asyncio
import json
from types import TracebackType


class Connection:
    """Sends one request at a time to 127.0.0.1:`port`; opened on entering, closed on leaving."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Connection:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                        _trace: TracebackType | None) -> None:
        self._writer.close()

    async def ask(self, question: str) -> int:
        """Asks over POST /api/ask and reads the answer whole; the status of the response.

        Raises OSError or EOFError where the connection breaks, ValueError where the response says no length.
        """
        body = json.dumps({"question": question}).encode()
        self._writer.write(b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                           b"Content-Length: %d\r\n\r\n%s" % (self._port, len(body), body))
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = next((line for line in head.split(b"\r\n") if line.startswith(b"content-length:")), None)
        if length is None:
            raise ValueError("no content-length")
        await self._reader.readexactly(int(length[15:]))
        return int(head[9:12])
