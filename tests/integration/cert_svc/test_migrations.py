"""What migrations make of rows that are there already."""

import pytest
from alembic import command
from sqlalchemy import Engine, text

from chassis.database import make_command_engine
from chassis.migrate import alembic_config

BEFORE = "0010"

_PUT = text(
    "insert into certificates (certificate_no, enterprise_code, revision, type_id, issue_date,"
    " approved_at, layout_status, announced, early, originals, print_status, exception_count,"
    " archived_at, archived, listed)"
    " values (:number, 'SPECIMEN', 2, 'rcep', '2026-03-01', now(), 'generating', '[]', '[]',"
    " cast(:originals as jsonb), 'waiting', 1, case when :archived then now() end, :archived, true)"
)


@pytest.fixture
def database_url(make_database) -> str:
    """As the release before left it."""
    url = make_database()
    command.upgrade(alembic_config("services.cert_svc", url), BEFORE)
    return url


@pytest.fixture
def engine(database_url) -> Engine:
    return make_command_engine(database_url)


def put(engine, number: str, originals: str, *, archived: bool = True) -> None:
    row = {"number": number, "originals": originals, "archived": archived}
    with engine.begin() as connection:
        connection.execute(_PUT, row)


@pytest.mark.rule("R56", "R57", "R83")
def test_what_was_archived_with_a_reprint_that_nobody_made_is_printed(engine, database_url):
    put(engine, "VOIDED", '{"SERIAL-1": [2, 4], "SERIAL-2": [2, 0]}')
    put(engine, "VOIDED OF AN EARLIER APPROVAL", '{"SERIAL-1": [1, 4]}')
    put(engine, "QUEUED", '{"SERIAL-1": [2, 0]}')
    put(engine, "VOIDED, NOT ARCHIVED", '{"SERIAL-1": [2, 4]}', archived=False)

    command.upgrade(alembic_config("services.cert_svc", database_url), "head")

    with engine.connect() as connection:
        printed = text("select certificate_no from certificates where print_status = 'printed'")
        assert connection.execute(printed).scalars().all() == ["VOIDED"]
