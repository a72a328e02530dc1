"""A session of the person whose card is here: opened with the PIN, and ended by the program.

What a person may do the program does as this person; it has no rights of its own.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from contracts.authorization import CardChallenge
from workstation.card_desk import LOGINS
from workstation.cards import PROGRAM_VERSION, Card
from workstation.scanning import Scan
from workstation.signing import Asker, sign_statement
from workstation.tickets import Answer, translated

_TIMEOUT: Final = httpx.Timeout(30.0, read=120.0)


@dataclass(frozen=True, slots=True)
class CardSession:
    """Raises GatewayUnreachable or TicketRefused, whatever is asked."""

    http: httpx.Client = field(repr=False)

    def inspect(self, scan: Scan, kind: str, progress: Callable[[float | None], None]) -> Any:
        """The verdict on a scan of a `seal` or a `signature`; nothing of it is stored."""
        file = _Counted(scan.content, progress)
        with translated():
            reply = self.http.post(
                f"{kind}s/inspections",
                files={"scan": (f"scan{scan.suffix}", file, scan.media_type)},
            )
        return _content(reply)


@contextmanager
def card_session(
    gateway: str, card: Card, asker: Asker, *, transport: httpx.BaseTransport | None = None
) -> Iterator[CardSession | None]:
    """None where the person enters no PIN. Raises CardError too."""
    base_url = f"{gateway.rstrip('/')}/api/v1/"
    with httpx.Client(base_url=base_url, timeout=_TIMEOUT, transport=transport) as http:
        with translated():
            challenge = CardChallenge.model_validate(_content(http.post("card-challenges")))
        signed = sign_statement(card, challenge.statement, asker, purposes=LOGINS)
        if signed is None:
            yield None
            return
        login = {
            "challenge_id": str(challenge.challenge_id),
            "card_certificate": signed.certificate,
            "signature": signed.signature,
            "program_version": PROGRAM_VERSION,
        }
        with translated():
            opened = _content(http.post("card-sessions", json=login))
        http.headers["Authorization"] = f"Bearer {opened['token']}"
        http.cookies.clear()
        try:
            yield CardSession(http)
        finally:
            with suppress(httpx.HTTPError):
                http.delete("sessions/current")


def _content(reply: httpx.Response) -> Any:
    Answer(reply.status_code, reply.headers, reply.content).check_status()
    return reply.json()


class _Counted(io.BytesIO):
    """Tells how much of it was read."""

    def __init__(self, content: bytes, progress: Callable[[float | None], None]) -> None:
        super().__init__(content)
        self._size = max(1, len(content))
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._progress(min(1.0, self.tell() / self._size))
        return piece
