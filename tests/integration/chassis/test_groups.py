"""Events handled in groups: together where it goes well, each for itself where it does not."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from chassis.deliveries import Delivered, Delivery
from chassis.groups import GROUP_SIZE
from chassis.tables import outbox
from chassis.testing import Wire
from chassis.transactions import UnitOfWork
from contracts.customs import DeclarerFiled
from tests.factories import declarer_filed
from tests.integration.chassis.conftest import dead_letters_listed, wait_until


@pytest.fixture
def handles() -> str:
    return "in groups"


def put_down(toy, wire: Wire, names: list[str]) -> None:
    """What the toy will find when it starts again."""
    toy.stop()
    for name in names:
        wire.publish(declarer_filed(name=name))


def waiting(toy, wire: Wire, names: list[str]) -> None:
    """Put it down and start the toy again."""
    put_down(toy, wire, names)
    toy.start()


def test_what_came_together_is_committed_together(wire, toy, engine, handled):
    names = [str(number) for number in range(GROUP_SIZE)]
    waiting(toy, wire, names)
    wait_until(lambda: len(handled()) == GROUP_SIZE, "all events")

    with engine.connect() as connection:
        moments = connection.execute(text("select count(distinct handled_at) from inbox")).scalar()

    assert moments < GROUP_SIZE / 5
    assert handled() == names


def test_a_poisonous_event_takes_nobody_of_its_group_with_it(wire, toy, handled, amqp_url, capsys):
    healthy = {f"number {number}" for number in range(2 * GROUP_SIZE)}
    waiting(toy, wire, [*sorted(healthy)[:70], "poison", *sorted(healthy)[70:]])

    wait_until(lambda: len(handled()) == len(healthy), "all others")

    assert set(handled()) == healthy
    wait_until(
        lambda: toy.environment["TOY_NAME"] in dead_letters_listed(amqp_url, capsys),
        "the dead letter",
    )


def test_an_event_of_a_split_group_outlives_its_process_though_others_were_done(wire, toy, handled):
    group = ["poison", "done before", "kills once"]
    waiting(toy, wire, ["slower", *group])
    wait_until(toy.has_died, "the crash")
    assert handled() == ["slower", "done before"]

    toy.start()

    wait_until(lambda: "kills once" in handled(), "the second delivery")


def test_an_event_that_a_process_died_of_comes_after_those_without_blame(wire, toy, handled):
    put_down(toy, wire, ["kills always", "one", "other"])
    toy.launch()
    wait_until(toy.has_died, "the death over all of them")
    toy.launch()
    wait_until(toy.has_died, "the death over the first of them")
    assert handled() == []

    toy.launch()

    wait_until(toy.has_died, "the death after the others")
    assert handled() == ["one", "other"]


def test_a_group_that_is_done_is_never_delivered_again(wire, toy, handled, engine):
    names = [str(number) for number in range(3 * GROUP_SIZE)]
    waiting(toy, wire, names)
    wait_until(lambda: len(handled()) == len(names), "all events")

    waiting(toy, wire, ["last"])
    wait_until(lambda: "last" in handled(), "the last event")

    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from tries")).scalar() == len(names) + 1


def undecodable_between(toy, wire: Wire, *, forwards_after_seconds: float) -> UUID:
    """Two events with a message between them that is none; the toy starts over all three."""
    message_id = uuid4()
    toy.environment["TOY_FORWARDS_AFTER_SECONDS"] = str(forwards_after_seconds)
    put_down(toy, wire, ["before"])
    wire.publish_raw("customs", "DeclarerFiled", b"\xff not an event", message_id)
    wire.publish(declarer_filed(name="after"))
    toy.start()
    return message_id


def test_an_undecodable_message_keeps_its_channel_open_and_is_a_dead_letter_once(
    wire, toy, handled, engine, amqp_url, capsys
):
    message_id = undecodable_between(toy, wire, forwards_after_seconds=2)
    wait_until(lambda: handled() == ["before", "after"], "the events around it")
    wait_until(lambda: str(message_id) in dead_letters_listed(amqp_url, capsys), "the dead letter")

    wire.publish(declarer_filed(name="last"))

    wait_until(lambda: "last" in handled(), "the last event")
    assert not toy.told_exceptions()
    assert dead_letters_listed(amqp_url, capsys).count(str(message_id)) == 1
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from tries")).scalar() == 3


def test_an_undecodable_message_outlives_the_process_that_had_not_forwarded_it(
    wire, toy, handled, amqp_url, capsys
):
    message_id = undecodable_between(toy, wire, forwards_after_seconds=600)
    wait_until(lambda: handled() == ["before", "after"], "the events around it")
    wire.publish(declarer_filed(name="last"))
    wait_until(lambda: "last" in handled(), "the event after their answer")

    toy.kill()
    toy.environment["TOY_FORWARDS_AFTER_SECONDS"] = "0"
    toy.start()

    wait_until(lambda: str(message_id) in dead_letters_listed(amqp_url, capsys), "the dead letter")


def test_the_inbox_lets_through_what_no_earlier_delivery_had(engine):
    earlier, new = delivered("earlier"), delivered("new")
    assert heard(engine, earlier) == [earlier.event]

    assert heard(engine, new, earlier, new) == [new.event]
    assert heard(engine, new) == []


def test_what_a_group_publishes_carries_on_the_calls_of_the_same_subject(engine):
    one = delivered("one", enterprise_code="91440300MA5EXAMP1X", calls=("first", "here"))
    other = delivered("other", enterprise_code="91440300MA5EXAMP2X", calls=("second", "here"))
    group = UnitOfWork(engine, Delivery("test.handler", group=(one, other)))

    with group.transaction() as tx:
        tx.publish(other.event, one.event)

    with engine.connect() as connection:
        headers = connection.execute(select(outbox.c.headers).order_by(outbox.c.id)).scalars().all()
    assert [each["nameko.call_id_stack"] for each in headers] == [
        ["second", "here"],
        ["first", "here"],
    ]


def delivered(name: str, *, calls: tuple[str, ...] = (), **fields: str) -> Delivered[DeclarerFiled]:
    event = declarer_filed(name=name)
    return Delivered(uuid4(), event.model_copy(update=fields), calls)


def heard(engine, *group: Delivered[DeclarerFiled]) -> list[DeclarerFiled]:
    given: list[DeclarerFiled] = []
    delivery = Delivery("test.handler", group=group)
    UnitOfWork(engine, delivery).hear(lambda _tx, events: given.extend(events))
    return given
