"""Prints that nobody answered for are listed, reminded of and escalated, each step once."""

from datetime import timedelta

import pytest

from chassis.deliveries import Delivery
from contracts.printing import ListPrintJobs, PrintUnanswered
from tests.integration.print_svc.office import at_once
from tests.unit.cert_svc.events import AGENT, EXPORTER, caller

DAY = timedelta(days=1)


def look(office):
    bench = office.bench
    bench._instance(Delivery("print_svc.remind_of_unanswered")).remind_of_unanswered()


def steps(office):
    """What was told since this was asked last."""
    return [one.step for one in office.bench.published() if isinstance(one, PrintUnanswered)]


def unanswered(office, who=None):
    asked = ListPrintJobs(caller=who or caller(), unanswered=True)
    return office.bench.ask(asked).jobs


@pytest.mark.rule("R72", "R75")
def test_a_print_is_reminded_of_after_a_day_and_escalated_after_three_once_each(office):
    issued = office.print_out(office.approve())
    told = []

    for _ in range(5):
        look(office)
        look(office)
        told.append((steps(office), office.job(issued).unanswered.step))
        office.clock.skip(DAY)

    assert told == [
        ([], "waiting"),
        (["reminder"], "reminded"),
        ([], "reminded"),
        (["escalation"], "escalated"),
        ([], "escalated"),
    ]


def test_where_nobody_looked_for_days_both_steps_are_told_in_their_order(office):
    office.print_out(office.approve())
    office.clock.skip(4 * DAY)

    look(office)

    assert steps(office) == ["reminder", "escalation"]


def test_several_processes_that_look_at_once_tell_it_once(office):
    for serial in range(1, 5):
        office.print_out(office.approve(serial=serial), parts="original")
    office.clock.skip(DAY)

    at_once(*[lambda: look(office)] * 4)
    look(office)

    assert steps(office) == ["reminder"] * 4


def test_a_reminder_says_whose_print_it_is_and_where_it_came_out(office):
    office.bench.published()
    issued = office.print_out(office.approve(), caller=caller(AGENT))
    office.clock.skip(DAY)

    look(office)

    told = office.bench.published()[-1]
    assert (told.enterprise_code, told.issuer_code) == (EXPORTER, AGENT)
    assert (told.operator_id, told.workstation) == (caller().operator_id, "front-desk")
    assert (told.job_id, told.released_at) == (issued.job.job_id, office.job(issued).released_at)


@pytest.mark.parametrize(
    "end",
    [
        lambda office, issued: office.confirm(issued, printed=True),
        lambda office, issued: office.confirm(issued, printed=False),
        lambda office, issued: office.grant_reprint(issued),
        lambda office, issued: office.archive(issued.job.certificate_no),
    ],
    ids=["yes", "no", "reprint", "archived"],
)
def test_nobody_is_reminded_of_what_waits_for_no_answer_any_more(office, end):
    issued = office.print_out(office.approve())
    end(office, issued)
    office.clock.skip(4 * DAY)

    look(office)

    assert steps(office) == []


def test_nobody_is_reminded_of_a_copy_or_of_what_was_never_fetched(office):
    office.print_out(office.approve(serial=1), parts="copy")
    office.issue_one(office.approve(serial=2))
    office.clock.skip(4 * DAY)

    look(office)

    assert steps(office) == []


@pytest.mark.rule("R72")
def test_what_waits_for_an_answer_is_listed_until_it_is_answered(office):
    numbers = [office.approve(serial=serial) for serial in (1, 2, 3)]
    office.issue_one(numbers[0])
    office.confirm(office.print_out(numbers[1]), printed=True)
    issued = office.print_out(numbers[2])

    [listed] = unanswered(office)
    office.confirm(issued, printed=False)

    assert listed.job_id == issued.job.job_id
    assert listed.unanswered.since == listed.released_at
    assert unanswered(office) == ()
