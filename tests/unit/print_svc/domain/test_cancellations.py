"""What waits for its workstation may be cancelled, and nothing else."""

from datetime import timedelta

import pytest

from services.print_svc.domain.cancellations import cancel
from tests.unit.print_svc.domain.jobs import JOB, LATER, NOW, job, refusal


def test_a_cancelled_job_is_void_and_says_why():
    cancelled = cancel(JOB, now=NOW)

    assert (cancelled.state, cancelled.void_reason) == ("voided", "cancelled")


def test_cancelled_again_it_stays_as_it_is():
    cancelled = cancel(JOB, now=NOW)

    assert cancel(cancelled, now=LATER + timedelta(days=1)) is cancelled


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (job("released"), "print.already_released"),
        (job("printed", printed=True), "print.already_confirmed"),
        (job("failed", printed=False), "print.already_confirmed"),
        (job("voided", void_reason="returned"), "print.ticket_void"),
        (job("expired"), "print.ticket_expired"),
    ],
    ids=lambda each: getattr(each, "state", ""),
)
def test_what_was_fetched_or_has_ended_is_not_cancelled(given, code):
    assert refusal(cancel, given, now=NOW) == code


def test_a_job_whose_ticket_is_over_has_expired_and_is_not_cancelled():
    assert refusal(cancel, JOB, now=LATER) == "print.ticket_expired"
