"""Scans that a session asks of a workstation: asked, told of, sent, inspected by who asked."""

from typing import Final
from uuid import uuid4

import structlog

from chassis.calls import answer
from chassis.database import Session
from chassis.errors import Transient
from chassis.timers import every
from chassis.transactions import Transaction
from contracts.base import Done
from contracts.proofs import ASKING_FOR_SCAN_REQUESTS, EMPTY, sending_scan, telling_of_scan
from contracts.scan_requests import (
    AskScan,
    BeginScanUpload,
    FinishScanRequest,
    GetScanRequest,
    KeepScan,
    ListScanRequests,
    ScanAsked,
    ScanRequestView,
    ScanUpload,
    TakenScan,
    TakeScan,
    TellScanProgress,
    WaitingScan,
    WaitingScans,
    WithdrawScanRequest,
)
from contracts.values import ObjectRef
from services.print_svc.domain.asked import check_asked_by
from services.print_svc.domain.scan_requests import (
    LIVES,
    OPEN,
    ScanRequest,
    arrived,
    as_of,
    check_open,
    check_scanner,
    key_of,
    scan_of,
    sending,
    sentence_of,
    told,
    used,
    withdrawn,
)
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.storage import scan_requests, workstations

log = structlog.get_logger()

SWEEP_SECONDS: Final = 10.0
SWEEP_LIMIT: Final = 200


class ScanRequests(PrintEntrypoints):
    @answer(AskScan)
    def ask_scan(self, tx: Transaction, request: AskScan) -> ScanRequestView:
        """A program that cannot answer is told of at once, in the words of R69."""
        caller, now = request.caller, self.now()
        ready = self.ready_workstation(tx.session, caller, request.workstation_id)
        check_scanner(ready.scanners, request.scanner)
        asked = ScanRequest(
            id=uuid4(),
            enterprise_code=caller.enterprise_code,
            workstation_id=ready.id,
            operator_id=caller.operator_id,
            operator_name=request.operator_name,
            medium=caller.medium,
            session_id=request.session_id,
            kind=request.kind,
            scanner=request.scanner,
            asked_at=now,
            expires_at=now + LIVES,
        )
        scan_requests.add(tx.session, asked)
        tx.publish(
            ScanAsked(
                enterprise_code=asked.enterprise_code,
                request_id=asked.id,
                workstation_id=asked.workstation_id,
            )
        )
        return self._scan_view(tx.session, asked)

    @answer(GetScanRequest)
    def get_scan_request(self, session: Session, request: GetScanRequest) -> ScanRequestView:
        return self._scan_view(session, _asked(session, request))

    @answer(WithdrawScanRequest)
    def withdraw_scan_request(
        self, tx: Transaction, request: WithdrawScanRequest
    ) -> ScanRequestView:
        ended = withdrawn(_asked(tx.session, request, lock=True), now=self.now())
        scan_requests.save(tx.session, ended)
        return self._scan_view(tx.session, ended)

    @answer(TakeScan)
    def take_scan(self, session: Session, request: TakeScan) -> TakenScan:
        asked = _asked(session, request)
        sha256 = scan_of(asked, now=self.now())
        return TakenScan(kind=asked.kind, scan=ObjectRef(key=asked.key, sha256=sha256))

    @answer(FinishScanRequest)
    def finish_scan_request(self, tx: Transaction, request: FinishScanRequest) -> Done:
        scan_requests.save(tx.session, used(_asked(tx.session, request, lock=True)))
        return Done()

    @answer(ListScanRequests)
    def list_scan_requests(self, tx: Transaction, request: ListScanRequests) -> WaitingScans:
        at = self.proven(tx.session, request.proof, ASKING_FOR_SCAN_REQUESTS, EMPTY)
        waiting = scan_requests.waiting_at(tx.session, at.id, now=self.now())
        return WaitingScans(
            requests=tuple(
                WaitingScan(
                    request_id=one.id,
                    kind=one.kind,
                    scanner=one.scanner,
                    asked_by=one.operator_name,
                    expires_at=one.expires_at,
                )
                for one in waiting
            )
        )

    @answer(TellScanProgress)
    def tell_scan_progress(self, tx: Transaction, request: TellScanProgress) -> Done:
        action = telling_of_scan(request.request_id)
        at = self.proven(tx.session, request.proof, action, request.content_sha256)
        found = scan_requests.find(tx.session, request.request_id, lock=True)
        asked = check_open(found, at.id, now=self.now())
        scan_requests.save(tx.session, told(asked, request.told))
        return Done()

    @answer(BeginScanUpload)
    def begin_scan_upload(self, tx: Transaction, request: BeginScanUpload) -> ScanUpload:
        action = sending_scan(request.request_id)
        at = self.proven(tx.session, request.proof, action, request.content_sha256)
        found = scan_requests.find(tx.session, request.request_id, lock=True)
        upload_id = uuid4()
        sent = sending(check_open(found, at.id, now=self.now()), upload_id)
        scan_requests.save(tx.session, sent)
        return ScanUpload(enterprise_code=sent.enterprise_code, upload_id=upload_id, key=sent.key)

    @answer(KeepScan)
    def keep_scan(self, tx: Transaction, request: KeepScan) -> Done:
        found = scan_requests.find(tx.session, request.request_id, lock=True)
        kept = arrived(found, request.upload_id, request.scan.sha256, now=self.now())
        scan_requests.save(tx.session, kept)
        return Done()

    @every(SWEEP_SECONDS, outside_transaction=True)
    def delete_scans(self) -> None:
        """Of requests that are over; an object store that is away is asked again next time."""
        now = self.now()
        with self.db.reading() as session:
            over = scan_requests.over(session, now=now, limit=SWEEP_LIMIT)
        try:
            for request_id in over:
                self.objects.delete(key_of(request_id))
        except Transient as error:
            log.warning("scans_not_deleted", error=str(error))
            return
        if over:
            with self.db.transaction() as tx:
                scan_requests.forget(tx.session, over, now=now)

    def _scan_view(self, session: Session, request: ScanRequest) -> ScanRequestView:
        now = self.now()
        current = as_of(request, now)
        at = workstations.find(session, current.workstation_id)
        closed = current.state in OPEN and at.connected_until <= now
        sentence = sentence_of(current, closed=closed)
        return ScanRequestView(
            request_id=current.id,
            workstation_id=current.workstation_id,
            kind=current.kind,
            scanner=current.scanner,
            state=current.state,
            part=current.part,
            trouble=current.trouble,
            closed=closed,
            message_zh=sentence.zh,
            message_en=sentence.en,
            advice_zh=sentence.advice_zh,
            advice_en=sentence.advice_en,
            expires_at=current.expires_at,
            scan_sha256=current.scan_sha256 if current.state == "scanned" else None,
        )


def _asked(
    session: Session,
    request: GetScanRequest | WithdrawScanRequest | TakeScan | FinishScanRequest,
    *,
    lock: bool = False,
) -> ScanRequest:
    """Raise Refused for what another session asked for."""
    found = scan_requests.find(session, request.request_id, lock=lock)
    return check_asked_by(found, request.caller, request.session_id, unknown="scan.unknown_request")
