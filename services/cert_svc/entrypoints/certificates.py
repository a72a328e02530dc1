"""Certificates as customs approved them: what customs says of them, and what callers ask."""

from collections.abc import Mapping, Sequence

from chassis.calls import answer
from chassis.database import Session
from chassis.groups import subscribe_groups
from chassis.transactions import Transaction
from contracts.certificate_numbers import tidy_certificate_no
from contracts.certificate_types import load_certificate_types
from contracts.certificates import (
    CertificatePage,
    CertificateView,
    CheckPrintable,
    DiagnoseCertificate,
    Diagnosis,
    GetCertificate,
    ListCertificates,
    NotPrintable,
    Printable,
    PrintableCertificates,
)
from contracts.customs import (
    CertificateApproved,
    CertificateArchived,
    CertificateClaimedAtCounter,
    CertificateReplaced,
    CertificateReturned,
)
from services.cert_svc.domain.conditions import Use, first_obstacle
from services.cert_svc.domain.diagnosis import (
    diagnose,
    diagnose_agent_without_grant,
    diagnose_unapproved,
    diagnose_unknown,
)
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.listing import facts_of
from services.cert_svc.domain.visibility import Viewer
from services.cert_svc.entrypoints.agent_limits import (
    GrantLimits,
    views_within_limits,
    with_limits,
    within_limits,
)
from services.cert_svc.entrypoints.event_groups import apply_events, apply_listing_events
from services.cert_svc.entrypoints.layouts import Layouts
from services.cert_svc.entrypoints.views import certificate_view, printable
from services.cert_svc.entrypoints.visibility import Seen, seen_by, visible_to
from services.cert_svc.storage import certificate_lists, enterprises
from services.cert_svc.storage.certificates import Stored


class Certificates(Layouts):
    @subscribe_groups(CertificateApproved, outside_transaction=True)
    def on_certificate_approved(self, events: Sequence[CertificateApproved]) -> None:
        """Layouts that were announced early are received now."""
        with self.db.transaction() as tx:
            approved = apply_listing_events(tx.session, events)
        self.receive_layouts(approved)

    @subscribe_groups(CertificateReturned)
    def on_certificate_returned(
        self, tx: Transaction, events: Sequence[CertificateReturned]
    ) -> None:
        apply_listing_events(tx.session, events)

    @subscribe_groups(CertificateClaimedAtCounter)
    def on_certificate_claimed_at_counter(
        self, tx: Transaction, events: Sequence[CertificateClaimedAtCounter]
    ) -> None:
        apply_listing_events(tx.session, events)

    @subscribe_groups(CertificateReplaced)
    def on_certificate_replaced(
        self, tx: Transaction, events: Sequence[CertificateReplaced]
    ) -> None:
        apply_events(tx.session, events)

    @subscribe_groups(CertificateArchived)
    def on_certificate_archived(
        self, tx: Transaction, events: Sequence[CertificateArchived]
    ) -> None:
        apply_events(tx.session, events)

    @answer(ListCertificates)
    def list_certificates(self, session: Session, request: ListCertificates) -> CertificatePage:
        page = certificate_lists.find_page(session, request)
        views = _views(session, page.certificates)
        certificates = views_within_limits(session, request.caller, views, now=self.now())
        return CertificatePage(certificates=certificates, next_cursor=page.next_cursor)

    @answer(GetCertificate)
    def get_certificate(self, session: Session, request: GetCertificate) -> CertificateView:
        stored, _ = visible_to(session, request.caller, request.certificate_no)
        views = _views(session, [stored])
        [view] = views_within_limits(session, request.caller, views, now=self.now())
        return view

    @answer(CheckPrintable)
    def check_printable(self, session: Session, request: CheckPrintable) -> PrintableCertificates:
        """Three statements at the most for the owner, one more for each principal of an agent."""
        seen = seen_by(session, request.caller, request.certificate_nos)
        owners = {approval.enterprise_code for each in seen.values() if (approval := each.approval)}
        known = enterprises.find(session, owners)
        limits = GrantLimits(session, request.caller, now=self.now())
        found = [
            (seen[each], _checked(seen[each], known, request.use))
            for each in request.certificate_nos
        ]
        checked = within_limits(limits, found, request.use)
        return PrintableCertificates(
            printable=tuple(each for each in checked if isinstance(each, Printable)),
            refused=tuple(each for each in checked if isinstance(each, NotPrintable)),
        )

    @answer(DiagnoseCertificate)
    def diagnose_certificate(self, session: Session, request: DiagnoseCertificate) -> Diagnosis:
        number = tidy_certificate_no(request.certificate_no)
        seen = seen_by(session, request.caller, [number])[number]
        if seen.stored is None:
            return diagnose_unknown(number, well_formed=_is_well_formed(number))
        if seen.approval is None:
            return diagnose_unapproved(number)
        if not seen.viewer.may_see:
            return diagnose_agent_without_grant(number)
        owner = seen.approval.enterprise_code
        known = enterprises.find(session, [owner])[owner]
        told = diagnose(facts_of(seen.stored.certificate, seen.approval, known, seen.viewer))
        return with_limits(GrantLimits(session, request.caller, now=self.now()), seen, told)


def _views(session: Session, found: Sequence[Stored]) -> list[CertificateView]:
    """What a list says is what printing would say: a declarer who is not filed prints nothing."""
    approved = [(each, each.certificate.approval) for each in found]
    known = enterprises.find(session, {each.enterprise_code for _, each in approved if each})
    return [
        certificate_view(
            each.certificate,
            approval,
            listed=each.listed
            and approval.declarer_id_number in known[approval.enterprise_code].declarers,
        )
        for each, approval in approved
        if approval
    ]


def _checked(seen: Seen, known: Mapping[str, Enterprise], use: Use) -> Printable | NotPrintable:
    """The first condition that does not hold, for its owner and for an agent alike."""
    if seen.visible is None:
        return _refused(seen, "certificate.unknown")
    stored, approval = seen.visible
    enterprise = known[approval.enterprise_code]
    facts = facts_of(stored.certificate, approval, enterprise, Viewer.OWNER)
    obstacle = first_obstacle(facts, use)
    if obstacle is not None:
        return _refused(seen, obstacle.code)
    if stored.certificate.layout is None:
        return _refused(seen, "certificate.layout_not_received")
    return printable(stored.certificate, approval, stored.certificate.layout)


def _refused(seen: Seen, code: str) -> NotPrintable:
    number = seen.certificate_no
    return NotPrintable(certificate_no=number, code=code, details={"certificate_no": number})


def _is_well_formed(certificate_no: str) -> bool:
    try:
        load_certificate_types().by_number(certificate_no)
    except LookupError:
        return False
    return True
