"""Scans that a session asks of a scanner at a workstation of its enterprise (R8-R18)."""

from typing import Annotated, ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from contracts.base import CallerRequest, Command, Done, Event, Reply, ReplyT, Request
from contracts.printing import SOURCE
from contracts.proofs import Proof
from contracts.scan_troubles import ScanTrouble
from contracts.scanners import ScannerAddress
from contracts.values import Name, ObjectRef, Sha256, StampKind, Value

ScanRequestState = Literal[
    "waiting", "scanning", "scanned", "used", "failed", "expired", "withdrawn"
]
"""Used: a stamp was made of it; failed by the scanner, expired by time, withdrawn by who asked."""


class ScanAsked(Event):
    """A sheet is to be scanned at a workstation; the scan itself is no event."""

    SOURCE: ClassVar[str] = SOURCE

    request_id: UUID
    workstation_id: UUID


class ScanRequestView(Reply):
    """As the session that asked sees it; what the card signs for names `scan_sha256`.

    `part` of the sheet has come (0 to 1), None where the scanner does not say. The message says in
    which case it is, with what to do; `closed` that the program was shut down meanwhile.
    """

    request_id: UUID
    workstation_id: UUID
    kind: StampKind
    scanner: str | None = None
    state: ScanRequestState
    part: float | None = None
    trouble: ScanTrouble | None = None
    closed: bool = False
    message_zh: str
    message_en: str
    advice_zh: str | None = None
    advice_en: str | None = None
    expires_at: AwareDatetime
    scan_sha256: Sha256 | None = None


class TakenScan(Reply):
    """The scan of a request, for the session that asked alone."""

    kind: StampKind
    scan: ObjectRef


class WaitingScan(Value):
    """`scanner` is one of those that the workstation told of, or None for its usual one."""

    request_id: UUID
    kind: StampKind
    scanner: str | None = None
    asked_by: Name
    expires_at: AwareDatetime


class WaitingScans(Reply):
    """In the order in which they were asked."""

    requests: tuple[WaitingScan, ...]


class ScanTold(Value):
    """How far the scanner is, or why it will not go on; the workstation signs it.

    `detail` is what the device or its driver says.
    """

    state: Literal["scanning", "failed"]
    part: float | None = Field(default=None, ge=0, le=1)
    trouble: ScanTrouble | None = None
    detail: Annotated[str, StringConstraints(max_length=200)] | None = None


class ScanUpload(Reply):
    """Under this name and for this enterprise the gateway keeps what comes now."""

    enterprise_code: str
    upload_id: UUID
    key: str


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Proven(Request[ReplyT], Generic[ReplyT]):
    """A workstation's; refused as `ConnectWorkstation`."""

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    proof: Proof


class AskScan(_Command[ScanRequestView]):
    """Refused workstation.unknown, not_running, too_old, and scan.unknown_scanner."""

    workstation_id: UUID
    session_id: UUID
    operator_name: Name
    kind: StampKind
    scanner: ScannerAddress | None = None


class GetScanRequest(_Question[ScanRequestView]):
    """By the session that asked alone; refused scan.unknown_request for every other."""

    request_id: UUID
    session_id: UUID


class WithdrawScanRequest(_Command[ScanRequestView]):
    """Nothing is scanned for it any more, and what was scanned is deleted."""

    request_id: UUID
    session_id: UUID


class TakeScan(_Question[TakenScan]):
    """Refused scan.unknown_request as GetScanRequest, and scan.not_there while there is none."""

    request_id: UUID
    session_id: UUID


class FinishScanRequest(_Command[Done]):
    """A stamp was made of the scan, which is deleted."""

    request_id: UUID
    session_id: UUID


class ListScanRequests(_Proven[WaitingScans]):
    """What is to be scanned at the workstation that asks."""


class TellScanProgress(_Proven[Done]):
    """Refused scan.unknown_request for what waits there no more: nothing is scanned for it."""

    content_sha256: Sha256
    request_id: UUID
    told: ScanTold


class BeginScanUpload(_Proven[ScanUpload]):
    """Before a byte of the scan is read: the proof is of its SHA-256. As TellScanProgress."""

    content_sha256: Sha256
    request_id: UUID


class KeepScan(Request[Done]):
    """The scan has come whole; the gateway has it by the upload that it began.

    Refused scan.unknown_request where the request ended meanwhile, or another upload began.
    """

    SERVICE: ClassVar[str] = SOURCE
    CHANGES: ClassVar[bool] = True

    request_id: UUID
    upload_id: UUID
    scan: ObjectRef
