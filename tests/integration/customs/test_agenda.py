"""The agenda's promises: order within a subject, leases, nothing forgotten (promise 1)."""

from datetime import UTC, datetime, timedelta

import pytest

from customs.domain.plans import approval_plan
from customs.migrate import upgrade
from customs.storage import agenda
from customs.storage.database import make_engine
from tests.unit.customs.builders import LAYOUT, approved


@pytest.fixture
def engine(make_database):
    engine = make_engine(make_database())
    upgrade(engine)
    yield engine
    engine.dispose()


def schedule(engine, *numbers, step_seconds=0.0):
    """Due for a minute already."""
    past = datetime.now(UTC) - timedelta(minutes=1)
    with engine.begin() as connection:
        for number in numbers:
            plan = approval_plan(approved(number), LAYOUT, at=past, step_seconds=step_seconds)
            agenda.schedule(connection, plan, ["call-1"])


def claim(engine, batch=100):
    with engine.begin() as connection:
        return agenda.claim(connection, batch)


def test_what_is_due_is_claimed_in_order(engine):
    schedule(engine, "A26YANGBEN000001")

    _, due = claim(engine)

    assert [row.event_type for row in due] == ["CertificateApproved"] + ["LayoutStatusChanged"] * 3


def test_what_is_not_due_yet_stays(engine):
    schedule(engine, "A26YANGBEN000001", step_seconds=3600)

    _, due = claim(engine)

    assert len(due) == 2


def test_while_one_relay_holds_a_subject_no_other_gets_its_next_event(engine):
    schedule(engine, "A26YANGBEN000001", "A26YANGBEN000002")

    _, first = claim(engine, batch=1)
    _, second = claim(engine)

    assert {row.subject for row in first} & {row.subject for row in second} == set()
    assert len(second) == 4


def test_a_confirmed_event_is_gone_and_the_rest_is_free_again(engine):
    schedule(engine, "A26YANGBEN000001")
    token, due = claim(engine)

    with engine.begin() as connection:
        agenda.settle(connection, token, [due[0].row_id])
        agenda.give_back(connection, token)

    _, left = claim(engine)
    assert [row.row_id for row in left] == [row.row_id for row in due[1:]]


def test_a_held_back_event_holds_back_its_subject_alone(engine):
    schedule(engine, "A26YANGBEN000001", "A26YANGBEN000002")
    token, due = claim(engine)

    with engine.begin() as connection:
        agenda.hold_back(connection, token, [due[0].row_id])
        agenda.give_back(connection, token)

    _, free = claim(engine)
    assert {row.subject for row in free} == {"A26YANGBEN000002"}


def test_the_depth_counts_what_is_due_and_how_long(engine):
    schedule(engine, "A26YANGBEN000001", step_seconds=3600)

    with engine.begin() as connection:
        depth, seconds = agenda.due_depth(connection)

    assert depth == 2
    assert seconds == pytest.approx(60, abs=30)


def test_what_was_said_is_said_again_in_its_order_under_its_ids(engine):
    schedule(engine, "A26YANGBEN000001", "A26YANGBEN000002")
    token, due = claim(engine)
    with engine.begin() as connection:
        agenda.settle(connection, token, [row.row_id for row in due])
    _, nothing = claim(engine)

    with engine.begin() as connection:
        count = agenda.say_again(connection, datetime.now(UTC) - timedelta(hours=1))

    _, again = claim(engine)
    assert nothing == []
    assert count == len(due)
    assert [row.body for row in again] == [row.body for row in due]


def test_what_was_said_before_that_moment_is_not_said_again(engine):
    schedule(engine, "A26YANGBEN000001")
    token, due = claim(engine)
    with engine.begin() as connection:
        agenda.settle(connection, token, [row.row_id for row in due])

    with engine.begin() as connection:
        assert agenda.say_again(connection, datetime.now(UTC) + timedelta(minutes=1)) == 0
