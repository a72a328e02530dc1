"""Whoever sits at the specimen card while `make run` is up: asked on a screen of the simulation.

For specimen cards alone. The workstation program itself asks for a PIN at a terminal or a window.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from contracts.sentences import Sentence
from workstation.asked import Asked
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.card_desk import CardDesk
from workstation.cards import CardError
from workstation.enrolment import Enrolment
from workstation.signing import Shown
from workstation.soft_cards import CountingCard
from workstation.tickets import TicketError

LOOK_SECONDS: Final = 0.5
ANSWER_SECONDS: Final = 120.0
"""A question that nobody answers is refused; the browser that asked has given up by then."""


@dataclass(slots=True)
class ScreenAsker:
    """Shows what is to be signed until the PIN, or None for a refusal, is put into `answers`."""

    question: Shown | None = None
    said: Sentence | None = None
    answers: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)

    def ask_pin(self, shown: Shown) -> str | None:
        self._forget_answers()
        self.said, self.question = None, shown
        try:
            return self.answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            return None
        finally:
            self.question = None

    def tell(self, sentence: Sentence) -> None:
        self.said = sentence

    def _forget_answers(self) -> None:
        """Those to an earlier question."""
        while not self.answers.empty():
            self.answers.get_nowait()


@dataclass(slots=True)
class AtCard:
    """Answers what waits, and logs in for the codes that are put into `codes`."""

    enrolment: Enrolment
    state: Path
    card: Path
    asker: ScreenAsker = field(default_factory=ScreenAsker)
    codes: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    ended: threading.Event = field(default_factory=threading.Event)

    def attend(self) -> None:
        """Until `ended`. What is refused or away is told, and no reason to leave."""
        desk = CardDesk(card=lambda: CountingCard(self.card), asker=self.asker)
        asked = Asked(self.state)
        while not self.ended.is_set():
            if code := self._next_code():
                self._told(partial(self._log_in, desk, code))
            if asked.is_new():
                self._told(partial(self._answer, desk))

    def leave(self) -> None:
        self.ended.set()
        self.asker.answers.put(None)

    def _next_code(self) -> str:
        try:
            return self.codes.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return ""

    def _log_in(self, desk: CardDesk, code: str) -> None:
        with CardLoginClient(self.enrolment.gateway) as gateway:
            desk.log_in(gateway, code)

    def _answer(self, desk: CardDesk) -> None:
        with CardRequestClient(self.enrolment) as gateway:
            desk.answer_waiting(gateway)

    def _told(self, work: Callable[[], None]) -> None:
        try:
            work()
        except CardError as error:
            self.asker.tell(error.sentence)
        except TicketError as error:
            self.asker.tell(Sentence(zh=str(error), en=str(error)))


@contextmanager
def somebody_at_card(enrolment: Enrolment, state: Path, card: Path) -> Iterator[AtCard]:
    """A person who answers on the simulation's screen, and leaves at the end."""
    at_card = AtCard(enrolment, state, card)
    thread = threading.Thread(target=at_card.attend, name="card", daemon=True)
    thread.start()
    try:
        yield at_card
    finally:
        at_card.leave()
        thread.join(2 * LOOK_SECONDS)
