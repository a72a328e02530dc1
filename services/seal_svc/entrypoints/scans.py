"""Scans that are tried: inspected and explained, nothing made of them (R8-R18)."""

from datetime import timedelta
from uuid import uuid4

from chassis.calls import answer
from chassis.service import Service
from contracts.seals import (
    GetScanRequirements,
    InspectionReport,
    InspectionTried,
    InspectScan,
    ScanRequirements,
)
from services.seal_svc.inspection.requirements import requirements_of
from services.seal_svc.scanning import Scanning
from services.seal_svc.storage import leftovers
from services.seal_svc.worker_protocol import Inspected, Job, Picture

TRIAL_KEEP = timedelta(minutes=10)
"""The caller fetches the pictures at once and deletes them; this is for one that does not."""


class Scans(Service):
    scanner = Scanning()

    @answer(GetScanRequirements, outside_transaction=True)
    def get_scan_requirements(self, request: GetScanRequirements) -> ScanRequirements:
        return requirements_of(request.kind)

    @answer(InspectScan, outside_transaction=True)
    def inspect_scan(self, request: InspectScan) -> InspectionTried:
        trial = f"trials/{uuid4()}"
        keys: dict[Picture, str] = {
            "overlay": f"{trial}/overlay",
            "preview": f"{trial}/preview",
        }
        with self.db.transaction() as tx:
            leftovers.mark_for_removal(tx.session, keys.values(), self.now() + TRIAL_KEEP)
        job = Job(
            kind=request.kind,
            owner=request.caller.enterprise_code,
            scan=request.scan,
            keys=keys,
            even_if_refused=True,
            seconds=self.settings.scan_seconds,
        )
        inspected: Inspected = self.scanner.process(job)
        report = InspectionReport.model_validate(inspected.report)
        return InspectionTried(
            report=report,
            overlay=inspected.images.get("overlay"),
            preview=inspected.images.get("preview"),
        )
