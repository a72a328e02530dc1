"""While the program runs at a terminal: what waits for the card is shown there as it comes."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from workstation import logs
from workstation.card_choice import CardChoice
from workstation.card_client import CardRequestClient
from workstation.card_desk import CardDesk
from workstation.enrolment import Enrolment
from workstation.surviving import survived
from workstation.terminal import Terminal
from workstation.tickets import TicketError


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
                with survived("card_requests_failed"):
                    try:
                        self.desk.answer_waiting(gateway)
                    except TicketError as error:
                        logs.warning("card_requests_not_known", reason=str(error))


def at_terminal(state: Path, enrolment: Enrolment) -> Callable[[], None]:
    desk = CardDesk(card=lambda: CardChoice.load(state).card(), asker=Terminal())
    return CardWatch(enrolment, desk).start().notice
