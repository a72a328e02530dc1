"""Printers and scanners that announce themselves by DNS-SD, and the queues of CUPS."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from zeroconf import InterfaceChoice, ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from workstation.ipp import IppError, Printer
from workstation.printers import LOOK_SECONDS

CUPS: Final = "ipp://localhost:631/"
_PRINTERS: Final = ("_ipps._tcp.local.", "_ipp._tcp.local.")
_SCANNERS: Final = ("_uscan._tcp.local.",)
"""eSCL over plain HTTP (eSCL 2.97, 4.1); those that also encrypt have certificates of their own."""
Interfaces = Sequence[str] | InterfaceChoice
Address = Callable[[str, str, ServiceInfo], str]
"""Of a service, by its kind, host and record."""
_ANSWER_MILLISECONDS: Final = 1_000


def discovered(
    seconds: float = 2.0, interfaces: Interfaces = InterfaceChoice.All
) -> dict[str, str]:
    """Addresses and names of the printers that announce themselves by DNS-SD (RFC 6763)."""
    return _announced(_PRINTERS, _printer, seconds, interfaces)


def discovered_scanners(
    seconds: float = 2.0, interfaces: Interfaces = InterfaceChoice.All
) -> dict[str, str]:
    """Addresses and names of the eSCL scanners likewise."""
    return _announced(_SCANNERS, _scanner, seconds, interfaces)


def _announced(
    services: Sequence[str], address: Address, seconds: float, interfaces: Interfaces
) -> dict[str, str]:
    listener = _Listener()
    with contextlib.closing(Zeroconf(interfaces=interfaces)) as network:
        browsers = [ServiceBrowser(network, service, listener) for service in services]
        threading.Event().wait(seconds)
        found = {
            uri: name for at in listener.seen for uri, name in _resolved(network, address, *at)
        }
        for browser in browsers:
            browser.cancel()
    return found


def in_cups(address: str = CUPS) -> dict[str, str]:
    """Addresses and names of the queues of a CUPS server; none where there is no CUPS."""
    try:
        queues = Printer(address, timeout=LOOK_SECONDS).cups_get_printers()
    except IppError:
        return {}
    return {queue.uri: queue.name or queue.uri for queue in queues}


class _Listener(ServiceListener):
    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def add_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.add((kind, name))

    def remove_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.discard((kind, name))

    def update_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.add((kind, name))


def _resolved(
    network: Zeroconf, address: Address, kind: str, name: str
) -> Iterator[tuple[str, str]]:
    info = network.get_service_info(kind, name, _ANSWER_MILLISECONDS)
    if info is None or info.port is None:
        return
    host = _host(info.server or "", info.parsed_addresses())
    if host:
        yield address(kind, host, info), name.removesuffix(f".{kind}")


def _printer(kind: str, host: str, info: ServiceInfo) -> str:
    path = (info.decoded_properties.get("rp") or "ipp/print").lstrip("/")
    return f"{kind[1:].partition('.')[0]}://{host}:{info.port}/{path}"


def _scanner(_: str, host: str, info: ServiceInfo) -> str:
    """The root stands in the record's `rs`."""
    path = (info.decoded_properties.get("rs") or "eSCL").strip("/")
    return f"http://{host}:{info.port}/{path}"


def _host(name: str, addresses: Sequence[str]) -> str | None:
    """The name, which outlives a new address, where this computer can look it up."""
    name = name.rstrip(".")
    try:
        socket.getaddrinfo(name, None)
    except OSError:
        address = next(iter(addresses), None)
        return f"[{address}]" if address and ":" in address else address
    return name
