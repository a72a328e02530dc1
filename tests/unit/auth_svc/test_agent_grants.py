"""Who may be granted agent printing, and by whom (R37, R38)."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.agent_grants import AgentGrant, check_may_grant, revoked
from workstation.card_issuer import specimen_credit_code

NOW = datetime(2026, 3, 10, tzinfo=UTC)
PRINCIPAL, AGENT = specimen_credit_code(1), specimen_credit_code(2)
MISTYPED = AGENT[:-1] + ("0" if AGENT[-1] != "0" else "1")
GRANT = AgentGrant(id=UUID(int=1), principal_code=PRINCIPAL, agent_code=AGENT, granted_at=NOW)


def test_another_enterprise_may_be_the_agent_of_one_whose_seal_may_be_used():
    check_may_grant(PRINCIPAL, AGENT, {})


@pytest.mark.rule("R37", "R38")
@pytest.mark.parametrize(
    ("agent_code", "problems", "code"),
    [
        (PRINCIPAL, {}, "agent.self"),
        (MISTYPED, {}, "agent.wrong_code"),
        (AGENT, {"seal.disabled": {}}, "agent.seal_not_authorized"),
    ],
)
def test_any_other_grant_is_refused(agent_code, problems, code):
    with pytest.raises(Refused) as refusal:
        check_may_grant(PRINCIPAL, agent_code, problems)
    assert refusal.value.code == code


@pytest.mark.rule("R38")
def test_the_refusal_says_what_the_principals_seal_lacks():
    with pytest.raises(Refused, match="The seal was valid until 2026-03-10") as refusal:
        check_may_grant(PRINCIPAL, AGENT, {"seal.expired": {"valid_to": "2026-03-10"}})
    assert refusal.value.details["reason"] == "seal.expired"


def test_the_first_revocation_stands():
    first = revoked(GRANT, now=NOW)

    assert first.revoked_at == NOW
    assert revoked(first, now=NOW + timedelta(days=1)) == first
