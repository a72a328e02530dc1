"""What waits for the scanner is scanned as it comes, beside the printing."""

import threading
from collections.abc import Callable
from pathlib import Path

from workstation import logs
from workstation.enrolment import Enrolment
from workstation.surviving import survived


class ScanWatch:
    """Nothing of it is loaded or runs before the first scan is asked for."""

    def __init__(self, state: Path, enrolment: Enrolment, found: Callable[[], None]) -> None:
        self._state, self._enrolment, self._found = state, enrolment, found
        self._stirred = threading.Event()
        self._thread: threading.Thread | None = None

    def notice(self) -> None:
        """Something may wait; returns at once."""
        self._stirred.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="scan", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        from workstation.scan_client import ScanRequestClient  # noqa: PLC0415 - see the class
        from workstation.scan_desk import ScanDesk  # noqa: PLC0415 - likewise
        from workstation.tickets import TicketError  # noqa: PLC0415 - likewise

        desk = ScanDesk(self._state, found=self._found)
        with ScanRequestClient(self._enrolment) as gateway:
            while True:
                self._stirred.wait()
                self._stirred.clear()
                with survived("scan_requests_failed"):
                    try:
                        desk.answer_waiting(gateway)
                    except TicketError as error:
                        logs.warning("scan_requests_not_known", reason=str(error))
