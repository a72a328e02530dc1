"""What a flood sends: each function is one sender, over and over until it is told to stop.

Senders come from an address of their own on loopback, as strangers would.
"""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from typing import Any
from urllib.parse import urlsplit

SOURCE = ("127.0.0.66", 0)
SECONDS = 30.0
PAUSE_SECONDS = 0.005
"""Between two calls of a sender: the generator must not be the flood of the processor."""

Sender = Callable[[str, int, Event], None]


def logins(host: str, port: int, stop: Event) -> None:
    """Names that nobody has, with any password."""
    body = json.dumps({"user_name": "nobody", "password": "any password"})
    _calls(host, port, stop, "POST", "/api/v1/sessions", body, {"Content-Type": "application/json"})


def tokens(host: str, port: int, stop: Event) -> None:
    """Sessions that were never opened."""
    number = threading.get_ident()
    headers = {"Authorization": f"Bearer bogus-{number}"}
    _calls(host, port, stop, "GET", "/api/v1/certificates", None, headers)


def documents(host: str, port: int, stop: Event) -> None:
    """Files to verify that are none of ours."""
    headers = {"Content-Type": "application/pdf"}
    _calls(host, port, stop, "POST", "/api/v1/verify", "%PDF-1.7" + "x" * 100_000, headers)


def half_heads(host: str, port: int, stop: Event) -> None:
    """The beginning of a request, and then nothing."""
    _idle(host, port, stop, b"GET /healthz HTTP/1.1\r\nHost: x\r\n")


def idle_bodies(host: str, port: int, stop: Event) -> None:
    """The head of an upload, and then nothing."""
    head = "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\n"
    _idle(host, port, stop, f"{head}Content-Length: 1000000\r\n\r\n".encode())


FLOODS: dict[str, tuple[Sender, int]] = {
    "40 connections of bogus logins": (logins, 40),
    "40 connections of bogus tokens": (tokens, 40),
    "10 connections of public uploads": (documents, 10),
    "200 half-sent heads": (half_heads, 200),
    "200 uploads that send nothing": (idle_bodies, 200),
}


def send(name: str, address: str, stop: Event) -> None:
    """All senders of one flood, each in a thread; for a process of its own."""
    sender, count = FLOODS[name]
    at = urlsplit(address)
    arguments = (at.hostname, at.port, stop)
    threads = [threading.Thread(target=sender, args=arguments) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _calls(host: str, port: int, stop: Event, *asked: Any) -> None:
    """`asked`: method, path, body and headers."""
    while not stop.is_set():
        connection = http.client.HTTPConnection(host, port, SECONDS, source_address=SOURCE)
        with contextlib.suppress(OSError, http.client.HTTPException):
            while not stop.is_set():
                connection.request(*asked)
                connection.getresponse().read()
                time.sleep(PAUSE_SECONDS)
        connection.close()
        time.sleep(PAUSE_SECONDS)


def _idle(host: str, port: int, stop: Event, sent: bytes) -> None:
    while not stop.is_set():
        with (
            contextlib.suppress(OSError),
            socket.create_connection((host, port), 1, SOURCE) as connection,
        ):
            connection.sendall(sent)
            _wait_for_end(connection, stop)
        time.sleep(0.1)


def _wait_for_end(connection: socket.socket, stop: Event) -> None:
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            if not connection.recv(65536):
                return
