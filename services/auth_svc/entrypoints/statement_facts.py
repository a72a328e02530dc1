"""What a statement says of what is to be done, read when it is made and again when it is done."""

from chassis.database import Session
from contracts.card_statements import AgentToGrant, Fact, SealToMake
from contracts.values import Caller
from services.auth_svc.domain.authorizations import Authorization
from services.auth_svc.domain.operators import check_enabled
from services.auth_svc.domain.statement_facts import (
    authorization_facts,
    grant_facts,
    seal_facts,
    signer_facts,
)
from services.auth_svc.storage import enterprises, operators, stamps


def of_seal(session: Session, caller: Caller, seal: SealToMake) -> list[Fact]:
    """Refused for an operator whom the enterprise does not have, or has no more."""
    operator = check_enabled(operators.get(session, caller.enterprise_code, seal.operator_id))
    return [*_of_signer(session, caller), *seal_facts(seal, operator)]


def of_authorization(session: Session, caller: Caller, sent: Authorization) -> list[Fact]:
    seal_name = stamps.name_of(session, sent.seal.seal_id)
    return [*_of_signer(session, caller), *authorization_facts(sent, seal_name)]


def of_grant(session: Session, caller: Caller, grant: AgentToGrant) -> list[Fact]:
    agent_name = enterprises.name_of(session, grant.agent_code)
    return [*_of_signer(session, caller), *grant_facts(grant, agent_name)]


def _of_signer(session: Session, caller: Caller) -> list[Fact]:
    signer = operators.get(session, caller.enterprise_code, caller.operator_id)
    name = enterprises.name_of(session, caller.enterprise_code) or ""
    return signer_facts(signer, name)
