"""Sent, counted by the device and confirmed by a person are facts of their own (promise 3)."""

from datetime import timedelta

from contracts.printing import Evidence, PrintCompleted, PrintFailed, RecordEvidence
from tests.integration.print_svc.office import DESK, at_once, refusals, refused
from tests.unit.cert_svc.events import AGENT, APPROVED, HOUR, caller

SENT = Evidence(job_state="processing", queued_at=APPROVED, sent_at=APPROVED + HOUR)
DONE = Evidence(job_state="completed", finished_at=APPROVED + 2 * HOUR, impressions_completed=4)
JAMMED = Evidence(job_state="aborted", state_reasons=("media-jam-error",))


def report(office, issued, evidence, workstation=DESK):
    request = RecordEvidence(ticket=issued.ticket, workstation=workstation, evidence=evidence)
    return office.bench.ask(request)


def test_what_the_device_counted_is_not_what_a_person_confirmed(office):
    issued = office.print_out(office.approve())

    job = report(office, issued, DONE)

    assert job.evidence == DONE
    assert (job.state, job.confirmed_at, job.confirmed_printed) == ("released", None, None)


def test_what_a_person_confirmed_is_not_what_the_device_counted(office):
    issued = office.print_out(office.approve())
    report(office, issued, JAMMED)

    job = office.confirm(issued, printed=True)

    assert job.confirmed_printed
    assert job.evidence == JAMMED


def test_later_evidence_completes_earlier(office):
    issued = office.print_out(office.approve())
    report(office, issued, SENT)

    job = report(office, issued, DONE)

    assert (job.evidence.queued_at, job.evidence.sent_at) == (SENT.queued_at, SENT.sent_at)
    assert (job.evidence.job_state, job.evidence.impressions_completed) == ("completed", 4)


def test_evidence_is_taken_after_the_answer_and_after_the_tickets_life(office):
    issued = office.print_out(office.approve())
    office.confirm(issued, printed=False)
    office.grant_reprint(issued)
    office.clock.skip(timedelta(hours=1))

    assert report(office, issued, DONE).evidence == DONE


def test_evidence_of_what_was_never_released_is_refused(office):
    issued = office.issue_one(office.approve())

    with refused("print.not_released"):
        report(office, issued, DONE)


def test_evidence_from_another_workstation_is_refused(office):
    issued = office.print_out(office.approve())

    with refused("print.wrong_workstation"):
        report(office, issued, DONE, workstation="back-office")


def test_no_tells_customs_what_the_device_had_said(office):
    issued = office.print_out(office.approve())
    report(office, issued, JAMMED)

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


def test_the_same_answer_at_once_is_one_answer(office):
    issued = office.print_out(office.approve())
    office.bench.published()

    answers = at_once(*[lambda: office.confirm(issued, printed=True)] * 4)

    assert {answer.confirmed_at for answer in answers} == {answers[0].confirmed_at}
    assert [type(event) for event in office.bench.published()] == [PrintCompleted]


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
