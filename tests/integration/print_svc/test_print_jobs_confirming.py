"""A person answers 是 or 否 once; it is kept apart from what the device said (R72-R74)."""

import pytest

from contracts.printing import Evidence, PrintCompleted, PrintFailed
from tests.integration.print_svc.office import at_once, refusals, refused
from tests.unit.cert_svc.events import AGENT, caller

JAMMED = Evidence(job_state="aborted", state_reasons=("media-jam-error",))


def test_what_a_person_confirmed_is_not_what_the_device_counted(office):
    issued = office.print_out(office.approve())
    office.report(issued, JAMMED)

    job = office.confirm(issued, printed=True)

    assert job.confirmed_printed
    assert job.evidence == JAMMED


@pytest.mark.rule("R74")
def test_no_tells_customs_what_the_device_had_said(office):
    issued = office.print_out(office.approve())
    office.report(issued, JAMMED)

    office.confirm(issued, printed=False)

    failed = office.bench.published()[-1]
    assert isinstance(failed, PrintFailed)
    assert failed.device_reasons == ("media-jam-error",)
    assert failed.print_serial == issued.job.print_serials["original"]


def test_of_two_opposite_answers_at_once_one_wins_and_the_other_is_refused(office):
    issued = office.print_out(office.approve())
    office.bench.published()

    answers = at_once(
        lambda: office.confirm(issued, printed=True), lambda: office.confirm(issued, printed=False)
    )

    assert refusals(answers) == ["print.already_confirmed"]
    [event] = office.bench.published()
    [winner] = [answer for answer in answers if answer not in refusals_of(answers)]
    assert isinstance(event, PrintCompleted if winner.confirmed_printed else PrintFailed)


def refusals_of(answers):
    return [answer for answer in answers if isinstance(answer, Exception)]


@pytest.mark.rule("R73")
def test_the_same_answer_at_once_is_one_answer(office):
    issued = office.print_out(office.approve())
    office.bench.published()

    answers = at_once(*[lambda: office.confirm(issued, printed=True)] * 4)

    assert {answer.confirmed_at for answer in answers} == {answers[0].confirmed_at}
    assert [type(event) for event in office.bench.published()] == [PrintCompleted]


@pytest.mark.rule("R72")
def test_the_first_answer_stands(office):
    issued = office.print_out(office.approve())
    office.confirm(issued, printed=True)

    with refused("print.already_confirmed"):
        office.confirm(issued, printed=False)
    assert office.job(issued).state == "printed"


def test_nothing_is_confirmed_before_it_is_released(office):
    issued = office.issue_one(office.approve())

    with refused("print.not_released"):
        office.confirm(issued, printed=True)


def test_the_agent_that_printed_may_confirm(office):
    issued = office.print_out(office.approve(), caller=caller(AGENT))

    assert office.confirm(issued, printed=True, caller=caller(AGENT)).state == "printed"


def test_a_copy_is_confirmed_without_a_word_to_anyone(office):
    number = office.approve()
    original = office.issue_one(number, parts="original")
    office.bench.published()

    copy = office.print_out(number, parts="copy")
    office.confirm(copy, printed=True)

    assert office.bench.published() == []
    assert office.job(original).state == "issued"
