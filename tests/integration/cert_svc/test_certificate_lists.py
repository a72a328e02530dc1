"""The list: its filters, its order, its pages (R51-R53)."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from contracts.certificate_lists import CertificateConditions, ListCertificates
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from services.cert_svc.storage.certificate_conditions import visible_to
from services.cert_svc.storage.certificate_lists import count_up_to
from tests.integration.cert_svc.conftest import listed, number, receive_layout
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
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
        {"invoice_no": "SPEC-INV-1"},
        {"type_id": "china_new_zealand", "destination": "NZ", "certificate_no": number(2, "N")},
        {"declarer_id_number": OTHER_ID, "declarer_name": "OTHER"},
        {"issuing_office": "2301", "collecting_office": "2200"},
        {"collecting_office": "0100", "approved_at": APPROVED + HOUR},
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
WAITING = [number(5), number(3), number(2, "N"), number(1)]


def test_the_newest_issue_date_comes_first(shelf):
    assert listed(shelf) == NEWEST_FIRST


@pytest.mark.rule("R51", "R103", "R79")
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"certificate_no": number(3)}, [number(3)]),
        ({"certificate_no": "a26 specimen1－0003"}, [number(3)]),
        ({"certificate_no": "A26SPECIMEN1"}, []),
        ({"type_id": "china_new_zealand"}, [number(2, "N")]),
        ({"destination": "AU"}, [number(5), number(4), number(3), number(1)]),
        ({"type_id": ("china_new_zealand", "rcep")}, [number(2, "N")]),
        ({"type_id": ("china_new_zealand", "china_australia")}, NEWEST_FIRST),
        ({"destination": ("NZ", "AU", "NZ"), "declarer_name": "OTHER"}, [number(3)]),
        ({"declarer_name": " OTHER "}, [number(3)]),
        ({"applicant": "OTHER "}, [number(3)]),
        ({"applicant": EXPORTER.lower()}, NEWEST_FIRST),
        ({"applicant": AGENT}, []),
        ({"invoice_no": " SPEC-INV-1"}, [number(1)]),
        ({"issuing_office": "2301"}, [number(4)]),
        ({"issuing_office": ("23", "0100")}, [number(4)]),
        ({"collecting_office": ("2200", "0100")}, [number(5), number(4)]),
        ({"collecting_office": "22"}, [number(4)]),
        ({"issued_from": date(2026, 3, 5)}, [number(5), number(4)]),
        ({"issued_to": date(2026, 3, 3)}, [number(2, "N"), number(1)]),
        ({"issued_from": date(2026, 3, 3), "issued_to": date(2026, 3, 3)}, [number(2, "N")]),
        ({"print_status": "printed"}, [number(4)]),
        ({"archived": True}, [number(5)]),
        ({"archived": False, "print_status": "waiting", "destination": "NZ"}, [number(2, "N")]),
        ({"layout_status": LayoutStatus.RECEIVED}, []),
        ({"layout_status": LayoutStatus.GENERATING}, NEWEST_FIRST),
        ({"layout_status": tuple(LayoutStatus), "print_status": ("waiting",)}, WAITING),
        ({"print_status": ("printed", "waiting")}, NEWEST_FIRST),
        ({"downloadable": True}, []),
        ({"downloadable": False}, NEWEST_FIRST),
    ],
)
def test_one_condition_or_several_narrow_the_list(shelf, filters, expected):
    assert listed(shelf, **filters) == expected


def all_pages(bench, **asked):
    """The numbers of every page, the cursor alone asking for the next."""
    pages, cursor = [], None
    while not pages or cursor:
        page = bench.ask(ListCertificates(caller=caller(), cursor=cursor, **asked))
        pages.append([each.certificate_no for each in page.certificates])
        cursor, asked = page.next_cursor, asked | {"sort": None}
    return pages


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_pages_cover_the_list_once_whatever_their_size(shelf, limit):
    pages = all_pages(shelf, limit=limit)

    assert [each for page in pages for each in page] == NEWEST_FIRST
    assert len(pages) == -(-len(NEWEST_FIRST) // limit)


BY_APPROVAL = [number(1), number(3), number(4), number(2, "N"), number(5)]
BY_NUMBER = [number(1), number(3), number(4), number(5), number(2, "N")]


@pytest.mark.rule("R51")
@pytest.mark.parametrize("several", [{}, {"type_id": ("china_australia", "china_new_zealand")}])
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("issue_date", NEWEST_FIRST[::-1]),
        ("-issue_date", NEWEST_FIRST),
        ("approved_at", BY_APPROVAL),
        ("-approved_at", BY_APPROVAL[::-1]),
        ("certificate_no", BY_NUMBER),
        ("-certificate_no", BY_NUMBER[::-1]),
    ],
)
def test_a_cursor_goes_on_in_the_order_of_its_page(shelf, sort, expected, several):
    assert all_pages(shelf, sort=sort, limit=2, **several) == [
        expected[:2],
        expected[2:4],
        expected[4:],
    ]


def test_a_cursor_is_refused_beside_another_order(shelf):
    first = shelf.ask(ListCertificates(caller=caller(), limit=2, sort="approved_at"))

    with pytest.raises(Refused, match="another order"):
        listed(shelf, cursor=first.next_cursor, sort="certificate_no")


@pytest.mark.parametrize(("bound", "expected"), [(4, (4, True)), (5, (5, False)), (9, (5, False))])
def test_counting_ends_where_it_is_told_to(shelf, engine, bound, expected):
    with Session(engine) as session:
        visible = visible_to(EXPORTER, ())
        assert count_up_to(session, CertificateConditions(), visible, bound=bound) == expected


def test_a_page_is_counted_only_where_that_is_asked_for(shelf):
    asked = {"caller": caller(), "destination": "AU", "limit": 1}

    counted = shelf.ask(ListCertificates(**asked, with_count=True))
    uncounted = shelf.ask(ListCertificates(**asked))

    assert (counted.count, counted.count_is_lower_bound) == (4, False)
    assert uncounted.count is None


@pytest.mark.rule("R85", "R87")
def test_downloadable_is_what_the_list_shows_as_downloadable(authorized, customs):
    places = {"1": "JP", "2": "VN", "3": "JP"}
    for serial, place in places.items():
        what = {"type_id": "rcep", "destination": place, "issue_date": date(2026, 3, 10)}
        authorized.deliver(approved(certificate_no=number(int(serial), "RC"), **what))
    for serial in (1, 2):
        receive_layout(authorized, customs, number(serial, "RC"), type_id="rcep")

    page = authorized.ask(ListCertificates(caller=caller(), downloadable=True))

    assert [each.certificate_no for each in page.certificates] == [number(1, "RC")]
    assert [each.downloadable for each in page.certificates] == [True]
    assert listed(authorized, downloadable=False) == [number(3, "RC"), number(2, "RC")]


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
