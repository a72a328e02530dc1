"""What customs hears: noted once each, and handled by the aggregate that wants to answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from contracts.authorization import SealAuthorizationRequested
from contracts.base import Event
from contracts.certificates import LayoutRejected
from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted
from customs.domain.timeline import Entry, entry_of_event
from customs.entrypoints.archiving import on_print_completed, on_reprint_granted
from customs.entrypoints.authorizations import on_seal_authorization_requested
from customs.entrypoints.claims import on_counter_claim_accepted, on_counter_claim_refused
from customs.entrypoints.layouts import on_layout_rejected
from customs.parts import Parts, Transaction
from customs.storage import inbox

_HANDLERS: Final[dict[type[Event], Callable[[Transaction, Any], None]]] = {
    SealAuthorizationRequested: on_seal_authorization_requested,
    LayoutRejected: on_layout_rejected,
    PrintCompleted: on_print_completed,
    ReprintGranted: on_reprint_granted,
    CounterClaimAccepted: on_counter_claim_accepted,
    CounterClaimRefused: on_counter_claim_refused,
}
"""Events not named here are noted and need no answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """One delivery of an event."""

    handler: str
    event: Event
    event_id: UUID
    call_ids: list[str]
    traceparent: str | None = None


def hear(parts: Parts, group: Sequence[Heard]) -> list[bool]:
    """All in one transaction: False for each that was handled before.

    Raises Unavailable when a part is away.
    """
    first = {(each.handler, each.event_id): each for each in reversed(group)}
    with parts.transaction() as tx:
        taken = inbox.take_rows(tx.connection, first)
        new = [first[key] for key in reversed(first) if key in taken]
        entries: list[Entry] = []
        for each in new:
            at = parts.now()
            handler = _HANDLERS.get(type(each.event))
            if handler is not None:
                tx.note(*entries)  # handlers look at what was heard before
                entries = []
                handler(replace(tx, at=at, call_ids=each.call_ids), each.event)
            what, fields = type(each.event).__name__, each.event.to_wire()
            entries.append(entry_of_event(what, fields, way="heard", at=at))
        tx.note(*entries)
    return [each in new for each in group]
