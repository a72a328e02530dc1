"""One certificate as events make it: the last approval, its layout, its originals, its end.

Every event may come twice, late or early; any order of the same events gives the same
certificate. What belongs to an approval not heard of yet is kept in `early` until it comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Literal

from contracts.base import Event
from contracts.customs import (
    CertificateApproved,
    CertificateArchived,
    CertificateReturned,
    LayoutStatus,
    LayoutStatusChanged,
)
from contracts.exceptions import ReprintGranted
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from contracts.values import ObjectRef, PrintPart

PrintStatus = Literal["waiting", "printed"]


class OriginalState(IntEnum):
    """How far one original got; a higher state is never left for a lower one."""

    ISSUED = 0
    RELEASED = 1
    FAILED = 2
    PRINTED = 3
    VOIDED = 4


LAYOUT_RANK = {status: rank for rank, status in enumerate(LayoutStatus)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What customs approved; `revision` counts the approvals of one certificate from 1."""

    revision: int
    enterprise_code: str
    type_id: str
    destination: str
    issue_date: date
    approved_at: datetime
    agent_code: str | None
    declarer_id_number: str = field(repr=False)
    declarer_name: str
    issuing_office: str
    invoice_no: str | None
    application_kind: str
    claimed_at_counter: bool


OUT = (OriginalState.RELEASED, OriginalState.FAILED, OriginalState.PRINTED)


@dataclass(frozen=True, slots=True)
class Original:
    """One original: of which approval, and how far it got."""

    revision: int
    state: OriginalState


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """`announced`: layouts that customs says it put down and that nobody has examined yet.

    `originals` maps print serials to what became of them, across all approvals; one of an
    earlier approval is void once a later one is known (R104).
    """

    certificate_no: str
    enterprise_code: str | None = None
    approval: Approval | None = None
    returned_at: datetime | None = None
    layout_status: LayoutStatus = LayoutStatus.GENERATING
    layout: ObjectRef | None = None
    announced: tuple[ObjectRef | None, ...] = ()
    early: tuple[CertificateReturned | LayoutStatusChanged, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    exception_count: int = 0
    archived_at: datetime | None = None

    @property
    def revision(self) -> int:
        """Of the last approval; 0 before the first."""
        return self.approval.revision if self.approval else 0

    @property
    def print_status(self) -> PrintStatus:
        """已打印 from the release of an original until that original is void (R57)."""
        last = [one for one in self.originals.values() if one.revision >= self.revision]
        return "printed" if any(one.state in OUT for one in last) else "waiting"

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


def apply(certificate: Certificate, event: Event) -> Certificate:
    """The certificate after the event; KeyError for an event that is not about certificates."""
    return _TRANSITIONS[type(event)](certificate, event)


def layout_stored(certificate: Certificate, revision: int, layout: ObjectRef) -> Certificate:
    """接收成功: only for the last approval, and only once."""
    if revision != certificate.revision or certificate.layout is not None:
        return certificate
    return replace(certificate, layout=layout, layout_status=LayoutStatus.RECEIVED, announced=())


def layout_refused(
    certificate: Certificate, revision: int, announcement: ObjectRef | None
) -> Certificate:
    """What was announced is not what arrived; the status stays 发送中."""
    if revision != certificate.revision:
        return certificate
    rest = tuple(other for other in certificate.announced if other != announcement)
    return replace(certificate, announced=rest)


def _approved(certificate: Certificate, event: CertificateApproved) -> Certificate:
    """The last approval counts and starts over (R104); what came early for it is caught up."""
    if event.revision <= certificate.revision:
        return certificate
    agent = event.agent_code if event.agent_code != event.enterprise_code else None
    approval = Approval(
        revision=event.revision,
        enterprise_code=event.enterprise_code,
        type_id=event.type_id,
        destination=event.destination,
        issue_date=event.issue_date,
        approved_at=event.approved_at,
        agent_code=agent,
        declarer_id_number=event.declarer_id_number.get_secret_value(),
        declarer_name=event.declarer_name,
        issuing_office=event.issuing_office,
        invoice_no=event.invoice_no,
        application_kind=event.application_kind,
        claimed_at_counter=event.claimed_at_counter,
    )
    renewed = replace(
        certificate,
        enterprise_code=event.enterprise_code,
        approval=approval,
        returned_at=None,
        layout_status=LayoutStatus.GENERATING,
        layout=None,
        announced=(),
        early=tuple(later for later in certificate.early if later.revision > event.revision),
    )
    for waiting in certificate.early:
        if waiting.revision == event.revision:
            renewed = apply(renewed, waiting)
    return renewed


def _returned(certificate: Certificate, event: CertificateReturned) -> Certificate:
    if event.revision > certificate.revision:
        return _kept(certificate, event)
    if event.revision < certificate.revision:
        return certificate
    last = max(event.returned_at, certificate.returned_at or event.returned_at)
    return replace(_owned(certificate, event), returned_at=last)


def _layout_moved(certificate: Certificate, event: LayoutStatusChanged) -> Certificate:
    """Never back; 接收成功 is believed only after the layout was examined (R55)."""
    if event.revision > certificate.revision:
        return _kept(certificate, event)
    if event.revision < certificate.revision or certificate.layout is not None:
        return certificate
    said = min(event.status, LayoutStatus.SENDING, key=LAYOUT_RANK.__getitem__)
    status = max(certificate.layout_status, said, key=LAYOUT_RANK.__getitem__)
    announced = certificate.announced
    if event.status is LayoutStatus.RECEIVED and event.layout not in announced:
        announced = (*announced, event.layout)
    return replace(certificate, layout_status=status, announced=announced)


def _kept(
    certificate: Certificate, event: CertificateReturned | LayoutStatusChanged
) -> Certificate:
    if event in certificate.early:
        return certificate
    return replace(_owned(certificate, event), early=(*certificate.early, event))


def _owned(certificate: Certificate, event: Event) -> Certificate:
    """Whose it is, as far as an event tells before the first approval does."""
    if certificate.enterprise_code is not None:
        return certificate
    return replace(certificate, enterprise_code=event.enterprise_code)


def _archived(certificate: Certificate, event: CertificateArchived) -> Certificate:
    """Final, whatever the approval (R56)."""
    if certificate.archived_at is not None and certificate.archived_at <= event.archived_at:
        return certificate
    return replace(_owned(certificate, event), archived_at=event.archived_at)


def _reprint_granted(certificate: Certificate, event: ReprintGranted) -> Certificate:
    void = Original(event.revision, OriginalState.VOIDED)
    voided = _original(certificate, event.voided_print_serial, void)
    count = max(certificate.exception_count, event.count)
    return replace(_owned(voided, event), exception_count=count)


def _original_reaches(state: OriginalState) -> Callable[[Certificate, Any], Certificate]:
    """Only originals turn the print status; copies may be printed without limit (R61)."""

    def transition(certificate: Certificate, event: Any) -> Certificate:
        if PrintPart.ORIGINAL not in event.parts:
            return certificate
        reached = Original(event.revision, state)
        return _owned(_original(certificate, event.print_serial, reached), event)

    return transition


def _original(certificate: Certificate, serial: str, said: Original) -> Certificate:
    reached = max(said, certificate.originals.get(serial, said), key=lambda one: one.state)
    return replace(certificate, originals={**certificate.originals, serial: reached})


_TRANSITIONS: dict[type[Event], Callable[[Certificate, Any], Certificate]] = {
    CertificateApproved: _approved,
    CertificateReturned: _returned,
    CertificateArchived: _archived,
    LayoutStatusChanged: _layout_moved,
    PrintIssued: _original_reaches(OriginalState.ISSUED),
    PrintReleased: _original_reaches(OriginalState.RELEASED),
    PrintFailed: _original_reaches(OriginalState.FAILED),
    PrintCompleted: _original_reaches(OriginalState.PRINTED),
    ReprintGranted: _reprint_granted,
}
