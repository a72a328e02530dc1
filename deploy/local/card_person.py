"""Whoever sits at the specimen card while `make run` is up: at a window, a terminal, or nobody.

For specimen cards alone: the workstation program itself takes no PIN from a setting unasked.
"""

import os
import select
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TextIO

from contracts.sentences import Sentence
from deploy.local.desk import program
from workstation.asked import Asked
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.card_desk import CardDesk
from workstation.cards import CardError
from workstation.enrolment import Enrolment
from workstation.signing import Asker, Shown
from workstation.soft_cards import CountingCard
from workstation.terminal import Terminal
from workstation.tickets import TicketError
from workstation.words import both

PIN_VARIABLE: Final = "ORIGINPRINT_DEMO_PIN"
LOOK_SECONDS: Final = 0.5


@dataclass(slots=True)
class SpecimenAsker:
    """Enters this PIN for whatever the browser of the demo asks; a wrong one is not tried twice."""

    pin: str = field(repr=False)
    say: Callable[[str], object]

    def ask_pin(self, shown: Shown) -> str | None:
        return None if shown.trouble else self.pin

    def tell(self, sentence: Sentence) -> None:
        self.say(both(sentence))


@dataclass(slots=True)
class AtCard:
    """Answers what waits, and logs in for codes that are entered as lines."""

    enrolment: Enrolment
    state: Path
    card: Path
    asker: Asker
    lines: TextIO | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def attend(self) -> None:
        """Until `ended`. What is refused or away is told, and no reason to leave."""
        desk = CardDesk(card=lambda: CountingCard(self.card), asker=self.asker)
        asked = Asked(self.state)
        while not self.ended.is_set():
            if code := self._line():
                self._told(partial(self._log_in, desk, code))
            if asked.is_new():
                self._told(partial(self._answer, desk))

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

    def _line(self) -> str:
        """What was entered within a moment, if anything."""
        if self.lines is None:
            self.ended.wait(LOOK_SECONDS)
            return ""
        if not select.select([self.lines], [], [], LOOK_SECONDS)[0]:
            return ""
        line = self.lines.readline()
        if not line:
            self.lines = None
        return line.strip()


@contextmanager
def somebody_at_card(
    enrolment: Enrolment, state: Path, card: Path, say: Callable[[str], object]
) -> Iterator[str]:
    """How to log in with the card, in words. Who sits there leaves at the end."""
    by_hand = f"{sys.executable} -m workstation card log-in CODE --state {state}"
    if pin := os.environ.get(PIN_VARIABLE):
        with _attending(AtCard(enrolment, state, card, SpecimenAsker(pin, say))):
            yield f"{by_hand}; statements are signed by themselves ({PIN_VARIABLE})"
    elif _has_desktop():
        with _window(state):
            yield "enter the browser's code in the workstation's window"
    elif sys.stdin.isatty():
        with (
            _terminal_as_before(),
            _attending(AtCard(enrolment, state, card, Terminal(), sys.stdin)),
        ):
            yield "type the browser's code here; what waits to be signed is shown here too"
    else:
        yield f"{by_hand}; what waits to be signed: card requests"


@contextmanager
def _attending(at_card: AtCard) -> Iterator[None]:
    thread = threading.Thread(target=at_card.attend, name="card", daemon=True)
    thread.start()
    try:
        yield
    finally:
        at_card.ended.set()
        thread.join(2 * LOOK_SECONDS)  # no longer: a person may just be asked for a PIN


@contextmanager
def _terminal_as_before() -> Iterator[None]:
    """A PIN may just be being asked for, with the echo off."""
    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)


@contextmanager
def _window(state: Path) -> Iterator[None]:
    with (
        (state / "window.log").open("ab") as log,
        subprocess.Popen(
            program("window", "--state", str(state)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as window,
    ):
        try:
            yield
        finally:
            window.terminate()


def _has_desktop() -> bool:
    return "DISPLAY" in os.environ and find_spec("_tkinter") is not None
