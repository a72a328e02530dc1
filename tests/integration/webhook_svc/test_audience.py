"""Who is told what: enterprises of their own, agents under a grant that lives and is older."""

from uuid import uuid4

import pytest

from contracts.webhooks import DeleteWebhook, EditWebhook, GetWebhook, ListDeliveries, ListWebhooks
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    STRANGER,
    agent_authorized,
    agent_revoked,
    approved,
    print_completed,
)

DECLARED = {"agent_code": AGENT}


def told(office, webhook, code) -> list[str]:
    return sorted(one.event_type for one in office.deliveries(webhook, code))


def test_another_enterprise_hears_nothing(office):
    webhook, _ = office.make(code=STRANGER)

    office.bench.deliver(approved(**DECLARED))

    assert told(office, webhook, STRANGER) == []


@pytest.mark.parametrize("request_type", [GetWebhook, EditWebhook, DeleteWebhook, ListDeliveries])
def test_an_endpoint_does_not_exist_for_another_enterprise(office, request_type):
    webhook, _ = office.make()

    asked = request_type(caller=office.caller(STRANGER), webhook_id=webhook.webhook_id)

    assert office.refused_code(asked) == "webhook.unknown"


def test_each_enterprise_lists_its_own_endpoints(office):
    own, _ = office.make()
    office.make(code=STRANGER)

    listed = office.bench.ask(ListWebhooks(caller=office.caller()))

    assert listed.webhooks == (own,)


def test_an_agent_hears_of_what_was_approved_under_its_grant(office):
    webhook, _ = office.make(code=AGENT)
    office.bench.deliver(agent_authorized(granted_at=APPROVED - HOUR))
    office.bench.deliver(approved(**DECLARED))
    office.bench.deliver(print_completed(**DECLARED))

    assert told(office, webhook, AGENT) == [
        "AgentAuthorized",
        "CertificateApproved",
        "PrintCompleted",
    ]


def test_an_agent_hears_nothing_of_what_was_approved_before_its_grant(office):
    webhook, _ = office.make(code=AGENT)
    office.bench.deliver(approved(**DECLARED))
    office.bench.deliver(agent_authorized(granted_at=APPROVED + HOUR))
    office.bench.deliver(print_completed(**DECLARED))

    assert told(office, webhook, AGENT) == ["AgentAuthorized"]


def test_an_agent_whose_grant_is_over_hears_nothing_and_what_it_was_told_is_gone(office, receiver):
    webhook, _ = office.make(code=AGENT)
    office.bench.deliver(agent_authorized(granted_at=APPROVED - HOUR))
    office.bench.deliver(approved(**DECLARED))

    office.bench.deliver(agent_revoked())
    office.bench.deliver(print_completed(**DECLARED))
    office.send()

    assert told(office, webhook, AGENT) == ["AgentAuthorized", "AgentRevoked"]
    assert len(receiver.at("/hook")) == 2


def test_a_revocation_that_overtook_its_grant_stands(office):
    webhook, _ = office.make(code=AGENT)
    office.bench.deliver(agent_revoked())
    office.bench.deliver(agent_authorized(granted_at=APPROVED - HOUR))
    office.bench.deliver(approved(**DECLARED))

    assert "CertificateApproved" not in told(office, webhook, AGENT)


def test_the_principal_hears_too(office):
    webhook, _ = office.make(code=EXPORTER)
    office.bench.deliver(approved(**DECLARED), event_id=uuid4())

    assert told(office, webhook, EXPORTER) == ["CertificateApproved"]
