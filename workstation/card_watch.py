"""While the program runs: statements that wait for the card are shown as they come."""

import threading
from dataclasses import dataclass, field

import structlog

from workstation.card_client import CardRequestClient
from workstation.card_desk import CardDesk
from workstation.enrolment import Enrolment
from workstation.tickets import TicketError

_log = structlog.get_logger()


@dataclass(slots=True)
class CardWatch:
    """A thread of its own: a person who reads is no reason to print nothing."""

    enrolment: Enrolment
    desk: CardDesk
    _stirred: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Ends with the program."""
        self._thread = threading.Thread(target=self._run, name="card", daemon=True)
        self._thread.start()

    def notice(self) -> None:
        """Something may wait; returns at once."""
        self._stirred.set()

    def _run(self) -> None:
        with CardRequestClient(self.enrolment) as gateway:
            while True:
                self._stirred.wait()
                self._stirred.clear()
                try:
                    self.desk.answer_waiting(gateway)
                except TicketError as error:
                    _log.warning("card_requests_not_known", reason=str(error))
