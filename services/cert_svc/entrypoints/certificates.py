"""Certificates as customs approved them: what customs says, and what is asked of one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from chassis.calls import answer
from chassis.database import Session
from chassis.groups import subscribe_groups
from chassis.transactions import Transaction
from contracts.access import Standing
from contracts.certificates import (
    CertificateView,
    CheckPrintable,
    GetCertificate,
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
from contracts.seal_authority import Problems
from services.cert_svc.domain.agent_limits import COUNTED
from services.cert_svc.domain.certificates import Approval
from services.cert_svc.domain.conditions import Use, first_obstacle, use_now
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.listing import facts_of
from services.cert_svc.domain.stamps import Stamps, stamps_for
from services.cert_svc.entrypoints.agent_limits import (
    GrantLimits,
    views_within_limits,
    within_limits,
)
from services.cert_svc.entrypoints.event_groups import apply_events, apply_listing_events
from services.cert_svc.entrypoints.layouts import Layouts
from services.cert_svc.entrypoints.rights import AgentRights, Grants
from services.cert_svc.entrypoints.views import certificate_view, printable
from services.cert_svc.entrypoints.visibility import Seen, seen_by, visible_to
from services.cert_svc.storage import agent_originals, authorizations, enterprises
from services.cert_svc.storage.certificates import Stored

StampsOf = Callable[[Approval], Stamps]


class Certificates(Layouts, AgentRights):
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

    @answer(GetCertificate, outside_transaction=True)
    def get_certificate(self, request: GetCertificate) -> CertificateView:
        return self.read_for(request.caller.enterprise_code, partial(self._view, request))

    @answer(CheckPrintable, outside_transaction=True)
    def check_printable(self, request: CheckPrintable) -> PrintableCertificates:
        """What it allows an agent whose originals are numbered counts at once.

        Its requests wait for one another, so that none is answered by the same number.
        """
        code = request.caller.enterprise_code
        grants = self.grants_of(code)
        if request.use not in COUNTED or not any(each.limits.originals for each in grants):
            with self.db.reading() as session:
                return self._check(request, session, grants)[0]
        with self.db.transaction() as tx:
            agent_originals.lock(tx.session, code)
            answer, added = self._check(request, tx.session, grants)
            agent_originals.hold(tx.session, code, added, now=self.now())
            return answer

    def _view(self, request: GetCertificate, session: Session, grants: Grants) -> CertificateView:
        stored = visible_to(session, request.caller, request.certificate_no, grants)
        limits = GrantLimits(session, request.caller, grants, now=self.now())
        [view] = views_within_limits(limits, self._views(session, [stored]))
        return view

    def _check(
        self, request: CheckPrintable, session: Session, grants: Grants
    ) -> tuple[PrintableCertificates, list[tuple[str, str]]]:
        """With what it adds to the originals that count.

        Three statements at the most for the owner, one more for each principal of an agent.
        """
        seen = seen_by(session, request.caller, request.certificate_nos, grants)
        approvals = [approval for each in seen.values() if (approval := each.approval)]
        known = enterprises.find(session, {each.enterprise_code for each in approvals})
        stamps = self._stamps(session, approvals)
        limits = GrantLimits(session, request.caller, grants, now=self.now())
        found = [
            (seen[each], _checked(seen[each], known, stamps, request.use))
            for each in request.certificate_nos
        ]
        checked = within_limits(limits, found, request.use)
        answer = PrintableCertificates(
            printable=tuple(each for each in checked if isinstance(each, Printable)),
            refused=tuple(each for each in checked if isinstance(each, NotPrintable)),
        )
        return answer, limits.added

    def _views(self, session: Session, found: Sequence[Stored]) -> list[CertificateView]:
        """What a list says is what printing would say: of the declarer and of the stamps."""
        approved = [
            (each, each.certificate.approval) for each in found if each.certificate.approval
        ]
        approvals = [approval for _, approval in approved]
        known = enterprises.find(session, {each.enterprise_code for each in approvals})
        stamps = self._stamps(session, approvals)
        return [
            certificate_view(
                each.certificate,
                approval,
                stamps(approval),
                listed=each.listed
                and approval.declarer_id_number in known[approval.enterprise_code].declarers,
            )
            for each, approval in approved
        ]

    def _stamps(self, session: Session, approvals: Iterable[Approval]) -> StampsOf:
        """What each of these approvals would be printed with now, in one statement."""
        owners = {approval.enterprise_code for approval in approvals}
        authorities = authorizations.find_authorities(session, owners)
        now = self.now()
        return lambda approval: stamps_for(
            approval, authorities.get(approval.enterprise_code), now=now
        )


def _checked(
    seen: Seen, known: Mapping[str, Enterprise], stamps: StampsOf, use: Use
) -> Printable | NotPrintable:
    """The first condition that does not hold, for its owner and for an agent alike."""
    if seen.visible is None:
        return _refused(seen.certificate_no, "certificate.unknown", {})
    stored, approval = seen.visible
    certificate, of_approval = stored.certificate, stamps(approval)
    enterprise = known[approval.enterprise_code]
    facts = facts_of(certificate, approval, enterprise, Standing.OWNER, of_approval)
    obstacle = first_obstacle(facts, use_now(certificate, use))
    if obstacle is not None:
        return _refused(seen.certificate_no, obstacle.code, of_approval.problems)
    if certificate.layout is None:
        return _refused(seen.certificate_no, "certificate.layout_not_received", {})
    return printable(certificate, approval, certificate.layout, of_approval)


def _refused(number: str, code: str, problems: Problems) -> NotPrintable:
    details = {"certificate_no": number, **problems.get(code, {})}
    return NotPrintable(certificate_no=number, code=code, details=details)
