"""What the gateway asks of the card: logins by a code, and statements that wait here."""

from urllib.parse import quote
from uuid import UUID

from contracts.base import Done
from contracts.card_logins import CardLoginShown
from contracts.card_requests import CardAnswer, WaitingCardRequest, WaitingCardRequests
from contracts.proofs import ASKING_FOR_CARD_REQUESTS, answering
from workstation.cards import PROGRAM_VERSION
from workstation.signing import Signed
from workstation.tickets import Answer, GatewayClient, TicketClient, translated


class CardLoginClient(GatewayClient):
    """Without an enrolment: the code is the key, so that the first login needs no pairing.

    All raise GatewayUnreachable or TicketRefused.
    """

    def shown(self, code: str) -> CardLoginShown:
        return self._ask("GET", _path(code)).of(CardLoginShown)

    def sign(self, code: str, signed: Signed) -> Done:
        answer = {
            "card_certificate": signed.certificate,
            "signature": signed.signature,
            "program_version": PROGRAM_VERSION,
        }
        self._ask("POST", f"{_path(code)}/signature", answer)
        return Done()

    def refuse(self, code: str) -> Done:
        self._ask("DELETE", _path(code))
        return Done()

    def _ask(self, method: str, path: str, body: dict[str, str] | None = None) -> Answer:
        with translated():
            reply = self._http.request(method, path, json=body)
        answer = Answer(reply.status_code, reply.headers, reply.content)
        answer.check_status()
        return answer


class CardRequestClient(TicketClient):
    """Proves the workstation's key, as with tickets."""

    def waiting(self) -> tuple[WaitingCardRequest, ...]:
        asked = self._call("GET", "workstations/card-requests", ASKING_FOR_CARD_REQUESTS)
        return asked.of(WaitingCardRequests).requests

    def answer(self, request_id: UUID, answer: CardAnswer) -> None:
        path = f"workstations/card-requests/{request_id}/answer"
        self._call("POST", path, answering(request_id), answer.model_dump_json().encode())


def _path(code: str) -> str:
    return f"card-logins/{quote(code, safe='')}"
