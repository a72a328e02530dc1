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


def test_another_enterprise_may_be_the_agent_of_one_whose_seal_is_authorized():
    check_may_grant(PRINCIPAL, AGENT, self_print=True)


@pytest.mark.parametrize(
    ("agent_code", "self_print", "code"),
    [
        (PRINCIPAL, True, "agent.self"),
        (MISTYPED, True, "agent.wrong_code"),
        (AGENT, False, "agent.seal_not_authorized"),
    ],
)
def test_any_other_grant_is_refused(agent_code, self_print, code):
    with pytest.raises(Refused) as refusal:
        check_may_grant(PRINCIPAL, agent_code, self_print=self_print)
    assert refusal.value.code == code


def test_the_first_revocation_stands():
    first = revoked(GRANT, now=NOW)

    assert first.revoked_at == NOW
    assert revoked(first, now=NOW + timedelta(days=1)) == first
