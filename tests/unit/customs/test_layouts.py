"""What is put down for cert_svc, whole and spoiled."""

import hashlib

from contracts.layouts import Layout
from customs.domain.faults import FaultKind
from customs.layouts import make_delivery
from tests.unit.customs.builders import approved


def test_the_announced_digest_is_that_of_the_object():
    delivery = make_delivery(approved())

    assert hashlib.sha256(delivery.content).hexdigest() == delivery.announced.sha256


def test_the_object_is_a_layout_of_the_approval():
    layout = Layout.from_bytes(make_delivery(approved()).content)

    assert (layout.certificate_no, layout.revision) == ("A26YANGBEN000001", 1)


def test_a_wrong_digest_means_other_bytes_than_announced():
    delivery = make_delivery(approved(), fault=FaultKind.WRONG_DIGEST)

    assert hashlib.sha256(delivery.content).hexdigest() != delivery.announced.sha256


def test_a_missing_object_is_announced_all_the_same():
    delivery = make_delivery(approved(), fault=FaultKind.MISSING_OBJECT)

    assert delivery.content is None
    assert delivery.announced == make_delivery(approved()).announced


def test_each_attempt_lies_under_a_key_of_its_own():
    assert make_delivery(approved(), attempt=2).announced.key.endswith("-1-2.json")
