"""Evidence over the socket that is open anyway; by a call of its own where none is."""

import itertools
import json
import threading
from collections.abc import Mapping
from typing import Any, Final

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from contracts.evidence import Evidence
from contracts.proofs import reporting
from workstation.tickets import STALE, GatewayUnreachable, TicketClient, TicketRefused

ANSWERS: Final = frozenset({"recorded", "not_recorded"})
_ANSWER_SECONDS: Final = 30.0


class Link:
    """One thread listens to the socket, another tells; an answer bears its question's number."""

    def __init__(self, tickets: TicketClient) -> None:
        self._tickets = tickets
        self._socket: ClientConnection | None = None
        self._numbers = itertools.count(1)
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._some = threading.Condition()

    def attach(self, socket: ClientConnection | None) -> None:
        """None when it is gone."""
        with self._some:
            self._socket = socket
            self._some.notify_all()

    def answered(self, message: Mapping[str, Any]) -> None:
        with self._some:
            self._answers[int(message.get("number", 0))] = message
            self._some.notify_all()

    def send(self, ticket: str, evidence: Evidence) -> None:
        """Raises GatewayUnreachable or TicketRefused.

        Only the answer to a call bears the gateway's time, so a clock that was set while the socket
        is open is learned by one.
        """
        socket = self._socket
        if socket is None:
            self._tickets.send_evidence(ticket, evidence)
            return
        try:
            self._send_over(socket, ticket, evidence)
        except TicketRefused as refusal:
            if refusal.code != STALE:
                raise
            self._tickets.send_evidence(ticket, evidence)

    def _send_over(self, socket: ClientConnection, ticket: str, evidence: Evidence) -> None:
        number, text = next(self._numbers), evidence.model_dump_json()
        proof = self._tickets.prove(reporting(ticket), text.encode())
        message = {"kind": "evidence", "number": number, "ticket": ticket}
        try:
            socket.send(json.dumps(message | {"proof": proof.header(), "evidence": text}))
        except ConnectionClosed as error:
            raise GatewayUnreachable(f"the connection ended: {error}") from error
        self._wait(number, socket)

    def _wait(self, number: int, socket: ClientConnection) -> None:
        with self._some:
            self._some.wait_for(
                lambda: number in self._answers or self._socket is not socket, _ANSWER_SECONDS
            )
            answer = self._answers.pop(number, None)
        if answer is None:
            raise GatewayUnreachable("the gateway does not answer over the connection")
        if answer["kind"] == "not_recorded":
            code, detail = str(answer.get("code")), str(answer.get("message_en"))
            if code.startswith("service."):
                raise GatewayUnreachable(f"{code}: {detail}")
            raise TicketRefused(int(answer.get("status", 409)), code, detail)
