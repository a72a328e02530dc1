"""Somebody has the password with which print_svc works in its database."""

import uuid

import psycopg2
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from chassis.migrate import upgrade
from contracts.postgresql import libpq_url

FORBIDDEN = [
    "update seal_uses set operator_id = gen_random_uuid()",
    "update seal_uses set used_at = used_at where false",
    "delete from seal_uses",
    "truncate seal_uses",
    "delete from ledger_heads",
    "update ledger_heads set signature = ''",
    "insert into seal_uses select * from seal_uses on conflict (position) do update set salt = ''",
    "delete from print_jobs",
    "truncate print_jobs cascade",
    "drop table seal_uses",
    "drop schema public cascade",
    "alter table seal_uses add column more text",
    "alter table seal_uses owner to current_user",
    "alter table print_jobs disable trigger all",
    "alter table print_jobs disable trigger print_jobs_confirmed",
    "drop trigger print_jobs_confirmed on print_jobs",
    "create or replace function print_jobs_confirmed() returns trigger language plpgsql as $$ begin return new; end $$",  # noqa: E501 - one statement
    "create table mine (row text)",
    "create temporary table mine (row text)",
    "create trigger mine before insert on seal_uses for each row execute function print_jobs_confirmed()",  # noqa: E501 - one statement
    "create rule mine as on insert to seal_uses do instead nothing",
    "set session_replication_role = replica",
    "grant delete on seal_uses to current_user; delete from seal_uses",
    "set role none; set session authorization originprint",
    "create role mine superuser",
    "copy seal_uses to program 'cat'",
    "select pg_read_file('postgresql.conf')",
    "select rolpassword from pg_authid",
    "select * from alembic_version",
    "select setval('print_serials', 1)",
]
CONFIRMED = """
    insert into print_jobs (id, kind, certificate_no, revision, enterprise_code, issuer_code,
        operator_id, medium, parts, has_original, state, workstation, nonce, issued_at,
        ticket_expires_at, released_at, document_sha256, evidence, confirmed_at, confirmed_printed)
    values (gen_random_uuid(), 'print', 'C', 1, 'E', 'E', gen_random_uuid(), 'card', '{original}',
        true, 'printed', 'W', 'N', now(), now(), now(), 'aa',
        '{"job_state": "completed", "sent_at": null, "state_reasons": []}', now(), true)
"""
REWRITING = [
    "evidence = null",
    "evidence = 'null'",
    "evidence = '{}'",
    """evidence = evidence || '{"job_state": "aborted"}'""",
    "confirmed_at = null",
    "confirmed_at = null, evidence = null",
    "confirmed_printed = false",
    "document_sha256 = 'bb'",
    "operator_id = gen_random_uuid()",
]


@pytest.fixture(scope="module")
def urls(servers):
    name = f"print-{uuid.uuid4().hex[:12]}"
    yield servers.create_owned_database(name)
    servers.drop_database(name)


@pytest.fixture(scope="module")
def thief(urls):
    """Who has the password of the process, and one use of a seal and a confirmed print to hide."""
    upgrade("services.print_svc", urls.owner)
    engine = create_engine(urls.process)
    with engine.begin() as connection:
        connection.execute(text(CONFIRMED))
        connection.execute(
            text(
                "insert into seal_uses select 1, 1, 'C', 'S', 'original', 'E', gen_random_uuid(),"
                " now(), gen_random_uuid(), 'aa', 'bb', 'cc', 'dd'"
            )
        )
    yield engine
    engine.dispose()


def state_of(engine, query):
    with engine.connect() as connection:
        return connection.execute(text(query)).all()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_ledger_is_not_rewritten_and_nothing_that_guards_it_is_taken_away(thief, statement):
    before = state_of(thief, "select * from seal_uses")

    with pytest.raises(DBAPIError) as refused, thief.begin() as connection:
        connection.exec_driver_sql(statement)

    assert refused.value.orig.pgcode == "42501"  # insufficient_privilege
    assert state_of(thief, "select * from seal_uses") == before != []


@pytest.mark.parametrize("change", REWRITING)
def test_what_a_confirmed_print_tells_is_not_rewritten(thief, change):
    before = state_of(thief, "select * from print_jobs")

    with pytest.raises(DBAPIError, match="only ever added to"), thief.begin() as connection:
        connection.exec_driver_sql(f"update print_jobs set {change}")

    assert state_of(thief, "select * from print_jobs") == before != []


def test_what_came_late_is_added_to_it(thief):
    with thief.begin() as connection:
        connection.exec_driver_sql(
            """update print_jobs set evidence = evidence || '{"impressions_completed": 2}'"""
        )

    ((evidence,),) = state_of(thief, "select evidence from print_jobs")
    assert (evidence["job_state"], evidence["impressions_completed"]) == ("completed", 2)


def test_no_other_database_is_entered(thief, urls, make_owned_database):
    others = make_owned_database()
    upgrade("services.exception_svc", others.owner)
    trespassing = f"{urls.process.rpartition('/')[0]}/{others.process.rpartition('/')[2]}"

    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(libpq_url(trespassing))
