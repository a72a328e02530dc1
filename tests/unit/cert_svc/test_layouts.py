"""Whether what arrived is the layout announced for this very approval, and what follows."""

import hashlib

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import MAX_LAYOUT_BYTES, Layout, StampImage
from contracts.specimens import specimen_data
from contracts.values import ObjectRef
from services.cert_svc.domain.layouts import Examined, conclude, fault_of
from tests.unit.cert_svc.events import APPROVED, HOUR, NUMBER, approved
from tests.unit.cert_svc.test_certificates import ANNOUNCED, LAYOUT, UNKNOWN, after, received

CERTIFICATE = after(approved())
STAMP = StampImage.of(b"\x89PNG\r\n\x1a\nSPECIMEN", 30, 30)


def layout(**changes) -> Layout:
    types = load_certificate_types()
    fields = {
        "certificate_no": NUMBER,
        "type_id": "china_australia",
        "revision": 1,
        "data": specimen_data(types, types.by_id("china_australia")),
        "customs_seal": STAMP,
        "officer_signature": STAMP,
        "specimen": True,
    }
    return Layout(**fields | changes)


def announced(content: bytes) -> ObjectRef:
    return ObjectRef(key="layouts/specimen.json", sha256=hashlib.sha256(content).hexdigest())


def test_the_announced_layout_of_this_approval_has_no_fault():
    content = layout().to_bytes()

    assert fault_of(content, announced(content), CERTIFICATE) is None


def test_one_changed_byte_is_a_wrong_digest():
    content = layout().to_bytes()

    assert fault_of(content + b" ", announced(content), CERTIFICATE) == "digest_mismatch"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"%PDF-1.7", b"\xff\xfe", layout().to_bytes()[:-1]]
)
def test_what_is_no_layout_is_unreadable(content):
    assert fault_of(content, announced(content), CERTIFICATE) == "unreadable"


def test_the_beginning_of_what_is_larger_than_any_layout_is_unreadable():
    content = bytes(MAX_LAYOUT_BYTES + 1)

    assert fault_of(content, LAYOUT, CERTIFICATE) == "unreadable"


@pytest.mark.parametrize(
    "changes",
    [
        {"certificate_no": "A26SPECIMEN10002"},
        {"revision": 2},
        {"type_id": "china_new_zealand"},
    ],
    ids=["another certificate", "another approval", "another type"],
)
def test_a_layout_of_something_else_is_unreadable(changes):
    content = layout(**changes).to_bytes()

    assert fault_of(content, announced(content), CERTIFICATE) == "unreadable"


def test_without_an_approval_no_layout_fits():
    content = layout().to_bytes()

    assert fault_of(content, announced(content), UNKNOWN) == "unreadable"


NOW = APPROVED + 2 * HOUR
WAITING = after(approved(), received())
KEPT = Examined(WAITING.approval, kept=LAYOUT)
REFUSED = Examined(WAITING.approval, refused=((ANNOUNCED, "unreadable"),))


def test_a_layout_that_is_kept_is_received():
    certificate, [event] = conclude(WAITING, KEPT, NOW)

    assert certificate.layout == LAYOUT
    assert (event.certificate_no, event.revision, event.layout) == (NUMBER, 1, LAYOUT)
    assert event.received_at == NOW


def test_a_layout_that_is_refused_is_rejected_with_its_fault():
    certificate, [event] = conclude(WAITING, REFUSED, NOW)

    assert certificate.layout is None
    assert (event.certificate_no, event.revision, event.reason) == (NUMBER, 1, "unreadable")


@pytest.mark.parametrize("examined", [KEPT, REFUSED])
def test_what_two_deliveries_examined_at_once_is_concluded_once(examined):
    certificate, _ = conclude(WAITING, examined, NOW)

    assert conclude(certificate, examined, NOW) == (certificate, [])


@pytest.mark.parametrize("examined", [KEPT, REFUSED])
def test_what_was_examined_for_an_approval_that_was_replaced_is_of_no_account(examined):
    replaced = after(approved(), received(), approved(revision=2))

    assert conclude(replaced, examined, NOW) == (replaced, [])
