"""A document goes to its own workstation, while its ticket lives and nobody has answered."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.print_svc.domain.workstations import check_fetchable
from tests.unit.print_svc.domain.jobs import DESK, LATER, NOW, job, refusal


@pytest.mark.parametrize(
    ("state", "printed", "code"),
    [
        ("printed", True, "print.already_confirmed"),
        ("failed", False, "print.already_confirmed"),
        ("voided", None, "print.ticket_void"),
        ("expired", None, "print.ticket_expired"),
    ],
)
def test_a_document_is_not_fetched_any_more(state, printed, code):
    assert refusal(check_fetchable, job(state, printed=printed), DESK.id, now=NOW) == code


@pytest.mark.parametrize("state", ["issued", "released"])
def test_a_document_is_fetched_until_its_ticket_expires(state):
    check_fetchable(job(state), DESK.id, now=LATER - timedelta(seconds=1))

    assert refusal(check_fetchable, job(state), DESK.id, now=LATER) == "print.ticket_expired"


def test_another_workstation_learns_nothing_of_the_jobs_state():
    other = UUID(int=5)

    assert refusal(check_fetchable, job("voided"), other, now=NOW) == "print.wrong_workstation"
