"""Scans asked of the scanner at a workstation."""

from typing import Final

from pydantic import BaseModel

from contracts.scan_requests import ScanRequestView, ScanTold, WaitingScan, WaitingScans
from contracts.values import StampKind
from gateway.examples.making import example
from gateway.examples.workstations import SCANNER
from gateway.routes.scan_requests import WantedScan
from gateway.specimens import LATER, OPERATOR_NAME, OTHER_JOB_ID, SHA256, WORKSTATION_ID

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(WantedScan, kind=StampKind.SEAL, scanner=SCANNER.address),
    example(
        ScanRequestView,
        request_id=OTHER_JOB_ID,
        workstation_id=WORKSTATION_ID,
        kind=StampKind.SEAL,
        scanner=SCANNER.address,
        state="scanned",
        part=1.0,
        message_zh="扫描件已传来",
        message_en="The scan has come",
        expires_at=LATER,
        scan_sha256=SHA256,
    ),
    example(
        WaitingScans,
        requests=(
            example(
                WaitingScan,
                request_id=OTHER_JOB_ID,
                kind=StampKind.SEAL,
                scanner=SCANNER.address,
                asked_by=OPERATOR_NAME,
                expires_at=LATER,
            ),
        ),
    ),
    example(ScanTold, state="scanning", part=0.4),
)
