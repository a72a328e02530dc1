"""Printers are found, typed in, kept; an `ipps` one is known by its certificate."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from zeroconf import ServiceInfo, Zeroconf

from deploy.local.printer import LocalPrinter
from tests.integration.workstation.conftest import _Quiet, enrolment
from tests.integration.workstation.fake_printer import FIT, FakePrinter
from workstation.cli import main
from workstation.discovery import discovered, in_cups
from workstation.ipp import CertificateChanged, Printer, forget_pin, keep_pins_in
from workstation.ipp.values import Tag
from workstation.journal import Journal, Step
from workstation.preflight import USUAL_RULES
from workstation.printers import Printers, told_of
from workstation.printing import Desk, fetched, submit
from workstation.tickets import TicketClient

pytestmark = pytest.mark.integration

HERE = ["127.0.0.1"]


@pytest.fixture
def announce() -> Iterator[Callable[[str, int], None]]:
    """Says on loopback that a printer is there."""
    network = Zeroconf(interfaces=HERE)

    def say(name: str, port: int) -> None:
        kind = "_ipp._tcp.local."
        network.register_service(
            ServiceInfo(
                kind,
                f"{name}.{kind}",
                port=port,
                addresses=[socket.inet_aton("127.0.0.1")],
                properties={"rp": "ipp/print"},
                server="originprint-test-printer.local.",
            )
        )

    yield say
    network.close()


def test_a_printer_that_announces_itself_is_found(announce: Any, printer: LocalPrinter) -> None:
    port = int(printer.uri.split(":")[2].partition("/")[0])
    announce("Form Printer", port)

    found = discovered(1.5, HERE)

    assert found == {f"ipp://127.0.0.1:{port}/ipp/print": "Form Printer"}
    [uri] = found
    assert Printer(uri).get_printer_attributes().name == "Form Printer"


def test_the_queues_of_cups_are_found(open_door: Any) -> None:
    queue = FIT | {"printer-uri-supported": (Tag.URI, "ipp://localhost:631/printers/Laser")}
    cups = open_door(FakePrinter(printers=[queue]))

    assert in_cups(cups) == {"ipp://localhost:631/printers/Laser": "Quick Printer"}


def test_without_cups_none_are_found() -> None:
    assert in_cups("ipp://127.0.0.1:1/") == {}


def test_a_printer_that_is_typed_in_is_kept_and_told_with_what_it_says(
    printer: LocalPrinter, tmp_path: Path, capsys: Any
) -> None:
    state = ["--state", str(tmp_path)]
    assert main(["printers", "--add", printer.uri, *state]) == 0
    assert main(["printers", "--default", "ipp://127.0.0.1:1/away", *state]) == 0
    capsys.readouterr()

    assert main(["printers", *state]) == 0

    first, away = json.loads(capsys.readouterr().out)["printers"]
    assert (first["name"], first["default"], first["found_by"]) == ("Form Printer", False, "typed")
    assert set(first["answers"].values()) == {"yes"}
    assert (away["default"], away["obstacles"]) == (True, ["unreachable"])


def test_what_is_no_printer_address_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["printers", "--add", "http://printer/", "--state", str(tmp_path)]) == 2


def test_what_a_printer_does_not_say_is_told_as_such(open_door: Any) -> None:
    silent = FakePrinter(attributes={"printer-name": (Tag.NAME, "Silent")})
    printers = Printers()
    printers.add(open_door(silent))

    [told] = told_of(printers, USUAL_RULES)

    assert (told.obstacles, set(told.answers.values())) == ((), {"not_said"})


def test_an_ipps_printer_is_known_by_its_certificate(tmp_path: Path) -> None:
    keep_pins_in(tmp_path / "pins.json")
    with _tls_printer(tmp_path) as port:
        uri = f"ipps://127.0.0.1:{port}/ipp/print"
        assert Printer(uri).get_printer_attributes().name == "Quick Printer"
    keep_pins_in(tmp_path / "pins.json")

    with _tls_printer(tmp_path, port), pytest.raises(CertificateChanged, match="证书已更换"):
        Printer(uri).get_printer_attributes()
    forget_pin(f"127.0.0.1:{port}")
    with _tls_printer(tmp_path, port):
        assert Printer(uri).get_printer_attributes().name == "Quick Printer"


def test_what_was_not_sent_for_another_certificate_may_be_sent_later(tmp_path: Path) -> None:
    keep_pins_in(tmp_path / "pins.json")
    with _tls_printer(tmp_path) as port:
        description = Printer(f"ipps://127.0.0.1:{port}/ipp/print").get_printer_attributes()

    with (
        _tls_printer(tmp_path, port),
        Journal(tmp_path / "state") as journal,
        TicketClient(enrolment()) as tickets,
    ):
        desk = Desk(tickets=tickets, journal=journal, printer_uri=description.uri)
        entry = fetched("ticket", None, b"%PDF-1.4", description, desk)
        with pytest.raises(CertificateChanged):
            submit(entry, b"%PDF-1.4", description, desk)

        assert journal.of_digest(entry.ticket_digest).step is Step.QUEUED


@contextmanager
def _tls_printer(directory: Path, port: int = 0) -> Iterator[int]:
    """With a certificate of its own, made anew each time."""
    answer = FakePrinter()

    class Door(_Quiet):
        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            answer(self, self.rfile.read(int(self.headers["Content-Length"])))
            self.close_connection = True

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(directory / "printer.pem"))
    with HTTPServer(("127.0.0.1", port), Door) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def _certificate(file: Path) -> Path:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "printer")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    return file
