"""ID numbers lie hidden in the database of auth_svc, and what is there can be hidden anew."""

import pytest
from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from chassis.hidden_columns import HiddenColumnError, hide_all, use_keys
from chassis.migrate import upgrade
from contracts.key_rings import KeyRing
from services.auth_svc.tables import authorizations, declarers, metadata
from tests.integration.auth_svc.test_applications import received

OLD, NEW = KeyRing((("old", bytes(32)),)), KeyRing((("new", bytes(range(32))),))
BOTH = KeyRing(NEW.keys + OLD.keys)
NUMBERS = ["110101199003070011", "11010119900307002X"]
ROW = {"enterprise_code": "E", "name": "样本"}


@pytest.fixture
def urls(make_owned_database):
    made = make_owned_database()
    upgrade("services.auth_svc", made.owner)
    return made


@pytest.fixture
def reach(urls):
    """An engine of the process with these keys, None for one without."""

    def made(keys):
        engine = create_engine(urls.process)
        if keys:
            use_keys(engine, keys)
        return engine

    return made


@pytest.fixture
def filled(reach):
    engine = reach(OLD)
    with engine.begin() as connection:
        rows = [
            ROW | {"id": f"00000000-0000-0000-0000-00000000000{place}", "id_number": number}
            for place, number in enumerate(NUMBERS)
        ]
        connection.execute(insert(declarers), rows)
        connection.execute(
            text(
                "insert into authorizations (id, enterprise_code, state, requested_at,"
                " receipt_due_at, seal, signatures)"
                " values (gen_random_uuid(), 'E', 'waiting', now(), now(), '{}', '[]')"
            )
        )
        connection.execute(update(authorizations).values(signatures=[{"of": NUMBERS[0]}]))
    return engine


def stored(engine):
    query = text(
        "select id_number from declarers union all select signatures #>> '{}' from authorizations"
    )
    with engine.connect() as connection:
        return list(connection.execute(query).scalars())


def shown(engine):
    with engine.connect() as connection:
        found = connection.execute(select(declarers.c.id_number).order_by(declarers.c.id))
        return [
            *found.scalars(),
            *connection.execute(select(authorizations.c.signatures)).scalars(),
        ]


def test_a_number_is_found_and_unique_though_it_is_hidden(filled):
    with filled.connect() as connection:
        query = select(declarers.c.id_number).where(declarers.c.id_number == NUMBERS[1])
        found = connection.execute(query).scalars().all()
    again = ROW | {"id": "00000000-0000-0000-0000-000000000009", "id_number": NUMBERS[0]}
    with pytest.raises(IntegrityError, match="declarers_one_filing"), filled.begin() as connection:
        connection.execute(insert(declarers), again)

    assert found == [NUMBERS[1]]
    assert all(text.startswith("$siv$old$") for text in stored(filled))


def test_everything_is_hidden_anew_under_another_key(filled, reach, urls):
    changed = hide_all(create_engine(urls.owner), [metadata], BOTH)
    again = hide_all(create_engine(urls.owner), [metadata], BOTH)

    assert (changed, again) == (3, 0)
    assert shown(reach(NEW)) == [*NUMBERS, [{"of": NUMBERS[0]}]]
    with pytest.raises(HiddenColumnError):
        shown(filled)


def test_what_lies_in_clear_from_before_is_hidden(filled, reach, urls):
    with filled.begin() as connection:
        connection.execute(text("update declarers set id_number = right(id::text, 1)"))
        connection.execute(text("""update authorizations set signatures = '[{"of": "0"}]'"""))

    hide_all(create_engine(urls.owner), [metadata], OLD)

    assert shown(filled) == ["0", "1", [{"of": "0"}]]


def test_without_keys_nothing_is_read_and_nothing_written(filled, reach):
    with pytest.raises(HiddenColumnError, match="no keys"):
        shown(reach(None))


def test_after_a_story_no_table_tells_an_id_number(desk, company, migrated_database):
    """Written out as a dump has them; what waits in the outbox is on its way to others."""
    caller = company.legal_person()
    company.add_operator(caller)
    desk.authorize()
    company.bench.deliver(received(company))
    company.bench.published()

    dumped = migrated_database.dump("services.auth_svc")

    assert "$siv$test$" in dumped["operators"]
    assert [name for name, rows in dumped.items() if company.person(0) in rows] == []
    assert [name for name, rows in dumped.items() if company.person(1) in rows] == []
