"""From approval to printable, printed, archived: the main flow through cert_svc."""

import pytest

from contracts.certificate_lists import ListCertificates
from contracts.certificates import (
    GetCertificate,
    LayoutReceived,
    LayoutRejected,
)
from contracts.customs import LayoutStatus
from contracts.layouts import Layout
from tests.integration.cert_svc.conftest import (
    check_printable,
    layout_of,
    receive_layout,
    refusal_code,
)
from tests.unit.cert_svc.events import (
    NUMBER,
    approved,
    archived,
    caller,
    declarer_filed,
    layout_changed,
    print_completed,
    print_released,
    reprint_granted,
    seal_authorized,
)


@pytest.fixture
def ready(bench, customs):
    """An authorized enterprise with one approved certificate whose layout was received."""
    for event in (seal_authorized(), declarer_filed(), approved()):
        bench.deliver(event)
    receive_layout(bench, customs)
    return bench


def view(bench):
    return bench.ask(GetCertificate(caller=caller(), certificate_no=NUMBER))


def test_an_approved_certificate_with_its_layout_is_listed_and_printable(ready):
    page = ready.ask(ListCertificates(caller=caller()))

    assert [each.certificate_no for each in page.certificates] == [NUMBER]
    assert page.certificates[0].printable


def test_the_received_layout_is_kept_whole_and_encrypted(ready, objects):
    [printable] = check_printable(ready).printable

    assert Layout.from_bytes(objects.get(printable.layout)) == layout_of()
    [event] = ready.published()
    assert isinstance(event, LayoutReceived)
    assert event.layout == printable.layout


def test_the_status_is_not_received_before_the_layout_was_fetched_and_checked(bench, customs):
    bench.deliver(approved())
    put = customs.put_down(layout_of().to_bytes())
    wrong = put.model_copy(update={"sha256": "0" * 64})

    bench.deliver(layout_changed(LayoutStatus.RECEIVED, layout=wrong))

    assert view(bench).layout_status is LayoutStatus.SENDING
    assert [event.reason for event in bench.published()] == ["digest_mismatch"]


def test_customs_sends_a_rejected_layout_again_and_it_is_received(bench, customs):
    bench.deliver(approved())
    bench.deliver(layout_changed(LayoutStatus.RECEIVED, layout=None))

    receive_layout(bench, customs)

    assert view(bench).layout_status is LayoutStatus.RECEIVED
    assert [type(event) for event in bench.published()] == [LayoutRejected, LayoutReceived]


def test_a_released_original_is_printed_and_may_not_be_printed_again(ready):
    ready.deliver(print_released())

    assert refusal_code(ready) == "certificate.already_printed"
    assert view(ready).print_status == "printed"


def test_a_granted_reprint_brings_the_certificate_back_to_waiting(ready):
    ready.deliver(print_released())
    ready.deliver(reprint_granted())

    assert view(ready).print_status == "waiting"
    assert view(ready).exception_count == 1
    assert view(ready).printable


def test_an_archived_certificate_is_final(ready):
    ready.deliver(print_completed())
    ready.deliver(archived())

    assert refusal_code(ready) == "certificate.archived"
