"""What print_svc learns from its neighbours and from customs, in whatever order it comes."""

from chassis.groups import Group, subscribe_groups
from chassis.subscriptions import subscribe
from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.certificates import LayoutReceived
from contracts.customs import CertificateArchived, CertificateReturned
from contracts.exceptions import ReprintGranted
from contracts.seals import SealDisabled, SignatureDisabled
from services.print_svc import hearsay
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.repository import restore_overtaken, void_jobs
from services.print_svc.tables import print_jobs


class Hearing(PrintEntrypoints):
    @subscribe(SealAuthorized)
    def on_seal_authorized(self, event: SealAuthorized) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                hearsay.put_authorization(tx.session, event)

    @subscribe(SealDisabled)
    def on_seal_disabled(self, event: SealDisabled) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                hearsay.disable_stamp(tx.session, event.seal_id)

    @subscribe(SignatureDisabled)
    def on_signature_disabled(self, event: SignatureDisabled) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                hearsay.disable_stamp(tx.session, event.signature_id)

    @subscribe(AgentAuthorized)
    def on_agent_authorized(self, event: AgentAuthorized) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                hearsay.put_grant(tx.session, event)

    @subscribe(AgentRevoked)
    def on_agent_revoked(self, event: AgentRevoked) -> None:
        """What the agent has queued and not fetched is void at once."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            hearsay.revoke_grant(tx.session, event)
            void_jobs(
                tx.session,
                "agent_revoked",
                print_jobs.c.enterprise_code == event.enterprise_code,
                print_jobs.c.issuer_code == event.agent_code,
                print_jobs.c.state == "issued",
            )

    @subscribe_groups(LayoutReceived)
    def on_layout_received(self, group: Group[LayoutReceived]) -> None:  # noqa: ARG002 - of tx
        """A later approval voids what was printed of an earlier one (R104)."""
        with self.db.transaction() as tx:
            events = tx.first_heard()
            hearsay.put_layouts(tx.session, events)
            for event in events:
                if event.revision > 1:
                    void_jobs(
                        tx.session,
                        "new_approval",
                        print_jobs.c.certificate_no == event.certificate_no,
                        print_jobs.c.revision < event.revision,
                    )

    @subscribe(CertificateReturned)
    def on_certificate_returned(self, event: CertificateReturned) -> None:
        """What is queued is void; what was printed is withdrawn until a new approval voids it."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            hearsay.hold(tx.session, event.certificate_no, event.enterprise_code)
            hearsay.put_return(tx.session, event)
            void_jobs(
                tx.session,
                "returned",
                print_jobs.c.certificate_no == event.certificate_no,
                print_jobs.c.revision <= event.revision,
                print_jobs.c.state == "issued",
            )

    @subscribe(ReprintGranted)
    def on_reprint_granted(self, event: ReprintGranted) -> None:
        """The earlier sheet is void, unless the certificate is archived by now (R56, R83)."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            if hearsay.hold(tx.session, event.certificate_no, event.enterprise_code).archived:
                return
            void_jobs(
                tx.session,
                "reprint",
                print_jobs.c.certificate_no == event.certificate_no,
                print_jobs.c.original_serial == event.voided_print_serial,
            )

    @subscribe(CertificateArchived)
    def on_certificate_archived(self, event: CertificateArchived) -> None:
        """Final: a reprint that was granted and not made yet is taken back (R56, R83)."""
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            standing = hearsay.hold(tx.session, event.certificate_no, event.enterprise_code)
            hearsay.put_archiving(tx.session, event)
            restore_overtaken(tx.session, event.certificate_no, revision=standing.revision)
