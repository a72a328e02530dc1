"""Promise 1, the receiver's half, on a real process: retries, dead letters, crashes."""

import time
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from chassis import dead_letters
from chassis.testing import tapped
from contracts.authorization import IssueCardChallenge
from contracts.errors import Refused
from contracts.seals import SealDisabled
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import dead_letters_listed, wait_until


@pytest.fixture(params=["one by one", "in groups"])
def handles(request) -> str:
    return request.param


def test_an_event_delivered_twice_leaves_one_mark(wire, handled):
    event_id = wire.publish(declarer_filed(name="same"))
    wire.publish(declarer_filed(name="same"), event_id=event_id)
    wire.publish(declarer_filed(name="last"))

    wait_until(lambda: {"same", "last"} <= set(handled()), "both events")

    assert sorted(handled()) == ["last", "same"]


def test_a_passing_failure_comes_back_until_it_passes(wire, handled):
    wire.publish(declarer_filed(name="early twice"))

    wait_until(lambda: handled() == ["early twice"], "the third try")


@pytest.mark.parametrize("handles", ["both ways"])
def test_what_two_handlers_failed_at_comes_back_to_each_once(wire, handled):
    wire.publish(declarer_filed(name="early twice"))

    wait_until(lambda: len(handled()) >= 2, "both handlers")

    assert sorted(handled()) == ["early twice", "early twice in a group"]


def test_a_poisonous_event_is_a_dead_letter_with_its_reason_and_stops_nobody(
    wire, handled, amqp_url, toy, capsys
):
    event_id = wire.publish(declarer_filed(name="poison"))
    wire.publish(declarer_filed(name="next"))
    wait_until(lambda: handled() == ["next"], "the next event")

    wait_until(lambda: listed(amqp_url, capsys, event_id), "the dead letter")
    line = listed(amqp_url, capsys, event_id)

    assert "ValueError: cannot be handled" in line
    assert toy.environment["TOY_NAME"] in line


def test_a_failure_that_never_passes_ends_as_a_dead_letter(wire, amqp_url, capsys):
    event_id = wire.publish(declarer_filed(name="early"))

    wait_until(lambda: listed(amqp_url, capsys, event_id), "the dead letter")

    assert "Transient" in listed(amqp_url, capsys, event_id)


@pytest.mark.usefixtures("operators_key")
def test_a_replayed_dead_letter_is_handled(wire, handled, amqp_url, capsys):
    event_id = wire.publish(declarer_filed(name="poison at first"))
    wait_until(lambda: listed(amqp_url, capsys, event_id), "the dead letter")

    status = dead_letters.main(["--amqp-url", amqp_url, "replay", str(event_id)])

    wait_until(lambda: handled() == ["poison at first"], "the replayed event")
    assert status == 0
    assert not listed(amqp_url, capsys, event_id)


def test_what_is_no_envelope_is_a_dead_letter(wire, amqp_url, capsys):
    message_id = uuid4()
    wire.publish_raw("customs", "DeclarerFiled", b"\xff not an event", message_id)

    wait_until(lambda: listed(amqp_url, capsys, message_id), "the dead letter")


def test_a_dead_letter_is_neither_shown_nor_lost_without_the_operators_key(wire, amqp_url, capsys):
    event_id = wire.publish(declarer_filed(name="poison"))
    wait_until(lambda: listed(amqp_url, capsys, event_id), "the dead letter")

    with pytest.raises(SystemExit):
        dead_letters.main(["--amqp-url", amqp_url, "replay", str(event_id)])

    assert dead_letters.OPENING_KEYS_VARIABLE in capsys.readouterr().err
    assert listed(amqp_url, capsys, event_id)


@pytest.mark.usefixtures("operators_key")
def test_a_shown_dead_letter_hides_identity_numbers(wire, amqp_url, capsys):
    event = declarer_filed(name="poison")
    event_id = wire.publish(event)
    wait_until(lambda: listed(amqp_url, capsys, event_id), "the dead letter")

    dead_letters.main(["--amqp-url", amqp_url, "show", str(event_id)])
    shown = capsys.readouterr().out

    assert "DeclarerFiled" in shown
    assert event.id_number.get_secret_value() not in shown


def test_a_process_killed_inside_its_handler_gets_the_event_again(wire, handled, toy):
    wire.publish(declarer_filed(name="kills once"))
    wait_until(toy.has_died, "the crash")

    toy.start()

    wait_until(lambda: handled() == ["kills once"], "the second delivery")


def test_healthy_events_outlive_any_number_of_killed_processes(
    wire, handled, toy, amqp_url, capsys
):
    names = [f"slow {number:02}" for number in range(60)]
    publish(wire, *names)

    kill_often(toy, 12)
    wait_until(lambda: len(handled()) >= len(names), "all events")

    assert sorted(handled()) == names
    assert toy.environment["TOY_NAME"] not in dead_letters_listed(amqp_url, capsys)


def test_an_event_that_kills_each_process_is_given_up_on_and_its_neighbours_are_handled(
    wire, handled, toy, amqp_url, capsys, engine
):
    names = [f"healthy {number:02}" for number in range(60)]
    publish(wire, *names[:30])
    event_id = wire.publish(declarer_filed(name="kills always"))
    publish(wire, *names[30:])

    restart_until(toy, lambda: bool(listed(amqp_url, capsys, event_id)))
    wait_until(lambda: len(handled()) >= len(names), "all others")

    assert sorted(handled()) == names
    assert "the process died 10 times while handling it" in listed(amqp_url, capsys, event_id)
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from attempts")).scalar() == 0


def test_a_service_killed_between_commit_and_publish_sends_after_its_restart(
    wire, toy, unit_of_work, amqp_url
):
    toy.kill()
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(name="published"))

    with tapped(amqp_url, "seal_svc") as tap:
        toy.start()
        tap.next(SealDisabled)


def test_a_service_that_is_stopped_finishes_and_exits_cleanly(wire, toy, handled):
    for number in range(50):
        wire.publish(declarer_filed(name=str(number)))

    assert toy.stop() == 0

    toy.start()
    wait_until(lambda: len(handled()) == 50, "all events")
    assert sorted(handled(), key=int) == [str(number) for number in range(50)]


def test_a_passing_failure_of_an_answer_says_try_again(wire, toy, amqp_url):
    request = type(
        "IssueCardChallenge", (IssueCardChallenge,), {"SERVICE": toy.environment["TOY_NAME"]}
    )

    with pytest.raises(Refused, match=r"service\.unavailable"):
        wire.ask(request())


def publish(wire, *names: str) -> None:
    for name in names:
        wire.publish(declarer_filed(name=name))


def kill_often(toy, times: int) -> None:
    for _ in range(times):
        toy.kill()
        toy.start()


def restart_until(toy, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 100
    while not holds():
        assert time.monotonic() < deadline
        if toy.has_died():
            toy.launch()
        time.sleep(0.2)


def listed(amqp_url, capsys, event_id) -> str:
    lines = dead_letters_listed(amqp_url, capsys).splitlines()
    return next((line for line in lines if str(event_id) in line), "")
