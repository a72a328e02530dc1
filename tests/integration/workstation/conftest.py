"""A real printer, a door in front of it that misbehaves, and a gateway's ticket window."""

import hashlib
import http.client
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from contracts.proofs import document_info
from deploy.local.printer import LocalPrinter, local_printer
from services.print_svc.documents.sealing import sealed
from tests.integration.workstation.front import Front, serving
from workstation.enrolment import Enrolment, WorkstationKeys
from workstation.journal import Journal
from workstation.printing import Desk
from workstation.tickets import TicketClient

Behaviour = Callable[..., None]


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[LocalPrinter]:
    with local_printer(tmp_path / "printer") as running:
        yield running


@pytest.fixture
def front() -> Iterator[Front]:
    """A gateway for the running program, which is paired with it."""
    front = Front()
    with serving(front) as address:
        front.enrolment = enrolment(address)
        yield front


@pytest.fixture(scope="session")
def make_pdf() -> Callable[[int], bytes]:
    def make(pages: int) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1)
        for number in range(pages):
            canvas.drawString(72, 720, f"SPECIMEN page {number + 1}")
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make


@pytest.fixture
def open_door() -> Iterator[Callable[[Behaviour], str]]:
    """Opens a printer address where each request is answered as the given behaviour likes."""
    with ExitStack() as doors:
        yield lambda behaviour: doors.enter_context(_door(behaviour))


@contextmanager
def _door(behaviour: Behaviour) -> Iterator[str]:
    class Door(_Quiet):
        def do_POST(self) -> None:
            behaviour(self, self.rfile.read(int(self.headers["Content-Length"])))
            self.close_connection = True

    with _serving(Door) as port:
        yield f"ipp://127.0.0.1:{port}/ipp/print"


@pytest.fixture
def forward(printer: LocalPrinter) -> Callable[..., bytes]:
    """Hands a request to a real printer and brings its answer back."""

    def ask(body: bytes, uri: str = printer.uri) -> bytes:
        address = urlsplit(uri)
        with closing(http.client.HTTPConnection("localhost", address.port)) as connection:
            connection.request("POST", address.path, body, {"Content-Type": "application/ipp"})
            return connection.getresponse().read()

    return ask


@pytest.fixture
def pass_on(printer: LocalPrinter, forward: Callable[..., bytes]) -> Behaviour:
    """Lets a real printer answer."""

    def behave(handler: BaseHTTPRequestHandler, body: bytes, uri: str = printer.uri) -> None:
        answer = forward(body, uri)
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(answer)

    return behave


@dataclass
class TicketWindow:
    """A gateway as one workstation sees it: documents go out encrypted, evidence comes in."""

    enrolment: Enrolment
    documents: dict[str, bytes] = field(default_factory=dict)
    evidence: list[dict] = field(default_factory=list)
    workstations: list[str] = field(default_factory=list)
    handed_out: int = 0
    closed: bool = False
    digest: str | None = None

    def hand_out(self, ticket: str) -> tuple[int, dict[str, str], bytes]:
        if ticket not in self.documents:
            problem = {"code": "print.unknown_ticket", "detail": "The print ticket is not valid"}
            return 404, {}, json.dumps(problem).encode()
        self.handed_out += 1
        content = self.sealed(ticket)
        digest = self.digest or hashlib.sha256(content).hexdigest()
        return 200, {"X-Content-SHA256": digest}, content

    def sealed(self, ticket: str) -> bytes:
        at = self.enrolment
        public = at.keys.encryption.public_key().public_bytes_raw()
        return sealed(self.documents[ticket], public, document_info(ticket, at.workstation_id))


@pytest.fixture
def window() -> Iterator[TicketWindow]:
    window = TicketWindow(enrolment())

    class Window(_Quiet):
        def do_GET(self) -> None:
            window.workstations.append(self.headers["X-Workstation-Proof"].partition(".")[0])
            self.answer(*window.hand_out(self.path.split("/")[-2]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if window.closed:
                self.answer(503, {}, b"{}")
                return
            window.evidence.append(json.loads(body))
            self.answer(200, {}, b"{}")

        def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    with _serving(Window) as port:
        window.enrolment = enrolment(f"http://127.0.0.1:{port}")
        yield window


def enrolment(gateway: str = "http://127.0.0.1:1") -> Enrolment:
    return Enrolment(
        gateway=gateway,
        workstation_id=UUID(int=1),
        enterprise_code="91000000000000001N",
        name="DESK-1",
        keys=WorkstationKeys.generate(),
    )


@pytest.fixture
def make_desk(
    printer: LocalPrinter, window: TicketWindow, tmp_path: Path
) -> Iterator[Callable[..., Desk]]:
    """A workstation just started; the one before it has ended."""
    with ExitStack() as tickets, ExitStack() as journals:
        client = tickets.enter_context(TicketClient(window.enrolment))

        def start(printer_uri: str = printer.uri, patience: float = 60.0) -> Desk:
            journals.close()
            journal = journals.enter_context(Journal(tmp_path / "state"))
            return Desk(tickets=client, journal=journal, printer_uri=printer_uri, patience=patience)

        yield start


class _Quiet(BaseHTTPRequestHandler):
    """A client may hang up on a printer that misbehaves, which is nothing to report."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
