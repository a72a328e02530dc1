"""A job that waits for its workstation is cancelled, and its certificate is free again."""

import pytest

from contracts.errors import Refused
from contracts.printing import DocumentReleased, PrintCancelled, PrintIssued
from tests.integration.print_svc.office import at_once, refusals, refused
from tests.unit.cert_svc.events import AGENT, STRANGER, caller


def test_a_cancelled_job_is_void_and_frees_its_certificate_at_once(office):
    number = office.approve()
    waiting = office.issue_one(number)

    cancelled = office.cancel(waiting)

    assert (cancelled.state, cancelled.void_reason) == ("voided", "cancelled")
    with refused("print.ticket_void"):
        office.release(waiting)
    assert office.print_out(number).job.state == "issued"


def test_cancelling_is_told_once_however_often_it_is_asked_for(office):
    waiting = office.issue_one(office.approve())

    first, again = office.cancel(waiting), office.cancel(waiting)

    assert first == again
    issued, told = office.bench.published()
    assert (type(issued), type(told)) == (PrintIssued, PrintCancelled)
    assert told.print_serial == waiting.job.print_serials["original"]


def test_of_a_copy_that_is_cancelled_nobody_hears(office):
    waiting = office.issue_one(office.approve(), parts="copy")

    office.cancel(waiting)

    assert office.bench.published() == []


def test_what_a_workstation_has_fetched_is_not_cancelled(office):
    issued = office.print_out(office.approve())

    with refused("print.already_released"):
        office.cancel(issued)
    assert office.job(issued).state == "released"


def test_of_a_release_and_a_cancellation_at_once_one_wins(office):
    waiting = office.issue_one(office.approve())

    answers = at_once(lambda: office.release(waiting), lambda: office.cancel(waiting))

    [code] = refusals(answers)
    [won] = [answer for answer in answers if not isinstance(answer, Refused)]
    expected = ("print.already_released", "released")
    if not isinstance(won, DocumentReleased):
        expected = ("print.ticket_void", "voided")
    assert (code, office.job(waiting).state) == expected


@pytest.mark.parametrize("who", [caller(), caller(AGENT)], ids=["its owner", "its issuer"])
def test_owner_and_issuer_may_cancel(office, who):
    waiting = office.issue_one(office.approve(), caller=caller(AGENT))

    assert office.cancel(waiting, who).state == "voided"


@pytest.mark.parametrize("who", [caller(STRANGER), caller(AGENT)], ids=["stranger", "agent"])
def test_nobody_else_may(office, who):
    waiting = office.issue_one(office.approve())

    with refused("print.unknown_job"):
        office.cancel(waiting, who)
    assert office.job(waiting).state == "issued"
