"""Many events at once: every certificate ends as if its events had come alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from chassis.deliveries import Delivered
from contracts.certificates import (
    GetCertificate,
    LayoutReceived,
    LayoutRejected,
    ListCertificates,
)
from contracts.customs import LayoutStatus
from tests.integration.cert_svc.conftest import layout_of
from tests.unit.cert_svc.events import (
    EXPORTER,
    STRANGER,
    approved,
    caller,
    declarer_filed,
    layout_changed,
    seal_authorized,
)

NUMBERS = [f"A26SPECIMEN1{serial:04d}" for serial in range(1, 13)]


def group(*events) -> list[Delivered]:
    return [Delivered(uuid4(), event) for event in events]


def received(customs, number: str):
    put = customs.put_down(layout_of(number).to_bytes())
    return layout_changed(LayoutStatus.RECEIVED, layout=put, certificate_no=number)


def status(bench, number: str) -> LayoutStatus:
    return bench.ask(GetCertificate(caller=caller(), certificate_no=number)).layout_status


def listed(bench, enterprise_code: str) -> set[str]:
    page = bench.ask(ListCertificates(caller=caller(enterprise_code)))
    return {each.certificate_no for each in page.certificates}


def test_a_group_of_layouts_is_received_certificate_by_certificate(bench, customs):
    bench.deliver_group(*group(*(approved(certificate_no=number) for number in NUMBERS)))

    bench.deliver_group(*group(*(received(customs, number) for number in NUMBERS)))

    said = bench.published()
    assert {type(event) for event in said} == {LayoutReceived}
    assert sorted(event.certificate_no for event in said) == NUMBERS
    assert {status(bench, number) for number in NUMBERS} == {LayoutStatus.RECEIVED}


def test_all_steps_of_one_certificate_in_one_group_are_all_taken(bench, customs):
    [number, *_] = NUMBERS
    bench.deliver(approved(certificate_no=number))
    steps = [
        layout_changed(step, certificate_no=number)
        for step in (LayoutStatus.GENERATING, LayoutStatus.SENDING)
    ]

    bench.deliver_group(*group(*steps, received(customs, number)))

    assert status(bench, number) is LayoutStatus.RECEIVED


def test_one_spoiled_layout_of_a_group_is_rejected_alone(bench, customs):
    spoiled, *healthy = NUMBERS
    bench.deliver_group(*group(*(approved(certificate_no=number) for number in NUMBERS)))
    wrong = layout_changed(
        LayoutStatus.RECEIVED, layout=customs.put_down(b"SPOILED"), certificate_no=spoiled
    )

    bench.deliver_group(*group(*(received(customs, number) for number in healthy), wrong))

    said = bench.published()
    assert [event.certificate_no for event in said if isinstance(event, LayoutRejected)] == [
        spoiled
    ]
    kept = sorted(event.certificate_no for event in said if isinstance(event, LayoutReceived))
    assert kept == healthy


def test_a_group_that_comes_again_says_nothing_again(bench, customs):
    bench.deliver_group(*group(*(approved(certificate_no=number) for number in NUMBERS)))
    layouts = group(*(received(customs, number) for number in NUMBERS))
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

    assert listed(bench, EXPORTER) == {own}
    assert listed(bench, STRANGER) == set()


def test_groups_about_the_same_certificates_in_opposite_orders_wait_for_each_other(bench, customs):
    approvals = group(*(approved(certificate_no=number) for number in NUMBERS))
    layouts = group(*(received(customs, number) for number in reversed(NUMBERS)))
    start = Barrier(2)

    def deliver(events) -> None:
        start.wait()
        bench.deliver_group(*events)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deliver, [approvals, layouts]))

    assert {status(bench, number) for number in NUMBERS} == {LayoutStatus.RECEIVED}
    assert len(bench.published()) == len(NUMBERS)
