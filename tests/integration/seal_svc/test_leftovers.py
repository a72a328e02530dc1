"""Nothing half-stored stays behind (promise 7): refused, overtaken, crashed or deleted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import Refused
from contracts.values import ObjectRef
from tests.integration.seal_svc.office import FailingStore


def test_a_wrong_card_signature_stores_nothing(office, stored):
    before = stored("seals/")

    with pytest.raises(Refused, match=r"card\.wrong_signature"):
        office.make_seal(card_signature="signed by somebody else")
    assert (stored("seals/"), office.listed(), office.bench.published()) == (before, [], [])


def test_a_scan_that_is_refused_leaves_nothing_and_says_why(office, stored, signature_upload):
    before = stored("seals/")

    with pytest.raises(Refused) as refusal:
        office.make_seal(scan=signature_upload)

    assert refusal.value.code == "scan.refused"
    assert refusal.value.details["finding"] == "colour.missing"
    assert refusal.value.details["message_zh"]
    assert refusal.value.details["rule"] == "R9"
    assert (stored("seals/"), office.listed(), office.marked_for_removal()) == (before, [], [])


def test_an_upload_that_is_gone_is_refused(office):
    missing = ObjectRef(key="uploads/never-put/scan", sha256="0" * 64)

    with pytest.raises(Refused, match=r"object\.missing"):
        office.make_seal(scan=missing)
    assert office.marked_for_removal() == []


def test_a_request_overtaken_by_its_repetition_leaves_no_images(office, stored, bench):
    """Both were inspected; the second to finish finds the first one's reply."""
    making = office.making(idempotency_key="once")
    first = []
    scanner = bench.extras["scanner"]

    class Overtaken:
        def process(self, job):
            first.append(bench.ask(making))
            return scanner.process(job)

    before = stored("seals/").keys()
    again = replace(bench, extras={"scanner": Overtaken()}).ask(making)

    assert again == first[0]
    assert stored("seals/").keys() - before == stored(f"seals/{again.stamp_id}/").keys()


class Crashing:
    """Puts the images down, and that was all."""

    def __init__(self, bench) -> None:
        self._scanner = bench.extras["scanner"]

    def process(self, job):
        self._scanner.process(job)
        raise KeyboardInterrupt


def test_images_of_a_crash_before_the_row_are_swept_away(office, bench, stored, objects):
    """The crash comes after the images were put down; its like is a store that cannot delete."""
    broken = replace(bench, objects=FailingStore(objects), extras={"scanner": Crashing(bench)})
    before = stored("seals/").keys()
    with pytest.raises(KeyboardInterrupt):
        broken.ask(office.making())
    assert len(stored("seals/").keys() - before) == 4

    office.sweep(datetime.now(UTC) + timedelta(minutes=59))
    assert len(stored("seals/").keys() - before) == 4
    office.sweep(datetime.now(UTC) + timedelta(minutes=61))

    assert stored("seals/").keys() == before
    assert office.marked_for_removal() == []


def test_images_of_a_making_that_failed_are_removed_at_once(office, bench, stored):
    broken = replace(bench, extras={"scanner": Crashing(bench)})
    before = stored("seals/")

    with pytest.raises(KeyboardInterrupt):
        broken.ask(office.making())

    assert (stored("seals/"), office.marked_for_removal()) == (before, [])


def test_images_that_may_be_swept_by_now_become_no_seal(office, bench, stored):
    """The scan lay with its worker until the time of its images was over."""
    now = iter([datetime.now(UTC)] * 2)
    late = datetime.now(UTC) + timedelta(minutes=61)
    before = stored("seals/")

    with pytest.raises(Refused, match=r"service\.unavailable"):
        replace(bench, now=lambda: next(now, late)).ask(office.making())

    assert (stored("seals/"), office.listed(), office.marked_for_removal()) == (before, [], [])


def test_images_that_could_not_be_deleted_are_swept_later(office, stamp, objects):
    picture = office.picture(stamp)
    office.disable(stamp)
    replace(office, bench=replace(office.bench, objects=FailingStore(objects))).delete(stamp)
    assert objects.get(picture) == b"a small picture"

    office.sweep(datetime.now(UTC) + timedelta(seconds=1))

    with pytest.raises(Refused, match=r"object\.missing"):
        objects.get(picture)
    assert office.marked_for_removal() == []
