"""Why a certificate is not listed or not printable, for whoever asks (查看解决办法, R52-R54)."""

from functools import partial

from chassis.calls import answer
from chassis.database import Session
from chassis.errors import Transient
from contracts.access import Standing, may
from contracts.certificate_numbers import tidy_certificate_no
from contracts.certificate_types import load_certificate_types
from contracts.certificates import DiagnoseCertificate, Diagnosis, DiagnosisLine
from contracts.standing import GetAuthorizationStanding
from services.cert_svc.domain.agent_reasons import reason_of
from services.cert_svc.domain.certificates import Approval
from services.cert_svc.domain.conditions import Facts
from services.cert_svc.domain.diagnosis import (
    asks_for_standing,
    diagnose,
    diagnose_agent_without_grant,
    diagnose_unapproved,
    diagnose_unknown,
    standing_line,
)
from services.cert_svc.domain.listing import facts_of
from services.cert_svc.domain.stamps import stamps_for
from services.cert_svc.entrypoints.agent_limits import GrantLimits, with_limits
from services.cert_svc.entrypoints.rights import AgentRights, Grants
from services.cert_svc.entrypoints.visibility import seen_by
from services.cert_svc.storage import agent_grants, authorizations, enterprises


class Diagnoses(AgentRights):
    @answer(DiagnoseCertificate, outside_transaction=True)
    def diagnose_certificate(self, request: DiagnoseCertificate) -> Diagnosis:
        """auth_svc is asked only where an authorization stands in the way of the owner."""
        known = self.read_for(request.caller.enterprise_code, partial(self._known, request))
        if isinstance(known, Diagnosis):
            return known
        return diagnose(known, self._standing(known) if asks_for_standing(known) else None)

    def _known(
        self, request: DiagnoseCertificate, session: Session, grants: Grants
    ) -> Diagnosis | Facts:
        number = tidy_certificate_no(request.certificate_no)
        seen = seen_by(session, request.caller, [number], grants)[number]
        if seen.stored is None:
            return diagnose_unknown(number, well_formed=_is_well_formed(number))
        if seen.approval is None:
            return diagnose_unapproved(number)
        owner = seen.approval.enterprise_code
        authority = authorizations.find_authorities(session, [owner]).get(owner)
        stamps = stamps_for(seen.approval, authority, now=self.now())
        if not may(seen.viewer, "read"):
            given = agent_grants.find(session, owner, request.caller.enterprise_code)
            return diagnose_agent_without_grant(
                number,
                reason_of(given, seen.approval),
                principal_authorized=authority is not None and not stamps.problems,
            )
        enterprise = enterprises.find(session, [owner])[owner]
        facts = facts_of(seen.stored.certificate, seen.approval, enterprise, seen.viewer, stamps)
        if seen.viewer is Standing.OWNER:
            return facts
        limits = GrantLimits(session, request.caller, grants, now=self.now())
        return with_limits(limits, seen, diagnose(facts))

    def _standing(self, facts: Facts) -> DiagnosisLine | None:
        try:
            return standing_line(self.ask(_question(facts.approval)))
        except Transient:
            return standing_line(None)


def _question(approval: Approval) -> GetAuthorizationStanding:
    return GetAuthorizationStanding(
        enterprise_code=approval.enterprise_code, declarer_id_number=approval.declarer_id_number
    )


def _is_well_formed(certificate_no: str) -> bool:
    try:
        load_certificate_types().by_number(certificate_no)
    except LookupError:
        return False
    return True
