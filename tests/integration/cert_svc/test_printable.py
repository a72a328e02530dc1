"""What may be printed, copied or downloaded, and why not: one answer for up to fifty."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from contracts.certificates import GetCertificate
from tests.integration.cert_svc.conftest import (
    check_printable,
    listed,
    number,
    receive_layout,
    refusal_code,
)
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    EXPORTER,
    HOUR,
    NEW_NUMBER,
    NUMBER,
    STRANGER,
    agent_authorized,
    approved,
    archived,
    caller,
    claimed,
    declarer_filed,
    print_released,
    replaced,
    seal_authorized,
)

USES = ("print", "copy", "download")


def use_codes(bench) -> dict[str, str | None]:
    return {use: refusal_code(bench, use) for use in USES}


def test_a_copy_may_be_made_after_print_and_archiving_the_original_not(authorized, customs):
    authorized.deliver(approved())
    receive_layout(authorized, customs)
    authorized.deliver(print_released())
    authorized.deliver(archived())

    assert use_codes(authorized) == {
        "print": "certificate.archived",
        "copy": None,
        "download": "certificate.not_downloadable",
    }


@pytest.mark.rule("R48")
def test_a_claim_at_the_counter_after_the_approval_stops_every_use(authorized, customs):
    authorized.deliver(approved(type_id="rcep", destination="JP"))
    receive_layout(authorized, customs)

    authorized.deliver(claimed())

    assert set(use_codes(authorized).values()) == {"certificate.claimed_at_counter"}


@pytest.mark.rule("R99")
def test_a_replaced_certificate_stays_on_the_list_and_gives_nothing(authorized, customs):
    authorized.deliver(approved(type_id="rcep", destination="JP"))
    receive_layout(authorized, customs)

    authorized.deliver(replaced())

    view = authorized.ask(GetCertificate(caller=caller(), certificate_no=NUMBER))
    assert (view.replaced_by, view.printable, view.downloadable) == (NEW_NUMBER, False, False)
    assert listed(authorized) == [NUMBER]
    assert set(use_codes(authorized).values()) == {"certificate.replaced"}


def test_without_its_layout_nothing_can_be_made_of_a_certificate(authorized):
    authorized.deliver(approved(type_id="rcep", destination="JP"))

    assert set(use_codes(authorized).values()) == {"certificate.layout_not_received"}


@pytest.fixture
def many(authorized, customs):
    """Two printable ones, one without its layout, one printed, one of another enterprise."""
    for serial in (1, 2, 3, 4):
        authorized.deliver(approved(certificate_no=number(serial)))
    for serial in (1, 2, 4):
        receive_layout(authorized, customs, number(serial))
    authorized.deliver(print_released(certificate_no=number(4)))
    authorized.deliver(approved(certificate_no=number(5), enterprise_code=STRANGER))
    return authorized


def test_each_certificate_is_answered_for_itself_in_the_order_asked(many):
    answer = check_printable(many, *(number(serial) for serial in (6, 4, 2, 5, 3, 1)))

    assert [each.certificate_no for each in answer.printable] == [number(2), number(1)]
    assert [(each.certificate_no, each.code) for each in answer.refused] == [
        (number(6), "certificate.unknown"),
        (number(4), "certificate.already_printed"),
        (number(5), "certificate.unknown"),
        (number(3), "certificate.layout_not_received"),
    ]


def test_a_refusal_names_its_certificate(many):
    [refused] = check_printable(many, number(3)).refused

    assert refused.details == {"certificate_no": number(3)}


def test_certificates_of_several_principals_are_checked_each_by_its_own_enterprise(bench, customs):
    bench.deliver(agent_authorized(granted_at=APPROVED - HOUR))
    bench.deliver(seal_authorized())
    bench.deliver(declarer_filed())
    for serial, owner in enumerate((EXPORTER, STRANGER, AGENT), 1):
        bench.deliver(
            approved(certificate_no=number(serial), enterprise_code=owner, agent_code=AGENT)
        )
        receive_layout(bench, customs, number(serial))

    answer = check_printable(bench, number(1), number(2), number(3), code=AGENT)

    assert [each.enterprise_code for each in answer.printable] == [EXPORTER]
    assert [each.code for each in answer.refused] == [
        "certificate.unknown",
        "certificate.seal_not_authorized",
    ]


@contextmanager
def statements(engine):
    """What is sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_fifty_certificates_cost_as_many_statements_as_one(many, engine):
    many.deliver(agent_authorized())
    for serial in range(100, 150):
        many.deliver(approved(certificate_no=number(serial), agent_code=AGENT))

    with statements(engine) as for_one:
        check_printable(many, number(100), code=AGENT)
    with statements(engine) as for_fifty:
        check_printable(many, *(number(serial) for serial in range(100, 150)), code=AGENT)

    assert for_fifty == for_one
