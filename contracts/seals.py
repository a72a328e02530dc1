"""What seal_svc says and answers: scans of seals and signatures (R8-R26)."""

from typing import ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.base import CallerRequest, Command, Done, Event, Reply, ReplyT
from contracts.values import (
    CardSignature,
    IdNumber,
    Millimetres,
    Name,
    ObjectRef,
    Sha256,
    StampKind,
    Value,
)

SOURCE = "seal_svc"
SCAN_PATIENCE = 6
"""A scan may wait for others before it is inspected."""


class SealMade(Event):
    """A seal was scanned, inspected, signed for with the card and stored (R21-R24)."""

    SOURCE: ClassVar[str] = SOURCE

    seal_id: UUID
    name: Name
    operator_id: UUID
    cutout: ObjectRef
    scan_sha256: Sha256
    width_mm: Millimetres
    height_mm: Millimetres
    valid_from: AwareDatetime
    valid_to: AwareDatetime


class SealDisabled(Event):
    """停用: the seal may no longer be used (R26)."""

    SOURCE: ClassVar[str] = SOURCE

    seal_id: UUID


class SealDeleted(Event):
    """删除: a disabled seal and its images are gone (R26)."""

    SOURCE: ClassVar[str] = SOURCE

    seal_id: UUID


class SignatureMade(Event):
    """A declarer's signature was scanned, inspected and stored (R17-R19)."""

    SOURCE: ClassVar[str] = SOURCE

    signature_id: UUID
    declarer_id: UUID
    declarer_id_number: IdNumber
    declarer_name: Name
    cutout: ObjectRef
    scan_sha256: Sha256
    width_mm: Millimetres
    height_mm: Millimetres


class SignatureDisabled(Event):
    """停用 (R26)."""

    SOURCE: ClassVar[str] = SOURCE

    signature_id: UUID


class SignatureDeleted(Event):
    """删除 (R26)."""

    SOURCE: ClassVar[str] = SOURCE

    signature_id: UUID


Verdict = Literal["ok", "warn", "refuse"]


class Finding(Value):
    """One thing the inspection established, with the rule and what to do.

    `value` and `limit` are in the unit that the sentence names.
    """

    code: str
    verdict: Verdict
    value: str | float | None = None
    limit: str | float | None = None
    rule: str | None = None
    message_zh: str
    message_en: str


class InspectionReport(Value):
    """Verdict on one scan; measures in millimetres, rotation in degrees."""

    verdict: Verdict
    kind: StampKind
    shape: Literal["round", "oval", "rectangle", "handwriting"] | None = None
    width_mm: float | None = None
    height_mm: float | None = None
    rotation_deg: float | None = None
    dpi: float | None = None
    ink: str | None = None
    findings: tuple[Finding, ...] = ()


class InspectionTried(Reply):
    """Nothing was stored but two pictures for one reading: the overlay, and the cut-out as preview.

    The preview has at most 100 dpi (promise 5).
    """

    report: InspectionReport
    overlay: ObjectRef | None = None
    preview: ObjectRef | None = None


class SizeLimit(Value):
    """The longest and the shortest side that an imprint of this shape may have (R10-R12, R17)."""

    shape: Literal["round", "oval", "rectangle", "handwriting"]
    longest_mm: float
    shortest_mm: float
    rule: str


class CaptureNote(Value):
    """采集注意事项: one thing to mind when stamping, signing or scanning."""

    rule: str
    message_zh: str
    message_en: str


class ScanRequirements(Reply):
    """What a scan of this kind must be like; the notes in the order in which one scans."""

    kind: StampKind
    sheet_width_mm: float
    sheet_height_mm: float
    least_dpi: int
    colour: Literal["colour", "black_white"]
    formats: tuple[str, ...]
    most_bytes: int
    sizes: tuple[SizeLimit, ...]
    notes: tuple[CaptureNote, ...]


StampState = Literal["active", "disabled"]


class StampView(Reply):
    """One seal or signature as its enterprise sees it."""

    stamp_id: UUID
    kind: StampKind
    name: Name
    state: StampState
    operator_id: UUID | None = None
    declarer_id: UUID | None = None
    declarer_name: Name | None = None
    valid_from: AwareDatetime | None = None
    valid_to: AwareDatetime | None = None
    scan_sha256: Sha256
    made_at: AwareDatetime
    report: InspectionReport


class StampList(Reply):
    stamps: tuple[StampView, ...]


class StampImage(Reply):
    """A PNG of at most 100 dpi."""

    image: ObjectRef


class _SealQuestion(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _SealCommand(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class GetScanRequirements(_SealQuestion[ScanRequirements]):
    kind: StampKind


class InspectScan(_SealQuestion[InspectionTried]):
    """Try a scan and store nothing of it; Refused scan.unreadable or scan.busy."""

    PATIENCE: ClassVar[int] = SCAN_PATIENCE

    kind: StampKind
    scan: ObjectRef


class MakeSeal(_SealCommand[StampView]):
    """`card_signature` is the card's over the statement of that challenge (base64 DER, R24).

    Refused scan.refused with its most serious finding, scan.unreadable, scan.busy, seal.name_taken,
    seal.validity_outside_card, seal.validity_over, and as `CheckCardSignature`.
    """

    PATIENCE: ClassVar[int] = SCAN_PATIENCE

    name: Name
    operator_id: UUID
    valid_from: AwareDatetime
    valid_to: AwareDatetime
    challenge_id: UUID
    card_signature: CardSignature
    scan: ObjectRef


class MakeSignature(_SealCommand[StampView]):
    """For one of the enterprise's declarers (R19); no card password (R25).

    Refused scan.refused, scan.unreadable, scan.busy or declarer.unknown.
    """

    PATIENCE: ClassVar[int] = SCAN_PATIENCE

    declarer_id: UUID
    scan: ObjectRef


class ListStamps(_SealQuestion[StampList]):
    kind: StampKind


class GetStamp(_SealQuestion[StampView]):
    """Refused seal.unknown or signature.unknown."""

    kind: StampKind
    stamp_id: UUID


class GetStampImage(_SealQuestion[StampImage]):
    """Low-resolution pictures only (promise 5); Refused seal.unknown or signature.unknown."""

    kind: StampKind
    stamp_id: UUID
    picture: Literal["preview", "overlay"]


class DisableStamp(_SealCommand[StampView]):
    """停用 (R26); Refused seal.unknown or signature.unknown."""

    kind: StampKind
    stamp_id: UUID


class DeleteStamp(_SealCommand[Done]):
    """Only after it was disabled (R26); else Refused seal.still_in_use."""

    kind: StampKind
    stamp_id: UUID
