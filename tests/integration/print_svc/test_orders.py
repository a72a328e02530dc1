"""One order is one batch: 200 certificates, a place for each, tickets that live long enough."""

from datetime import timedelta

import pytest

from contracts.print_answers import WithdrawPrintJob
from contracts.printing import MOST_AT_ONCE, Evidence
from contracts.proofs import withdrawing
from tests.integration.print_svc.desks import DESK
from tests.integration.print_svc.office import EXPORTER, refused


def _withdrawal(office, issued, desk=DESK):
    at = office.desks.named(desk, EXPORTER)
    proof = office.desks.prove(at, withdrawing(issued.ticket.get_secret_value()))
    return WithdrawPrintJob(ticket=issued.ticket, proof=proof)


@pytest.mark.rule("R60")
def test_two_hundred_certificates_are_one_order(office):
    numbers = [office.approve(serial=serial) for serial in range(1, MOST_AT_ONCE + 1)]

    answer = office.issue(*numbers)

    assert len(answer.issued) == MOST_AT_ONCE
    assert len({one.job.order_id for one in answer.issued}) == 1
    assert [one.job.order_place for one in answer.issued] == list(range(MOST_AT_ONCE))


def test_a_ticket_lives_longer_the_more_prints_come_before_it(office):
    first, second = office.issue(office.approve(serial=1), office.approve(serial=2)).issued

    longer = second.job.ticket_expires_at - first.job.ticket_expires_at

    assert timedelta(seconds=14) < longer < timedelta(seconds=16)


def test_a_job_names_one_of_the_workstations_printers(office):
    number = office.approve()

    with refused("workstation.unknown_printer"):
        office.issue(number, printer_uri="ipp://elsewhere.example/")


def test_a_waiting_job_is_cancelled_at_its_workstation(office):
    number = office.approve()
    issued = office.issue_one(number)

    withdrawn = office.bench.ask(_withdrawal(office, issued))

    assert (withdrawn.state, withdrawn.void_reason) == ("voided", "cancelled")
    assert office.issue_one(number).job.state == "issued"


def test_another_workstation_cancels_nothing(office):
    issued = office.issue_one(office.approve())

    with refused("print.wrong_workstation"):
        office.bench.ask(_withdrawal(office, issued, "back-office"))

    assert office.job(issued).state == "issued"


def test_what_was_fetched_is_cancelled_nowhere(office):
    issued = office.print_out(office.approve())

    with refused("print.already_released"):
        office.bench.ask(_withdrawal(office, issued))


@pytest.mark.rule("R72")
@pytest.mark.parametrize(
    ("evidence", "printed", "warned"),
    [
        (Evidence(job_state="aborted", impressions_completed=1), True, True),
        (Evidence(job_state="completed", impressions_completed=4), False, True),
        (Evidence(job_state="completed", impressions_completed=4), True, False),
        (Evidence(job_state="aborted"), False, False),
    ],
)
def test_both_words_are_kept_and_a_disagreement_is_told(office, evidence, printed, warned):
    issued = office.print_out(office.approve())
    office.report(issued, evidence)

    answered = office.confirm(issued, printed=printed)

    assert answered.confirmed_printed is printed
    assert answered.evidence.job_state == evidence.job_state
    assert (answered.device.warning_zh is not None) is warned
