"""What became of originals: told by print_svc until customs archives the certificate."""

from chassis.service import Service
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.customs import CertificateArchived, CertificateReplaced
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from services.exception_svc.domain.exceptions import state_of_last
from services.exception_svc.domain.originals import PrintEvent, apply
from services.exception_svc.storage import exceptions, originals


class Originals(Service):
    @subscribe(PrintIssued)
    def on_print_issued(self, tx: Transaction, event: PrintIssued) -> None:
        _apply(tx, event)

    @subscribe(PrintReleased)
    def on_print_released(self, tx: Transaction, event: PrintReleased) -> None:
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
    if after.archived and after != before:
        exceptions.set_state_of_last(tx.session, after.certificate_no, state_of_last(after))
