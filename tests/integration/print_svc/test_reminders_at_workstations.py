"""The workstation that printed is told of what nobody has answered for, until somebody does."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.printing import PrintUnanswered
from contracts.proofs import ASKING_FOR_JOBS, ASKING_FOR_UNANSWERED
from contracts.unanswered import MOST_TOLD
from contracts.unanswered_prints import ListUnansweredPrints
from contracts.workstations import Connection, KeepPresence
from tests.integration.print_svc.desks import DESK
from tests.integration.print_svc.office import refused
from tests.integration.print_svc.test_reminders import DAY, look
from tests.unit.cert_svc.events import AGENT, EXPORTER, agent_revoked, caller

pytestmark = pytest.mark.rule("R72", "R75")


def at(office, name=DESK, code=EXPORTER):
    return office.desks.named(name, code)


def told(office, desk):
    proof = office.desks.prove(desk, ASKING_FOR_UNANSWERED)
    return office.bench.ask(ListUnansweredPrints(proof=proof))


def reminded(office, *desks):
    """What a gateway hears at its beat."""
    connected = tuple(
        Connection(workstation_id=one.workstation_id, connection_id=uuid4()) for one in desks
    )
    return office.bench.ask(KeepPresence(connected=connected)).reminded


def print_and_wait(office, *, serial=1, days=1, **changes):
    """Printed by the front desk, and looked at after so many days."""
    issued = office.print_out(office.approve(serial=serial), **changes)
    office.clock.skip(days * DAY)
    look(office)
    return issued


def test_the_workstation_that_printed_is_told_from_the_first_reminder_on(office):
    issued = office.print_out(office.approve())
    before = told(office, at(office))
    office.clock.skip(DAY)
    look(office)

    [one] = told(office, at(office)).prints

    assert (before.prints, before.count) == ((), 0)
    assert one.job_id == issued.job.job_id
    assert one.unanswered == office.job(issued).unanswered
    assert one.unanswered.step == "reminded"


def test_no_other_workstation_is_told(office):
    print_and_wait(office)

    assert told(office, at(office, "back office")).count == 0


def test_asking_once_more_tells_the_same_so_that_nothing_is_lost(office):
    print_and_wait(office)

    assert told(office, at(office)) == told(office, at(office))
    assert told(office, at(office)).count == 1


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
def test_it_is_told_of_no_more_once_it_is_answered_or_waits_for_no_answer(office, end):
    issued = print_and_wait(office)

    end(office, issued)

    assert told(office, at(office)).count == 0
    assert reminded(office, at(office)) == ()


def test_an_agent_is_told_at_its_own_workstation_for_as_long_as_it_may_answer(office):
    issued = print_and_wait(office, caller=caller(AGENT))
    desk = at(office, code=AGENT)
    [one] = told(office, desk).prints

    office.bench.deliver(agent_revoked())

    assert one.job_id == issued.job.job_id
    assert told(office, desk).count == 0
    assert reminded(office, desk) == ()


def test_of_very_many_the_oldest_are_told_and_how_many_there_are(office, monkeypatch):
    monkeypatch.setattr("services.print_svc.entrypoints.reminders.MOST_TOLD", 2)
    issued = []
    for serial in (1, 2, 3):
        issued.append(office.print_out(office.approve(serial=serial)))
        office.clock.skip(timedelta(minutes=1))
    office.clock.skip(DAY)
    look(office)

    answer = told(office, at(office))

    assert [one.job_id for one in answer.prints] == [one.job.job_id for one in issued[:2]]
    assert answer.count == 3
    assert MOST_TOLD > 2


def test_a_gateway_hears_which_workstation_was_reminded_of_how_many_and_when_last(office):
    print_and_wait(office)
    first = reminded(office, at(office), at(office, "back office"))
    office.clock.skip(2 * DAY)
    look(office)
    [escalated] = reminded(office, at(office))

    [once] = first
    assert (once.workstation_id, once.count) == (at(office).workstation_id, 1)
    assert escalated.count == 1
    assert escalated.told_at - once.told_at >= 2 * DAY


def test_the_event_names_the_workstation_so_that_every_gateway_can_tell_it(office):
    print_and_wait(office)

    [event] = [one for one in office.bench.published() if isinstance(one, PrintUnanswered)]

    assert event.workstation_id == at(office).workstation_id


def test_a_proof_of_another_question_opens_nothing(office):
    with refused("workstation.wrong_proof"):
        office.bench.ask(
            ListUnansweredPrints(proof=office.desks.prove(at(office), ASKING_FOR_JOBS))
        )
