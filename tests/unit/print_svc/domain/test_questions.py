"""The question after a print names the certificate; what the device says is beside it (R72)."""

import pytest

from contracts.printing import Evidence
from contracts.values import PrintPart
from services.print_svc.domain.questions import ALL_COUNTED, STOPPED, hint_of, unanswered
from tests.unit.print_svc.domain.jobs import LATER, NOW, PRINTABLE, begun, job

RELEASED = job("released", released_at=NOW, sheets=2)


@pytest.mark.rule("R72")
def test_the_question_names_the_certificate_and_what_each_answer_leads_to():
    asked = unanswered(RELEASED)

    assert PRINTABLE.certificate_no in asked.question_zh
    assert PRINTABLE.certificate_no in asked.question_en
    assert "影响清关" in asked.question_zh
    assert "打印异常申请" in asked.question_zh


def test_of_a_copy_alone_customs_is_told_nothing_and_so_the_question_says():
    copy = begun(serials={PrintPart.COPY: "COPY-1"})

    asked = unanswered(job("released", parts=copy.parts, released_at=NOW))

    assert "副本" in asked.question_zh
    assert "海关" not in asked.question_zh


@pytest.mark.parametrize("state", ["issued", "printed", "failed", "voided", "expired"])
def test_nothing_is_asked_of_a_job_in_any_other_state(state):
    assert unanswered(job(state, released_at=NOW)) is None


@pytest.mark.parametrize("kind", ["preview", "download"])
def test_nothing_is_asked_of_what_no_printer_printed(kind):
    assert unanswered(job("released", kind=kind, released_at=NOW)) is None


@pytest.mark.parametrize(
    ("told", "step"),
    [
        ({}, "waiting"),
        ({"reminded_at": LATER}, "reminded"),
        ({"reminded_at": LATER, "escalated_at": LATER}, "escalated"),
    ],
)
def test_it_says_since_when_it_waits_and_who_was_told(told, step):
    waiting = unanswered(job("released", released_at=NOW, **told))

    assert (waiting.since, waiting.step) == (NOW, step)


@pytest.mark.rule("R72")
def test_pages_that_the_device_counted_are_a_hint_and_no_answer():
    counted = Evidence(job_state="completed", impressions_completed=4)

    assert hint_of(counted, 2) == ALL_COUNTED.filled({"pages": 4})
    assert unanswered(job("released", released_at=NOW, sheets=2, evidence=counted)).hint_zh


@pytest.mark.parametrize("state", ["aborted", "canceled"])
def test_a_printer_that_stopped_says_how_far_it_got(state):
    said = Evidence(job_state=state, impressions_completed=1)

    assert hint_of(said, 2) == STOPPED.filled({"pages": 4, "counted": 1})


@pytest.mark.parametrize(
    ("said", "sheets"),
    [
        (None, 2),
        (Evidence(job_state="completed", impressions_completed=4), None),
        (Evidence(job_state="completed", impressions_completed=3), 2),
        (Evidence(job_state="completed"), 2),
        (Evidence(job_state="processing", impressions_completed=4), 2),
    ],
)
def test_what_the_device_does_not_know_for_sure_is_no_hint(said, sheets):
    assert hint_of(said, sheets) is None
