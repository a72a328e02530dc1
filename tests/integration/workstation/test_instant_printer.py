"""The benchmark's printer is fit, takes jobs one after another, and has printed each at once."""

import pytest

from bench.instant_printer import instant_printer
from workstation.ipp import JobState, Printer
from workstation.preflight import USUAL_RULES, answers_of

pytestmark = pytest.mark.integration


def test_a_job_is_printed_and_timed_when_its_last_byte_is_there() -> None:
    with instant_printer() as instant:
        printer = Printer(instant.uri)
        first = printer.print_job(b"%PDF-1.4 small", name="first")
        second = printer.print_job(b"%PDF-1.4 small", name="second")
        ended = printer.get_job_attributes(second.job_id)

    assert (first.job_id, ended.name, ended.state) == (1, "second", JobState.COMPLETED)
    assert sorted(instant.arrived) == instant.arrived
    assert len(instant.arrived) == 2


def test_it_passes_the_preflight() -> None:
    with instant_printer() as instant:
        answers = answers_of(Printer(instant.uri).get_printer_attributes(), USUAL_RULES)

    assert set(answers.values()) == {"yes"}


def test_jobs_that_do_not_come_are_said_to_be_missing() -> None:
    with instant_printer() as instant, pytest.raises(TimeoutError, match="0 of 1 jobs"):
        instant.wait_for(1, 0.01)
