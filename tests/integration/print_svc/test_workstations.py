"""A computer is enrolled by a code, counts as running while it is heard of, and is revoked."""

from datetime import timedelta
from uuid import uuid4

import pytest

from contracts.proofs import ANNOUNCING, ASKING_FOR_JOBS, EMPTY, connecting
from contracts.values import LoginMedium
from contracts.workstation_program import WorkstationState
from contracts.workstations import (
    ApprovePairing,
    BeginPairing,
    Connection,
    ConnectWorkstation,
    KeepPresence,
    ListWaitingJobs,
    ListWorkstations,
    PollPairing,
    RevokeWorkstation,
    ShowPairing,
)
from tests.integration.print_svc.desks import DESK
from tests.integration.print_svc.office import at_once, refusals, refused
from tests.unit.cert_svc.events import EXPORTER, STRANGER, caller
from workstation.enrolment import Enrolment, WorkstationKeys

LEGAL_PERSON = caller(medium=LoginMedium.LEGAL_PERSON_CARD)
STATE = WorkstationState(program_version="1.0.0")
SECRET = "5" * 64


def others_keys():
    return WorkstationKeys.generate().public | {"secret_sha256": "6" * 64}


@pytest.fixture
def keys_of_desk():
    return WorkstationKeys.generate()


@pytest.fixture
def begun(office, keys_of_desk):
    known = keys_of_desk.public | {"secret_sha256": SECRET}
    return office.bench.ask(BeginPairing(name="前台", program_version="1.0.0", **known))


@pytest.fixture
def paired(office, begun, keys_of_desk):
    """Approved, and never connected."""
    view = office.bench.ask(ApprovePairing(caller=caller(), user_code=begun.user_code))
    return Enrolment(
        gateway="",
        workstation_id=view.workstation_id,
        enterprise_code=EXPORTER,
        name=view.name,
        keys=keys_of_desk,
    )


def connected(office, at, connection_id=None, challenge="specimen", **state):
    proof = office.desks.prove(at, connecting(challenge) if challenge else ANNOUNCING)
    return office.bench.ask(
        ConnectWorkstation(
            proof=proof,
            content_sha256=EMPTY,
            challenge=challenge,
            connection_id=connection_id or uuid4(),
            state=STATE.model_copy(update=state),
        )
    )


def case(office, who=None):
    return office.bench.ask(ListWorkstations(caller=who or caller())).presence.case


def test_a_code_that_a_person_enters_enrols_the_computer(office, begun):
    secret = PollPairing(secret_sha256=SECRET)
    before = office.bench.ask(secret)
    shown = office.bench.ask(ShowPairing(caller=caller(), user_code=begun.user_code.lower()))

    view = office.bench.ask(ApprovePairing(caller=caller(), user_code=begun.user_code))

    after = office.bench.ask(secret)
    assert (before.approved, after.approved) == (False, True)
    assert after == office.bench.ask(secret)
    assert (after.workstation_id, after.enterprise_code) == (view.workstation_id, EXPORTER)
    assert shown.fingerprint == begun.fingerprint == view.fingerprint
    assert (view.name, view.presence.case) == ("前台", "not_running")


def test_a_code_is_good_once(office, begun):
    approvals = [
        lambda: office.bench.ask(ApprovePairing(caller=caller(), user_code=begun.user_code))
    ] * 2

    results = at_once(*approvals)

    assert refusals(results) == ["workstation.unknown_code"]


def test_a_code_ends_after_ten_minutes(office, begun):
    office.clock.skip(timedelta(minutes=10))

    with refused("workstation.unknown_code"):
        office.bench.ask(ApprovePairing(caller=caller(), user_code=begun.user_code))
    with refused("workstation.unknown_pairing"):
        office.bench.ask(PollPairing(secret_sha256=SECRET))


def test_two_computers_of_an_enterprise_have_two_names(office, paired):
    other = office.bench.ask(
        BeginPairing(name=paired.name, program_version="1.0.0", **others_keys())
    )

    with refused("workstation.name_taken"):
        office.bench.ask(ApprovePairing(caller=caller(), user_code=other.user_code))
    view = office.bench.ask(
        ApprovePairing(caller=caller(), user_code=other.user_code, name="back office")
    )
    assert view.name == "back office"


def test_a_key_that_cannot_be_one_is_refused(office, keys_of_desk):
    known = keys_of_desk.public | {"encryption_key": "A" * 43, "secret_sha256": SECRET}

    with refused("workstation.bad_key"):
        office.bench.ask(BeginPairing(name="desk", program_version="1.0.0", **known))


@pytest.mark.rule("R67", "R69")
def test_a_workstation_is_told_as_missing_then_stopped_then_running_then_stopped(office, begun):
    seen = [case(office)]
    view = office.bench.ask(ApprovePairing(caller=caller(), user_code=begun.user_code))
    seen.append(view.presence.case)

    assert seen == ["not_installed", "not_running"]
    assert case(office, caller(STRANGER)) == "not_installed"


@pytest.mark.rule("R69")
def test_a_connection_counts_as_running_until_it_is_lost_or_long_unheard_of(office, paired):
    connection = Connection(workstation_id=paired.workstation_id, connection_id=uuid4())
    connected(office, paired, connection.connection_id)
    running = case(office)
    office.clock.skip(timedelta(seconds=80))
    office.bench.ask(KeepPresence(connected=(connection,)))
    office.clock.skip(timedelta(seconds=80))
    kept = case(office)
    office.bench.ask(KeepPresence(lost=(connection,)))

    assert (running, kept, case(office)) == ("running", "running", "not_running")


def test_an_old_connection_that_ends_late_does_not_end_the_new_one(office, paired):
    old = Connection(workstation_id=paired.workstation_id, connection_id=uuid4())
    connected(office, paired, old.connection_id)
    connected(office, paired, challenge="another")

    office.bench.ask(KeepPresence(lost=(old,)))

    assert case(office) == "running"


@pytest.mark.rule("R69", "R70")
@pytest.mark.parametrize(
    ("state", "code"),
    [(None, "workstation.not_running"), ("0.0.9", "workstation.too_old")],
)
def test_a_print_order_asks_the_workstation_first_and_issues_nothing(office, paired, state, code):
    if state:
        connected(office, paired, program_version=state)
    number = office.approve()

    with refused(code):
        office.issue(number, workstation_id=paired.workstation_id)
    assert office.cert_svc.asked == []


def test_a_workstation_is_told_what_waits_for_it_and_no_other(office):
    desk = office.desks.named(DESK, EXPORTER)
    number = office.approve()
    issued = office.issue_one(number)
    other = office.desks.named("back office", EXPORTER)

    def waiting(at):
        asked = ListWaitingJobs(proof=office.desks.prove(at, ASKING_FOR_JOBS))
        return [(job.ticket, job.released) for job in office.bench.ask(asked).jobs]

    before, elsewhere = waiting(desk), waiting(other)
    office.release(issued)

    assert before == [(issued.ticket, False)]
    assert elsewhere == []
    assert waiting(desk) == [(issued.ticket, True)]


def test_a_gateway_hears_for_whom_jobs_wait_and_who_was_revoked(office):
    desks = [office.desks.named(name, EXPORTER) for name in (DESK, "back office")]
    office.issue_one(office.approve())
    office.bench.ask(RevokeWorkstation(caller=LEGAL_PERSON, workstation_id=desks[1].workstation_id))

    kept = office.bench.ask(
        KeepPresence(
            connected=tuple(
                Connection(workstation_id=at.workstation_id, connection_id=uuid4()) for at in desks
            )
        )
    )

    assert kept.waiting == (desks[0].workstation_id,)
    assert kept.gone == (desks[1].workstation_id,)


def test_a_revoked_name_may_be_given_again_and_the_workstation_prints_nothing_more(office, paired):
    asked = RevokeWorkstation(caller=LEGAL_PERSON, workstation_id=paired.workstation_id)
    first, again = office.bench.ask(asked), office.bench.ask(asked)
    other = office.bench.ask(
        BeginPairing(name=paired.name, program_version="1.0.0", **others_keys())
    )
    office.bench.ask(ApprovePairing(caller=caller(), user_code=other.user_code))

    assert again.revoked_at == first.revoked_at
    with refused("workstation.revoked"):
        connected(office, paired)
    with refused("workstation.unknown"):
        office.issue(office.approve(), workstation_id=paired.workstation_id)
