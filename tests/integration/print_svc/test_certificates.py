"""What is heard of a certificate voids its sheets or frees it; archiving is final in any order."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from contracts.printing import Evidence, MakeCopy
from services.print_svc.domain.evidence import with_evidence
from services.print_svc.storage import certificates, print_jobs
from tests.integration.print_svc.office import archival, at_once, grant, refused
from tests.unit.cert_svc.events import EXPORTER, caller


def failed_print(office, number):
    issued = office.print_out(number)
    office.confirm(issued, printed=False)
    return issued


def state(office, issued):
    return office.job(issued).state


def test_a_granted_reprint_voids_the_named_sheet_alone(office):
    named, other = office.approve(serial=1), office.approve(serial=2)
    jobs = failed_print(office, named), failed_print(office, other)
    copy = office.print_out(named, parts="copy")

    office.grant_reprint(jobs[0])

    assert [state(office, job) for job in (*jobs, copy)] == ["voided", "failed", "released"]


def test_a_granted_reprint_frees_exactly_one_replacement(office):
    number = office.approve()
    office.grant_reprint(failed_print(office, number))

    replacement = office.print_out(number)

    assert office.refusal(number) == "print.original_live"
    assert state(office, replacement) == "released"


def test_the_same_grant_delivered_again_does_not_void_the_replacement(office):
    number = office.approve()
    event, event_id = grant(failed_print(office, number)), uuid4()
    office.bench.deliver(event, event_id=event_id)
    replacement = office.print_out(number)

    office.bench.deliver(event, event_id=event_id)
    office.bench.deliver(event)

    assert state(office, replacement) == "released"


def test_a_sheet_that_was_released_and_never_answered_may_be_replaced(office):
    number = office.approve()
    issued = office.print_out(number)

    office.grant_reprint(issued)

    with refused("print.ticket_void"):
        office.confirm(issued, printed=True)
    with refused("print.ticket_void"):
        office.release(issued)
    assert office.issue_one(number)


def test_an_archived_certificate_is_not_freed_by_a_grant_that_comes_late(office):
    number = office.approve()
    issued = office.print_out(number)
    office.confirm(issued, printed=True)

    office.archive(number)
    office.grant_reprint(issued)

    assert state(office, issued) == "printed"
    assert office.refusal(number) == "certificate.archived"


@pytest.mark.parametrize(
    ("answer", "restored"), [(None, "released"), (True, "printed"), (False, "failed")]
)
def test_archiving_that_comes_after_the_grant_ends_the_same(office, answer, restored):
    number = office.approve()
    issued = office.print_out(number)
    if answer is not None:
        office.confirm(issued, printed=answer)

    office.grant_reprint(issued)
    office.archive(number)

    assert state(office, issued) == restored
    assert office.refusal(number) == "certificate.archived"


def test_archiving_voids_the_replacement_that_waits_for_its_workstation(office):
    number = office.approve()
    issued = failed_print(office, number)
    office.grant_reprint(issued)
    replacement = office.issue_one(number)

    office.archive(number)

    assert [state(office, job) for job in (issued, replacement)] == ["failed", "voided"]
    with refused("print.ticket_void"):
        office.release(replacement)


def test_archiving_leaves_the_replacement_that_is_out(office):
    number = office.approve()
    issued = failed_print(office, number)
    office.grant_reprint(issued)
    replacement = office.print_out(number)

    office.archive(number)

    assert [state(office, job) for job in (issued, replacement)] == ["voided", "released"]


def test_a_grant_and_archiving_at_once_leave_the_sheet_live(office):
    number = office.approve()
    issued = office.print_out(number)

    at_once(
        lambda: office.bench.deliver(grant(issued)), lambda: office.bench.deliver(archival(number))
    )

    assert state(office, issued) == "released"


@pytest.mark.parametrize(
    "order", list(permutations(("grant", "archive", "return", "approval"))), ids=" ".join
)
def test_any_order_of_the_same_events_each_told_twice_ends_the_same(office, order):
    number = office.approve()
    issued = office.print_out(number, parts="original")
    tell = {
        "grant": lambda: office.grant_reprint(issued),
        "archive": lambda: office.archive(number),
        "return": lambda: office.send_back(number),
        "approval": lambda: office.approve(revision=2),
    }

    for name in (*order, *order):
        tell[name]()

    assert state(office, issued) == "voided"
    assert office.refusal(number) == "certificate.archived"


@pytest.mark.parametrize(
    "decide",
    [
        lambda office, issued: office.grant_reprint(issued),
        lambda office, issued: office.archive(issued.job.certificate_no),
        lambda office, issued: office.send_back(issued.job.certificate_no),
        lambda office, issued: office.approve(revision=2),
        lambda office, issued: office.issue(issued.job.certificate_no),
    ],
    ids=["grant", "archiving", "return", "approval", "issue"],
)
def test_whoever_decides_about_a_certificate_waits_for_who_decided_before(office, decide):
    issued = office.print_out(office.approve())
    number = issued.job.certificate_no

    with ThreadPoolExecutor(1) as pool, Session(office.bench.engine) as earlier:
        certificates.lock(earlier, number, EXPORTER)
        later = pool.submit(decide, office, issued)
        with pytest.raises(TimeoutError):
            later.result(timeout=0.2)
        earlier.commit()

        later.result(timeout=60)


def test_archiving_that_restores_a_sheet_keeps_what_its_device_reports_meanwhile(office):
    issued = office.print_out(office.approve())
    office.grant_reprint(issued)
    evidence = Evidence(job_state="completed", impressions_completed=4)

    with ThreadPoolExecutor(1) as pool, Session(office.bench.engine) as device:
        [job] = print_jobs.find(device, [issued.job.job_id])
        job = print_jobs.lock(device, job)
        print_jobs.save(device, with_evidence(job, evidence))
        archiving = pool.submit(office.archive, job.certificate_no)
        with pytest.raises(TimeoutError):
            archiving.result(timeout=0.2)
        device.commit()
        archiving.result(timeout=60)

    assert (state(office, issued), office.job(issued).evidence) == ("released", evidence)


def test_archiving_of_what_was_never_printed_here_is_kept_before_its_layout(office):
    office.archive("A26SPECIMEN10001")
    number = office.approve()

    assert office.refusal(number) == "certificate.archived"


@pytest.mark.rule("R56", "R61")
def test_no_copy_of_an_archived_certificate_is_printed_and_one_to_look_at_is_made(office):
    number = office.approve()
    queued = office.issue_one(number, parts="copy")

    office.archive(number)

    with refused("print.ticket_void"):
        office.release(queued)
    assert office.refusal(number, parts="copy") == "certificate.archived"
    assert office.bench.ask(MakeCopy(caller=caller(), certificate_no=number)).document


def test_what_customs_sent_back_voids_what_is_queued_and_withdraws_what_is_out(office):
    queued, out = office.approve(serial=1), office.approve(serial=2)
    jobs = office.issue_one(queued), office.print_out(out)

    office.send_back(queued)
    office.send_back(out)

    assert [state(office, job) for job in jobs] == ["voided", "released"]
    assert office.verify(out, jobs[1].job.print_serials["original"]).verdict == "voided"


def test_a_new_approval_voids_every_sheet_of_the_earlier_one(office):
    number = office.approve()
    issued, copy = office.print_out(number), office.print_out(number, parts="copy")

    office.approve(revision=2)

    assert [state(office, job) for job in (issued, copy)] == ["voided", "voided"]
    assert office.print_out(number).job.revision == 2


def test_an_earlier_approval_or_return_that_comes_late_changes_nothing(office):
    office.approve(revision=2)
    number = office.approve(revision=3)
    issued = office.print_out(number)

    office.send_back(number, revision=2)
    newest = office.cert_svc.known[number]
    office.approve(revision=2)
    office.cert_svc.known[number] = newest

    assert state(office, issued) == "released"
    assert office.verify(number, issued.job.print_serials["original"]).verdict == "not_archived"


def test_a_late_word_of_an_earlier_approval_does_not_bring_it_back(office):
    office.approve(revision=2)

    number = office.approve(revision=1)

    assert office.refusal(number) == "certificate.returned"


def test_a_late_word_of_an_earlier_return_does_not_undo_the_last_one(office):
    number = office.approve(revision=3)

    office.send_back(number, revision=3)
    office.send_back(number, revision=2)

    assert office.refusal(number) == "certificate.returned"


def test_a_return_heard_before_its_layout_still_counts(office):
    office.send_back("A26SPECIMEN10001")

    assert office.refusal(office.approve()) == "certificate.returned"
