"""How long a connection may take for what it sends and reads, and how many one address has.

uvicorn waits for ever for the end of a request's head, for a reader and for the rest of a body that
was answered already; each of them would cost a sender nothing and this process a connection.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import ClassVar, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.addresses import Network, counted_as, lies_in
from gateway.websocket_protocol import ListeningProtocol

ABANDONED_SECONDS = 1.0
"""How much longer whoever hangs up before the answer counts: what it asked for was work already."""
READ_SECONDS = 60.0
"""How long a reader may leave what was sent to it unread."""
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """HTTP/1.1; made for one server by `bounded`, which says how much is allowed."""

    head_seconds: ClassVar[float]
    most_of_an_address: ClassVar[int]
    proxies: ClassVar[Sequence[Network]]
    _open: ClassVar[Counter[str]]

    _waiting_for_head: asyncio.TimerHandle | None = None
    _waiting_for_reader: asyncio.TimerHandle | None = None
    _counted: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        super().connection_made(transport)
        self._count(self.client[0] if self.client else "")
        if self._counted is not None and self._open[self._counted] > self.most_of_an_address:
            transport.abort()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_there()
        self._reader_is_there()
        if self.cycle is None or self.cycle.response_complete:
            self._count_out(self._counted)
        else:
            self.loop.call_later(ABANDONED_SECONDS, self._count_out, self._counted)
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """The connection is another protocol's from here on, and counts for as long as it lasts."""
        super().handle_websocket_upgrade()
        self._head_is_there()
        successor = cast("ListeningProtocol", self.transport.get_protocol())
        successor.after_end = partial(self._count_out, self._counted)

    def data_received(self, data: bytes) -> None:
        between_requests = self.cycle is None or self.cycle.response_complete
        if between_requests and self._waiting_for_head is None:
            self._await_head()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._head_is_there()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """The rest of a body that nobody wants has as long as the next head."""
        super().on_response_complete()
        if self.cycle.more_body:
            self._await_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._waiting_for_reader = self.loop.call_later(READ_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._reader_is_there()

    def _count(self, host: str) -> None:
        """All that a proxy passes on come from one address."""
        if not lies_in(host, self.proxies):
            self._counted = counted_as(host)
            self._open[self._counted] += 1

    @classmethod
    def _count_out(cls, counted: str | None) -> None:
        """Of the class: a WebSocket must not keep the parser of its first request."""
        if counted is not None:
            cls._open[counted] -= 1
            if not cls._open[counted]:
                del cls._open[counted]

    def _await_head(self) -> None:
        self._head_is_there()
        self._waiting_for_head = self.loop.call_later(self.head_seconds, self._give_up)

    def _head_is_there(self) -> None:
        if self._waiting_for_head is not None:
            self._waiting_for_head.cancel()
            self._waiting_for_head = None

    def _reader_is_there(self) -> None:
        if self._waiting_for_reader is not None:
            self._waiting_for_reader.cancel()
            self._waiting_for_reader = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(TOO_SLOW)
            self.transport.close()


def bounded(
    *, head_seconds: float, most_of_an_address: int, proxies: Sequence[Network]
) -> type[BoundedProtocol]:
    """For uvicorn's `http`; connections from `proxies` are not counted."""

    class Bounded(BoundedProtocol):
        pass

    Bounded.head_seconds = head_seconds
    Bounded.most_of_an_address = most_of_an_address
    Bounded.proxies = proxies
    Bounded._open = Counter()  # noqa: SLF001 - one count for each server
    return Bounded
