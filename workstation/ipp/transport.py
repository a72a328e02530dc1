"""One IPP request over one HTTP connection (RFC 8010, 4), within a time limit as a whole."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final
from urllib.parse import urlsplit

from workstation.ipp.errors import (
    AnswerLost,
    BadPrinterAddress,
    CertificateChanged,
    MalformedAnswer,
    PrinterRefused,
    PrinterUnreachable,
)
from workstation.ipp.pins import check_pin

_PORT: Final = 631
_CONNECT_SECONDS: Final = 10.0
_LARGEST_ANSWER: Final = 4 * 1024 * 1024
_SCHEMES: Final = ("ipp", "ipps")


def exchange(uri: str, request: bytes, *, timeout: float) -> bytes:
    """The printer's answer; `timeout` in seconds covers everything after connecting.

    Raises PrinterUnreachable before anything is sent, AnswerLost or PrinterRefused after.
    """
    connection = _connected(uri, min(timeout, _CONNECT_SECONDS))
    connection.sock.settimeout(timeout)
    with closing(connection), _deadline(connection.sock, timeout):
        try:
            connection.request(
                "POST",
                urlsplit(uri).path or "/",
                request,
                {"Content-Type": "application/ipp", "Accept": "application/ipp"},
            )
            answer = connection.getresponse()
            body = answer.read(_LARGEST_ANSWER + 1)
        except (UnicodeError, http.client.InvalidURL) as error:
            raise BadPrinterAddress(f"{uri} is no printer address: {error}") from error
        except (OSError, http.client.HTTPException) as error:
            raise AnswerLost(f"no answer from {uri}: {error!r}") from error
    return _checked(answer, body)


def _connected(uri: str, timeout: float) -> http.client.HTTPConnection:
    try:
        parts = urlsplit(uri)
        port = parts.port or _PORT
    except ValueError as error:
        raise BadPrinterAddress(f"{uri} is no printer address: {error}") from error
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise BadPrinterAddress(
            f"{uri} is no printer address: ipp://host/path or ipps://host/path is"
        )
    opened = _secured if parts.scheme == "ipps" else _plain
    connection = opened(parts.hostname, port, timeout)
    try:
        connection.connect()
    except UnicodeError as error:
        raise BadPrinterAddress(f"{uri} is no printer address: {error}") from error
    except OSError as error:
        raise PrinterUnreachable(f"{uri} cannot be reached: {error}") from error
    if isinstance(connection.sock, ssl.SSLSocket):
        try:
            check_pin(f"{parts.hostname}:{port}", connection.sock.getpeercert(True) or b"")
        except CertificateChanged:
            connection.close()
            raise
    return connection


def _plain(host: str, port: int, timeout: float) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _secured(host: str, port: int, timeout: float) -> http.client.HTTPConnection:
    """No authority knows printers: what is checked is that the certificate stays the same."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)


@contextmanager
def _deadline(sock: socket.socket, seconds: float) -> Iterator[None]:
    """A socket's own timeout starts anew with each byte, so a dripping answer needs this one."""
    timer = threading.Timer(seconds, _shut, [sock])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _checked(answer: http.client.HTTPResponse, body: bytes) -> bytes:
    """Time runs out while a request is read, of which a part may be printed by then."""
    if 400 <= answer.status < 500 and answer.status != http.client.REQUEST_TIMEOUT:
        raise PrinterRefused(answer.status, f"HTTP {answer.status} {answer.reason}")
    if answer.status != http.client.OK:
        raise AnswerLost(f"the printer answered HTTP {answer.status} {answer.reason}")
    if len(body) > _LARGEST_ANSWER:
        raise MalformedAnswer(f"the answer is longer than {_LARGEST_ANSWER} bytes")
    return body
