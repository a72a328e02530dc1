"""After a restore: what was sent before its moment is sent again, whoever had heard it."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from chassis import restored, sent
from chassis.sealed_letters import LetterNotOpenedError
from chassis.tables import outbox, sent_batches
from chassis.testing import TEST_KEY, TEST_SEALING_KEY
from tests.factories import declarer_filed
from workstation.card_issuer import specimen_id_number

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def publish(unit_of_work):
    def publish(*names: str) -> None:
        with unit_of_work.transaction() as tx:
            tx.publish(*(declarer_filed(name=name) for name in names))

    return publish


@pytest.fixture
def send(engine):
    """As the relay does when the broker has confirmed."""

    def send() -> list[tuple]:
        with engine.begin() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
            connection.execute(delete(outbox))
            sent.keep(connection, rows, TEST_SEALING_KEY)
        return [facts(row) for row in rows]

    return send


def facts(row) -> tuple:
    return row.id, row.event_id, row.exchange, row.routing_key, row.subject, row.body, row.headers


def waiting(engine) -> list[tuple]:
    with engine.connect() as connection:
        return [facts(row) for row in connection.execute(select(outbox).order_by(outbox.c.id))]


def again(engine, since=LONG_AGO, key=TEST_KEY) -> int:
    with engine.begin() as connection:
        return sent.send_again(connection, since, [key])


def test_what_was_sent_stands_in_the_outbox_again_where_it_stood(engine, publish, send):
    publish("first", "second")
    before = send()
    publish("never sent")

    assert again(engine) == 2

    assert waiting(engine)[:2] == before
    assert len(waiting(engine)) == 3


def test_what_was_sent_before_the_hours_asked_for_stays_sent(engine, publish, send):
    publish("long ago")
    send()
    with engine.begin() as connection:
        connection.execute(update(sent_batches).values(sent_at=LONG_AGO))

    assert again(engine, LONG_AGO + timedelta(seconds=1)) == 0
    assert waiting(engine) == []


def test_putting_back_twice_doubles_nothing(engine, publish, send):
    publish("once")
    send()
    again(engine)

    assert again(engine) == 0
    assert len(waiting(engine)) == 1


def test_nobody_but_operators_reads_what_was_sent(engine, publish, send):
    publish("somebody")
    send()

    with engine.connect() as connection:
        [sealed] = connection.execute(select(sent_batches.c.sealed)).scalars()
    assert specimen_id_number(1).encode() not in sealed
    with pytest.raises(LetterNotOpenedError):
        again(engine, key=bytes(32))


def test_the_command_says_what_is_sent_again(
    engine, database_url, publish, send, monkeypatch, capsys
):
    publish("first", "second", "third")
    send()
    monkeypatch.setenv("ORIGINPRINT_DATABASE_URL", database_url)
    monkeypatch.setenv("ORIGINPRINT_DEAD_LETTER_OPENING_KEYS", base64.b64encode(TEST_KEY).decode())

    restored.main(["services.exception_svc"])

    assert "3 events are sent again" in capsys.readouterr().out
    assert len(waiting(engine)) == 3


def test_the_command_without_the_operators_key_changes_nothing(
    engine, database_url, publish, send, monkeypatch, capsys
):
    publish("first")
    send()
    monkeypatch.setenv("ORIGINPRINT_DATABASE_URL", database_url)
    monkeypatch.setenv("ORIGINPRINT_DEAD_LETTER_OPENING_KEYS", base64.b64encode(bytes(32)).decode())

    with pytest.raises(SystemExit):
        restored.main(["services.exception_svc"])

    assert "ORIGINPRINT_DEAD_LETTER_OPENING_KEYS" in capsys.readouterr().err
    assert waiting(engine) == []


def test_where_nothing_was_sent_it_says_so(engine, database_url, monkeypatch, capsys):
    monkeypatch.setenv("ORIGINPRINT_DATABASE_URL", database_url)
    monkeypatch.setenv("ORIGINPRINT_DEAD_LETTER_OPENING_KEYS", base64.b64encode(TEST_KEY).decode())

    restored.main(["services.exception_svc"])

    assert "nothing had been sent" in capsys.readouterr().out
