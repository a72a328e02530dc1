"""The scanner at this desk does what a session asks for; a trouble is told to who waits."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

from contracts.scan_requests import ScanTold, WaitingScan
from contracts.scan_troubles import ScanTrouble
from contracts.scanners import WorkstationScanner
from contracts.values import StampKind
from workstation import logs
from workstation.scan_client import ScanRequestClient
from workstation.scanner_search import look_around, opened
from workstation.scanners import Scanners
from workstation.scanning import Mode, Scan, ScanError
from workstation.tickets import GatewayUnreachable, TicketError, TicketRefused

MODES: Final[dict[StampKind, Mode]] = {StampKind.SEAL: "colour", StampKind.SIGNATURE: "grey"}
"""A seal's colour is a part of it (R12), a signature's is not."""
_TELL_SECONDS: Final = 1.0
_PAUSES_SECONDS: Final = (1.0, 4.0)
"""Between tries to send a scan while the gateway is away or busy."""
_OVER: Final = "scan.unknown_request"


@dataclass(frozen=True, slots=True)
class ScanDesk:
    """`state` holds the scanners that are known; `found` is called when there are new ones."""

    state: Path
    look: Callable[[], tuple[WorkstationScanner, ...]] = look_around
    found: Callable[[], None] = field(default=lambda: None)
    pauses: tuple[float, ...] = _PAUSES_SECONDS

    def answer_waiting(self, gateway: ScanRequestClient) -> int:
        """One sheet after the other; how many there were.

        Raises TicketError where what waits cannot be asked for.
        """
        waiting = gateway.waiting()
        for request in waiting:
            outcome = self._answer(gateway, request)
            logs.info("scan_request_answered", outcome=outcome, kind=request.kind)
        return len(waiting)

    def _answer(self, gateway: ScanRequestClient, request: WaitingScan) -> str:
        """Sent, over, or the trouble; a gateway that is away hears of it by silence."""
        try:
            self._scan(gateway, request)
        except ScanError as error:
            return _tell_trouble(gateway, request.request_id, error.code, error.detail)
        except TicketRefused as refusal:
            if refusal.code == _OVER:
                return "over"
            return _tell_trouble(gateway, request.request_id, "not_sent", refusal.detail)
        except TicketError as error:
            return _tell_trouble(gateway, request.request_id, "not_sent", str(error))
        return "sent"

    def _scan(self, gateway: ScanRequestClient, request: WaitingScan) -> None:
        """Raises ScanError, TicketError."""
        progress = _Progress(gateway, request.request_id)
        progress(None)
        scanner = opened(self._address(request.scanner))
        scan = scanner.scan(mode=MODES[request.kind], progress=progress)
        self._send(gateway, request.request_id, scan)

    def _address(self, wanted: str | None) -> str:
        """The one that was chosen, the usual one, or the only one that is found now."""
        scanners = Scanners.load(self.state)
        if wanted is not None:
            if wanted not in scanners.known:
                raise ScanError("no_scanner")
            return wanted
        if scanners.default is not None:
            return scanners.default
        for one in self.look():
            scanners.add(one)
        if scanners.known:
            scanners.save(self.state)
            self.found()
        if len(scanners.known) > 1:
            raise ScanError("several_scanners")
        if scanners.default is None:
            raise ScanError("no_scanner")
        return scanners.default

    def _send(self, gateway: ScanRequestClient, request_id: UUID, scan: Scan) -> None:
        for pause in self.pauses:
            try:
                gateway.send(request_id, scan)
            except TicketRefused as refusal:
                if not refusal.passes:
                    raise
            except GatewayUnreachable as error:
                logs.warning("scan_not_sent_yet", reason=str(error))
            else:
                return
            time.sleep(pause)
        gateway.send(request_id, scan)


class _Progress:
    """Tells it once a second; whoever waits no more stops the scanner by that (TicketRefused)."""

    def __init__(self, gateway: ScanRequestClient, request_id: UUID) -> None:
        self._gateway, self._request_id = gateway, request_id
        self._next = 0.0

    def __call__(self, part: float | None) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _TELL_SECONDS
        told = ScanTold(state="scanning", part=part)
        try:
            self._gateway.tell(self._request_id, told)
        except TicketRefused as refusal:
            if not refusal.passes:
                raise
        except TicketError as error:
            logs.warning("scan_progress_not_told", reason=str(error))


def _tell_trouble(
    gateway: ScanRequestClient, request_id: UUID, trouble: ScanTrouble, detail: str | None
) -> str:
    told = ScanTold(state="failed", trouble=trouble, detail=detail and detail[:200])
    try:
        gateway.tell(request_id, told)
    except TicketError as error:
        logs.warning("scan_trouble_not_told", trouble=trouble, reason=str(error))
    return trouble
