"""The list: its filters, its order, its pages (R51-R53)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from contracts.certificates import ListCertificates
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from tests.integration.cert_svc.conftest import listed, number
from tests.unit.cert_svc.events import (
    AGENT,
    EXPORTER,
    OTHER_ID,
    agent_authorized,
    approved,
    archived,
    caller,
    declarer_filed,
    print_released,
    seal_authorized,
)

FIRST_DAY = date(2026, 3, 1)


@pytest.fixture
def shelf(authorized):
    """Five certificates on five days, each different in one thing."""
    changes = [
        {},
        {"type_id": "china_new_zealand", "destination": "NZ", "certificate_no": number(2, "N")},
        {"declarer_id_number": OTHER_ID, "declarer_name": "OTHER"},
        {},
        {},
    ]
    for serial, change in enumerate(changes, 1):
        day = FIRST_DAY + timedelta(days=serial)
        authorized.deliver(
            approved(**{"certificate_no": number(serial), "issue_date": day} | change)
        )
    authorized.deliver(print_released(certificate_no=number(4)))
    authorized.deliver(archived(certificate_no=number(5)))
    return authorized


NEWEST_FIRST = [number(5), number(4), number(3), number(2, "N"), number(1)]


def test_the_newest_issue_date_comes_first(shelf):
    assert listed(shelf) == NEWEST_FIRST


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"certificate_no": number(3)}, [number(3)]),
        ({"certificate_no": "a26 specimen1－0003"}, [number(3)]),
        ({"certificate_no": "A26SPECIMEN1"}, []),
        ({"type_id": "china_new_zealand"}, [number(2, "N")]),
        ({"destination": "AU"}, [number(5), number(4), number(3), number(1)]),
        ({"declarer_name": " OTHER "}, [number(3)]),
        ({"issued_from": date(2026, 3, 5)}, [number(5), number(4)]),
        ({"issued_to": date(2026, 3, 3)}, [number(2, "N"), number(1)]),
        ({"issued_from": date(2026, 3, 3), "issued_to": date(2026, 3, 3)}, [number(2, "N")]),
        ({"print_status": "printed"}, [number(4)]),
        ({"archived": True}, [number(5)]),
        ({"archived": False, "print_status": "waiting", "destination": "NZ"}, [number(2, "N")]),
        ({"layout_status": LayoutStatus.RECEIVED}, []),
        ({"layout_status": LayoutStatus.GENERATING}, NEWEST_FIRST),
    ],
)
def test_one_condition_or_several_narrow_the_list(shelf, filters, expected):
    assert listed(shelf, **filters) == expected


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_pages_cover_the_list_once_whatever_their_size(shelf, limit):
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        page = shelf.ask(ListCertificates(caller=caller(), limit=limit, cursor=cursor))
        found += [each.certificate_no for each in page.certificates]
        cursor, pages = page.next_cursor, pages + 1

    assert found == NEWEST_FIRST
    assert pages == -(-len(NEWEST_FIRST) // limit)


def test_certificates_of_one_day_keep_an_order_of_their_own_across_pages(authorized):
    for serial in (3, 1, 2):
        authorized.deliver(approved(certificate_no=number(serial)))

    first = authorized.ask(ListCertificates(caller=caller(), limit=2))
    rest = listed(authorized, cursor=first.next_cursor)

    assert [each.certificate_no for each in first.certificates] == [number(3), number(2)]
    assert rest == [number(1)]


@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw", "WzEsMl0", "e30", "é"])
def test_a_cursor_of_no_page_is_refused(bench, cursor):
    with pytest.raises(Refused) as refusal:
        listed(bench, cursor=cursor)
    assert refusal.value.code == "request.invalid"


def test_own_and_agency_certificates_are_merged_by_date(shelf):
    shelf.deliver(agent_authorized())
    for code, day in ((EXPORTER, 2), (AGENT, 3)):
        shelf.deliver(seal_authorized(enterprise_code=code))
        shelf.deliver(declarer_filed(enterprise_code=code))
        shelf.deliver(
            approved(
                certificate_no=number(10 + day),
                enterprise_code=code,
                agent_code=AGENT,
                issue_date=date(2026, 4, day),
            )
        )

    assert listed(shelf, AGENT) == [number(13), number(12)]
    assert listed(shelf, AGENT, limit=1) == [number(13)]


def test_the_list_is_read_from_its_index_alone(authorized, engine):
    """A plan that sorts or scans would grow with the table."""
    with engine.connect() as connection:
        connection.execute(text("set enable_seqscan = off"))
        plan = connection.execute(
            text(
                "explain select * from certificates where listed and enterprise_code = 'x'"
                " and (issue_date, certificate_no) < ('2026-01-01', 'A')"
                " order by issue_date desc, certificate_no desc limit 51"
            )
        ).scalars()
        lines = "\n".join(plan)

    assert "certificates_of_enterprise" in lines
    assert "Sort" not in lines
