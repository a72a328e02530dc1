"""A certificate is printed by its exporter or claimed at the counter: whoever is first (R48)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from contracts.counter_claims import CounterClaimAccepted, CounterClaimRefused
from contracts.printing import MakeDownload
from services.print_svc.documents.finishing import finished
from services.print_svc.domain.print_jobs import release
from services.print_svc.storage import print_jobs
from tests.integration.print_svc.office import at_once, refusals, refused
from tests.unit.cert_svc.events import caller, claim_requested

pytestmark = pytest.mark.rule("R48")

RACES = 12


def claim(office, number, **changes):
    """The answer of print_svc."""
    office.bench.published()
    office.bench.deliver(claim_requested(certificate_no=number, **changes))
    [answer] = office.bench.published()
    return answer


def answers(office):
    said = office.bench.published()
    return [each for each in said if isinstance(each, CounterClaimAccepted | CounterClaimRefused)]


def test_a_claim_before_printing_is_accepted_and_nothing_is_issued_any_more(office):
    number = office.approve()

    answer = claim(office, number)

    assert isinstance(answer, CounterClaimAccepted)
    assert (answer.certificate_no, answer.revision) == (number, 1)
    assert office.refusal(number) == "certificate.claimed_at_counter"
    assert office.refusal(number, parts="copy") == "certificate.claimed_at_counter"


def test_an_original_that_is_queued_gives_way_and_its_ticket_is_void(office):
    number = office.approve()
    issued = office.issue_one(number)

    assert isinstance(claim(office, number), CounterClaimAccepted)

    assert office.job(issued).state == "voided"
    with refused("print.ticket_void"):
        office.release(issued)


def test_a_claim_after_the_release_is_refused_with_the_sheet_that_is_out(office):
    number = office.approve()
    issued = office.print_out(number)

    answer = claim(office, number)

    assert isinstance(answer, CounterClaimRefused)
    assert answer.print_serial == issued.job.print_serials["original"]
    assert office.job(issued).state == "released"


def test_a_claim_after_a_download_is_refused(office):
    number = office.approve("rcep")
    office.bench.ask(MakeDownload(caller=caller(), certificate_no=number))

    assert isinstance(claim(office, number), CounterClaimRefused)


def test_a_sheet_that_is_void_by_an_exception_was_printed_all_the_same(office):
    number = office.approve()
    office.grant_reprint(office.print_out(number))
    queued = office.issue_one(number)

    assert isinstance(claim(office, number), CounterClaimRefused)
    assert office.job(queued).state == "issued"


def test_the_same_claim_twice_is_one_and_another_gets_the_same_answer(office):
    number = office.approve()
    event, event_id = claim_requested(certificate_no=number), uuid4()
    office.bench.deliver(event, event_id=event_id)
    office.bench.deliver(event, event_id=event_id)
    once = answers(office)

    assert [type(each) for each in once] == [CounterClaimAccepted]
    assert isinstance(claim(office, number), CounterClaimAccepted)


def test_a_claim_that_comes_before_the_layout_holds(office):
    number = "A26SPECIMEN10077"
    claim(office, number)

    office.approve(certificate_no=number)

    assert office.refusal(number) == "certificate.claimed_at_counter"


@pytest.mark.rule("R104")
def test_a_new_approval_may_be_printed_although_the_earlier_one_was_claimed(office):
    number = office.approve()
    claim(office, number)
    office.send_back(number)
    office.approve(certificate_no=number, revision=2)

    office.print_out(number)

    assert isinstance(claim(office, number, revision=1), CounterClaimAccepted)
    assert office.issue(number, parts="copy").refused == ()


@pytest.mark.rule("R104")
def test_a_new_approval_may_be_claimed_although_the_earlier_one_was_printed(office):
    number = office.approve()
    office.print_out(number)
    office.approve(certificate_no=number, revision=2)

    assert isinstance(claim(office, number, revision=2), CounterClaimAccepted)


def meeting(office):
    """Until both are there: whoever claims, and a release whose document is made."""
    both = threading.Barrier(2)

    def finish(*given):
        file = finished(*given)
        both.wait()
        return file

    renderer = SimpleNamespace(finish=finish)
    releasing = replace(
        office, bench=replace(office.bench, extras=office.bench.extras | {"renderer": renderer})
    )
    return releasing, both


def claim_when(office, number, both):
    both.wait()
    office.bench.deliver(claim_requested(certificate_no=number))


@pytest.mark.parametrize("serial", range(1, RACES + 1))
def test_of_a_claim_and_a_release_at_once_exactly_one_wins(office, serial):
    number = office.approve(serial=serial)
    issued = office.issue_one(number, parts="original")
    office.bench.published()
    releasing, both = meeting(office)

    results = at_once(
        partial(claim_when, office, number, both),
        partial(releasing.release, issued),
    )

    [answer] = answers(office)
    claimed = isinstance(answer, CounterClaimAccepted)
    assert office.job(issued).state == ("voided" if claimed else "released")
    assert refusals(results) == (["print.ticket_void"] if claimed else [])


def test_a_release_that_holds_the_job_is_waited_for_and_wins(office):
    number = office.approve()
    issued = office.issue_one(number, parts="original")
    office.bench.published()

    with ThreadPoolExecutor(1) as pool, Session(office.bench.engine) as session:
        [job] = print_jobs.find(session, [issued.job.job_id])
        job = print_jobs.lock(session, job)
        waiting = pool.submit(office.bench.deliver, claim_requested(certificate_no=number))
        print_jobs.save(session, release(job, now=office.clock()))
        session.commit()
        waiting.result()

    [answer] = answers(office)
    assert isinstance(answer, CounterClaimRefused)
    assert office.job(issued).state == "released"


def test_of_a_claim_and_a_new_job_at_once_nothing_is_left_that_can_be_released(office):
    number = office.approve()

    at_once(
        partial(office.bench.deliver, claim_requested(certificate_no=number)),
        partial(office.issue, number, parts="original"),
    )

    [answer] = answers(office)
    assert isinstance(answer, CounterClaimAccepted)
    assert office.refusal(number) == "certificate.claimed_at_counter"
