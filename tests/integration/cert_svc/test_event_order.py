"""A certificate's whole history, shuffled and doubled, ends in the same row (promise 1)."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from chassis.tables import inbox
from contracts.certificates import CertificateView, GetCertificate
from contracts.customs import LayoutStatus
from services.cert_svc.tables import agent_grants, authorizations, certificates, filed_declarers
from tests.integration.cert_svc.conftest import layout_of
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    NEW_NUMBER,
    NUMBER,
    approved,
    archived,
    caller,
    claimed,
    declarer_filed,
    layout_changed,
    print_completed,
    print_failed,
    print_issued,
    print_released,
    reference,
    replaced,
    reprint_granted,
    returned,
    seal_authorized,
)

CLEARED = (certificates, authorizations, filed_declarers, agent_grants, inbox)


@pytest.fixture
def history(customs):
    layouts = [customs.put_down(layout_of(revision=n).to_bytes()) for n in (1, 2)]
    return (
        seal_authorized(),
        declarer_filed(),
        approved(),
        layout_changed(LayoutStatus.GENERATING),
        layout_changed(LayoutStatus.RECEIVED, layout=reference("layouts/nowhere.json")),
        layout_changed(LayoutStatus.RECEIVED, layout=layouts[0]),
        print_issued(),
        print_released(),
        claimed(),
        returned(),
        approved(revision=2, approved_at=APPROVED + 3 * HOUR),
        layout_changed(LayoutStatus.SENDING, revision=2),
        layout_changed(LayoutStatus.RECEIVED, revision=2, layout=layouts[1]),
        print_failed(),
        reprint_granted(),
        print_released("SERIAL-2", revision=2),
        print_completed("SERIAL-2", revision=2),
        archived(revision=2),
        replaced(revision=2),
    )


def outcome(bench, history, order) -> tuple[CertificateView, str | None]:
    with bench.engine.begin() as connection:
        for table in CLEARED:
            connection.execute(delete(table))
    for place in order:
        bench.deliver(history[place], event_id=UUID(int=place))
    bench.published()
    with bench.engine.connect() as connection:
        digest = connection.execute(select(certificates.c.layout_sha256)).scalar_one()
    return bench.ask(GetCertificate(caller=caller(), certificate_no=NUMBER)), digest


def test_any_order_of_a_history_ends_the_same(bench, history):
    places = range(len(history))
    expected = outcome(bench, history, places)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
    )
    @given(st.permutations(places), st.lists(st.sampled_from(places), max_size=6))
    def shuffled(order, repeated):
        assert outcome(bench, history, [*order, *repeated]) == expected

    shuffled()
    view, digest = expected
    assert (view.print_status, view.archived, view.exception_count) == ("printed", True, 1)
    assert view.replaced_by == NEW_NUMBER
    assert digest is not None
