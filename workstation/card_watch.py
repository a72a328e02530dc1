"""While the program runs: statements that wait for the card are shown as they come."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import structlog

from workstation.asked import Asked
from workstation.card_choice import CardChoice
from workstation.card_client import CardRequestClient
from workstation.card_desk import CardDesk
from workstation.enrolment import Enrolment
from workstation.terminal import Terminal
from workstation.tickets import TicketError

_log = structlog.get_logger()


@dataclass(slots=True)
class CardWatch:
    """A thread of its own: a person who reads is no reason to print nothing."""

    enrolment: Enrolment
    desk: CardDesk
    _stirred: threading.Event = field(default_factory=threading.Event)

    def start(self) -> Self:
        """Ends with the program."""
        threading.Thread(target=self._run, name="card", daemon=True).start()
        return self

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


def card_notices(state: Path, enrolment: Enrolment) -> Callable[[], None]:
    """Where somebody sits at this terminal it is shown here; else the window is told."""
    if not sys.stdin.isatty():
        return Asked(state).tell
    desk = CardDesk(card=lambda: CardChoice.load(state).card(), asker=Terminal())
    return CardWatch(enrolment, desk).start().notice
