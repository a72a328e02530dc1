"""How PostgreSQL finds pages: by an index of the lists, never by reading the table (R51)."""

import json
import uuid
from datetime import date

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from bench.list_data import COLUMN_KEYS, Scale, enterprise_code, fill
from chassis.hidden_columns import use_keys
from chassis.planned import plan_once
from contracts.certificate_lists import ListCertificates
from contracts.customs import LayoutStatus
from services.cert_svc.entrypoints.certificate_lists import page_of
from tests.unit.cert_svc.events import APPROVED, caller

SCALE = Scale(enterprises=40, usual=100, large=6_000, larges=1)
MOST_BLOCKS = 400
"""Of 8 KB, for a page of 50: its rows, and the index down to them."""
ON_ITS_WAY = (LayoutStatus.GENERATING, LayoutStatus.SENDING)


@pytest.fixture(scope="module")
def shelf(servers):
    """Ten thousand certificates, most of them one exporter's, as PostgreSQL knows them."""
    name = f"list_plans_{uuid.uuid4().hex[:12]}"
    engine = create_engine(servers.create_database(name))
    fill(engine, SCALE)
    yield engine
    engine.dispose()
    servers.drop_database(name)


def plans(engine, **asked) -> list[dict]:
    """What PostgreSQL did for each statement about certificates while the page was asked for."""
    statements = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "certificates" in statement and "explain" not in statement:
            statements.append((statement, parameters))

    with Session(engine) as session:
        asking = ListCertificates(caller=caller(enterprise_code(0)), **asked)
        page_of(session, asking, (), now=APPROVED)
    event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        return [_explained(cursor, *statement) for statement in statements]


def _explained(cursor, statement, parameters) -> dict:
    cursor.execute(f"explain (analyze, buffers, format json) {statement}", parameters)
    return cursor.fetchone()[0][0]["Plan"]


def nodes(plan) -> list[dict]:
    return [plan, *(node for child in plan.get("Plans", ()) for node in nodes(child))]


FILTERS = [
    {},
    {"type_id": "china_australia"},
    {"type_id": "china_iceland"},
    {"type_id": ("china_korea", "china_iceland", "rcep")},
    {"destination": "PE"},
    {"destination": ("PE", "AU")},
    {"declarer_name": "SPECIMEN 3"},
    {"invoice_no": "SPEC-17"},
    {"issued_from": date(2025, 6, 1), "issued_to": date(2025, 6, 30)},
    {"print_status": "waiting"},
    {"archived": False},
    {"layout_status": ON_ITS_WAY},
    {"downloadable": True},
    {"certificate_no": "A26000000000000000"},
]
SORTS = [
    {"sort": sort}
    for sort in ("issue_date", "-approved_at", "approved_at", "-certificate_no", "certificate_no")
]


@pytest.mark.rule("R51")
@pytest.mark.parametrize("asked", FILTERS + SORTS, ids=str)
def test_no_page_reads_the_table_from_end_to_end(shelf, asked):
    found = [node["Node Type"] for plan in plans(shelf, **asked) for node in nodes(plan)]

    assert "Seq Scan" not in found
    assert any("Index" in kind for kind in found)


@pytest.mark.parametrize("asked", FILTERS + SORTS, ids=str)
def test_a_page_costs_what_it_shows_and_not_what_there_is(shelf, asked):
    blocks = sum(
        plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans(shelf, **asked)
    )

    assert blocks <= MOST_BLOCKS


def test_a_count_ends_at_its_bound(shelf):
    counted = [plan for plan in plans(shelf, with_count=True) if plan["Node Type"] == "Aggregate"]

    assert json.dumps(counted).count('"Seq Scan"') == 0
    assert max(node["Actual Rows"] for plan in counted for node in nodes(plan)) == 1_001


@pytest.fixture
def planning_once(shelf):
    """An engine of a service, whose plans are those for everybody from the first time on."""
    engine = create_engine(shelf.url)
    use_keys(engine, COLUMN_KEYS)
    plan_once(engine)
    with Session(engine) as session:
        session.execute(text("set plan_cache_mode = force_generic_plan"))
        yield session
    engine.dispose()


@pytest.mark.parametrize("asked", [{}, *SORTS], ids=str)
def test_an_opened_list_is_planned_once_for_all_exporters_by_its_index(planning_once, asked):
    asking = ListCertificates(caller=caller(enterprise_code(0)), **asked)
    first = page_of(planning_once, asking, (), now=APPROVED)
    onward = asking.model_copy(update={"cursor": first.next_cursor})
    page_of(planning_once, onward, (), now=APPROVED)

    plans = [explained(planning_once, name) for name in prepared_pages(planning_once)]

    assert len(plans) == 2
    assert {node["Node Type"] for plan in plans for node in nodes(plan)} == {"Limit", "Index Scan"}


def prepared_pages(session):
    found = session.execute(text("select name, statement from pg_prepared_statements"))
    return sorted(
        name for name, statement in found if "LIMIT" in statement and "listed" in statement
    )


def explained(session, name):
    types = "select parameter_types::text[] from pg_prepared_statements where name = :name"
    count = len(session.execute(text(types), {"name": name}).scalar())
    values = ", ".join(["null"] * count)
    return session.execute(text(f"explain (format json) execute {name}({values})")).scalar()[0][
        "Plan"
    ]
