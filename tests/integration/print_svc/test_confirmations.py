"""One answer for many prints: each is answered as if alone, and the others are not held up."""

from uuid import uuid4

import pytest

from contracts.print_answers import ConfirmPrints
from contracts.printing import PrintCompleted, PrintFailed
from tests.integration.print_svc.office import at_once
from tests.unit.cert_svc.events import STRANGER, caller


def confirm_all(office, *issued, printed=True, **changes):
    ids = tuple(each.job.job_id for each in issued)
    fields = {"caller": caller(), "job_ids": ids, "printed": printed} | changes
    return office.bench.ask(ConfirmPrints(**fields))


def prints(office, count=3):
    printed = [office.print_out(office.approve(serial=serial)) for serial in range(1, count + 1)]
    office.bench.published()
    return printed


@pytest.mark.rule("R72", "R73", "R74")
@pytest.mark.parametrize(("printed", "event"), [(True, PrintCompleted), (False, PrintFailed)])
def test_many_are_answered_at_once_and_each_is_told(office, printed, event):
    issued = prints(office)

    answer = confirm_all(office, *issued, printed=printed)

    assert {job.confirmed_printed for job in answer.confirmed} == {printed}
    assert (len(answer.confirmed), answer.refused) == (3, ())
    assert [type(told) for told in office.bench.published()] == [event] * 3


def test_those_that_cannot_be_answered_are_refused_with_their_code(office):
    out, answered = prints(office, count=2)
    office.confirm(answered, printed=False)
    waiting = office.issue_one(office.approve(serial=9))
    unknown = uuid4()

    ids = (*(each.job.job_id for each in (out, answered, waiting)), unknown)
    answer = confirm_all(office, job_ids=ids)

    assert [job.job_id for job in answer.confirmed] == [out.job.job_id]
    assert {each.job_id: each.code for each in answer.refused} == {
        answered.job.job_id: "print.already_confirmed",
        waiting.job.job_id: "print.not_released",
        unknown: "print.unknown_job",
    }


def test_the_same_answers_with_the_same_key_are_one_command(office):
    issued = prints(office)

    first = confirm_all(office, *issued, idempotency_key="one click")
    again = confirm_all(office, *issued, idempotency_key="one click")

    assert first == again
    assert len(office.bench.published()) == 3


def test_the_same_prints_answered_in_opposite_orders_at_once_do_not_wait_for_each_other(office):
    issued = prints(office, count=6)

    answers = at_once(
        lambda: confirm_all(office, *issued), lambda: confirm_all(office, *reversed(issued))
    )

    assert [len(answer.confirmed) for answer in answers] == [6, 6]
    assert len(office.bench.published()) == 6


def test_a_stranger_answers_for_none_of_them(office):
    [issued] = prints(office, count=1)

    answer = confirm_all(office, issued, caller=caller(STRANGER))

    assert [each.code for each in answer.refused] == ["print.unknown_job"]
    assert office.job(issued).state == "released"
