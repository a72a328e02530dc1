"""One certificate as events make it: the last approval, its layout, its originals, its end.

Every event may come twice, late or early; any order of the same events gives the same
certificate. What belongs to an approval not heard of yet is kept in `early` until it comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from contracts.base import Event
from contracts.certificates import PrintStatus
from contracts.customs import (
    CertificateApproved,
    CertificateArchived,
    CertificateClaimedAtCounter,
    CertificateReplaced,
    CertificateReturned,
    LayoutStatus,
    LayoutStatusChanged,
)
from contracts.exceptions import ReprintGranted
from contracts.originals import OriginalState, merge, reached
from contracts.printing import PrintCompleted, PrintFailed, PrintIssued, PrintReleased
from contracts.values import ObjectRef

_LAYOUT_RANK: Final = {status: rank for rank, status in enumerate(LayoutStatus)}


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
    collecting_office: str | None
    invoice_no: str | None
    application_kind: str
    claimed_at_counter: bool
    applied_on: date | None = None
    replaces: str | None = None


EarlyEvent = CertificateReturned | LayoutStatusChanged | CertificateClaimedAtCounter
"""What may come before the approval that it belongs to."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A layout that customs says it put down, and when; None where it names no object.

    What customs puts down under the same key later is another announcement.
    """

    layout: ObjectRef | None
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class Original:
    """One original: of which approval, and how far it got."""

    revision: int
    state: OriginalState


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """`announced` are layouts still to be examined, `refused` those that were found wrong.

    `early` holds what belongs to a later approval than the last one. `originals` maps print
    serials to what became of them, across all approvals; one of an earlier approval is void once
    a later one is known (R104).
    """

    certificate_no: str
    enterprise_code: str | None = None
    approval: Approval | None = None
    returned_at: datetime | None = None
    layout_status: LayoutStatus = LayoutStatus.GENERATING
    layout: ObjectRef | None = None
    announced: tuple[Announcement, ...] = ()
    refused: tuple[Announcement, ...] = ()
    early: tuple[EarlyEvent, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    exception_count: int = 0
    archived_at: datetime | None = None
    replaced_by: str | None = None

    @property
    def revision(self) -> int:
        """Of the last approval; 0 before the first."""
        return self.approval.revision if self.approval else 0

    @property
    def print_status(self) -> PrintStatus:
        """已打印 from the release of an original until that original is void (R57).

        Archiving takes back a reprint that nobody made: then the original that it voided, which
        was out as only such are, counts again (R56, R83).
        """
        last = {one.state for one in self.originals.values() if one.revision >= self.revision}
        taken_back = self.archived and OriginalState.VOIDED in last
        return "printed" if taken_back or any(state.is_out for state in last) else "waiting"

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
    return replace(
        certificate, layout=layout, layout_status=LayoutStatus.RECEIVED, announced=(), refused=()
    )


def layout_refused(
    certificate: Certificate, revision: int, announcement: Announcement
) -> Certificate:
    """What was announced is not what arrived: the status stays 发送中, and it is examined once."""
    if revision != certificate.revision or announcement not in certificate.announced:
        return certificate
    rest = tuple(other for other in certificate.announced if other != announcement)
    return replace(certificate, announced=rest, refused=(*certificate.refused, announcement))


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
        collecting_office=event.collecting_office,
        invoice_no=event.invoice_no,
        application_kind=event.application_kind,
        claimed_at_counter=event.claimed_at_counter,
        applied_on=event.applied_on,
        replaces=event.replaces,
    )
    renewed = replace(
        certificate,
        enterprise_code=event.enterprise_code,
        approval=approval,
        returned_at=None,
        layout_status=LayoutStatus.GENERATING,
        layout=None,
        announced=(),
        refused=(),
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


def _claimed(certificate: Certificate, event: CertificateClaimedAtCounter) -> Certificate:
    """Of this approval and no other; the next one starts over (R48, R104)."""
    approval = certificate.approval
    if approval is None or event.revision > approval.revision:
        return _kept(certificate, event)
    if event.revision < approval.revision:
        return certificate
    return replace(certificate, approval=replace(approval, claimed_at_counter=True))


def _replaced(certificate: Certificate, event: CertificateReplaced) -> Certificate:
    """Final, whatever the approval (R99)."""
    if certificate.replaced_by is not None:
        return certificate
    return replace(_owned(certificate, event), replaced_by=event.replaced_by)


def _layout_moved(certificate: Certificate, event: LayoutStatusChanged) -> Certificate:
    """Never back; 接收成功 is believed only after the layout was examined (R55)."""
    if event.revision > certificate.revision:
        return _kept(certificate, event)
    if event.revision < certificate.revision or certificate.layout is not None:
        return certificate
    shown = min(event.status, LayoutStatus.SENDING, key=_LAYOUT_RANK.__getitem__)
    status = max(certificate.layout_status, shown, key=_LAYOUT_RANK.__getitem__)
    moved = replace(certificate, layout_status=status)
    announcement = Announcement(event.layout, event.changed_at)
    known = (*certificate.announced, *certificate.refused)
    if event.status is not LayoutStatus.RECEIVED or announcement in known:
        return moved
    return replace(moved, announced=(*certificate.announced, announcement))


def _kept(certificate: Certificate, event: EarlyEvent) -> Certificate:
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


def _original_moved(
    certificate: Certificate, event: PrintIssued | PrintReleased | PrintFailed | PrintCompleted
) -> Certificate:
    """Only originals turn the print status; copies may be printed without limit (R61)."""
    state = reached(event)
    if state is None:
        return certificate
    return _owned(_with_original(certificate, event.print_serial, event.revision, state), event)


def _reprint_granted(certificate: Certificate, event: ReprintGranted) -> Certificate:
    voided = _with_original(
        certificate, event.voided_print_serial, event.revision, OriginalState.VOIDED
    )
    count = max(certificate.exception_count, event.count)
    return replace(_owned(voided, event), exception_count=count)


def _with_original(
    certificate: Certificate, serial: str, revision: int, state: OriginalState
) -> Certificate:
    known = certificate.originals.get(serial, Original(revision, state))
    moved = replace(known, state=merge(known.state, state))
    return replace(certificate, originals={**certificate.originals, serial: moved})


_TRANSITIONS: Final[dict[type[Event], Callable[[Certificate, Any], Certificate]]] = {
    CertificateApproved: _approved,
    CertificateReturned: _returned,
    CertificateArchived: _archived,
    CertificateClaimedAtCounter: _claimed,
    CertificateReplaced: _replaced,
    LayoutStatusChanged: _layout_moved,
    PrintIssued: _original_moved,
    PrintReleased: _original_moved,
    PrintFailed: _original_moved,
    PrintCompleted: _original_moved,
    ReprintGranted: _reprint_granted,
}
