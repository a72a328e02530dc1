"""The gateway's side of a print ticket: its document, and the evidence of what became of it."""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import httpx

from contracts.printing import Evidence

_LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
_TIMEOUT_SECONDS: Final = 30.0


class TicketError(Exception):
    """Any failure between the workstation and the gateway."""


class GatewayUnreachable(TicketError):  # noqa: N818 - names the event
    """No usable answer came; the same call may succeed later."""


class TicketRefused(TicketError):  # noqa: N818 - names the event
    """The gateway said no; `code` is its stable code where it gave one."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"the gateway refused with HTTP {status} {code}: {detail}")
        self.status = status
        self.code = code


class DocumentDamaged(TicketError):  # noqa: N818 - names the event
    """The bytes that came are not the bytes that were rendered."""


class TicketClient:
    """Speaks for one workstation; a ticket shown by another one is refused."""

    def __init__(
        self, gateway: str, *, workstation: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._http = httpx.Client(
            base_url=f"{gateway.rstrip('/')}/api/v1/print-tickets/",
            headers={"X-Workstation": quote(workstation)},
            timeout=_TIMEOUT_SECONDS,
            transport=transport,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def fetch_document(self, ticket: str) -> bytes:
        """The ticket's PDF, checked against the digest that the gateway names.

        Raises GatewayUnreachable, TicketRefused or DocumentDamaged.
        """
        with _translated(), self._http.stream("GET", f"{quote(ticket, safe='')}/document") as reply:
            _check_status(reply)
            document = _read_within_limit(reply)
        expected = _expected_digest(reply.headers)
        if hashlib.sha256(document).hexdigest() != expected:
            raise DocumentDamaged(f"the document's SHA-256 is not {expected}")
        return document

    def send_evidence(self, ticket: str, evidence: Evidence) -> None:
        """Raises GatewayUnreachable or TicketRefused."""
        with _translated():
            body = evidence.model_dump(mode="json")
            reply = self._http.post(f"{quote(ticket, safe='')}/evidence", json=body)
            _check_status(reply)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GatewayUnreachable(f"the gateway cannot be reached: {error}") from error


def _check_status(reply: httpx.Response) -> None:
    if reply.is_success:
        return
    reply.read()
    code, detail = _problem(reply)
    if reply.is_client_error:
        raise TicketRefused(reply.status_code, code, detail)
    raise GatewayUnreachable(f"the gateway answered HTTP {reply.status_code} {code}: {detail}")


def _problem(reply: httpx.Response) -> tuple[str, str]:
    """Code and sentence of a problem document (RFC 9457), or the best there is."""
    try:
        problem = reply.json()
    except ValueError:
        problem = {}
    if not isinstance(problem, dict):
        problem = {}
    detail = problem.get("detail") or problem.get("title") or reply.reason_phrase
    return str(problem.get("code", "")), str(detail)


def _read_within_limit(reply: httpx.Response) -> bytes:
    document = bytearray()
    for piece in reply.iter_bytes():
        document += piece
        if len(document) > _LARGEST_DOCUMENT:
            raise DocumentDamaged(f"the document is larger than {_LARGEST_DOCUMENT} bytes")
    return bytes(document)


def _expected_digest(headers: httpx.Headers) -> str:
    """Lower-case hex, from our own header or from `Digest` (RFC 3230)."""
    if own := headers.get("X-Content-SHA256"):
        return str(own).lower()
    for instance in headers.get("Digest", "").split(","):
        algorithm, _, value = instance.strip().partition("=")
        if algorithm.lower() == "sha-256":
            return _hex(value)
    raise DocumentDamaged("the gateway named no SHA-256 of the document")


def _hex(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).hex()
    except binascii.Error as error:
        raise DocumentDamaged(f"{value} is no Base64 digest") from error
