"""One POST to an endpoint: to an address that was looked at, in time, following nobody."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from typing import Final

import eventlet

from contracts.errors import Refused
from services.webhook_svc.domain.addresses import Target, is_far, target_of
from services.webhook_svc.domain.deliveries import Outcome

USER_AGENT: Final = "OriginPrint-Webhooks/1"
LONGEST_PROBLEM: Final = 200


class NoAnswer(Exception):  # noqa: N818 - what came of a try, not a defect
    """Nobody may be asked there, or nobody answered in time."""


def post(
    url: str, body: str, headers: Mapping[str, str], *, seconds: float, private: bool
) -> Outcome:
    """Whatever goes wrong is an outcome too; the answer's body is not read."""
    try:
        with eventlet.Timeout(seconds, NoAnswer(f"no answer within {seconds:g} s")):
            target = target_of(url, private=private)
            return _exchange(target, body.encode(), headers, seconds, private=private)
    except Refused as refusal:
        return Outcome(None, str(refusal.details["reason"]))
    except (NoAnswer, OSError, http.client.HTTPException) as error:
        said = str(error) or type(error).__name__
        return Outcome(None, said[:LONGEST_PROBLEM])


def _exchange(
    target: Target, body: bytes, headers: Mapping[str, str], seconds: float, *, private: bool
) -> Outcome:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=seconds)
    try:
        connection.sock = _connected(target, seconds, private=private)
        sent = {"Host": target.authority, "Content-Type": "application/json", **headers}
        connection.request("POST", target.path, body, {**sent, "User-Agent": USER_AGENT})
        response = connection.getresponse()
        return Outcome(response.status, None, response.headers.get("Retry-After"))
    finally:
        connection.close()


def _connected(target: Target, seconds: float, *, private: bool) -> socket.socket:
    """To the very address that was looked at, so that a name cannot change its mind."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not private and not all(is_far(ip_address(one.partition("%")[0])) for one in addresses):
        raise NoAnswer("the name leads to an address that the Internet does not reach")
    connected = socket.create_connection((addresses[0], target.port), timeout=seconds)
    if target.scheme == "http":
        return connected
    try:
        return _tls().wrap_socket(connected, server_hostname=target.host)
    except BaseException:
        connected.close()
        raise


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
