"""What is kept for days is deleted after them, by an index, and no table waits for another."""

import pytest
from sqlalchemy import text

from chassis.database import make_engine
from chassis.forgetting import KEPT, forget_some
from contracts import forgetting
from contracts.forgetting import Kept
from tests.integration.chassis.conftest import wait_until

_ROWS = {
    "sent_batches": "sent_batches (events, sealed, sent_at) select 1, 'SPECIMEN'",
    "inbox": "inbox (handler, event_id, handled_at) select 'test.handler', gen_random_uuid()",
    "attempts": "attempts (handler, event_id, first_at) select 'test.handler', gen_random_uuid()",
    "idempotent_replies": "idempotent_replies (operation, caller, key, request_sha256, created_at)"
    " select 'test.ask', 'SPECIMEN', gen_random_uuid()::text, 'SPECIMEN'",
}
INBOX = next(kept for kept in KEPT if kept.table == "inbox")
GROWING = [kept for kept in KEPT if kept.table != "attempts"]


def named(kept: Kept) -> str:
    return kept.table


def put(engine, kept: Kept, *days: float) -> None:
    """Rows that are so many days old."""
    with engine.begin() as connection:
        rows = text(
            f"insert into {_ROWS[kept.table]}, now() - age * interval '1 day'"
            " from unnest(cast(:days as float[])) as age"
        )
        connection.execute(rows, {"days": list(days)})


def count(engine, kept: Kept) -> int:
    with engine.connect() as connection:
        return connection.execute(text(f"select count(*) from {kept.table}")).scalar_one()


def spread(kept: Kept, rows: int, *, old: int) -> list[float]:
    """Ages of so many rows in their order, of which the first are too old."""
    return [kept.days * (rows + old - number) / rows for number in range(rows)]


def explained(engine, kept: Kept) -> str:
    """What PostgreSQL did to forget, where the table is too large to be read."""
    with engine.begin() as connection:
        connection.execute(text("set local enable_seqscan = off"))
        statement = text(f"explain (analyze, buffers) {kept.statement}")
        return "\n".join(connection.execute(statement).scalars())


@pytest.fixture
def migrated(migrated_database):
    """A service's database, with the rights of its process."""
    return migrated_database("services.exception_svc")


@pytest.fixture
def vacuum(migrated_database):
    """As autovacuum does."""

    def run(kept: Kept) -> None:
        administrator = migrated_database.administrator("services.exception_svc")
        engine = administrator.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"vacuum analyze {kept.table}"))

    return run


@pytest.mark.parametrize("kept", KEPT, ids=named)
def test_what_is_older_than_its_days_is_forgotten_and_the_rest_is_kept(migrated, kept):
    put(migrated, kept, kept.days + 0.01, kept.days - 0.01, 0)

    assert not forget_some(migrated, kept)

    assert count(migrated, kept) == 2


def test_much_is_forgotten_in_steps_the_oldest_first(migrated, monkeypatch):
    monkeypatch.setattr(forgetting, "STEP_ROWS", 2)
    put(migrated, INBOX, 31, 33, 32)

    assert forget_some(migrated, INBOX)
    assert count(migrated, INBOX) == 1
    assert not forget_some(migrated, INBOX)
    assert count(migrated, INBOX) == 0


def test_what_another_process_is_forgetting_is_not_waited_for(migrated):
    put(migrated, INBOX, 31, 32)
    oldest = text("select from inbox order by handled_at limit 1 for update")

    with migrated.begin() as other:
        other.execute(oldest)
        assert not forget_some(migrated, INBOX)

    assert count(migrated, INBOX) == 1


@pytest.mark.parametrize("kept", GROWING, ids=named)
def test_what_is_old_is_found_by_an_index(migrated, vacuum, kept):
    put(migrated, kept, *spread(kept, 5_000, old=50))
    vacuum(kept)

    plan = explained(migrated, kept)

    assert f"{kept.table}_by_time" in plan


def test_where_new_rows_have_got_the_space_of_old_ones_only_old_ones_are_read(migrated, vacuum):
    put(migrated, INBOX, *spread(INBOX, 10_000, old=9_000))
    vacuum(INBOX)
    assert forget_some(migrated, INBOX)
    assert not forget_some(migrated, INBOX)
    vacuum(INBOX)
    put(migrated, INBOX, *spread(INBOX, 9_000, old=10))
    vacuum(INBOX)

    plan = explained(migrated, INBOX)

    assert "Removed by Index Recheck" not in plan


def test_a_table_that_cannot_be_worked_at_stops_no_other(toy, database_url):
    first, *others = KEPT
    engine = make_engine(database_url)
    for kept in KEPT:
        put(engine, kept, kept.days + 1)

    with engine.begin() as connection:
        connection.execute(text(f"lock table {first.table} in access exclusive mode"))
        toy.start()
        wait_until(lambda: toy.said("housekeeping_waits"), "the end of the toy's patience")
        wait_until(lambda: not any(count(engine, kept) for kept in others), "the other tables")

    wait_until(lambda: not count(engine, first), "the table that was locked")
    engine.dispose()
