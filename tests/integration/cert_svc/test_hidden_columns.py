"""ID numbers lie hidden in the database of cert_svc, and decide what they decided before."""

import pytest
from sqlalchemy import text

from chassis.deliveries import Delivery
from chassis.hidden_columns import hide_all
from chassis.transactions import UnitOfWork
from contracts.certificates import DiagnoseCertificate
from services.cert_svc.entrypoints.listing import decide_all
from services.cert_svc.tables import metadata
from tests.integration.cert_svc.conftest import listed, receive_layout, refusal_code
from tests.integration.conftest import COLUMN_KEYS
from tests.unit.cert_svc.events import (
    DECLARER_ID,
    NUMBER,
    OTHER_ID,
    approved,
    caller,
    declarer_filed,
    filing_ended,
    seal_authorized,
)

PLACES = {
    "certificates": "declarer_id_number",
    "filed_declarers": "id_number",
    "authorizations": "signers::text || signatures::text",
}
"""Where ID numbers are kept, as text."""
IN_CLEAR = (
    f"update certificates set declarer_id_number = '{DECLARER_ID}'",
    f"update filed_declarers set id_number = '{DECLARER_ID}' where name <> 'OTHER'",
    f"""update authorizations set signers = '{{"{DECLARER_ID}": "SPECIMEN"}}'""",
)


@pytest.fixture
def printable(authorized, customs):
    """A certificate that may be printed and downloaded."""
    authorized.deliver(approved(type_id="rcep", destination="JP"))
    receive_layout(authorized, customs, type_id="rcep")
    return authorized


def kept(engine, table):
    with engine.connect() as connection:
        return list(connection.execute(text(f"select {PLACES[table]} from {table}")).scalars())


def failing(bench):
    told = bench.ask(DiagnoseCertificate(caller=caller(), certificate_no=NUMBER))
    return [line.code for line in told.lines if line.holds is False]


def test_after_a_story_no_table_tells_an_id_number(printable, engine, migrated_database):
    """Written out as a dump has them; what waits in the outbox is on its way to others."""
    printable.deliver(filing_ended(id_number=OTHER_ID))
    printable.published()

    dumped = migrated_database.dump("services.cert_svc")

    assert listed(printable) == [NUMBER]
    assert [name for name, rows in dumped.items() if DECLARER_ID in rows] == []
    assert [name for name, rows in dumped.items() if OTHER_ID in rows] == []


@pytest.mark.parametrize("table", PLACES)
def test_what_is_kept_of_a_person_names_its_key(table, printable, engine):
    found = kept(engine, table)

    assert found
    assert all("$siv$test$" in one for one in found)


def test_one_person_is_the_same_text_in_certificates_and_filings(printable, engine):
    assert set(kept(engine, "certificates")) < set(kept(engine, "filed_declarers"))


def test_who_is_not_filed_is_told_from_who_is(printable):
    assert refusal_code(printable) is None
    assert listed(printable, downloadable=True) == [NUMBER]

    printable.deliver(filing_ended())

    assert refusal_code(printable) == "certificate.declarer_not_filed"
    assert failing(printable) == ["certificate.declarer_not_filed"]
    assert listed(printable, downloadable=True) == []


def test_a_late_filing_finds_the_certificates_of_its_declarer(bench):
    bench.deliver(seal_authorized())
    bench.deliver(approved())
    before = listed(bench)

    bench.deliver(declarer_filed())

    assert (before, listed(bench)) == ([], [NUMBER])


def test_what_lies_in_clear_from_before_is_hidden(printable, engine, migrated_database):
    owner = migrated_database.administrator("services.cert_svc")
    with owner.begin() as connection:
        for change in IN_CLEAR:
            connection.execute(text(change))

    changed = hide_all(owner, [metadata], COLUMN_KEYS)

    assert changed == len(IN_CLEAR)
    assert DECLARER_ID not in "".join(migrated_database.dump("services.cert_svc").values())
    assert decide_all(UnitOfWork(engine, Delivery("listing"))) == 0
    assert refusal_code(printable) is None
