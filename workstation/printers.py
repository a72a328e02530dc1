"""The printers of this workstation: typed in, found by DNS-SD or in CUPS; one is the default."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Self

from zeroconf import InterfaceChoice, ServiceBrowser, ServiceListener, Zeroconf

from contracts.preflights import PrinterRules
from contracts.workstations import WorkstationPrinter
from workstation.ipp import BadPrinterAddress, IppError, Printer
from workstation.journal import Journal
from workstation.offsets import Offsets
from workstation.preflight import answers_of, name_of, vouched

FoundBy = Literal["typed", "dns_sd", "cups"]
CUPS: Final = "ipp://localhost:631/"
_FILE: Final = "printers.json"
_SERVICES: Final = ("_ipps._tcp.local.", "_ipp._tcp.local.")
_ANSWER_MILLISECONDS: Final = 1_000
_LOOK_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A printer that was chosen for this workstation; its offsets in millimetres."""

    uri: str
    found_by: FoundBy = "typed"
    offsets: Offsets = field(default_factory=Offsets)


@dataclass(slots=True)
class Printers:
    """What is kept in the state directory."""

    known: dict[str, Known] = field(default_factory=dict)
    default: str | None = None

    @classmethod
    def load(cls, directory: Path) -> Self:
        try:
            kept = json.loads((directory / _FILE).read_text())
        except FileNotFoundError:
            return cls()
        known = [Known(**one | {"offsets": Offsets(**one["offsets"])}) for one in kept["known"]]
        return cls({one.uri: one for one in known}, kept["default"])

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = {"known": [asdict(one) for one in self.known.values()], "default": self.default}
        written = directory / f"{_FILE}.new"
        written.write_text(json.dumps(kept, indent=1))
        written.replace(directory / _FILE)

    def remove(self, uri: str) -> None:
        self.known.pop(uri, None)
        if self.default == uri:
            self.default = next(iter(self.known), None)

    def add(self, uri: str, found_by: FoundBy = "typed") -> None:
        """The first one is the default."""
        self.known.setdefault(uri, Known(uri=uri, found_by=found_by))
        self.default = self.default or uri


def adjusted(pdf: bytes, uri: str, directory: Path) -> bytes:
    """The document as that printer is to get it."""
    known = Printers.load(directory).known.get(uri)
    if known is None or known.offsets == Offsets():
        return pdf
    from workstation.shifting import shifted  # noqa: PLC0415 - most printers need none of it

    return shifted(pdf, known.offsets)


def told_of(
    printers: Printers, rules: PrinterRules, journal: Journal | None = None
) -> tuple[WorkstationPrinter, ...]:
    """What each says of itself now; one that is away is told as unreachable."""
    return tuple(_told_of(one, printers.default, rules, journal) for one in printers.known.values())


def discovered(
    seconds: float = 2.0, interfaces: Sequence[str] | InterfaceChoice = InterfaceChoice.All
) -> dict[str, str]:
    """Addresses and names of the printers that announce themselves by DNS-SD (RFC 6763)."""
    listener = _Listener()
    with contextlib.closing(Zeroconf(interfaces=interfaces)) as network:
        browsers = [ServiceBrowser(network, service, listener) for service in _SERVICES]
        threading.Event().wait(seconds)
        found = {uri: name for at in listener.seen for uri, name in _resolved(network, *at)}
        for browser in browsers:
            browser.cancel()
    return found


def in_cups(address: str = CUPS) -> dict[str, str]:
    """Addresses and names of the queues of a CUPS server; none where there is no CUPS."""
    try:
        queues = Printer(address, timeout=_LOOK_SECONDS).cups_get_printers()
    except IppError:
        return {}
    return {queue.uri: queue.name or queue.uri for queue in queues}


def _told_of(
    known: Known, default: str | None, rules: PrinterRules, journal: Journal | None
) -> WorkstationPrinter:
    told: dict[str, Any] = {
        "uri": known.uri,
        "found_by": known.found_by,
        "default": known.uri == default,
    }
    try:
        found = Printer(known.uri, timeout=_LOOK_SECONDS).get_printer_attributes()
    except BadPrinterAddress:
        return WorkstationPrinter(obstacles=("no_address",), **told)
    except IppError:
        return WorkstationPrinter(obstacles=("unreachable",), **told)
    answers = answers_of(found, rules)
    if journal is not None:
        answers = vouched(answers, found, journal.said)
    return WorkstationPrinter(
        name=name_of(found),
        make_and_model=found.make_and_model and found.make_and_model[:200],
        obstacles=tuple(need for need, said in answers.items() if said == "no"),
        answers=answers,
        **told,
    )


class _Listener(ServiceListener):
    def __init__(self) -> None:
        self.seen: set[tuple[str, str]] = set()

    def add_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.add((kind, name))

    def remove_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.discard((kind, name))

    def update_service(self, _: Zeroconf, kind: str, name: str) -> None:
        self.seen.add((kind, name))


def _resolved(network: Zeroconf, kind: str, name: str) -> Iterator[tuple[str, str]]:
    info = network.get_service_info(kind, name, _ANSWER_MILLISECONDS)
    if info is None or info.port is None:
        return
    path = (info.decoded_properties.get("rp") or "ipp/print").lstrip("/")
    host = _host(info.server or "", info.parsed_addresses())
    if host:
        scheme = kind[1:].partition(".")[0]
        yield f"{scheme}://{host}:{info.port}/{path}", name.removesuffix(f".{kind}")


def _host(name: str, addresses: Sequence[str]) -> str | None:
    """The name, which outlives a new address, where this computer can look it up."""
    name = name.rstrip(".")
    try:
        socket.getaddrinfo(name, None)
    except OSError:
        address = next(iter(addresses), None)
        return f"[{address}]" if address and ":" in address else address
    return name
