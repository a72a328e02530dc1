"""The program that is always there: one WebSocket to the gateway, dialled from here, kept alive.

It says which version and printers are here, hears that jobs wait, and prints them one by one.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from pydantic import ValidationError
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection, connect

from contracts.proofs import connecting
from contracts.workstation_program import PING_SECONDS, WorkstationConnected, WorkstationState
from workstation import logs
from workstation.enrolment import Enrolment, clock_ahead, digest
from workstation.link import ANSWERS, Link
from workstation.surviving import survived
from workstation.tickets import STALE

_HELLO_SECONDS: Final = 10.0
_FIRST_PAUSE_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 60.0
_DOUBLED: Final = 6
"""Times at most: a gateway may be away for days."""
_SET_SECONDS: Final = 60.0
"""A clock that moved by so much was set, or went on while the computer slept."""
_LARGEST_MESSAGE: Final = 64 * 1024


class ConnectionRefused(Exception):  # noqa: N818 - names the event
    """The gateway knows this workstation and will not have it, or does not know it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class ConnectionLost(Exception):  # noqa: N818 - names the event
    """It may be made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`state` is asked before and during each connection; `on_jobs` prints what waits.

    `on_card_requests`, `on_unanswered` and `on_scan_requests` must return at once: neither a person
    who reads nor a scanner is a reason to print nothing.
    """

    enrolment: Enrolment
    state: Callable[[], WorkstationState]
    on_welcome: Callable[[WorkstationConnected], None] = field(default=lambda _: None)
    on_jobs: Callable[[], None] = field(default=lambda: None)
    on_card_requests: Callable[[], None] = field(default=lambda: None)
    on_unanswered: Callable[[], None] = field(default=lambda: None)
    on_scan_requests: Callable[[], None] = field(default=lambda: None)
    link: Link | None = None
    """Told of each connection, and of the answers that come over it."""
    look_seconds: float = 30.0
    """Between two looks at what is told of this workstation."""
    changed: threading.Event = field(default_factory=threading.Event)
    """Set where the next look is due at once."""


def run(program: Program) -> None:
    """Until it is refused or interrupted; every loss is followed by a pause with a random part.

    Raises ConnectionRefused.
    """
    failures = 0
    while True:
        started = time.monotonic()
        try:
            _one_connection(program)
        except ConnectionLost as error:
            lasted = time.monotonic() - started
            failures = 1 if lasted > _LONGEST_PAUSE_SECONDS else failures + 1
            pause = _pause(failures)
            logs.warning("connection_lost", reason=str(error), seconds=round(pause, 1))
            time.sleep(pause)


def _pause(failures: int) -> float:
    """Doubles up to a minute; half of it is chance, so that a gateway is not stormed."""
    doubled = _FIRST_PAUSE_SECONDS * 2 ** min(failures, _DOUBLED)
    longest: float = min(_LONGEST_PAUSE_SECONDS, doubled)
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 - spreads load, guards nothing


def _one_connection(program: Program) -> None:
    """Raises ConnectionLost when it ends, ConnectionRefused when it never should begin."""
    try:
        with connect(
            _address(program.enrolment.gateway),
            open_timeout=_HELLO_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            max_size=_LARGEST_MESSAGE,
            compression=None,
        ) as socket:
            hello = _Hello(socket, program)
            program.on_welcome(hello.said())
            with hello.kept_true():
                _listen(socket, program)
    except (ConnectionClosed, InvalidHandshake, InvalidURI, OSError, TimeoutError) as error:
        raise ConnectionLost(str(error) or type(error).__name__) from error


def _listen(socket: ClientConnection, program: Program) -> None:
    """What waits is asked for at first too: notices of before may have found nobody."""
    notices = {
        "card_requests_waiting": program.on_card_requests,
        "prints_unanswered": program.on_unanswered,
        "scan_requests_waiting": program.on_scan_requests,
        "jobs_waiting": program.on_jobs,
    }
    if program.link:
        program.link.attach(socket)
    try:
        for ask in notices.values():
            ask()
        while True:
            message = _message(socket, None)
            kind = str(message.get("kind"))
            if kind in notices:
                notices[kind]()
            elif kind in ANSWERS and program.link:
                program.link.answered(message)
    finally:
        if program.link:
            program.link.attach(None)


class _Hello:
    """What the gateway was told of this workstation, and is told again once it is so no more."""

    def __init__(self, socket: ClientConnection, program: Program) -> None:
        self._socket, self._program = socket, program
        self._ended = threading.Event()
        self._challenge = str(_message(socket, _HELLO_SECONDS).get("challenge"))
        headers = socket.response.headers if socket.response else {}
        self._clock_ahead, self._clock = clock_ahead(headers), clock()
        self._told = program.state()

    def said(self) -> WorkstationConnected:
        self._send(self._told)
        try:
            return WorkstationConnected.model_validate(_message(self._socket, _HELLO_SECONDS))
        except ValidationError as error:
            raise ConnectionLost(f"the gateway's welcome cannot be read: {error}") from error

    @contextmanager
    def kept_true(self) -> Iterator[None]:
        threading.Thread(target=self._look, name="state", daemon=True).start()
        try:
            yield
        finally:
            self._ended.set()
            self._program.changed.set()

    def _look(self) -> None:
        """No answer says that what is told is stale: where the clock was set, connect anew."""
        changed = self._program.changed
        while True:
            changed.wait(self._program.look_seconds)
            if self._ended.is_set():
                return
            changed.clear()
            if abs(clock() - self._clock) > _SET_SECONDS:
                self._socket.close()
                return
            with survived("state_failed"):
                self._tell_changes()

    def _tell_changes(self) -> None:
        now = self._program.state()
        if now != self._told:
            with suppress(ConnectionClosed):
                self._send(now, kind="state")
                self._told = now

    def _send(self, state: WorkstationState, **more: str) -> None:
        text = state.model_dump_json()
        proof = self._program.enrolment.prove(
            connecting(self._challenge), digest(text.encode()), clock_ahead=self._clock_ahead
        )
        self._socket.send(json.dumps({"proof": proof.header(), "state": text, **more}))


def clock() -> float:
    """In seconds; stays as it is for as long as nobody sets the clock."""
    return time.time() - time.monotonic()


def _message(socket: ClientConnection, seconds: float | None) -> dict[str, Any]:
    """Raises ConnectionRefused for a refusal that will not pass by itself."""
    try:
        message = json.loads(socket.recv(timeout=seconds))
    except ValueError as error:
        raise ConnectionLost(f"the gateway's message cannot be read: {error}") from error
    if not isinstance(message, dict):
        raise ConnectionLost("the gateway's message cannot be read")
    if message.get("kind") == "refused":
        code = str(message.get("code"))
        said = f"{message.get('message_zh')} {message.get('message_en')}"
        if code.startswith("workstation.") and code != STALE:
            raise ConnectionRefused(code, said)
        raise ConnectionLost(f"{code}: {said}")
    return message


def _address(gateway: str) -> str:
    """`https` becomes `wss`, `http` becomes `ws`."""
    parts = urlsplit(gateway.rstrip("/"))
    scheme = {"https": "wss", "http": "ws"}.get(parts.scheme, parts.scheme)
    path = f"{parts.path}/api/v1/workstations/connection"
    return urlunsplit((scheme, parts.netloc, path, "", ""))
