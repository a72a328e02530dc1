"""New scans: tried, or made into seals and signatures (R8-R25)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, get_args
from uuid import uuid4

from chassis.calls import answer
from chassis.database import Transaction
from contracts.authorization import CheckCardSignature, GetDeclarer
from contracts.base import Event
from contracts.seals import (
    InspectionReport,
    InspectionTried,
    InspectScan,
    MakeSeal,
    MakeSignature,
    SealMade,
    SignatureMade,
    StampView,
)
from contracts.values import ObjectRef, StampKind
from services.seal_svc import repository
from services.seal_svc.domain.stamps import Stamp, check_report, check_validity
from services.seal_svc.entrypoints.base import SealEntrypoints
from services.seal_svc.views import measures, view
from services.seal_svc.worker_protocol import Job, Picture

TRIAL_KEEP = timedelta(minutes=10)
"""The caller fetches the overlay at once and deletes it; this is for one that does not."""
MAKING_KEEP = timedelta(hours=1)


class Scans(SealEntrypoints):
    @answer(InspectScan)
    def inspect_scan(self, request: InspectScan) -> InspectionTried:
        keys: dict[Picture, str] = {"overlay": f"trials/{uuid4()}/overlay"}
        self._condemn(keys.values(), TRIAL_KEEP)
        inspected = self.scanner.process(self._job(request.scan, request.kind, keys, trial=True))
        report = InspectionReport.model_validate(inspected.report)
        return InspectionTried(report=report, overlay=inspected.images.get("overlay"))

    @answer(MakeSeal)
    def make_seal(self, request: MakeSeal) -> StampView:
        if (earlier := self._earlier(request)) is not None:
            return earlier
        card = self.ask(
            CheckCardSignature(
                caller=request.caller,
                operator_id=request.operator_id,
                message_sha256=request.scan.sha256,
                signature=request.card_signature,
            )
        )
        check_validity(request.valid_from, request.valid_to, card, now=self.now())
        facts = {
            "name": request.name,
            "operator_id": request.operator_id,
            "valid_from": request.valid_from,
            "valid_to": request.valid_to,
            "card_signature": request.card_signature,
        }

        def announcement(stamp: Stamp) -> SealMade:
            return SealMade(
                enterprise_code=stamp.enterprise_code,
                seal_id=stamp.id,
                name=stamp.name,
                operator_id=request.operator_id,
                valid_from=request.valid_from,
                valid_to=request.valid_to,
                **measures(stamp),
            )

        return self._make(request, StampKind.SEAL, facts, announcement)

    @answer(MakeSignature)
    def make_signature(self, request: MakeSignature) -> StampView:
        if (earlier := self._earlier(request)) is not None:
            return earlier
        declarer = self.ask(GetDeclarer(caller=request.caller, declarer_id=request.declarer_id))
        facts = {
            "name": declarer.name,
            "declarer_id": declarer.declarer_id,
            "declarer_name": declarer.name,
        }

        def announcement(stamp: Stamp) -> SignatureMade:
            return SignatureMade(
                enterprise_code=stamp.enterprise_code,
                signature_id=stamp.id,
                declarer_id=declarer.declarer_id,
                declarer_id_number=declarer.id_number,
                declarer_name=declarer.name,
                **measures(stamp),
            )

        return self._make(request, StampKind.SIGNATURE, facts, announcement)

    def _earlier(self, request: MakeSeal | MakeSignature) -> StampView | None:
        """Asked before the work as well, so that a retry costs no second inspection."""
        with self.db.reading() as session:
            found: StampView | None = Transaction(session, self.db.delivery).earlier_reply(request)
            return found

    def _make(
        self,
        request: MakeSeal | MakeSignature,
        kind: StampKind,
        facts: dict[str, Any],
        announcement: Callable[[Stamp], Event],
    ) -> StampView:
        """Inspected, stored, kept, announced; Refused with the most serious finding."""
        stamp_id = uuid4()
        keys: dict[Picture, str] = {
            name: f"{kind}s/{stamp_id}/{name}" for name in get_args(Picture)
        }
        self._condemn(keys.values(), MAKING_KEEP)
        kept = False
        try:
            inspected = self.scanner.process(self._job(request.scan, kind, keys))
            check_report(inspected.report)
            stamp = Stamp(
                id=stamp_id,
                enterprise_code=request.caller.enterprise_code,
                kind=kind,
                scan_sha256=request.scan.sha256,
                images=inspected.images,
                report=inspected.report,
                made_at=self.now(),
                **facts,
            )
            made, kept = self._keep(request, stamp, announcement(stamp))
            return made
        finally:
            if not kept:
                self._remove(keys.values())

    def _keep(
        self, request: MakeSeal | MakeSignature, stamp: Stamp, event: Event
    ) -> tuple[StampView, bool]:
        """Row and event together; an earlier reply to the same key goes first."""
        with self.db.transaction() as tx:
            if (earlier := tx.earlier_reply(request)) is not None:
                return earlier, False
            repository.spare(tx.session, [image.key for image in stamp.images.values()])
            repository.add(tx.session, stamp)
            tx.publish(event)
            made: StampView = tx.remember(request, view(stamp))
        return made, True

    def _job(
        self, scan: ObjectRef, kind: StampKind, keys: dict[Picture, str], *, trial: bool = False
    ) -> Job:
        seconds = self.settings.scan_seconds
        return Job(kind=kind, scan=scan, keys=keys, even_if_refused=trial, seconds=seconds)
