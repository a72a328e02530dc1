"""What the customs process is told."""

from contracts.settings import load
from customs.settings import Settings

GIVEN = {
    "ORIGINPRINT_AMQP_URL": "amqp://127.0.0.1",
    "ORIGINPRINT_DATABASE_URL": "postgresql+psycopg2://127.0.0.1/customs",
    "ORIGINPRINT_S3_ENDPOINT": "http://127.0.0.1:9000",
    "ORIGINPRINT_S3_ACCESS_KEY": "specimen-key",
    "ORIGINPRINT_S3_SECRET_KEY": "specimen-secret",
    "ORIGINPRINT_HTTP_PORT": "8080",
}


def test_a_receipt_takes_two_minutes_unless_told_otherwise():
    assert load(Settings, GIVEN).receipt_delay_seconds == 120


def test_settings_show_no_secret():
    assert "specimen-secret" not in repr(load(Settings, GIVEN))
