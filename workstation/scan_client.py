"""What the gateway asks of the scanner, proven by the workstation's key, and the scan to it."""

from typing import Final
from uuid import UUID

from contracts.proofs import ASKING_FOR_SCAN_REQUESTS, sending_scan, telling_of_scan
from contracts.scan_requests import ScanTold, WaitingScan, WaitingScans
from workstation.enrolment import digest
from workstation.scanning import Scan
from workstation.tickets import TicketClient

_REQUESTS: Final = "workstations/scan-requests"


class ScanRequestClient(TicketClient):
    """All raise GatewayUnreachable or TicketRefused."""

    def waiting(self) -> tuple[WaitingScan, ...]:
        return self._call("GET", _REQUESTS, ASKING_FOR_SCAN_REQUESTS).of(WaitingScans).requests

    def tell(self, request_id: UUID, told: ScanTold) -> None:
        path, body = f"{_REQUESTS}/{request_id}/progress", told.model_dump_json().encode()
        self._call("POST", path, telling_of_scan(request_id), body)

    def send(self, request_id: UUID, scan: Scan) -> None:
        headers = {
            "Content-Type": "application/octet-stream",
            "X-Content-SHA256": digest(scan.content),
        }
        path = f"{_REQUESTS}/{request_id}/scan"
        self._call("POST", path, sending_scan(request_id), scan.content, headers=headers)
