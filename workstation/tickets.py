"""The gateway's side of this workstation: tickets' documents, evidence, what waits, presence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote

from pydantic import ValidationError

from contracts.base import ReplyT
from contracts.evidence import Evidence
from contracts.preflights import HEADER as PREFLIGHT
from contracts.preflights import Preflight
from contracts.proofs import (
    ANNOUNCING,
    ASKING_FOR_JOBS,
    ASKING_FOR_UNANSWERED,
    HEADER,
    Proof,
    fetching,
    reporting,
    withdrawing,
)
from contracts.scanners import WorkstationScanner
from contracts.unanswered import UnansweredPrints
from contracts.workstation_program import (
    WaitingJob,
    WaitingJobs,
    WorkstationConnected,
    WorkstationPrinter,
    WorkstationState,
)
from workstation import VERSION
from workstation.digests import named_digest
from workstation.enrolment import Enrolment, NotForUs, clock_ahead, digest

if TYPE_CHECKING:
    import httpx

_LARGEST_DOCUMENT: Final = 64 * 1024 * 1024
_TIMEOUT_SECONDS: Final = 30.0
_TOO_MANY: Final = 429
_COME_AGAIN: Final = 503
STALE: Final = "workstation.proof_stale"
"""Told of a proof by a clock that is not the gateway's."""
_OF_THE_MOMENT: Final = frozenset({STALE, "workstation.proof_replayed"})


class TicketError(Exception):
    """Any failure between the workstation and the gateway."""


class GatewayUnreachable(TicketError):  # noqa: N818 - names the event
    """No usable answer came; the same call may succeed later."""


class GatewayBusy(GatewayUnreachable):
    """It asks to come again in `seconds`."""

    def __init__(self, detail: str, seconds: float) -> None:
        super().__init__(detail)
        self.seconds = seconds


class TicketRefused(TicketError):  # noqa: N818 - names the event
    """The gateway said no; `code` is its stable code where it gave one."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"the gateway refused with HTTP {status} {code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail

    @property
    def passes(self) -> bool:
        """Whether the same may be taken later, with a proof made then."""
        return self.status == _TOO_MANY or self.code in _OF_THE_MOMENT


class DocumentDamaged(TicketError):  # noqa: N818 - names the event
    """The bytes that came are not the bytes that were rendered, or are not for us."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway said."""

    status: int
    headers: "httpx.Headers"
    content: bytes

    def check_status(self) -> None:
        """Raises GatewayUnreachable or TicketRefused."""
        if 200 <= self.status < 300:
            return
        code, detail = self._problem()
        if 400 <= self.status < 500:
            raise TicketRefused(self.status, code, detail)
        said = f"the gateway answered HTTP {self.status} {code}: {detail}"
        seconds = self.headers.get("Retry-After", "")
        if self.status == _COME_AGAIN and seconds.isdecimal():
            raise GatewayBusy(said, float(seconds))
        raise GatewayUnreachable(said)

    def of(self, kind: type[ReplyT]) -> ReplyT:
        """Raises GatewayUnreachable for what cannot be read."""
        try:
            return kind.model_validate_json(self.content)
        except ValidationError as error:
            raise GatewayUnreachable(f"the gateway's answer cannot be read: {error}") from error

    def _problem(self) -> tuple[str, str]:
        """Code and sentence of a problem document (RFC 9457), or the best there is."""
        try:
            problem = json.loads(self.content)
        except ValueError:
            problem = {}
        if not isinstance(problem, dict):
            problem = {}
        return str(problem.get("code", "")), str(problem.get("detail") or problem.get("title", ""))


class GatewayClient:
    """A connection to the gateway's API, closed at the end of the block that it is opened for.

    Made with its first call: what makes it is slow to load, and `run` is to be connected by then.
    """

    def __init__(self, gateway: str, *, transport: "httpx.BaseTransport | None" = None) -> None:
        self._gateway, self._transport = gateway, transport

    @cached_property
    def _http(self) -> "httpx.Client":
        import httpx  # noqa: PLC0415 - as the class says

        return httpx.Client(
            base_url=f"{self._gateway.rstrip('/')}/api/v1/",
            timeout=_TIMEOUT_SECONDS,
            transport=self._transport,
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
        if "_http" in vars(self):
            self._http.close()


class TicketClient(GatewayClient):
    """Speaks for one enrolled workstation; a ticket shown by another one is refused.

    Each call bears a proof of its own. Where the gateway says that it is stale, its clock is
    believed from then on.
    """

    def __init__(
        self, enrolment: Enrolment, *, transport: "httpx.BaseTransport | None" = None
    ) -> None:
        super().__init__(enrolment.gateway, transport=transport)
        self._enrolment = enrolment
        self._clock_ahead = 0.0

    def fetch_document(self, ticket: str, preflight: Preflight | None = None) -> bytes:
        """The ticket's PDF; it comes encrypted for this workstation and is opened in memory.

        Raises GatewayUnreachable, TicketRefused or DocumentDamaged.
        """
        return self.open(self.fetch_sealed(ticket, preflight), ticket)

    def fetch_sealed(self, ticket: str, preflight: Preflight | None = None) -> bytes:
        """The document as it came, which `open` opens; its certificate is 已打印 from here on.

        `preflight` is what is known of the printer: without it nothing is released (R62).
        Raises as `fetch_document`.
        """
        told = preflight.header() if preflight else ""
        path = f"print-tickets/{_part(ticket)}/document"
        headers = {PREFLIGHT: told} if told else {}
        answer = self._call("GET", path, fetching(ticket), signed=told.encode(), headers=headers)
        expected = named_digest(answer.headers)
        if expected is None:
            raise DocumentDamaged("the gateway named no SHA-256 of the document")
        if digest(answer.content) != expected:
            raise DocumentDamaged(f"the SHA-256 of what came is not {expected}")
        return answer.content

    def open(self, content: bytes, ticket: str) -> bytes:
        """Raises DocumentDamaged for what was not encrypted for this ticket here."""
        try:
            return self._enrolment.open_document(content, ticket)
        except NotForUs as error:
            raise DocumentDamaged(str(error)) from error

    def send_evidence(self, ticket: str, evidence: Evidence) -> None:
        """Raises GatewayUnreachable or TicketRefused."""
        path = f"print-tickets/{_part(ticket)}/evidence"
        self._call("POST", path, reporting(ticket), evidence.model_dump_json().encode())

    def withdraw(self, ticket: str) -> None:
        """Cancel what was not fetched. Raises GatewayUnreachable or TicketRefused."""
        path = f"print-tickets/{_part(ticket)}/cancellation"
        self._call("POST", path, withdrawing(ticket))

    def prove(self, action: str, content: bytes) -> Proof:
        """By the gateway's clock, as far as it is known."""
        return self._enrolment.prove(action, digest(content), clock_ahead=self._clock_ahead)

    def announce(
        self,
        printers: Sequence[WorkstationPrinter] = (),
        scanners: Sequence[WorkstationScanner] = (),
    ) -> WorkstationConnected:
        """Count as running for the next minute and a half, without a connection.

        Raises GatewayUnreachable or TicketRefused.
        """
        state = WorkstationState(
            program_version=VERSION, printers=tuple(printers), scanners=tuple(scanners)
        )
        body = state.model_dump_json().encode()
        answer = self._call("POST", "workstations/presence", ANNOUNCING, body)
        return answer.of(WorkstationConnected)

    def waiting_jobs(self) -> tuple[WaitingJob, ...]:
        """What was ordered here and is not fetched. Raises GatewayUnreachable or TicketRefused."""
        return self._call("GET", "workstations/waiting-jobs", ASKING_FOR_JOBS).of(WaitingJobs).jobs

    def unanswered_prints(self) -> UnansweredPrints:
        """Of which people were reminded. Raises GatewayUnreachable or TicketRefused."""
        path = "workstations/unanswered-prints"
        return self._call("GET", path, ASKING_FOR_UNANSWERED).of(UnansweredPrints)

    def _call(
        self,
        method: str,
        path: str,
        action: str,
        body: bytes = b"",
        *,
        signed: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """`signed` is what the proof is of where there is no body; once more with a right clock."""
        named = {"Content-Type": "application/json", **(headers or {})}
        try:
            return self._call_once(method, path, self.prove(action, body or signed), body, named)
        except TicketRefused as refusal:
            if refusal.code != STALE:
                raise
            return self._call_once(method, path, self.prove(action, body or signed), body, named)

    def _call_once(
        self, method: str, path: str, proof: Proof, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        headers = {HEADER: proof.header(), **headers}
        with (
            translated(),
            self._http.stream(method, path, content=body or None, headers=headers) as reply,
        ):
            answer = Answer(reply.status_code, reply.headers, _read_within_limit(reply))
        self._clock_ahead = clock_ahead(answer.headers)
        answer.check_status()
        return answer


@contextmanager
def translated() -> Iterator[None]:
    import httpx  # noqa: PLC0415 - as GatewayClient

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise GatewayUnreachable(f"the gateway cannot be reached: {error}") from error


def _part(ticket: str) -> str:
    return quote(ticket, safe="")


def _read_within_limit(reply: "httpx.Response") -> bytes:
    content = bytearray()
    for piece in reply.iter_bytes():
        content += piece
        if len(content) > _LARGEST_DOCUMENT:
            raise DocumentDamaged(f"the document is larger than {_LARGEST_DOCUMENT} bytes")
    return bytes(content)
