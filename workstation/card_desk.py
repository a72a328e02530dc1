"""The card at this desk answers: a login whose code is entered here, and statements that wait."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from contracts.card_requests import CardAnswer, CardTrouble, WaitingCardRequest
from contracts.card_statements import CardPurpose
from contracts.sentences import Sentence
from workstation import logs, words
from workstation.card_client import CardLoginClient, CardRequestClient
from workstation.cards import Card, CardError
from workstation.signing import Asker, check_code, sign_statement
from workstation.tickets import TicketError, TicketRefused

LOGINS: Final = frozenset({CardPurpose.LOG_IN})
IN_A_SESSION: Final = frozenset(CardPurpose) - LOGINS
"""What may be asked for from afar: a login needs the code that its browser shows."""
_TROUBLES: Final[dict[str, CardTrouble]] = {
    "card_locked": "card_locked",
    "card_pulled_out": "card_pulled_out",
    "card_not_valid": "card_not_valid",
}


@dataclass(slots=True)
class CardDesk:
    """One person at one card: one statement at a time, whoever asks."""

    card: Callable[[], Card]
    asker: Asker
    _busy: threading.Lock = field(default_factory=threading.Lock)

    def log_in(self, gateway: CardLoginClient, code: str) -> bool:
        """Sign for the browser that shows this code. Raises CardError, TicketError."""
        with self._busy:
            asked = gateway.shown(code)
            check_code(asked.statement, code)
            signed = sign_statement(self.card(), asked.statement, self.asker, purposes=LOGINS)
            if signed is None:
                gateway.refuse(code)
                self.asker.tell(words.card("refused"))
                return False
            gateway.sign(code, signed)
            self.asker.tell(words.card("signed"))
            return True

    def answer_waiting(self, gateway: CardRequestClient) -> int:
        """Everything that waits here, one after the other; how many there were.

        Raises TicketError where what waits cannot be asked for.
        """
        with self._busy:
            waiting = gateway.waiting()
            for request in waiting:
                self._answer(gateway, request)
            return len(waiting)

    def _answer(self, gateway: CardRequestClient, request: WaitingCardRequest) -> None:
        answer, said = self._signed(request)
        try:
            gateway.answer(request.request_id, answer)
        except TicketRefused as refusal:
            said = Sentence(zh=refusal.detail, en=refusal.detail)
        except TicketError as error:
            said = Sentence(zh=str(error), en=str(error))
        self.asker.tell(said)
        logs.info("card_request_answered", outcome=answer.outcome, trouble=answer.trouble)

    def _signed(self, request: WaitingCardRequest) -> tuple[CardAnswer, Sentence]:
        asked_by = f"{request.asked_by} ({request.client_address})"
        try:
            signed = sign_statement(
                self.card(),
                request.statement,
                self.asker,
                purposes=IN_A_SESSION,
                asked_by=asked_by,
            )
        except CardError as error:
            trouble = _TROUBLES.get(error.code, "card_unreadable")
            return CardAnswer(outcome="failed", trouble=trouble), error.sentence
        if signed is None:
            return CardAnswer(outcome="refused"), words.card("refused")
        return CardAnswer(outcome="signed", signature=signed.signature), words.card("signed")
