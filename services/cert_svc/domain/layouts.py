"""Whether the bytes that customs put down are the layout it announced."""

import hashlib
from typing import Literal

from contracts.layouts import Layout
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import Certificate

Fault = Literal["missing", "digest_mismatch", "unreadable"]


def fault_of(content: bytes, announced: ObjectRef, certificate: Certificate) -> Fault | None:
    """None for the announced bytes, whole and of this certificate, approval and type."""
    if hashlib.sha256(content).hexdigest() != announced.sha256:
        return "digest_mismatch"
    try:
        layout = Layout.from_bytes(content)
    except ValueError:
        return "unreadable"
    expected = certificate.approval
    meant = expected is not None and (
        (layout.certificate_no, layout.revision, layout.type_id)
        == (certificate.certificate_no, expected.revision, expected.type_id)
    )
    return None if meant else "unreadable"
