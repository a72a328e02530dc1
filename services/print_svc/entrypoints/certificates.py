"""What is heard of a certificate, in whatever order it comes, and which print jobs that voids."""

from chassis.groups import subscribe_groups
from chassis.subscriptions import subscribe
from chassis.transactions import Transaction
from contracts.certificates import LayoutReceived
from contracts.customs import CertificateArchived, CertificateReplaced, CertificateReturned
from contracts.exceptions import ReprintGranted
from services.print_svc.domain.print_jobs import is_overtaken, restore
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import certificates, print_jobs, reprints


class Certificates(PrintEntrypoints):
    @subscribe_groups(LayoutReceived)
    def on_layout_received(self, tx: Transaction, events: list[LayoutReceived]) -> None:
        """A later approval voids what was printed of an earlier one (R104)."""
        certificates.put_layouts(tx.session, events)
        for event in events:
            if event.revision > 1:
                print_jobs.void_for_new_approval(tx.session, event.certificate_no, event.revision)

    @subscribe(CertificateReturned)
    def on_certificate_returned(self, tx: Transaction, event: CertificateReturned) -> None:
        """What is queued is void; what was printed is withdrawn until a new approval voids it."""
        certificates.lock(tx.session, event.certificate_no, event.enterprise_code)
        certificates.put_return(tx.session, event)
        print_jobs.void_returned(tx.session, event.certificate_no, event.revision)

    @subscribe(ReprintGranted)
    def on_reprint_granted(self, tx: Transaction, event: ReprintGranted) -> None:
        """The earlier sheet is void, unless the certificate is archived by now (R56, R83).

        What may be printed instead is kept with it (R80).
        """
        number = event.certificate_no
        certificate = certificates.lock(tx.session, number, event.enterprise_code)
        reprints.put_grant(tx.session, event)
        if not certificate.archived:
            print_jobs.void_for_reprint(tx.session, number, event.voided_print_serial)

    @subscribe(CertificateReplaced)
    def on_certificate_replaced(self, tx: Transaction, event: CertificateReplaced) -> None:
        """Final: what is queued is void, and each of its sheets is replaced from now on (R99)."""
        certificates.lock(tx.session, event.certificate_no, event.enterprise_code)
        certificates.put_replacement(tx.session, event)
        print_jobs.void_replaced(tx.session, event.certificate_no)

    @subscribe(CertificateArchived)
    def on_certificate_archived(self, tx: Transaction, event: CertificateArchived) -> None:
        """Final: a reprint that was granted and not made yet is taken back (R56, R83)."""
        number = event.certificate_no
        certificate = certificates.lock(tx.session, number, event.enterprise_code)
        certificates.put_archiving(tx.session, event)
        print_jobs.void_archived(tx.session, number)
        last = print_jobs.latest_original(tx.session, number, lock=True)
        if last is not None and is_overtaken(last, revision=certificate.revision):
            print_jobs.save(tx.session, restore(last))
