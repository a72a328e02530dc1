"""The list: what is on it, its filters, its pages, and what late news change (R43-R53)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text

from chassis.deliveries import Delivery
from chassis.transactions import UnitOfWork
from contracts.certificate_types import load_certificate_types
from contracts.certificates import CheckPrintable, ListCertificates
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from services.cert_svc.recheck import recheck
from tests.integration.cert_svc.conftest import receive_layout
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    DECLARER_ID,
    EXPORTER,
    HOUR,
    NUMBER,
    OTHER_ID,
    agent_authorized,
    approved,
    archived,
    caller,
    declarer_filed,
    print_released,
    returned,
    seal_authorized,
    signature,
)

FIRST_DAY = date(2026, 3, 1)


def number(serial: int, code: str = "A") -> str:
    return f"{code}26SPECIMEN1{serial:04}"


def numbers(bench, code: str = EXPORTER, **filters) -> list[str]:
    page = bench.ask(ListCertificates(caller=caller(code), **filters))
    return [each.certificate_no for each in page.certificates]


@pytest.fixture
def authorized(bench):
    bench.deliver(seal_authorized(signatures=(signature(), signature(OTHER_ID, "OTHER"))))
    bench.deliver(declarer_filed())
    bench.deliver(declarer_filed(id_number=OTHER_ID, name="OTHER"))
    return bench


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
    assert numbers(shelf) == NEWEST_FIRST


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
    assert numbers(shelf, **filters) == expected


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
    rest = numbers(authorized, cursor=first.next_cursor)

    assert [each.certificate_no for each in first.certificates] == [number(3), number(2)]
    assert rest == [number(1)]


@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw", "WzEsMl0", "e30", "é"])
def test_a_cursor_of_no_page_is_refused(bench, cursor):
    with pytest.raises(Refused) as refusal:
        numbers(bench, cursor=cursor)
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

    assert numbers(shelf, AGENT) == [number(13), number(12)]
    assert numbers(shelf, AGENT, limit=1) == [number(13)]


@pytest.mark.parametrize(
    "changes",
    [
        {"type_id": "china_asean_form_e", "destination": "KH"},
        {"claimed_at_counter": True},
        {"declarer_id_number": "110101199001010031"},
        {"approved_at": APPROVED - HOUR},
    ],
    ids=["type not open", "claimed at the counter", "declarer unknown", "approved too early"],
)
def test_what_may_not_be_self_printed_is_not_listed(authorized, changes):
    authorized.deliver(approved(**changes))

    assert numbers(authorized) == []
    assert numbers(authorized, certificate_no=NUMBER) == []


def test_a_returned_certificate_leaves_the_list_until_it_is_approved_again(authorized):
    authorized.deliver(approved())
    authorized.deliver(returned())
    assert numbers(authorized) == []

    authorized.deliver(approved(revision=2))

    assert numbers(authorized) == [NUMBER]


def test_an_authorization_after_the_approval_does_not_list_it(bench):
    bench.deliver(declarer_filed())
    bench.deliver(approved())

    bench.deliver(seal_authorized(received_at=APPROVED + HOUR))

    assert numbers(bench) == []


def test_news_of_an_earlier_authorization_that_come_late_list_the_certificate(bench):
    bench.deliver(declarer_filed())
    bench.deliver(approved())
    bench.deliver(seal_authorized())

    assert numbers(bench) == [NUMBER]


def test_news_of_an_authorization_without_the_declarer_that_come_late_unlist_it(authorized):
    authorized.deliver(approved())

    authorized.deliver(
        seal_authorized(received_at=APPROVED - HOUR / 2, signatures=(signature(OTHER_ID, "OTHER"),))
    )

    assert numbers(authorized) == []


def test_filing_the_declarer_later_lists_the_certificate(bench):
    bench.deliver(seal_authorized())
    bench.deliver(approved())
    assert numbers(bench) == []

    bench.deliver(declarer_filed(id_number=DECLARER_ID, filed_at=APPROVED + HOUR))

    assert numbers(bench) == [NUMBER]


def test_news_about_one_enterprise_leave_others_alone(authorized):
    authorized.deliver(approved(enterprise_code=AGENT))

    authorized.deliver(seal_authorized())
    authorized.deliver(declarer_filed())

    assert numbers(authorized, AGENT) == []


def test_late_news_reach_more_certificates_than_one_batch(bench, monkeypatch):
    monkeypatch.setattr("services.cert_svc.standing.BATCH", 3)
    bench.deliver(declarer_filed())
    for serial in range(8):
        bench.deliver(approved(certificate_no=number(serial)))

    bench.deliver(seal_authorized())

    assert len(numbers(bench)) == 8


def test_an_announcement_lists_what_was_approved_before_it_was_known(authorized, monkeypatch):
    authorized.deliver(approved(type_id="rcep", destination="LA"))
    authorized.deliver(approved(certificate_no=number(2)))
    assert numbers(authorized) == [number(2)]
    types = load_certificate_types()
    known = next(entry for entry in types.eligibility_history if "rcep" in entry.types)
    laos = known.model_copy(update={"destinations": ("LA",)})
    announced = types.model_copy(update={"eligibility_history": (*types.eligibility_history, laos)})
    monkeypatch.setattr("services.cert_svc.standing.load_certificate_types", lambda: announced)

    changed = recheck(UnitOfWork(authorized.engine, Delivery("recheck")))

    assert changed == 1
    assert numbers(authorized) == [number(2), NUMBER]


def test_approvals_and_the_authorization_at_once_are_all_listed(bench):
    bench.deliver(declarer_filed())
    events = [seal_authorized(), *(approved(certificate_no=number(n)) for n in range(11))]
    start = Barrier(len(events))

    def deliver(event) -> None:
        start.wait()
        bench.deliver(event)

    with ThreadPoolExecutor(len(events)) as pool:
        list(pool.map(deliver, events))

    assert len(numbers(bench)) == 11


def use_codes(bench) -> dict[str, str]:
    codes = {}
    for use in ("print", "copy", "download"):
        try:
            bench.ask(CheckPrintable(caller=caller(), certificate_no=NUMBER, use=use))
            codes[use] = "ok"
        except Refused as refusal:
            codes[use] = refusal.code
    return codes


def test_a_copy_may_be_made_after_print_and_archiving_the_original_not(authorized, customs):
    authorized.deliver(approved())
    receive_layout(authorized, customs)
    authorized.deliver(print_released())
    authorized.deliver(archived())

    assert use_codes(authorized) == {
        "print": "certificate.archived",
        "copy": "ok",
        "download": "certificate.not_downloadable",
    }


def test_without_its_layout_nothing_can_be_made_of_a_certificate(authorized):
    authorized.deliver(approved(type_id="rcep", destination="JP"))

    assert set(use_codes(authorized).values()) == {"certificate.layout_not_received"}


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
