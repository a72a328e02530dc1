"""An agent prints for its principal until the grant is revoked (R39)."""

from uuid import uuid4

import pytest

from contracts.printing import ListPrintJobs
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import (
    AGENT,
    EXPORTER,
    STRANGER,
    agent_authorized,
    agent_revoked,
    caller,
)


def state(office, issued):
    return office.job(issued).state


def test_an_agent_whose_grant_was_revoked_is_issued_nothing_though_cert_svc_has_not_heard(office):
    number, agent = office.approve(), caller(AGENT)
    office.bench.deliver(agent_authorized())
    office.bench.deliver(agent_revoked())

    assert office.refusal(number, caller=agent) == "certificate.agent_not_authorized"
    assert office.issue_one(number).job.state == "issued"


def test_a_new_grant_lets_the_agent_print_again(office):
    number = office.approve()
    for event in (agent_revoked(), agent_authorized(), agent_authorized(uuid4())):
        office.bench.deliver(event)

    assert office.issue_one(number, caller=caller(AGENT)).job.state == "issued"


def test_a_revoked_agent_loses_what_it_has_queued_and_nothing_else(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2, 3)]
    queued = office.issue_one(numbers[0], caller=caller(AGENT))
    out = office.print_out(numbers[1], caller=caller(AGENT))
    owners = office.issue_one(numbers[2])

    office.bench.deliver(agent_revoked())

    assert [state(office, job) for job in (queued, out, owners)] == ["voided", "released", "issued"]
    with refused("print.ticket_void"):
        office.release(queued)


def test_a_certificate_is_free_for_its_owner_when_the_agents_job_is_void(office):
    number = office.approve()
    office.issue_one(number, caller=caller(AGENT))

    office.bench.deliver(agent_revoked())

    assert office.issue_one(number).job.state == "issued"


@pytest.mark.rule("R37")
def test_a_principal_sees_what_each_agent_printed_and_a_stranger_nothing(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2)]
    agents = office.issue_one(numbers[0], caller=caller(AGENT))
    office.issue_one(numbers[1])

    def printed_by_agent(viewer):
        asked = ListPrintJobs(caller=caller(viewer), issuer_code=AGENT)
        return [job.job_id for job in office.bench.ask(asked).jobs]

    assert printed_by_agent(EXPORTER) == printed_by_agent(AGENT) == [agents.job.job_id]
    assert printed_by_agent(STRANGER) == []


def test_an_event_of_a_print_says_which_enterprise_prints(office):
    office.print_out(office.approve(), caller=caller(AGENT))

    assert {event.issuer_code for event in office.bench.published()} == {AGENT}
