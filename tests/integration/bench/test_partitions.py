"""Partitions answer the pages of lists as the table does that they were made from (R51)."""

import uuid
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, ProgrammingError

from bench.list_data import Scale, enterprise_code
from bench.partitions.certificates import CASES, LAYOUTS, WAYS, CertificateShelf, pages_in_windows
from bench.partitions.chains import (
    LEDGER,
    LEDGER_CASES,
    TRAIL,
    TRAIL_CASES,
    TRAIL_LAYOUTS,
    TRAIL_WAYS,
    ChainShelf,
    ledger_layouts,
    ledger_ways,
)
from bench.partitions.rows import DAYS, FIRST_DAY, Amount
from chassis.cursors import write_cursor

SCALE = Scale(enterprises=4, usual=60, large=700, larges=2, first_day=FIRST_DAY, days=DAYS - 1)
AMOUNT = Amount(rows=1_600, enterprises=4)
OWNERS = (0, 3)
FEW = [layout for layout in LAYOUTS if layout.name != "certificates_months"]
"""120 months with all indexes take long to make, and are asked as the others are."""
ASKED = [way for way in WAYS if way.relation != "certificates_months"]


@pytest.fixture(scope="module")
def database(servers):
    made = []

    def make() -> str:
        made.append(f"partitions_{uuid.uuid4().hex[:12]}")
        return servers.create_database(made[-1])

    yield make
    for name in made:
        servers.drop_database(name)


@pytest.fixture(scope="module")
def certificates(database):
    shelf = CertificateShelf(database(), SCALE)
    shelf.fill(FEW)
    yield shelf
    shelf.engine.dispose()


@pytest.fixture(scope="module")
def ledger(database):
    shelf = ChainShelf(database(), LEDGER, AMOUNT)
    shelf.fill()
    shelf.partition(ledger_layouts(shelf))
    yield shelf
    shelf.engine.dispose()


@pytest.fixture(scope="module")
def trail(database):
    shelf = ChainShelf(database(), TRAIL, AMOUNT)
    shelf.fill()
    shelf.partition(TRAIL_LAYOUTS)
    yield shelf
    shelf.engine.dispose()


def pages(shelf, way, owner, asked):
    """All of a list, page after page."""
    cursor, found = None, []
    while cursor or not found:
        found.append(shelf.page(way, owner, asked, cursor))
        cursor = found[-1].next_cursor
    return found


@pytest.mark.rule("R51")
@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.group}: {case.name}")
def test_certificates_in_partitions_are_listed_as_they_are_in_one_table(certificates, case, owner):
    with pages_in_windows():
        whole, *others = [pages(certificates, way, owner, case.asked) for way in ASKED]

    assert whole[0].certificates or case.group != "no condition"
    assert [other == whole for other in others] == [True] * len(others)


BY_MONTH = (WAYS[0], WAYS[-1])


@pytest.fixture
def approved_again(certificates):
    """A certificate of the oldest year has an issue date of the newest; how it was at the end."""
    first = certificates.page(WAYS[0], 0, {"sort": "issue_date"}, None).certificates[0]

    def change(table, issue_date, month=""):
        with certificates.engine.begin() as connection:
            changed = text(
                f"update {table} set issue_date = :day{month} where certificate_no = :no"
            )
            connection.execute(changed, {"day": issue_date, "no": first.certificate_no})

    for table in ("certificates", "certificates_years"):
        change(table, date(2026, 6, 1))
    yield lambda: change("certificates_years", date(2026, 6, 1), ", month = '2026-06-01'")
    change("certificates", first.issue_date)
    month = first.issue_date.replace(day=1)
    change("certificates_years", first.issue_date, f", month = '{month}'")


def listed(shelf, way):
    with pages_in_windows():
        found = pages(shelf, way, 0, {})
    return [each.certificate_no for page in found for each in page.certificates]


def test_windows_need_a_month_that_follows_the_issue_date(certificates, approved_again):
    whole, with_the_old_month = (listed(certificates, way) for way in BY_MONTH)
    approved_again()
    with_its_month = listed(certificates, BY_MONTH[1])

    assert with_the_old_month != whole
    assert with_its_month == whole


def chain(shelf, way, owner, asked):
    """All of a chain's list, page after page."""
    found = page = shelf.page(way, owner, asked)
    while len(page) == 50:
        page = shelf.page(way, owner, asked, *place(shelf, way, page[-1]))
        found = [*found, *page]
    return found


def place(shelf, way, last):
    if shelf.chain is TRAIL:
        return write_cursor(last.position), last.at.date()
    if way.by_position:
        return write_cursor(last.position), last.position
    number = "select enterprise_row from seal_uses where position = :position"
    with shelf.engine.connect() as connection:
        counted = connection.execute(text(number), {"position": last.position}).scalar()
    return write_cursor(counted), last.position


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("case", LEDGER_CASES, ids=lambda case: case.name)
def test_the_ledger_in_ranges_of_positions_is_listed_as_it_is_in_one_table(ledger, case, owner):
    ways = ledger_ways(ledger_layouts(ledger))

    whole, *others = [chain(ledger, way, owner, case.asked) for way in ways]

    assert whole or case.name != "newest first"
    assert [other == whole for other in others] == [True] * len(others)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("case", TRAIL_CASES, ids=lambda case: case.name)
def test_the_audit_trail_in_months_is_listed_as_it_is_in_one_table(trail, case, owner):
    whole, *others = [chain(trail, way, owner, case.asked) for way in TRAIL_WAYS]

    assert whole or case.name != "newest first"
    assert [other == whole for other in others] == [True] * len(others)


REFUSE = (
    "create or replace function refuse_change() returns trigger language plpgsql as"
    " $$ begin raise exception '% only grows', tg_table_name; end $$"
)
ONLY_GROW = (
    "create trigger only_grow before update or delete on {} for each {}"
    " execute function refuse_change()"
)


def refused(engine, each, *, on, changed):
    """Whether a trigger on one table refuses a change of another; nothing stays of both."""
    with engine.connect() as connection:
        connection.execute(text(REFUSE))
        connection.execute(text(ONLY_GROW.format(on, each)))
        try:
            connection.execute(text(f"update {changed} set action = 'other'"))
        except InternalError:
            return True
        return False


def test_a_trigger_for_each_statement_holds_for_the_table_that_is_named_alone(trail):
    whole, part = "audit_records_years", "audit_records_years_3"

    assert refused(trail.engine, "statement", on=whole, changed=whole)
    assert not refused(trail.engine, "statement", on=whole, changed=part)
    assert not refused(trail.engine, "statement", on=part, changed=whole)


def test_a_trigger_for_each_row_of_the_whole_holds_for_its_partitions(trail):
    whole, part = "audit_records_years", "audit_records_years_3"

    assert refused(trail.engine, "row", on=whole, changed=whole)
    assert refused(trail.engine, "row", on=whole, changed=part)


def test_rights_are_asked_of_the_table_that_is_named_and_of_no_partition(trail):
    role = f"worker_{uuid.uuid4().hex[:12]}"
    with trail.engine.connect() as connection:
        connection.execute(text(f"create role {role}"))
        connection.execute(text(f"grant select on audit_records_years to {role}"))
        connection.execute(text(f"set local role {role}"))

        found = connection.execute(text("select count(*) from audit_records_years")).scalar()

        assert found == AMOUNT.rows
        with pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text("select count(*) from audit_records_years_3"))


def kinds(plan):
    return [plan["Node Type"], *(kind for each in plan.get("Plans", ()) for kind in kinds(each))]


def plan(engine, table, order):
    """Of a page of the largest owner, as the lists ask for it."""
    asked = (
        f"explain (format json) select * from {table} where enterprise_code = :code"
        f" order by {order} limit 51"
    )
    with engine.connect() as connection:
        connection.execute(text("set enable_seqscan = off"))
        connection.execute(text("set enable_sort = off"))
        found = connection.execute(text(asked), {"code": enterprise_code(0)}).scalar()
    return kinds(found[0]["Plan"])


def test_partitions_follow_one_another_only_in_the_order_of_what_they_are_ranges_of(ledger, trail):
    by_position = plan(ledger.engine, "seal_uses_years", "position desc")
    by_count = plan(ledger.engine, "seal_uses_years", "enterprise_row desc")
    of_months = plan(trail.engine, "audit_records_years", "position desc")

    assert "Append" in by_position
    assert "Merge Append" in by_count
    assert "Merge Append" in of_months
