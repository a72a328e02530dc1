"""What customs keeps for days is deleted after them, and its timeline never is."""

import pytest
from sqlalchemy import create_engine, text

from customs.migrate import upgrade
from customs.storage.database import make_engine
from customs.storage.forgetting import KEPT, forget_some
from tests.integration.customs.conftest import eventually

_ROWS = {
    "said": "said (event_id, event_type, subject, body, call_ids, said_at)"
    " select gen_random_uuid(), 'CertificateApproved', 'SPECIMEN', '{}', '[]'",
    "inbox": "inbox (handler, event_id, handled_at)"
    " select 'customs.on_print_completed', gen_random_uuid()",
}
TABLES = pytest.mark.parametrize("kept", KEPT, ids=[kept.table for kept in KEPT])


@pytest.fixture
def engine(make_database):
    engine = make_engine(make_database())
    upgrade(engine)
    yield engine
    engine.dispose()


def put(engine, kept, *days):
    """Rows that are so many days old."""
    rows = text(
        f"insert into {_ROWS[kept.table]}, now() - age * interval '1 day'"
        " from unnest(cast(:days as float[])) as age"
    )
    with engine.begin() as connection:
        connection.execute(rows, {"days": list(days)})


def count(engine, kept):
    with engine.connect() as connection:
        return connection.execute(text(f"select count(*) from {kept.table}")).scalar_one()


@TABLES
def test_what_is_older_than_its_days_is_forgotten_and_the_rest_is_kept(engine, kept):
    put(engine, kept, kept.days + 0.01, kept.days - 0.01, 0)

    with engine.begin() as connection:
        forget_some(connection, kept)

    assert count(engine, kept) == 2


@TABLES
def test_what_is_old_is_found_by_an_index(engine, kept):
    put(engine, kept, *(kept.days * number / 5_000 for number in range(5_050)))

    with engine.begin() as connection:
        connection.execute(text("set local enable_seqscan = off"))
        plan = connection.execute(text(f"explain {kept.statement}")).scalars().all()

    assert f"{kept.table}_by_time" in "\n".join(plan)


@TABLES
def test_the_process_forgets_by_itself(own_customs, kept):
    engine = create_engine(own_customs.environ["ORIGINPRINT_DATABASE_URL"])
    put(engine, kept, kept.days + 1)

    eventually(lambda: count(engine, kept) == 0, "it was forgotten")
    engine.dispose()
