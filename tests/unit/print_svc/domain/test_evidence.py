"""What a workstation has seen is never forgotten and never undone (promise 3)."""

from datetime import UTC, datetime

import pytest

from contracts.printing import Evidence
from services.print_svc.domain.evidence import added, combined

AT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
SENT = Evidence(job_state="processing", sent_at=AT, printer_name="SPECIMEN")
DONE = Evidence(job_state="completed", finished_at=AT, impressions_completed=2)


def test_a_first_report_is_taken_as_it_is():
    assert combined(None, SENT) == SENT


@pytest.mark.parametrize(("first", "second"), [(SENT, DONE), (DONE, SENT)])
def test_reports_in_either_order_give_the_same(first, second):
    both = combined(first, second)

    assert (both.job_state, both.impressions_completed) == ("completed", 2)
    assert (both.sent_at, both.finished_at, both.printer_name) == (AT, AT, "SPECIMEN")


def test_a_later_word_of_the_device_counts():
    jammed = Evidence(job_state="aborted", state_reasons=("media-jam-error",))

    assert combined(jammed, DONE).job_state == "completed"
    assert combined(jammed, DONE).state_reasons == ()
    assert combined(DONE, jammed).impressions_completed == 2


def test_what_was_known_when_a_person_answered_stays_and_what_was_not_is_added():
    jammed = Evidence(job_state="aborted", state_reasons=("media-jam-error",), bytes_sent=5)

    after = added(SENT, jammed)

    assert (after.job_state, after.sent_at, after.printer_name) == ("processing", AT, "SPECIMEN")
    assert (after.bytes_sent, after.state_reasons) == (5, ("media-jam-error",))


def test_a_first_report_after_the_answer_is_taken_as_it_is():
    assert added(None, SENT) == SENT
