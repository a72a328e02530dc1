"""What became of originals: told by print_svc, and by customs which approval counts."""

from chassis.groups import subscribe_groups
from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.customs import CertificateApproved, CertificateArchived, CertificateReplaced
from contracts.printing import (
    PrintCompleted,
    PrintFailed,
    PrintIssued,
    PrintProgressed,
    PrintReleased,
    PrintUnanswered,
)
from services.exception_svc.domain.exceptions import state_of
from services.exception_svc.domain.originals import PrintEvent, apply
from services.exception_svc.storage import exceptions, originals


class Originals(Service):
    @subscribe_groups(CertificateApproved)
    def on_certificate_approved(self, tx: Transaction, events: list[CertificateApproved]) -> None:
        """What was printed of an earlier approval is void from here on (R104)."""
        originals.put_approvals(tx.session, events)

    @subscribe(PrintIssued)
    def on_print_issued(self, tx: Transaction, event: PrintIssued) -> None:
        _apply(tx, event)

    @subscribe(PrintReleased)
    def on_print_released(self, tx: Transaction, event: PrintReleased) -> None:
        _apply(tx, event)

    @subscribe(PrintProgressed)
    def on_print_progressed(self, tx: Transaction, event: PrintProgressed) -> None:
        """What the device reports is known before anybody answers 否 (R84)."""
        _apply(tx, event)

    @subscribe(PrintUnanswered)
    def on_print_unanswered(self, tx: Transaction, event: PrintUnanswered) -> None:
        """An original is out, also where the news of its release was lost."""
        _apply(tx, event)

    @subscribe(PrintCompleted)
    def on_print_completed(self, tx: Transaction, event: PrintCompleted) -> None:
        _apply(tx, event)

    @subscribe(PrintFailed)
    def on_print_failed(self, tx: Transaction, event: PrintFailed) -> None:
        _apply(tx, event)

    @subscribe(CertificateArchived)
    def on_certificate_archived(self, tx: Transaction, event: CertificateArchived) -> None:
        _apply(tx, event)

    @subscribe(CertificateReplaced)
    def on_certificate_replaced(self, tx: Transaction, event: CertificateReplaced) -> None:
        _apply(tx, event)


def _apply(tx: Transaction, event: PrintEvent | CertificateArchived | CertificateReplaced) -> None:
    """Once the certificate is archived, news of its prints tell whether a reprint came out."""
    before = originals.lock(tx.session, event.certificate_no)
    after = apply(before, event)
    originals.save(tx.session, before, after)
    if not after.archived or after == before:
        return
    last = exceptions.find_last(tx.session, event.certificate_no)
    if last is not None:
        exceptions.set_state(tx.session, last.exception_id, state_of(last, after))
