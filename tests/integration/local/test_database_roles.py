"""What the tables declare is what the processes may do, in the databases as they are migrated."""

import importlib

import psycopg2
import pytest
from sqlalchemy import create_engine, text

from chassis.grants import declared_in
from chassis.migrate import upgrade
from chassis.tables import chassis_metadata
from contracts.accounts import SERVICES
from contracts.database_roles import APPEND_ONLY, RIGHTS, NotTheOwnerError
from contracts.postgresql import libpq_url
from customs.migrate import grant as grant_customs
from customs.migrate import upgrade as upgrade_customs
from customs.storage.database import DECLARED as OF_CUSTOMS
from gateway.buckets import DECLARED as OF_GATEWAY
from gateway.migrate import prepare as prepare_gateway

ALL = {"select", "insert", "update", "delete", "truncate", "references", "trigger"}
GRANTED = text(
    """
    select relname, right_to from pg_class, unnest(cast(:rights as text[])) as right_to
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    and has_table_privilege(current_user, pg_class.oid, right_to)
    """
)
OWNED = "select relname from pg_class where relowner = current_user::regrole"
ATTRIBUTES = """
    select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls
        or exists (select from pg_auth_members where member = pg_roles.oid)
        or has_schema_privilege('public', 'create')
        or has_database_privilege(current_database(), 'create, temporary')
    from pg_roles where rolname = current_user
"""


def declared_by(name):
    own = importlib.import_module(f"services.{name}.tables").metadata
    return declared_in([own, chassis_metadata])


def granted(engine):
    with engine.connect() as connection:
        found = connection.execute(GRANTED, {"rights": list(ALL)}).all()
    return {(table, right) for table, right in found}


def pairs(declared):
    return {(table, right) for table, rights in declared.tables.items() for right in rights}


def first_row(engine, query):
    with engine.connect() as connection:
        return connection.execute(text(query)).first()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_what_its_tables_declare_and_owns_nothing(migrated_database, name):
    engine = migrated_database(f"services.{name}")

    assert granted(engine) == pairs(declared_by(name))
    assert first_row(engine, OWNED) is None
    assert first_row(engine, ATTRIBUTES) == (False,)


def test_so_does_customs(make_owned_database):
    urls = make_owned_database()
    upgrade_customs(create_engine(urls.owner))
    grant_customs(create_engine(urls.owner))
    engine = create_engine(urls.process)

    assert granted(engine) == pairs(OF_CUSTOMS)
    assert first_row(engine, OWNED) is None


def test_so_does_the_gateway(make_owned_database):
    urls = make_owned_database()
    prepare_gateway(urls.owner)
    engine = create_engine(urls.process)

    assert granted(engine) == pairs(OF_GATEWAY)
    assert first_row(engine, OWNED) is None


def test_the_ledger_its_heads_and_what_cards_signed_are_only_added_to():
    declared = declared_by("print_svc").tables | declared_by("auth_svc").tables

    append_only = {name for name, rights in declared.items() if rights == APPEND_ONLY[RIGHTS]}
    assert append_only >= {"seal_uses", "ledger_heads", "card_signatures"}


def test_migrating_again_takes_back_what_was_granted_by_hand(make_owned_database):
    urls = make_owned_database()
    upgrade("services.exception_svc", urls.owner)
    process = urls.process.rpartition("/")[2]
    with create_engine(urls.owner).begin() as connection:
        connection.execute(text(f'grant truncate on exceptions to "{process}"'))
        connection.execute(text("grant select on alembic_version to public"))

    upgrade("services.exception_svc", urls.owner)

    assert granted(create_engine(urls.process)) == pairs(declared_by("exception_svc"))


def test_nobody_but_the_owner_migrates(make_database):
    with pytest.raises(NotTheOwnerError, match="log in as originprint_owner"):
        upgrade("services.exception_svc", make_database())


def test_no_process_enters_the_database_of_another(make_owned_database):
    own, others = make_owned_database(), make_owned_database()
    upgrade("services.exception_svc", others.owner)
    trespassing = f"{own.process.rpartition('/')[0]}/{others.process.rpartition('/')[2]}"

    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(libpq_url(trespassing))


def test_each_role_has_a_password_of_its_own(make_owned_database):
    one, other = make_owned_database(), make_owned_database()

    passwords = {url.split(":")[2] for url in (one.owner, one.process, other.owner, other.process)}
    assert len(passwords) == 4
