"""归档: at the console, or some time after 是; not while an original is to be printed again."""

from collections.abc import Sequence
from datetime import timedelta

from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted
from contracts.values import PrintPart
from customs.domain import applications, plans
from customs.domain.applications import Application, State
from customs.domain.timeline import entry_of_work
from customs.entrypoints.applications import the_application
from customs.parts import Parts, Transaction
from customs.storage.applications import due_for_archiving, find_application, save_applications
from customs.storage.timeline import times_heard


def archive(parts: Parts, certificate_no: str, call_ids: Sequence[str]) -> Application:
    """Doing it again says it again (R56)."""
    with parts.transaction(call_ids) as tx:
        return _archive(tx, the_application(tx, certificate_no))


def archive_due(parts: Parts, limit: int = 100) -> int:
    """Archive what was printed long enough ago (R75); return how many."""
    with parts.transaction() as tx:
        due = due_for_archiving(tx.connection, tx.at, limit)
        for application in due:
            _archive(tx, application)
    return len(due)


def on_print_completed(tx: Transaction, event: PrintCompleted) -> None:
    """是 for the original that is not void: archiving falls due (R75)."""
    application = find_application(tx.connection, event.certificate_no)
    if application is None or PrintPart.ORIGINAL not in event.parts:
        return
    if not application.is_approved(event.revision) or _voided(tx, event):
        return
    archive_at = tx.at + timedelta(seconds=tx.delays.archive_delay_seconds)
    due = applications.printed(application, event.print_serial, archive_at=archive_at)
    save_applications(tx.connection, [due])


def on_reprint_granted(tx: Transaction, event: ReprintGranted) -> None:
    """Too late for an archived certificate, which is said again; otherwise not archived yet."""
    application = find_application(tx.connection, event.certificate_no)
    if application is None:
        return
    if application.state is State.ARCHIVED:
        tx.say(plans.archive_plan(application, at=tx.at))
    else:
        undone = applications.reprint_granted(application, event.voided_print_serial)
        save_applications(tx.connection, [undone])


def _archive(tx: Transaction, application: Application) -> Application:
    archived = applications.archive(application, at=tx.at)
    save_applications(tx.connection, [archived])
    tx.note(entry_of_work("archived", archived, tx.at))
    tx.say(plans.archive_plan(archived, at=tx.at))
    return archived


def _voided(tx: Transaction, event: PrintCompleted) -> bool:
    """Whether the exception application for this print was heard before its 是."""
    granted = times_heard(
        tx.connection,
        event.certificate_no,
        "ReprintGranted",
        voided_print_serial=event.print_serial,
    )
    return granted > 0
