"""WebSockets whose other side does the pinging, as thousands of workstations do.

uvicorn would ping each of them too, which is twice the work for the same knowledge.
"""

import asyncio
from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from contracts.workstation_program import PING_SECONDS

SILENT_SECONDS = 2 * PING_SECONDS + 15
"""Of whoever is silent for longer, two pings did not arrive."""
INTERNAL_ERROR = 1011
"""RFC 6455, 7.4.1; as uvicorn ends who does not answer."""


class ListeningProtocol(WebSocketsSansIOProtocol):
    """For uvicorn's `ws`, with its own pings switched off."""

    after_end: Callable[[], None] | None = None
    _heard_at = 0.0
    _listening: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._heard_at = self.loop.time()
        self._listen()

    def data_received(self, data: bytes) -> None:
        self._heard_at = self.loop.time()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._listening is not None:
            self._listening.cancel()
            self._listening = None
        if self.after_end is not None:
            self.after_end()
        super().connection_lost(exc)

    def _listen(self) -> None:
        """One timer that looks at the clock: none is made anew for every ping."""
        silent = self.loop.time() - self._heard_at
        if silent < SILENT_SECONDS:
            self._listening = self.loop.call_later(SILENT_SECONDS - silent, self._listen)
        else:
            self._listening = None
            self._end()

    def _end(self) -> None:
        if not self.handshake_complete or self.close_sent:
            self.transport.abort()
            return
        self.conn.fail(INTERNAL_ERROR, "silent for too long")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.close()
