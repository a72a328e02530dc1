"""Queued, sent and counted by the device are facts of their own (promise 3)."""

from datetime import timedelta

from contracts.printing import Evidence
from tests.integration.print_svc.office import refused
from tests.unit.cert_svc.events import APPROVED, HOUR

SENT = Evidence(job_state="processing", queued_at=APPROVED, sent_at=APPROVED + HOUR)
DONE = Evidence(job_state="completed", finished_at=APPROVED + 2 * HOUR, impressions_completed=4)


def test_what_the_device_counted_is_not_what_a_person_confirmed(office):
    issued = office.print_out(office.approve())

    job = office.report(issued, DONE)

    assert job.evidence == DONE
    assert (job.state, job.confirmed_at, job.confirmed_printed) == ("released", None, None)


def test_later_evidence_completes_earlier(office):
    issued = office.print_out(office.approve())
    office.report(issued, SENT)

    job = office.report(issued, DONE)

    assert (job.evidence.queued_at, job.evidence.sent_at) == (SENT.queued_at, SENT.sent_at)
    assert (job.evidence.job_state, job.evidence.impressions_completed) == ("completed", 4)


def test_evidence_is_taken_after_the_answer_and_after_the_tickets_life(office):
    issued = office.print_out(office.approve())
    office.confirm(issued, printed=False)
    office.grant_reprint(issued)
    office.clock.skip(timedelta(hours=1))

    assert office.report(issued, DONE).evidence == DONE


def test_evidence_of_what_was_never_released_is_refused(office):
    issued = office.issue_one(office.approve())

    with refused("print.not_released"):
        office.report(issued, DONE)


def test_evidence_from_another_workstation_is_refused(office):
    issued = office.print_out(office.approve())

    with refused("print.wrong_workstation"):
        office.report(issued, DONE, workstation="back-office")
