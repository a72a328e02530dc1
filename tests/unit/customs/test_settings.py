"""Settings are read whole or not at all."""

import pytest

from customs.settings import BadSettings, load

GIVEN = {
    "ORIGINPRINT_AMQP_URL": "amqp://127.0.0.1",
    "ORIGINPRINT_DATABASE_URL": "postgresql+psycopg2://127.0.0.1/customs",
    "ORIGINPRINT_S3_ENDPOINT": "http://127.0.0.1:9000",
    "ORIGINPRINT_S3_ACCESS_KEY": "specimen-key",
    "ORIGINPRINT_S3_SECRET_KEY": "specimen-secret",
    "ORIGINPRINT_HTTP_PORT": "8080",
}


def test_a_receipt_takes_two_minutes_unless_told_otherwise():
    assert load(GIVEN).receipt_delay_seconds == 120


def test_every_fault_of_the_environment_is_named_at_once():
    environ = {"ORIGINPRINT_HTTP_PORT": "many", "ORIGINPRINT_COLOUR": "red"}

    with pytest.raises(BadSettings) as stopped:
        load(environ)

    assert "malformed: ORIGINPRINT_HTTP_PORT" in str(stopped.value)
    assert "missing: ORIGINPRINT_AMQP_URL" in str(stopped.value)
    assert "unknown: ORIGINPRINT_COLOUR" in str(stopped.value)


def test_settings_show_no_secret():
    assert "specimen-secret" not in repr(load(GIVEN))
