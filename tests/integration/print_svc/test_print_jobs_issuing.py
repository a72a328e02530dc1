"""At most one original of a certificate is live, whatever is clicked twice or raced (promise 2)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.printing import ListPrintJobs, PrintIssued
from contracts.values import PrintPart
from services.print_svc import tables
from services.print_svc.domain.print_jobs import begin
from services.print_svc.domain.workstations import with_ticket
from services.print_svc.storage import print_jobs
from tests.integration.print_svc.desks import workstation
from tests.integration.print_svc.office import archival, at_once, refused, sending_back
from tests.unit.cert_svc.events import caller


def test_eight_clicks_at_once_issue_one_original(office):
    number = office.approve()

    answers = at_once(*[lambda: office.issue(number)] * 8)

    assert sum(len(answer.issued) for answer in answers) == 1
    codes = {refusal.code for answer in answers for refusal in answer.refused}
    assert codes == {"print.original_live"}
    assert [type(event) for event in office.bench.published()] == [PrintIssued]


def test_the_index_alone_keeps_one_original_live(office):
    number = office.approve()
    printable = office.cert_svc.known[number]
    engine, now = office.bench.engine, office.clock()

    def insert():
        with Session(engine) as session:
            serials = {PrintPart.ORIGINAL: print_jobs.next_serial(session)}
            job = begin("issue", printable, caller(), serials, job_id=uuid4(), now=now)
            later = now + timedelta(seconds=1)
            print_jobs.add(
                session, with_ticket(job, workstation(), nonce="nonce", expires_at=later)
            )
            session.commit()

    results = at_once(*[insert] * 8)

    assert results.count(None) == 1
    with engine.connect() as connection:
        assert len(connection.execute(select(tables.print_jobs)).all()) == 1


def test_the_refusal_names_the_serial_of_the_original_that_is_live(office):
    number = office.approve()
    serial = office.issue_one(number).job.print_serials["original"]

    [refusal] = office.issue(number).refused

    assert refusal.details == {"print_serial": serial}


def test_a_batch_gives_each_certificate_a_job_or_a_reason(office):
    printable, printed = office.approve(serial=1), office.approve(serial=2)
    office.print_out(printed)

    answer = office.issue(printed, "A26SPECIMEN19999", printable, printable)

    assert [issued.job.certificate_no for issued in answer.issued] == [printable]
    assert {refusal.certificate_no: refusal.code for refusal in answer.refused} == {
        "A26SPECIMEN19999": "certificate.unknown",
        printed: "print.original_live",
    }


def test_batches_in_opposite_orders_do_not_wait_for_each_other(office):
    numbers = [office.approve(serial=serial) for serial in range(1, 9)]

    answers = at_once(
        lambda: office.issue(*numbers, parts="original"),
        lambda: office.issue(*reversed(numbers), parts="original"),
    )

    assert sum(len(answer.issued) for answer in answers) == len(numbers)


def test_the_same_key_gives_the_same_tickets_again(office):
    number, key = office.approve(), {"idempotency_key": "one click"}

    first, again = office.issue(number, **key), office.issue(number, **key)

    assert again == first
    assert len(office.bench.published()) == 1


def test_two_calls_with_the_same_key_at_once_give_the_same_tickets(office):
    number = office.approve()

    first, second = at_once(*[lambda: office.issue(number, idempotency_key="one click")] * 2)

    assert first.issued
    assert first == second


def test_the_same_key_with_another_certificate_is_refused(office):
    numbers = office.approve(serial=1), office.approve(serial=2)
    office.issue(numbers[0], idempotency_key="one click")

    with refused("idempotency.key_reused"):
        office.issue(numbers[1], idempotency_key="one click")


def test_nothing_is_issued_or_remembered_while_cert_svc_is_away(office):
    numbers = office.approve(serial=1), office.approve(serial=2)
    office.cert_svc.away = True

    with refused("service.unavailable"):
        office.issue(*numbers, idempotency_key="one click")
    office.cert_svc.away = False

    assert len(office.issue(*numbers, idempotency_key="one click").issued) == 2


def test_cert_svc_is_asked_about_all_ticked_certificates_at_once(office):
    numbers = [office.approve(serial=serial) for serial in (2, 1, 3)]

    office.issue(*numbers, numbers[0])

    [asked] = office.cert_svc.asked
    assert (asked.certificate_nos, asked.use) == (tuple(sorted(numbers)), "print")


def test_an_order_that_came_before_is_answered_without_cert_svc(office):
    number, key = office.approve(), {"idempotency_key": "one click"}
    first = office.issue(number, **key)
    office.cert_svc.away = True

    assert office.issue(number, **key) == first


def test_an_expired_ticket_frees_the_certificate(office):
    number = office.approve()
    left = office.issue_one(number)
    office.clock.skip(timedelta(minutes=11))

    assert office.job(left).state == "expired"
    assert office.issue_one(number).job.state == "issued"
    assert office.job(left).state == "expired"


def test_copies_are_issued_beside_a_live_original_and_beside_each_other(office):
    number = office.approve()
    office.issue_one(number, parts="original")

    copies = [office.issue_one(number, parts="copy") for _ in range(2)]

    assert len({copy.job.print_serials["copy"] for copy in copies}) == 2
    assert [type(event) for event in office.bench.published()] == [PrintIssued]


@pytest.mark.parametrize("event", [archival, sending_back])
def test_what_customs_has_ended_is_not_issued_though_cert_svc_has_not_heard_of_it(office, event):
    number = office.approve()
    office.bench.deliver(event(number))

    expected = {archival: "certificate.archived", sending_back: "certificate.returned"}
    assert office.refusal(number) == expected[event]


def test_an_approval_that_was_replaced_is_not_issued(office):
    number = office.approve(revision=2)
    stale = office.cert_svc.known[number].model_copy(update={"revision": 1})
    office.cert_svc.known[number] = stale

    assert office.refusal(number) == "certificate.returned"


def test_a_job_is_warned_of_an_invoice_number_that_cannot_be_found_abroad(office):
    issued = office.issue_one(office.approve(invoice_no="SPEC－２０26 O0"))

    assert {(warning.code, warning.rule) for warning in issued.warnings} == {
        ("invoice.full_width_hyphen", "R77"),
        ("invoice.full_width", "R77"),
        ("invoice.inner_blank", "R77"),
        ("invoice.zero_and_o", "R77"),
    }


def test_a_plain_invoice_number_warns_of_nothing(office):
    assert office.issue_one(office.approve(invoice_no="SPEC-2026-1")).warnings == ()


def test_the_newest_job_is_listed_first(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2)]
    jobs = [office.issue_one(number).job for number in numbers]

    listed = office.bench.ask(ListPrintJobs(caller=caller()))
    of_one = office.bench.ask(ListPrintJobs(caller=caller(), certificate_no=numbers[0]))

    assert [job.job_id for job in listed.jobs] == [jobs[1].job_id, jobs[0].job_id]
    assert [job.job_id for job in of_one.jobs] == [jobs[0].job_id]


def test_a_serial_is_never_given_twice(office):
    number = office.approve()

    copies = at_once(*[lambda: office.issue_one(number, parts="copy")] * 8)

    assert not any(isinstance(copy, Refused) for copy in copies)
    assert len({copy.job.print_serials["copy"] for copy in copies}) == 8
