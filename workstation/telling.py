"""Evidence on its way to the gateway: the newest of each print, again until it came."""

import threading
import time
from collections.abc import Callable
from typing import Final

from contracts.evidence import Evidence
from workstation import logs
from workstation.surviving import survived
from workstation.tickets import GatewayUnreachable, TicketRefused

_PAUSES_SECONDS: Final = (1.0, 30.0)
"""The first, and the longest that it becomes by doubling."""

Send = Callable[[str, Evidence], None]
"""Ticket and evidence. Raises GatewayUnreachable or TicketRefused."""


class Teller:
    """`told` is called with each ticket's evidence once the gateway has it, or wants it never."""

    def __init__(
        self,
        send: Send,
        told: Callable[[str, Evidence], None],
        pauses: tuple[float, float] = _PAUSES_SECONDS,
    ) -> None:
        self._send, self._told = send, told
        self._first_pause, self._longest_pause = pauses
        self._newest: dict[str, Evidence] = {}
        self._some = threading.Condition()
        threading.Thread(target=self._work, name="evidence", daemon=True).start()

    def tell(self, ticket: str, evidence: Evidence) -> None:
        with self._some:
            self._newest[ticket] = evidence
            self._some.notify()

    def _work(self) -> None:
        pause = self._first_pause
        while True:
            with survived("evidence_failed"):
                if self._tell_one():
                    pause = self._first_pause
                else:
                    time.sleep(pause)
                    pause = min(pause * 2, self._longest_pause)

    def _tell_one(self) -> bool:
        """False where it is to be told again, after what came of the same print meanwhile."""
        ticket, evidence = self._oldest()
        over = False
        try:
            over = self._is_over(ticket, evidence)
        finally:
            if not over:
                with self._some:
                    self._newest.setdefault(ticket, evidence)
        return over

    def _is_over(self, ticket: str, evidence: Evidence) -> bool:
        try:
            self._send(ticket, evidence)
        except (GatewayUnreachable, TicketRefused) as error:
            logs.warning("evidence_not_taken", reason=str(error))
            if isinstance(error, GatewayUnreachable) or error.passes:
                return False
        self._told(ticket, evidence)
        return True

    def _oldest(self) -> tuple[str, Evidence]:
        with self._some:
            self._some.wait_for(lambda: bool(self._newest))
            ticket = next(iter(self._newest))
            return ticket, self._newest.pop(ticket)
