"""Whether what arrived is the layout that was announced for this very approval."""

import hashlib

import pytest

from contracts.certificate_types import load_certificate_types
from contracts.layouts import Layout, StampImage
from contracts.specimens import specimen_data
from contracts.values import ObjectRef
from services.cert_svc.domain.layouts import fault_of
from tests.unit.cert_svc.events import NUMBER, approved
from tests.unit.cert_svc.test_certificates import UNKNOWN, after

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
