"""cert_svc 证书: certificates as customs approved them, their statuses, lists and diagnoses."""

from dataclasses import replace
from typing import Any

from chassis.calls import answer
from chassis.groups import Group, subscribe_groups
from chassis.service import Service
from chassis.subscriptions import subscribe
from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.certificate_types import load_certificate_types
from contracts.certificates import (
    CertificatePage,
    CertificateView,
    CheckPrintable,
    DiagnoseCertificate,
    Diagnosis,
    GetCertificate,
    ListCertificates,
    Printable,
)
from contracts.customs import (
    CertificateApproved,
    CertificateArchived,
    CertificateReturned,
    DeclarerFiled,
    LayoutStatusChanged,
)
from contracts.errors import Refused
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from services.cert_svc.access import facts_about, look, visible
from services.cert_svc.domain.certificates import Certificate, apply
from services.cert_svc.domain.conditions import first_obstacle
from services.cert_svc.domain.diagnosis import (
    diagnose,
    diagnose_agent_without_grant,
    diagnose_unapproved,
    diagnose_unknown,
)
from services.cert_svc.domain.enterprises import Viewer
from services.cert_svc.enterprises import (
    add_authorization,
    add_declarer,
    add_grant,
    enterprises_of,
    revoke_grant,
)
from services.cert_svc.queries import list_certificates
from services.cert_svc.reception import Reception
from services.cert_svc.repository import Stored, lock_enterprise, locked, save
from services.cert_svc.standing import (
    is_listed,
    recheck_after_authorization,
    recheck_after_filing,
)
from services.cert_svc.views import certificate_view, printable


class CertService(Service):
    """Own certificates for their enterprise, granted ones for its agents, nothing for others."""

    name = "cert_svc"

    @subscribe_groups(CertificateApproved)
    def on_certificate_approved(self, group: Group[CertificateApproved]) -> None:
        self._reception().take_in(self._decide(group))

    @subscribe_groups(LayoutStatusChanged)
    def on_layout_status_changed(self, group: Group[LayoutStatusChanged]) -> None:
        self._reception().take_in(self._apply(group))

    @subscribe_groups(CertificateReturned)
    def on_certificate_returned(self, group: Group[CertificateReturned]) -> None:
        self._decide(group)

    @subscribe_groups(CertificateArchived)
    def on_certificate_archived(self, group: Group[CertificateArchived]) -> None:
        self._apply(group)

    @subscribe_groups(PrintIssued)
    def on_print_issued(self, group: Group[PrintIssued]) -> None:
        self._apply(group)

    @subscribe_groups(PrintReleased)
    def on_print_released(self, group: Group[PrintReleased]) -> None:
        self._apply(group)

    @subscribe_groups(PrintCompleted)
    def on_print_completed(self, group: Group[PrintCompleted]) -> None:
        self._apply(group)

    @subscribe_groups(PrintFailed)
    def on_print_failed(self, group: Group[PrintFailed]) -> None:
        self._apply(group)

    @subscribe_groups(ReprintGranted)
    def on_reprint_granted(self, group: Group[ReprintGranted]) -> None:
        self._apply(group)

    @subscribe(SealAuthorized)
    def on_seal_authorized(self, event: SealAuthorized) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            lock_enterprise(tx.session, event.enterprise_code)
            add_authorization(tx.session, event)
            recheck_after_authorization(tx.session, event)

    @subscribe(DeclarerFiled)
    def on_declarer_filed(self, event: DeclarerFiled) -> None:
        with self.db.transaction() as tx:
            if tx.already_handled():
                return
            lock_enterprise(tx.session, event.enterprise_code)
            add_declarer(tx.session, event)
            recheck_after_filing(tx.session, event)

    @subscribe(AgentAuthorized)
    def on_agent_authorized(self, event: AgentAuthorized) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                add_grant(tx.session, event)

    @subscribe(AgentRevoked)
    def on_agent_revoked(self, event: AgentRevoked) -> None:
        with self.db.transaction() as tx:
            if not tx.already_handled():
                revoke_grant(tx.session, event)

    @answer(ListCertificates)
    def list_certificates(self, request: ListCertificates) -> CertificatePage:
        with self.db.reading() as session:
            page = list_certificates(session, request)
        return CertificatePage(
            certificates=tuple(
                certificate_view(stored.certificate, stored.certificate.approval, listed=True)
                for stored in page.certificates
                if stored.certificate.approval
            ),
            next_cursor=page.next_cursor,
        )

    @answer(GetCertificate)
    def get_certificate(self, request: GetCertificate) -> CertificateView:
        with self.db.reading() as session:
            stored, approval = visible(session, request.caller, request.certificate_no)
        return certificate_view(stored.certificate, approval, listed=stored.listed)

    @answer(CheckPrintable)
    def check_printable(self, request: CheckPrintable) -> Printable:
        with self.db.reading() as session:
            stored, approval = visible(session, request.caller, request.certificate_no)
            facts = facts_about(session, stored.certificate, approval, Viewer.OWNER)
        obstacle = first_obstacle(facts, request.use)
        layout = stored.certificate.layout
        if obstacle is not None or layout is None:
            code = obstacle.code if obstacle else "certificate.layout_not_received"
            raise Refused(code, {"certificate_no": request.certificate_no})
        return printable(stored.certificate, approval, layout)

    @answer(DiagnoseCertificate)
    def diagnose_certificate(self, request: DiagnoseCertificate) -> Diagnosis:
        with self.db.reading() as session:
            seen = look(session, request.caller, request.certificate_no)
            if seen.stored is None:
                return diagnose_unknown(
                    seen.certificate_no, well_formed=_is_well_formed(seen.certificate_no)
                )
            if seen.approval is None:
                return diagnose_unapproved(seen.certificate_no)
            if not seen.viewer.may_see:
                return diagnose_agent_without_grant(seen.certificate_no)
            return diagnose(
                facts_about(session, seen.stored.certificate, seen.approval, seen.viewer)
            )

    def _apply(self, group: Group[Any]) -> list[Certificate]:
        """What does not touch whether a certificate is listed; all of them as they stand now."""
        with self.db.transaction() as tx:
            before = locked(tx.session, [one.event.certificate_no for one in group])
            after = dict(before)
            for event in tx.first_heard():
                known = after[event.certificate_no]
                after[event.certificate_no] = replace(
                    known, certificate=apply(known.certificate, event)
                )
            save(tx.session, before, after.values())
        return [stored.certificate for stored in after.values()]

    def _decide(
        self, group: Group[CertificateApproved] | Group[CertificateReturned]
    ) -> list[Certificate]:
        """What changes whether a certificate is listed; all of them as they stand now."""
        codes = {one.event.enterprise_code for one in group}
        numbers = [one.event.certificate_no for one in group]
        with self.db.transaction() as tx:
            before = locked(tx.session, numbers, sharing=codes)
            enterprises = enterprises_of(tx.session, codes)
            after = dict(before)
            for event in tx.first_heard():
                certificate = apply(after[event.certificate_no].certificate, event)
                listed = is_listed(certificate, enterprises[event.enterprise_code])
                after[event.certificate_no] = Stored(certificate, listed=listed)
            save(tx.session, before, after.values())
        return [stored.certificate for stored in after.values()]

    def _reception(self) -> Reception:
        return Reception(self.db, self.objects, self.settings, self.now)


def _is_well_formed(certificate_no: str) -> bool:
    try:
        load_certificate_types().by_number(certificate_no)
    except LookupError:
        return False
    return True


SERVICE = CertService
