"""Secrets of endpoints at rest: nothing without the keys, and turned with them."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from chassis.ciphers import Cipher
from chassis.data_keys import Header
from chassis.testing import TEST_RING
from chassis.turning_rows import turn_rows, values
from contracts.key_rings import KeyRing
from contracts.webhooks import SendTestEvent
from services.webhook_svc.tables import ENCRYPTED

BOTH = KeyRing((("new", bytes(32)), *TEST_RING.keys))
NEW = KeyRing(BOTH.keys[:1])


def turn(office) -> int:
    return sum(turn_rows(office.bench.engine, column, BOTH) for column in ENCRYPTED)


def test_the_database_alone_gives_no_secret_of_a_webhook(office):
    _, secret = office.make()

    with office.bench.engine.connect() as connection:
        rows = connection.execute(text("select * from endpoints")).all()

    assert secret not in repr(rows)
    assert secret.encode() not in b"".join(bytes(row.secret) for row in rows)
    with pytest.raises(ValueError, match=r"under key|altered"):
        Cipher(KeyRing((("test", bytes(32)),))).decrypt(bytes(rows[0].secret), str(rows[0].id))


def test_after_a_turn_the_new_key_alone_signs_as_before(office):
    webhook, _ = office.make()
    office.rotate(webhook)  # an old secret is kept beside it

    assert (turn(office), turn(office)) == (2, 0)

    office.bench.settings = replace(office.bench.settings, webhook_keys=NEW)
    office.bench.ask(SendTestEvent(caller=office.caller(), webhook_id=webhook.webhook_id))
    office.send()
    assert office.deliveries(webhook)[0].state == "delivered"


def test_a_secret_that_is_replaced_meanwhile_stays_the_later_one(office, monkeypatch):
    webhook, _ = office.make()
    turned = Cipher.turned
    later = []

    def overtaken(cipher, sealed, place, **how):
        later.append(office.rotate(webhook))
        return turned(cipher, sealed, place, **how)

    monkeypatch.setattr(Cipher, "turned", overtaken)

    assert turn_rows(office.bench.engine, ENCRYPTED[0], BOTH) == 0

    [(place, sealed)] = values(office.bench.engine, ENCRYPTED[0])
    assert Cipher(TEST_RING).decrypt(sealed, str(place)).decode() == later[0]
    assert Header.read(sealed).master_id == "test"
