"""Evidence on its way to the gateway: the newest of each print, again until it came."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

from contracts.printing import Evidence
from workstation.tickets import GatewayUnreachable, TicketRefused

_FIRST_PAUSE_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 30.0
_log = structlog.get_logger()

Send = Callable[[str, Evidence], None]
"""Ticket and evidence. Raises GatewayUnreachable or TicketRefused."""


class Teller:
    """`told` is called with each ticket's evidence once the gateway has it, or wants it never."""

    def __init__(self, send: Send, told: Callable[[str, Evidence], None]) -> None:
        self._send, self._told = send, told
        self._newest: dict[str, Evidence] = {}
        self._some = threading.Condition()
        threading.Thread(target=self._work, name="evidence", daemon=True).start()

    def tell(self, ticket: str, evidence: Evidence) -> None:
        with self._some:
            self._newest[ticket] = evidence
            self._some.notify()

    def _work(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            ticket, evidence = self._oldest()
            try:
                self._send(ticket, evidence)
            except GatewayUnreachable as error:
                _log.warning("evidence_not_told", reason=str(error))
                with self._some:
                    self._newest.setdefault(ticket, evidence)
                threading.Event().wait(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
                continue
            except TicketRefused as refusal:
                _log.warning("evidence_refused", reason=str(refusal))
            pause = _FIRST_PAUSE_SECONDS
            self._told(ticket, evidence)

    def _oldest(self) -> tuple[str, Evidence]:
        with self._some:
            self._some.wait_for(lambda: bool(self._newest))
            ticket = next(iter(self._newest))
            return ticket, self._newest.pop(ticket)
