"""The reception of layouts that come early, late, twice, wrong or not at all (R55, R58)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier

import pytest

from chassis.errors import Transient
from chassis.objects import ObjectStore
from chassis.testing import Bench
from contracts.certificates import GetCertificate, LayoutReceived, LayoutRejected
from contracts.customs import LayoutStatus
from contracts.layouts import MAX_LAYOUT_BYTES, Layout
from contracts.values import ObjectRef
from services.cert_svc.service import CertService
from services.cert_svc.storage.layouts import LayoutStore
from tests.integration.cert_svc.conftest import layout_of
from tests.unit.cert_svc.events import (
    APPROVED,
    HOUR,
    NUMBER,
    approved,
    archived,
    caller,
    layout_changed,
    print_completed,
    print_released,
    reference,
    returned,
)


def received(put, **changes):
    return layout_changed(LayoutStatus.RECEIVED, layout=put, **changes)


def status(bench) -> LayoutStatus:
    asked = GetCertificate(caller=caller(), certificate_no=NUMBER)
    return bench.ask(asked).layout_status


def put_down(customs, **changes) -> ObjectRef:
    return customs.put_down(layout_of(**changes).to_bytes())


def rejections(bench) -> list[str]:
    return [event.reason for event in bench.published() if isinstance(event, LayoutRejected)]


def test_customs_own_steps_are_shown_as_they_come(bench):
    bench.deliver(approved())
    seen = [status(bench)]

    for step in (LayoutStatus.GENERATING, LayoutStatus.SENDING):
        bench.deliver(layout_changed(step))
        seen.append(status(bench))

    assert seen == [LayoutStatus.GENERATING, LayoutStatus.GENERATING, LayoutStatus.SENDING]


def test_a_layout_that_comes_before_its_approval_is_received_with_it(bench, customs):
    bench.deliver(received(put_down(customs)))
    assert bench.published() == []

    bench.deliver(approved())

    assert status(bench) is LayoutStatus.RECEIVED
    assert [type(event) for event in bench.published()] == [LayoutReceived]


def test_a_layout_of_the_second_approval_waits_for_that_approval(bench, customs):
    bench.deliver(approved())
    bench.deliver(received(put_down(customs, revision=2), revision=2))
    assert status(bench) is LayoutStatus.GENERATING

    bench.deliver(approved(revision=2))

    assert status(bench) is LayoutStatus.RECEIVED
    [event] = bench.published()
    assert event.revision == 2


def test_an_object_that_is_not_there_is_rejected_as_missing(bench, customs):
    bench.deliver(approved())

    bench.deliver(received(reference("layouts/nowhere.json")))

    assert status(bench) is LayoutStatus.SENDING
    assert rejections(bench) == ["missing"]


def test_an_announcement_without_an_object_is_rejected_as_missing(bench):
    bench.deliver(approved())

    bench.deliver(received(None))

    assert rejections(bench) == ["missing"]


def test_what_is_no_layout_is_rejected_as_unreadable(bench, customs):
    bench.deliver(approved())

    bench.deliver(received(customs.put_down(b"%PDF-1.7 SPECIMEN")))

    assert status(bench) is LayoutStatus.SENDING
    assert rejections(bench) == ["unreadable"]


@pytest.fixture
def too_large(customs) -> ObjectRef:
    return customs.put_down(bytes(MAX_LAYOUT_BYTES + 1_000))


def test_what_is_larger_than_any_layout_is_rejected_as_unreadable_once(bench, too_large):
    bench.deliver(approved())

    bench.deliver(received(too_large))
    bench.deliver(received(too_large))

    assert status(bench) is LayoutStatus.SENDING
    assert rejections(bench) == ["unreadable"]


def test_of_what_is_larger_than_any_layout_one_byte_too_many_is_read(objects, settings, too_large):
    read = LayoutStore(objects, settings).fetch(too_large)

    assert len(read) == MAX_LAYOUT_BYTES + 1


def test_a_layout_of_another_type_is_rejected(bench, customs):
    bench.deliver(approved())

    bench.deliver(received(put_down(customs, type_id="china_new_zealand")))

    assert rejections(bench) == ["unreadable"]


def test_the_same_object_announced_later_after_a_rejection_is_examined_again(bench, customs):
    bench.deliver(approved())
    spoiled = customs.put_down(b"SPOILED")
    good = put_down(customs)
    announced = ObjectRef(key=spoiled.key, sha256=good.sha256)
    bench.deliver(received(announced))
    customs.put_down(layout_of().to_bytes(), key=spoiled.key)

    bench.deliver(received(announced, changed_at=APPROVED + 2 * HOUR))

    assert rejections(bench) == ["digest_mismatch"]
    assert status(bench) is LayoutStatus.RECEIVED


def test_a_wrong_layout_that_is_delivered_twice_is_rejected_once(bench, customs):
    bench.deliver(approved())
    event = received(customs.put_down(b"SPOILED"))

    bench.deliver(event)
    bench.deliver(event)

    assert rejections(bench) == ["unreadable"]


LATER = {
    "at once": (),
    "a return": (returned(),),
    "a later approval": (approved(revision=2, approved_at=APPROVED + HOUR),),
    "a print": (print_released(),),
    "the end": (print_completed(), archived()),
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_an_approval_and_its_layouts_delivered_again_publish_and_change_nothing(
    bench, customs, later
):
    events = [
        approved(),
        layout_changed(LayoutStatus.SENDING),
        received(customs.put_down(b"SPOILED")),
        received(put_down(customs)),
    ]
    for event in (*events, *later):
        bench.deliver(event)
    assert [type(event) for event in bench.published()] == [LayoutRejected, LayoutReceived]
    asked = GetCertificate(caller=caller(), certificate_no=NUMBER)
    before = bench.ask(asked)

    for event in events:
        bench.deliver(event)

    assert bench.published() == []
    assert bench.ask(asked) == before


def test_another_layout_for_the_same_approval_does_not_replace_the_received_one(
    bench, customs, objects
):
    bench.deliver(approved())
    bench.deliver(received(put_down(customs)))
    [first] = bench.published()

    bench.deliver(received(customs.put_down(b"ANOTHER")))

    assert bench.published() == []
    assert Layout.from_bytes(objects.get(first.layout)) == layout_of()


def test_a_delivery_that_races_the_received_layout_does_not_overwrite_it(
    bench, customs, objects, engine, settings
):
    """While the slower one puts its bytes down, customs replaces them and announces others."""
    bench.deliver(approved())
    slow = put_down(customs)
    fast = customs.put_down(layout_of().to_bytes() + b"\n")

    def meanwhile() -> None:
        customs.put_down(b"REPLACED", key=slow.key)
        bench.deliver(received(fast))

    racing = Bench(CertService, engine, OvertakenStore(objects, meanwhile), settings)

    racing.deliver(received(slow))

    kept = [event for event in bench.published() if isinstance(event, LayoutReceived)]
    assert [objects.get(event.layout) for event in kept] == [layout_of().to_bytes() + b"\n"]


@dataclass
class OvertakenStore:
    """The real store; something else happens just before this process puts its object."""

    store: ObjectStore
    meanwhile: Callable[[], None]

    def put(self, *args, **owner) -> ObjectRef:
        self.meanwhile()
        return self.store.put(*args, **owner)


@pytest.fixture
def cut_off(engine, objects, settings) -> Bench:
    """A process that dies between its two transactions: it reaches no object store."""
    away = replace(settings, s3_endpoint="http://127.0.0.1:9")
    return Bench(CertService, engine, objects, away)


@pytest.mark.parametrize("layout_first", [True, False])
def test_what_a_process_that_died_left_undone_is_done_once_by_the_next_delivery(
    bench, cut_off, customs, layout_first
):
    events = [approved(), received(put_down(customs))]
    first, second = reversed(events) if layout_first else events
    cut_off.deliver(first)
    with pytest.raises(Transient):
        cut_off.deliver(second)
    assert bench.published() == []
    assert status(bench) is LayoutStatus.SENDING

    bench.deliver(second)
    bench.deliver(second)

    assert status(bench) is LayoutStatus.RECEIVED
    assert [type(event) for event in bench.published()] == [LayoutReceived]


def test_two_deliveries_at_once_receive_the_layout_once(bench, customs):
    bench.deliver(approved())
    event = received(put_down(customs))
    start = Barrier(6)

    def deliver(_number: int) -> None:
        start.wait()
        bench.deliver(event)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(deliver, range(6)))

    assert [type(event) for event in bench.published()] == [LayoutReceived]


def test_an_approval_and_its_layout_at_once_end_received(bench, customs):
    events = [approved(), received(put_down(customs))]
    start = Barrier(2)

    def deliver(event) -> None:
        start.wait()
        bench.deliver(event)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deliver, events))

    assert status(bench) is LayoutStatus.RECEIVED
    assert [type(event) for event in bench.published()] == [LayoutReceived]
