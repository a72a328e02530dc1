"""Processor time of the main flow by process, milliseconds: what docs/performance.md measured."""

from typing import Final

from deploy.capacity.assumptions import PRINT_CALLS
from deploy.capacity.waiting import Work

POSTGRESQL, RABBITMQ, STORE = "PostgreSQL", "RabbitMQ", "object store"
PROCESSES: Final = ("gateway", "auth_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc")
SERVERS: Final = (RABBITMQ, POSTGRESQL, STORE)
CUSTOMS, LEDGER = "customs", "ledger"
"""Customs is not ours to size. The ledger's lock is held by one print in the country at a time."""

PIPELINE_MS: Final = {
    CUSTOMS: 1.8, RABBITMQ: 0.8, "cert_svc": 2.3, STORE: 1.9, POSTGRESQL: 1.1,
    "print_svc": 0.5, "gateway": 0.5,
}  # fmt: skip
"""From approval to printable; the last two after it."""
PRINTABLE_AFTER: Final = 5
LIST_PAGE_MS: Final = {
    "gateway": 3.0, RABBITMQ: 1.5, "auth_svc": 0.1, "cert_svc": 4.1, POSTGRESQL: 1.0,
}  # fmt: skip
PRINT_MS: Final = {
    "gateway": 14.0, RABBITMQ: 28.0, "auth_svc": 21.0, "cert_svc": 12.0, "print_svc": 88.0,
    STORE: 9.0, POSTGRESQL: 34.0, "exception_svc": 16.0, "webhook_svc": 5.0, CUSTOMS: 6.0,
}  # fmt: skip
"""Of all calls of one print and what comes of them; the last three after the answers."""
ANSWERED_AFTER: Final = 7

GATEWAY_MB, WORKSTATION_MB = 120.0, 0.032
"""Resident memory of a gateway with 20 workstations, and of each one more."""
WORKSTATION_CORE: Final = 0.0041 / 1_980
"""Of one core of the gateway, for a connected workstation that only pings."""


def approval() -> Work:
    """Of one certificate; printable when the database has it."""
    return Work("approval", _visits(PIPELINE_MS), PRINTABLE_AFTER)


def api_call() -> Work:
    """One list page of 50."""
    return Work("call", _visits(LIST_PAGE_MS), len(LIST_PAGE_MS))


def print_call() -> Work:
    """One of the calls of a print, all taken as equally dear."""
    return Work("print call", _visits(PRINT_MS, 1 / PRINT_CALLS), ANSWERED_AFTER)


def fetching(ledger_seconds: float) -> Work:
    """The call that releases the document: as the others, and the ledger's lock."""
    visits = _visits(PRINT_MS, 1 / PRINT_CALLS)
    held = (LEDGER, ledger_seconds)
    together = (*visits[:ANSWERED_AFTER], held, *visits[ANSWERED_AFTER:])
    return Work("print call", together, ANSWERED_AFTER + 1)


def _visits(milliseconds: dict[str, float], share: float = 1.0) -> tuple[tuple[str, float], ...]:
    return tuple((station, ms * share / 1000) for station, ms in milliseconds.items())
