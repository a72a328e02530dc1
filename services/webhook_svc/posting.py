"""One POST to an endpoint: to an address that was looked at, in time, following nobody."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from ipaddress import ip_address
from typing import Final

import eventlet
import h11

from contracts.errors import Refused
from services.webhook_svc.domain.addresses import Target, is_far, target_of
from services.webhook_svc.domain.deliveries import Outcome
from services.webhook_svc.wire import TlsWire, Wire

USER_AGENT: Final = "OriginPrint-Webhooks/1"
LONGEST_PROBLEM: Final = 200


class NoAnswer(Exception):  # noqa: N818 - what came of a try, not a defect
    """Nobody may be asked there, or nobody answered in time."""


def post(
    url: str, body: str, headers: Mapping[str, str], *, seconds: float, private: bool
) -> Outcome:
    """Whatever goes wrong is an outcome too, or it would be tried for ever; no body is read."""
    try:
        with eventlet.Timeout(seconds, NoAnswer(f"no answer within {seconds:g} s")):
            target = target_of(url, private=private)
            return _exchange(target, body.encode(), headers, seconds, private=private)
    except Refused as refusal:
        return Outcome(None, str(refusal.details["reason"]))
    except (NoAnswer, OSError, ValueError, h11.ProtocolError) as error:
        return Outcome(None, _printable(str(error) or type(error).__name__))


def _printable(said: str) -> str:
    """A stranger's words among them: no database takes every character."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in said)
    return shown[:LONGEST_PROBLEM]


def _exchange(
    target: Target, body: bytes, headers: Mapping[str, str], seconds: float, *, private: bool
) -> Outcome:
    asked = {
        "Host": target.authority,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    http = h11.Connection(h11.CLIENT)
    parts = (
        h11.Request(method="POST", target=target.path, headers=list(asked.items())),
        h11.Data(data=body),
        h11.EndOfMessage(),
    )
    with closing(_connected(target, seconds, private=private)) as wire:
        wire.sendall(b"".join(http.send(part) or b"" for part in parts))
        return _outcome_of(_answered(http, wire))


def _answered(http: h11.Connection, wire: Wire) -> h11.Response:
    """Past what may come before it (RFC 9110, 15.2)."""
    while True:
        event = http.next_event()
        if event is h11.NEED_DATA:
            http.receive_data(wire.read())
        elif isinstance(event, h11.Response):
            return event
        elif not isinstance(event, h11.InformationalResponse):
            raise NoAnswer("the connection was closed without an answer")


def _outcome_of(answer: h11.Response) -> Outcome:
    told = dict(answer.headers).get(b"retry-after")
    return Outcome(answer.status_code, None, told.decode("latin-1") if told else None)


def _connected(target: Target, seconds: float, *, private: bool) -> Wire:
    """To the very address that was looked at, so that a name cannot change its mind."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not private and not all(is_far(ip_address(one.partition("%")[0])) for one in addresses):
        raise NoAnswer("the name leads to an address that the Internet does not reach")
    connected = socket.create_connection((addresses[0], target.port), timeout=seconds)
    if target.scheme == "http":
        return Wire(connected)
    try:
        return TlsWire(connected, _tls(), target.host)
    except BaseException:
        connected.close()
        raise


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
