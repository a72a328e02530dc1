"""What a person queued is void once its sessions have ended (R20)."""

from uuid import UUID

import pytest

from contracts.people import SessionsEnded
from contracts.values import LoginMedium
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import APPROVED, EXPORTER, HOUR, STRANGER, caller

LATER = APPROVED + 2 * HOUR
CLERK = caller().operator_id


def ended(enterprise_code=EXPORTER, operator_id=CLERK, medium="password", ended_at=LATER):
    return SessionsEnded(
        enterprise_code=enterprise_code,
        operator_id=operator_id,
        media=[LoginMedium(medium)],
        ended_at=ended_at,
    )


def test_the_ticket_of_a_person_who_was_disabled_fetches_nothing(office):
    queued = office.issue_one(office.approve())

    office.bench.deliver(ended())

    with refused("print.ticket_void"):
        office.release(queued)


def test_the_certificate_is_free_for_a_colleague_at_once(office):
    number = office.approve()
    office.issue_one(number)

    office.bench.deliver(ended())

    colleague = caller().model_copy(update={"operator_id": UUID(int=8)})
    assert office.issue_one(number, caller=colleague).job.state == "issued"


@pytest.mark.parametrize(
    "event",
    [
        ended(operator_id=UUID(int=8)),
        ended(medium="operator_card"),
        ended(ended_at=APPROVED),
        ended(enterprise_code=STRANGER),
    ],
    ids=["a colleague's", "by another medium", "before the job", "of another enterprise"],
)
def test_what_other_sessions_queued_stays(office, event):
    queued = office.issue_one(office.approve())

    office.bench.deliver(event)

    assert office.job(queued).state == "issued"
