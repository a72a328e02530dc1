"""Promise 1, the sender's half: what was committed is sent, whatever dies in between."""

import threading
from contextlib import suppress

import pika
import pytest
from sqlalchemy import func, select, text

from chassis.broker import BatchPublisher
from chassis.errors import Transient
from chassis.outbox import Relay
from chassis.tables import outbox, sent_batches
from chassis.testing import TEST_SEALING_KEY, tapped
from contracts.customs import DeclarerFiled
from tests.factories import declarer_filed


@pytest.fixture
def vhost(make_vhost):
    url = make_vhost()
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        connection.channel().exchange_declare("customs.events", "topic", durable=True)
    return url


@pytest.fixture
def relay(engine, vhost):
    publisher = BatchPublisher(vhost)
    yield Relay(engine, publisher, TEST_SEALING_KEY)
    publisher.close()


def waiting(engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def end_leases(engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "update outbox set lease_until = now() - interval '1 s'"
                " where lease_token is not null"
            )
        )


def test_a_committed_event_is_sent_and_then_forgotten(engine, unit_of_work, relay, vhost):
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(name="sent"))

    with tapped(vhost, "customs") as tap:
        relay.run_once()
        heard = tap.next(DeclarerFiled)

    assert heard.name == "sent"
    assert waiting(engine) == 0


def test_what_the_broker_confirmed_is_kept_for_a_restore(engine, unit_of_work, relay, vhost):
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(), declarer_filed())

    with tapped(vhost, "customs"):
        relay.run_once()

    with engine.connect() as connection:
        assert connection.execute(select(sent_batches.c.events)).scalars().all() == [2]


def test_what_is_rolled_back_is_never_sent(engine, unit_of_work):
    with suppress(RuntimeError), unit_of_work.transaction() as tx:
        tx.publish(declarer_filed())
        raise RuntimeError

    assert waiting(engine) == 0


def test_a_relay_that_dies_after_publishing_sends_again_when_its_lease_ends(
    engine, unit_of_work, relay, vhost, monkeypatch
):
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(name="twice"))

    with tapped(vhost, "customs") as tap:
        with monkeypatch.context() as dying:
            dying.setattr(relay, "_settle", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with suppress(KeyboardInterrupt):
                relay.run_once()
        tap.next(DeclarerFiled)
        assert relay.run_once() == 0, "the lease still runs"
        end_leases(engine)
        relay.run_once()
        again = tap.next(DeclarerFiled)

    assert again.name == "twice"
    assert waiting(engine) == 0


def test_relays_that_run_at_once_send_each_event_once_and_in_order(engine, unit_of_work, vhost):
    with unit_of_work.transaction() as tx:
        tx.publish(*(declarer_filed(name=str(number)) for number in range(300)))
    publishers = [BatchPublisher(vhost) for _ in range(3)]

    def work(publisher: BatchPublisher) -> None:
        relay = Relay(engine, publisher, TEST_SEALING_KEY, batch=20)
        while waiting(engine):
            relay.run_once()

    with tapped(vhost, "customs") as tap:
        threads = [threading.Thread(target=work, args=(one,)) for one in publishers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        names = [tap.next(DeclarerFiled).name for _ in range(300)]

    assert names == [str(number) for number in range(300)]
    for publisher in publishers:
        publisher.close()


def test_an_event_waits_while_an_earlier_one_of_its_subject_is_leased(engine, unit_of_work, relay):
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(name="first"))
    with engine.begin() as connection:
        connection.execute(
            text(
                "update outbox set lease_token = gen_random_uuid(),"
                " lease_until = now() + interval '1 min'"
            )
        )
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed(name="second"))

    assert relay.run_once() == 0
    assert waiting(engine) == 2


def test_an_event_no_queue_takes_is_kept(engine, unit_of_work, relay):
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed())

    assert relay.run_once() == 0
    assert waiting(engine) == 1


def test_nothing_is_lost_while_the_broker_is_away(engine, unit_of_work):
    nobody = Relay(engine, BatchPublisher("amqp://guest:guest@127.0.0.1:1/"), TEST_SEALING_KEY)
    with unit_of_work.transaction() as tx:
        tx.publish(declarer_filed())

    with pytest.raises(Transient):
        nobody.run_once()

    with engine.connect() as connection:
        leases = connection.execute(select(outbox.c.lease_token)).scalars().all()
    assert leases == [None]
