"""Scans that a session asks of a scanner at a workstation (R8-R18)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from contracts.errors import Refused
from contracts.scan_requests import ScanRequestState, ScanTold
from contracts.scan_troubles import ScanTrouble, trouble_in_words
from contracts.scanners import WorkstationScanner
from contracts.sentences import Sentence
from contracts.values import LoginMedium, StampKind

LIVES: Final = timedelta(minutes=15)
"""From when it was asked for to the scan, and again from the scan to the stamp."""
OPEN: Final[frozenset[ScanRequestState]] = frozenset({"waiting", "scanning"})
_ALIVE: Final = OPEN | {"scanned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """One sheet on one scanner, asked by one session.

    `part` (0 to 1) of it has come; `held`: an object may lie under its key. `upload_id` names who
    may say that the scan has come.
    """

    id: UUID
    enterprise_code: str
    workstation_id: UUID
    operator_id: UUID
    operator_name: str
    medium: LoginMedium
    session_id: UUID
    kind: StampKind
    scanner: str | None
    asked_at: datetime
    expires_at: datetime
    state: ScanRequestState = "waiting"
    part: float | None = None
    trouble: ScanTrouble | None = None
    detail: str | None = None
    upload_id: UUID | None = None
    scan_sha256: str | None = None
    held: bool = False

    @property
    def asked_by(self) -> tuple[str, UUID, UUID]:
        """Enterprise, person and session."""
        return self.enterprise_code, self.operator_id, self.session_id

    @property
    def key(self) -> str:
        """Of the object."""
        return key_of(self.id)


def key_of(request_id: UUID) -> str:
    """Of the scan's object, in the folder of its kind (`contracts.object_kinds`)."""
    return f"workstation-scans/{request_id}/scan"


def check_scanner(known: Collection[WorkstationScanner], address: str | None) -> None:
    """Raise Refused for a scanner of which the workstation did not tell."""
    if address is not None and address not in {one.address for one in known}:
        raise Refused("scan.unknown_scanner")


def as_of(request: ScanRequest, now: datetime) -> ScanRequest:
    """Expired where its time is over."""
    if request.state in _ALIVE and request.expires_at <= now:
        return replace(request, state="expired")
    return request


def check_open(request: ScanRequest | None, workstation_id: UUID, *, now: datetime) -> ScanRequest:
    """Raise Refused for what waits at another workstation, or nowhere any more."""
    if request is None or request.workstation_id != workstation_id:
        raise Refused("scan.unknown_request")
    if as_of(request, now).state not in OPEN:
        raise Refused("scan.unknown_request")
    return request


def told(request: ScanRequest, news: ScanTold) -> ScanRequest:
    """As the workstation says. Raise Refused for a failure without its reason."""
    if news.state == "failed" and news.trouble is None:
        raise Refused("request.invalid", {"reason": "failed, and no trouble"})
    if news.state == "failed":
        return replace(request, state="failed", trouble=news.trouble, detail=news.detail)
    return replace(request, state="scanning", part=news.part)


def sending(request: ScanRequest, upload_id: UUID) -> ScanRequest:
    """From here on an object may lie under its key; an upload that began before counts no more."""
    return replace(request, state="scanning", part=1.0, upload_id=upload_id, held=True)


def arrived(
    request: ScanRequest | None, upload_id: UUID, sha256: str, *, now: datetime
) -> ScanRequest:
    """Raise Refused where it ended while the scan was on its way."""
    if request is None or request.upload_id != upload_id or as_of(request, now).state not in OPEN:
        raise Refused("scan.unknown_request")
    return replace(request, state="scanned", scan_sha256=sha256, expires_at=now + LIVES)


def scan_of(request: ScanRequest, *, now: datetime) -> str:
    """Its SHA-256; of what a stamp was made of too, so that the same order gets the same answer.

    Raise Refused while there is none, or any more.
    """
    current = as_of(request, now)
    if current.state in OPEN:
        raise Refused("scan.not_there")
    if current.state not in {"scanned", "used"} or current.scan_sha256 is None:
        raise Refused("scan.unknown_request")
    return current.scan_sha256


def withdrawn(request: ScanRequest, *, now: datetime) -> ScanRequest:
    """Once it is over nothing changes."""
    if as_of(request, now).state not in _ALIVE:
        return request
    return replace(request, state="withdrawn")


def used(request: ScanRequest) -> ScanRequest:
    """Nothing else changes what ended otherwise."""
    return replace(request, state="used") if request.state == "scanned" else request


def sentence_of(request: ScanRequest, *, closed: bool) -> Sentence:
    """Which case it is, and what to do."""
    if request.state == "failed" and request.trouble is not None:
        said = trouble_in_words(request.trouble, request.detail)
        return replace(said, en=said.en[:1].upper() + said.en[1:])
    return _CLOSED if closed else _STATES[request.state]


_CLOSED: Final = Sentence(
    zh="打印程序已关闭，扫描尚未完成",
    en="The workstation program was closed before the scan came",
    advice_zh="请启动打印程序，扫描会继续",
    advice_en="start it: the scan goes on",
)
_STATES: Final[Mapping[ScanRequestState, Sentence]] = {
    "waiting": Sentence(
        zh="已通知工作站扫描",
        en="The workstation was asked to scan",
        advice_zh="请把纸正面朝下平放在扫描仪玻璃板上",
        advice_en="lay the sheet face down on the scanner's glass",
    ),
    "scanning": Sentence(zh="正在扫描", en="The sheet is being scanned"),
    "scanned": Sentence(zh="扫描件已传来", en="The scan has come"),
    "used": Sentence(zh="扫描件已使用并删除", en="The scan was used and deleted"),
    "failed": Sentence(
        zh="扫描未成功",
        en="No scan came",
        advice_zh="请检查扫描仪后重试",
        advice_en="check the scanner and try again",
    ),
    "expired": Sentence(
        zh="扫描请求已超过 15 分钟，扫描件已删除",
        en="The request is older than 15 minutes, its scan was deleted",
        advice_zh="请重新扫描",
        advice_en="scan again",
    ),
    "withdrawn": Sentence(
        zh="扫描请求已撤回",
        en="The request was withdrawn",
        advice_zh="请重新扫描",
        advice_en="scan again",
    ),
}
