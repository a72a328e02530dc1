"""What the card of a legal person signs for a seal, and whose card limits it (R21, R22, R24)."""

from chassis.calls import answer
from chassis.database import Session
from chassis.service import Service
from contracts.authorization import CardFacts, CheckCardSignature
from services.auth_svc.domain.operators import check_enabled, check_signed_by_legal_person
from services.auth_svc.entrypoints import views
from services.auth_svc.storage import operators


class Cards(Service):
    @answer(CheckCardSignature)
    def check_card_signature(self, session: Session, request: CheckCardSignature) -> CardFacts:
        """The caller's legal-person card must have signed; the validity is the operator's."""
        enterprise_code = request.caller.enterprise_code
        signer = operators.get(session, enterprise_code, request.caller.operator_id)
        operator = check_enabled(operators.get(session, enterprise_code, request.operator_id))
        facts = views.card_facts(operator)
        digest = bytes.fromhex(request.message_sha256)
        check_signed_by_legal_person(signer, request.signature, digest)
        return facts
