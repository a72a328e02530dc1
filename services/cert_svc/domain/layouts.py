"""Whether the bytes that customs put down are the layout it announced, and what follows (R55)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.certificates import LayoutReceived, LayoutRejected
from contracts.layouts import MAX_LAYOUT_BYTES, Layout
from contracts.values import ObjectRef
from services.cert_svc.domain.certificates import (
    Announcement,
    Approval,
    Certificate,
    layout_refused,
    layout_stored,
)

Fault = Literal["missing", "digest_mismatch", "unreadable"]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a certificate's announcements: those refused, then the one kept, if any."""

    approval: Approval
    refused: tuple[tuple[Announcement, Fault], ...] = ()
    kept: ObjectRef | None = None


def fault_of(content: bytes, announced: ObjectRef, certificate: Certificate) -> Fault | None:
    """None for the announced bytes, whole and of this certificate, approval and type.

    Of what is larger than any layout `content` is only the beginning, whose digest says nothing.
    """
    if len(content) > MAX_LAYOUT_BYTES:
        return "unreadable"
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


def conclude(
    certificate: Certificate, examined: Examined, received_at: datetime
) -> tuple[Certificate, list[LayoutReceived | LayoutRejected]]:
    """The certificate as it stands by now, after the examination, and what is to be published.

    What another delivery of the same events concluded already changes nothing.
    """
    approval, events = examined.approval, list[LayoutReceived | LayoutRejected]()
    for announcement, fault in examined.refused:
        after = layout_refused(certificate, approval.revision, announcement)
        if after != certificate:
            events.append(_rejected(certificate.certificate_no, approval, fault))
        certificate = after
    if examined.kept is not None:
        after = layout_stored(certificate, approval.revision, examined.kept)
        if after != certificate:
            received = _received(after.certificate_no, approval, examined.kept, received_at)
            events.append(received)
        certificate = after
    return certificate, events


def _rejected(certificate_no: str, approval: Approval, fault: Fault) -> LayoutRejected:
    return LayoutRejected(
        enterprise_code=approval.enterprise_code,
        certificate_no=certificate_no,
        revision=approval.revision,
        reason=fault,
    )


def _received(
    certificate_no: str, approval: Approval, layout: ObjectRef, received_at: datetime
) -> LayoutReceived:
    return LayoutReceived(
        enterprise_code=approval.enterprise_code,
        certificate_no=certificate_no,
        revision=approval.revision,
        agent_code=approval.agent_code,
        type_id=approval.type_id,
        issue_date=approval.issue_date,
        declarer_id_number=approval.declarer_id_number,
        layout=layout,
        received_at=received_at,
    )
