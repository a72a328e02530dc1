"""What customs does about the events it hears; each handler runs in its inbox's transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects.postgresql import insert

from contracts.authorization import SealAuthorizationRequested
from contracts.base import Event
from contracts.certificates import LayoutRejected
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted
from contracts.values import PrintPart
from customs import faultbook, records, timeline
from customs.approvals import say, send_again
from customs.database import transaction
from customs.domain import applications, plans
from customs.domain.applications import Application, State
from customs.domain.receipts import receipt, refused
from customs.objects import Objects
from customs.settings import Settings
from customs.tables import inbox

RESENDS: Final = 3
"""How often a rejected layout is sent again before somebody has to look."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """One delivery of an event."""

    handler: str
    event: Event
    event_id: UUID
    call_ids: list[str]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Notes every event in the timeline and answers those that want an answer."""

    engine: Engine
    objects: Objects
    settings: Settings
    now: Callable[[], datetime]

    def hear(self, group: Sequence[Heard]) -> list[bool]:
        """All in one transaction: False for each that was handled before.

        Raises Unavailable when a part is away.
        """
        with transaction(self.engine) as connection:
            new = _take_inbox_rows(connection, group)
            entries: list[timeline.Entry] = []
            for each in new:
                answer = _ANSWERS.get(type(each.event))
                if answer is not None:
                    timeline.note(connection, entries)  # answers look at what was heard before
                    entries = []
                    answer(self, connection, each.event, each.call_ids)
                what, fields = type(each.event).__name__, each.event.to_wire()
                entries.append(timeline.entry_of(what, fields, way="heard", at=self.now()))
            timeline.note(connection, entries)
        return [each in new for each in group]

    def on_seal_authorization_requested(
        self, connection: Connection, event: SealAuthorizationRequested, call_ids: list[str]
    ) -> None:
        """The receipt is decided now and said after the delay (R28, R32)."""
        delays = faultbook.read_delays(connection, self.settings)
        due_at = self.now() + timedelta(seconds=delays.receipt_delay_seconds)
        issued = receipt(event, records.filed_numbers(connection, event.enterprise_code), at=due_at)
        issued, fault = refused(issued, faultbook.live_faults(connection))
        if records.add_authorization(connection, event, issued.items, due_at):
            if fault is not None:
                faultbook.spend(connection, {fault.fault_id: 1})
            say(connection, (plans.planned(issued, due_at),), call_ids)

    def on_layout_rejected(
        self, connection: Connection, event: LayoutRejected, call_ids: list[str]
    ) -> None:
        """Sent again, three times at most; nothing when a later approval replaced it."""
        application = records.find_application(connection, event.certificate_no)
        earlier = timeline.times_heard(
            connection, event.certificate_no, "LayoutRejected", revision=event.revision
        )
        if application is None or not _is_current(application, event.revision):
            return
        if earlier < RESENDS:
            delays = faultbook.read_delays(connection, self.settings)
            send_again(
                connection,
                self.objects,
                application,
                call_ids,
                attempt=earlier + 2,
                at=self.now(),
                step_seconds=delays.layout_step_seconds,
            )

    def on_print_completed(
        self, connection: Connection, event: PrintCompleted, _: list[str]
    ) -> None:
        """是 for the original that is not void: archiving falls due (R75)."""
        application = records.find_application(connection, event.certificate_no)
        if application is None or PrintPart.ORIGINAL not in event.parts:
            return
        if _voided(connection, event):
            return
        delays = faultbook.read_delays(connection, self.settings)
        archive_at = self.now() + timedelta(seconds=delays.archive_delay_seconds)
        if _is_current(application, event.revision):
            due = applications.printed(application, event.print_serial, archive_at=archive_at)
            records.save_applications(connection, [due])

    def on_reprint_granted(
        self, connection: Connection, event: ReprintGranted, call_ids: list[str]
    ) -> None:
        """Too late for an archived certificate, which is said again; otherwise not archived yet."""
        application = records.find_application(connection, event.certificate_no)
        if application is None:
            return
        if application.state is State.ARCHIVED:
            say(connection, plans.archive_plan(application, at=self.now()), call_ids)
        else:
            undone = applications.reprint_granted(application, event.voided_print_serial)
            records.save_applications(connection, [undone])


_ANSWERS: Final[dict[type[Event], Callable[[Hearing, Connection, Any, list[str]], None]]] = {
    SealAuthorizationRequested: Hearing.on_seal_authorization_requested,
    LayoutRejected: Hearing.on_layout_rejected,
    PrintCompleted: Hearing.on_print_completed,
    ReprintGranted: Hearing.on_reprint_granted,
}
"""Events not named here are noted and need no answer."""


def _take_inbox_rows(connection: Connection, group: Sequence[Heard]) -> list[Heard]:
    """Those that were not heard before, in order."""
    first = {(each.handler, each.event_id): each for each in reversed(group)}
    rows = [{"handler": handler, "event_id": event_id} for handler, event_id in sorted(first)]
    statement = insert(inbox).on_conflict_do_nothing().returning(inbox.c.handler, inbox.c.event_id)
    taken = {tuple(row) for row in connection.execute(statement.values(rows))}
    return [first[key] for key in reversed(first) if key in taken]


def _is_current(application: Application, revision: int) -> bool:
    return application.state is State.APPROVED and application.revision == revision


def _voided(connection: Connection, event: PrintCompleted) -> bool:
    """Whether the exception application for this print was heard before its 是."""
    heard = timeline.times_heard(
        connection,
        event.certificate_no,
        "ReprintGranted",
        voided_print_serial=event.print_serial,
    )
    return heard > 0
