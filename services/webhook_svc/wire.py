"""A connection to a stranger of whom no more than so many bytes are read.

All that a peer sends may be more than its meaning: answers 1xx without end, session tickets of
TLS. A read that finds bytes lets nobody else have a turn, so each one here gives it first; and TLS
is worked at in memory, where OpenSSL has no more before it than was read.
"""

import socket
import ssl
from typing import Any, Final

import eventlet

MOST_READ: Final = 128 * 1024
"""Bytes, those of TLS among them: certificates, and the head of an answer."""
_AT_ONCE: Final = 16 * 1024


class TooMuchError(OSError):
    """The peer goes on and on."""


class Wire:
    """In the clear."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._left = MOST_READ

    def read(self) -> bytes:
        """Some, or none at the end. Raises TooMuchError."""
        return self._arrived()

    def sendall(self, data: bytes) -> None:
        self._socket.sendall(data)

    def close(self) -> None:
        self._socket.close()

    def _arrived(self) -> bytes:
        eventlet.sleep(0)
        data = self._socket.recv(min(_AT_ONCE, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise TooMuchError(f"more than {MOST_READ} bytes without the end of an answer")
        return data


class TlsWire(Wire):
    """Inside TLS, whose handshake is made here. Raises ssl.SSLError, TooMuchError."""

    def __init__(self, connected: socket.socket, context: ssl.SSLContext, host: str) -> None:
        super().__init__(connected)
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._done(self._tls.do_handshake)

    def read(self) -> bytes:
        try:
            return bytes(self._done(self._tls.read, _AT_ONCE))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    def sendall(self, data: bytes) -> None:
        self._done(self._tls.write, data)

    def _done(self, step: Any, *arguments: Any) -> Any:
        """What the step gives, once it has all that it wants of the peer."""
        while True:
            try:
                result = step(*arguments)
            except ssl.SSLWantReadError:
                self._tell()
                if data := self._arrived():
                    self._incoming.write(data)
                else:
                    self._incoming.write_eof()
            else:
                self._tell()
                return result

    def _tell(self) -> None:
        if self._outgoing.pending:
            self._socket.sendall(self._outgoing.read())
