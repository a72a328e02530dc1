"""The next document, fetched while the one before it prints.

Fetching spends the certificate's original (promise 2), so it is done only where it will surely be
printed next: the printer is well at this moment, it is fit without a question to anybody, and the
ticket has life left for it to be fetched again after a crash. It stays encrypted, in memory.
"""

import threading
from datetime import UTC, datetime, timedelta
from typing import Final

from contracts.troubles import stops_printing
from workstation import logs
from workstation.ipp import IppError, PrinterState
from workstation.journal import Entry, Step
from workstation.preflight import PrinterUnfit
from workstation.printing import Desk, advance, look
from workstation.tickets import TicketError

_LIFE_LEFT: Final = timedelta(minutes=2)


class Ahead:
    """At most one document for each printer, as it came."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def fetch(self, entry: Entry, ticket: str, expires_at: datetime, desk: Desk) -> bool:
        """Whether it was fetched; what stands in the way is met again when its turn comes."""
        if expires_at - datetime.now(UTC) < _LIFE_LEFT:
            return False
        try:
            printer, fit = look(desk.printer_uri, desk)
            well = printer.state is not PrinterState.STOPPED
            if not well or stops_printing(printer.reasons):
                return False
            advance(entry, desk.journal, step=Step.QUEUED)
            content = desk.tickets.fetch_sealed(ticket, fit)
        except (IppError, PrinterUnfit, TicketError) as error:
            logs.info("not_fetched_ahead", certificate_no=entry.certificate_no, reason=str(error))
            return False
        with self._lock:
            self._kept[entry.ticket_digest] = content
        return True

    def take(self, ticket_digest: str) -> bytes | None:
        with self._lock:
            return self._kept.pop(ticket_digest, None)

    def digests(self) -> set[str]:
        """Of the tickets whose documents are here."""
        with self._lock:
            return set(self._kept)
