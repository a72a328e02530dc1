"""Who is who at the broker: an account for each process, what it asks, says and hears.

Rights, exchanges and their bindings are made from these tables, on every machine. A service needs
no row here: it is known by its requests, its events, and what it asks by `contracts.asking`.
"""

from typing import Any, Final

from contracts.asking import AT_ANY_TIME, IN_ITS_OWN_WORDS, IN_THE_CALLERS_NAME
from contracts.authorization import CheckCardSignature
from contracts.base import Event, Request
from contracts.catalogue import EVENTS, LISTENERS, REQUESTS
from contracts.certificates import CheckPrintable
from contracts.customs import SOURCE as CUSTOMS
from contracts.people import GetDeclarer
from contracts.printing import GetLiveOriginal
from contracts.rights import GetRights
from contracts.standing import GetAuthorizationStanding

GATEWAY: Final = "gateway"
BRIDGE: Final = "bridge"
"""Carries events between the services and customs; it is in the broker and has no password."""
MIGRATIONS: Final = "migrations"
"""Declares what the services need, and nobody else can; a program that runs and ends."""
OPERATIONS: Final = "operations"
"""Reads dead letters and gives them back to their queues."""

BETWEEN_SERVICES: Final[frozenset[type[Request[Any]]]] = frozenset(
    {
        CheckCardSignature,
        GetDeclarer,
        CheckPrintable,
        GetLiveOriginal,
        GetAuthorizationStanding,
        GetRights,
    }
)
"""What the gateway may not ask; everything else is there for it."""

SERVICES: Final[tuple[str, ...]] = tuple(
    sorted(
        {
            *(request.SERVICE for request in REQUESTS.values()),
            *(event.SOURCE for event in EVENTS.values()),
            *(listener for listeners in LISTENERS.values() for listener in listeners),
        }
        - {CUSTOMS}
    )
)


def asked_by(process: str) -> tuple[str, ...]:
    """The names, `<service>.<method>`, of all that this process may ask."""
    if process == GATEWAY:
        names = {name for name, asked in REQUESTS.items() if asked not in BETWEEN_SERVICES}
    else:
        names = _asked_of_neighbours(process)
    return tuple(sorted(names))


def askers_of(service: str) -> dict[str, tuple[str, ...]]:
    """Who may ask something of this service, and the names of what."""
    found = {
        process: tuple(name for name in asked_by(process) if name.startswith(f"{service}."))
        for process in (GATEWAY, *SERVICES)
    }
    return {process: names for process, names in found.items() if names}


def said_by(source: str) -> tuple[type[Event], ...]:
    """All events of a source."""
    return tuple(event for event in EVENTS.values() if source == event.SOURCE)


def heard_by_customs() -> tuple[type[Event], ...]:
    """What the bridge carries to customs; the other way it carries all that customs says."""
    return tuple(EVENTS[name] for name, listeners in LISTENERS.items() if CUSTOMS in listeners)


def _asked_of_neighbours(service: str) -> set[str]:
    """Whatever it answers meanwhile, which the neighbour checks."""
    found = set(AT_ANY_TIME.get(service, ()))
    for table in (IN_THE_CALLERS_NAME, IN_ITS_OWN_WORDS):
        for called, asked in table.items():
            if called.startswith(f"{service}."):
                found |= asked
    return found
