"""What print_svc learns from its neighbours and from customs."""

from chassis.subscriptions import subscribe
from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.certificates import LayoutReceived
from contracts.customs import CertificateArchived, CertificateReturned
from contracts.exceptions import ReprintGranted
from services.print_svc import repository
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.tables import print_jobs


class Hearing(PrintEntrypoints):
    @subscribe(SealAuthorized)
    def on_seal_authorized(self, event: SealAuthorized) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.put_authorization(tx.session, event)

    @subscribe(AgentAuthorized)
    def on_agent_authorized(self, event: AgentAuthorized) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.put_grant(
                    tx.session, event.grant_id, event.enterprise_code, event.agent_code
                )

    @subscribe(AgentRevoked)
    def on_agent_revoked(self, event: AgentRevoked) -> None:
        """What the agent has queued and not fetched is void at once."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            repository.put_grant(
                tx.session,
                event.grant_id,
                event.enterprise_code,
                event.agent_code,
                revoked_at=event.revoked_at,
            )
            repository.void_jobs(
                tx.session,
                print_jobs.c.enterprise_code == event.enterprise_code,
                print_jobs.c.issuer_code == event.agent_code,
                print_jobs.c.state == "issued",
            )

    @subscribe(LayoutReceived)
    def on_layout_received(self, event: LayoutReceived) -> None:
        """A later approval voids what was printed of an earlier one (R104)."""
        with self.db.transaction() as tx:
            if not tx.already_handled() and repository.put_layout(tx.session, event):
                repository.void_jobs(
                    tx.session,
                    print_jobs.c.certificate_no == event.certificate_no,
                    print_jobs.c.revision < event.revision,
                )

    @subscribe(CertificateReturned)
    def on_certificate_returned(self, event: CertificateReturned) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            repository.mark_returned(
                tx.session, event.certificate_no, event.enterprise_code, event.revision
            )
            repository.void_jobs(
                tx.session,
                print_jobs.c.certificate_no == event.certificate_no,
                print_jobs.c.revision <= event.revision,
                print_jobs.c.state == "issued",
            )

    @subscribe(ReprintGranted)
    def on_reprint_granted(self, event: ReprintGranted) -> None:
        """The earlier sheet is void; archived is final, whatever came first (R56, R83)."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            certificate = repository.certificate(tx.session, event.certificate_no)
            if certificate is not None and certificate.archived_at is not None:
                return
            repository.void_jobs(
                tx.session,
                print_jobs.c.certificate_no == event.certificate_no,
                print_jobs.c.original_serial == event.voided_print_serial,
            )

    @subscribe(CertificateArchived)
    def on_certificate_archived(self, event: CertificateArchived) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                repository.mark_certificate(
                    tx.session,
                    event.certificate_no,
                    event.enterprise_code,
                    archived_at=event.archived_at,
                )
