"""Many events at once: every certificate ends as if its events had come alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from chassis.deliveries import Delivered
from contracts.certificates import (
    GetCertificate,
    LayoutReceived,
    LayoutRejected,
)
from contracts.customs import LayoutStatus
from tests.integration.cert_svc.conftest import layout_of, listed, number
from tests.unit.cert_svc.events import (
    EXPORTER,
    STRANGER,
    approved,
    caller,
    declarer_filed,
    layout_changed,
    seal_authorized,
)

NUMBERS = [number(serial) for serial in range(1, 13)]


def group(*events) -> list[Delivered]:
    return [Delivered(uuid4(), event) for event in events]


def received(customs, certificate_no: str):
    put = customs.put_down(layout_of(certificate_no).to_bytes())
    return layout_changed(LayoutStatus.RECEIVED, layout=put, certificate_no=certificate_no)


def status(bench, certificate_no: str) -> LayoutStatus:
    return bench.ask(GetCertificate(caller=caller(), certificate_no=certificate_no)).layout_status


def test_a_group_of_layouts_is_received_certificate_by_certificate(bench, customs):
    bench.deliver_group(*group(*(approved(certificate_no=each) for each in NUMBERS)))

    bench.deliver_group(*group(*(received(customs, each) for each in NUMBERS)))

    published = bench.published()
    assert {type(event) for event in published} == {LayoutReceived}
    assert sorted(event.certificate_no for event in published) == NUMBERS
    assert {status(bench, each) for each in NUMBERS} == {LayoutStatus.RECEIVED}


def test_all_steps_of_one_certificate_in_one_group_are_all_taken(bench, customs):
    certificate_no = NUMBERS[0]
    bench.deliver(approved(certificate_no=certificate_no))
    steps = [
        layout_changed(step, certificate_no=certificate_no)
        for step in (LayoutStatus.GENERATING, LayoutStatus.SENDING)
    ]

    bench.deliver_group(*group(*steps, received(customs, certificate_no)))

    assert status(bench, certificate_no) is LayoutStatus.RECEIVED


def test_one_spoiled_layout_of_a_group_is_rejected_alone(bench, customs):
    spoiled, *healthy = NUMBERS
    bench.deliver_group(*group(*(approved(certificate_no=each) for each in NUMBERS)))
    wrong = layout_changed(
        LayoutStatus.RECEIVED, layout=customs.put_down(b"SPOILED"), certificate_no=spoiled
    )

    bench.deliver_group(*group(*(received(customs, each) for each in healthy), wrong))

    published = bench.published()
    assert [event.certificate_no for event in published if isinstance(event, LayoutRejected)] == [
        spoiled
    ]
    kept = sorted(event.certificate_no for event in published if isinstance(event, LayoutReceived))
    assert kept == healthy


def test_a_group_that_comes_again_publishes_nothing_again(bench, customs):
    bench.deliver_group(*group(*(approved(certificate_no=each) for each in NUMBERS)))
    layouts = group(*(received(customs, each) for each in NUMBERS))
    bench.deliver_group(*layouts)
    bench.published()

    bench.deliver_group(*layouts)

    assert bench.published() == []


def test_each_certificate_of_a_group_is_listed_by_what_its_own_enterprise_did(bench):
    own, other = NUMBERS[:2]
    bench.deliver(seal_authorized())
    bench.deliver(declarer_filed())

    bench.deliver_group(
        *group(
            approved(certificate_no=own),
            approved(certificate_no=other, enterprise_code=STRANGER),
        )
    )

    assert listed(bench, EXPORTER) == [own]
    assert listed(bench, STRANGER) == []


def test_groups_about_the_same_certificates_in_opposite_orders_wait_for_each_other(bench, customs):
    approvals = group(*(approved(certificate_no=each) for each in NUMBERS))
    layouts = group(*(received(customs, each) for each in reversed(NUMBERS)))
    start = Barrier(2)

    def deliver(events) -> None:
        start.wait()
        bench.deliver_group(*events)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deliver, [approvals, layouts]))

    assert {status(bench, each) for each in NUMBERS} == {LayoutStatus.RECEIVED}
    assert len(bench.published()) == len(NUMBERS)
