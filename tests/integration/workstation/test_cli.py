"""The commands as a person or a script meets them: exit statuses, output, and no secrets in it."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.card_statements import CardPurpose, statement
from deploy.local.printer import Fault, LocalPrinter
from workstation.card_issuer import specimen_id_number
from workstation.cli import main

pytestmark = pytest.mark.integration

PIN = "pin-518274"
TICKET = "ticket-0123456789abcdef"


@pytest.fixture
def ticketed(window: Any, make_pdf: Callable[[int], bytes]) -> Any:
    """A gateway with a document behind the ticket."""
    window.documents[TICKET] = make_pdf(2)
    return window


@pytest.fixture
def card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ORIGINPRINT_CARD_PIN", PIN)
    assert main(_issue(tmp_path)) == 0
    return tmp_path / "card.p12"


@pytest.fixture
def said(tmp_path: Path) -> Path:
    """A statement as the gateway gives it to sign."""
    file = tmp_path / "statement.txt"
    file.write_text(statement(CardPurpose.LOG_IN, [], b"nonce"), encoding="utf-8")
    return file


def test_a_printer_is_described(printer: LocalPrinter, capsys: Any) -> None:
    assert main(["printers", printer.uri]) == 0

    described = json.loads(capsys.readouterr().out)[printer.uri]
    assert (described["name"], described["obstacles"]) == ("Form Printer", [])
    assert set(described["answers"].values()) == {"yes"}


def test_a_printed_ticket_ends_with_zero_and_its_evidence(
    printer: LocalPrinter, ticketed: Any, tmp_path: Path, capsys: Any
) -> None:
    status = main(_print(printer, ticketed, tmp_path))

    output = capsys.readouterr()
    assert status == 0
    assert json.loads(output.out) == ticketed.evidence[0]
    assert TICKET not in output.err


@pytest.mark.parametrize(
    ("fault", "patience", "status"), [(Fault.ABORT, "60", 1), (Fault.JAM, "0.2", 3)]
)
def test_a_failed_print_has_its_own_exit_status(
    printer: LocalPrinter,
    ticketed: Any,
    tmp_path: Path,
    *,
    fault: Fault,
    patience: str,
    status: int,
) -> None:
    printer.fail_next_job(fault, seconds=60)

    assert main(_print(printer, ticketed, tmp_path, "--patience", patience)) == status


def test_a_refused_ticket_ends_with_five(
    printer: LocalPrinter, window: Any, tmp_path: Path, capsys: Any
) -> None:
    assert main(_print(printer, window, tmp_path)) == 5
    assert "print.unknown_ticket" in capsys.readouterr().err


def test_a_printer_that_does_not_answer_is_told_from_a_wrong_address(capsys: Any) -> None:
    assert main(["printers", "ipp://127.0.0.1:1/ipp/print", "http://127.0.0.1/"]) == 0

    away, wrong = json.loads(capsys.readouterr().out).values()
    assert (away["obstacles"], wrong["obstacles"]) == (["unreachable"], ["no_address"])


def test_a_workstation_that_was_never_paired_ends_with_seven(
    printer: LocalPrinter, tmp_path: Path, capsys: Any
) -> None:
    asked = ["print", TICKET, "--printer", printer.uri, "--state", str(tmp_path / "state")]

    assert main(asked) == 7
    assert "`pair` first" in capsys.readouterr().err


def test_a_signature_verifies_with_the_card_beside_it(card: Path, said: Path, capsys: Any) -> None:
    assert main(["card", "sign", "--card", str(card), str(said)]) == 0

    signature = base64.b64decode(capsys.readouterr().out)
    certificate = x509.load_pem_x509_certificate(card.with_suffix(".pem").read_bytes())
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, said.read_bytes(), ec.ECDSA(hashes.SHA256()))


def test_a_wrong_pin_ends_with_six_and_is_shown_nowhere(
    card: Path, said: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("ORIGINPRINT_CARD_PIN", "wrong-pin-99")

    assert main(["card", "sign", "--card", str(card), str(said)]) == 6

    output = capsys.readouterr()
    assert "the PIN is wrong" in output.err
    assert "wrong-pin-99" not in output.out + output.err


def test_a_pin_is_read_from_standard_input(
    card: Path, said: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ORIGINPRINT_CARD_PIN")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))

    assert main(["card", "sign", "--card", str(card), str(said)]) == 0


def test_a_missing_pin_or_file_is_wrong_usage(
    card: Path, said: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert main(["card", "sign", "--card", str(card), str(tmp_path / "nothing")]) == 2
    monkeypatch.setenv("ORIGINPRINT_CARD_PIN", "")
    assert main(["card", "sign", "--card", str(card), str(said)]) == 2


def test_what_is_no_card_statement_is_not_signed(card: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "contract").write_text("a contract")

    assert main(["card", "sign", "--card", str(card), str(tmp_path / "contract")]) == 2

    assert capsys.readouterr().out == ""


def test_a_malformed_identity_number_is_refused_without_being_repeated(
    card: Path, tmp_path: Path, capsys: Any
) -> None:
    wrong = specimen_id_number(5)[:-1] + "A"

    assert main([*_issue(tmp_path), "--id-number", wrong]) == 2

    assert wrong not in capsys.readouterr().err


def test_cards_of_one_authority_share_its_root(card: Path, tmp_path: Path) -> None:
    root = (tmp_path / "authority" / "ca.pem").read_bytes()

    assert main([*_issue(tmp_path), "--seed", "2"]) == 0

    authority = x509.load_pem_x509_certificate(root)
    second = x509.load_pem_x509_certificate(card.with_suffix(".pem").read_bytes())
    second.verify_directly_issued_by(authority)


def _issue(directory: Path) -> list[str]:
    return [
        *("card", "issue", "--name", "样本法人", "--enterprise", "SPECIMEN TRADING CO., LTD."),
        *("--role", "legal_person", "--authority", str(directory / "authority")),
        *("--out", str(directory / "card.p12")),
    ]


def _print(printer: LocalPrinter, window: Any, directory: Path, *more: str) -> list[str]:
    window.enrolment.save(directory / "state")
    return [
        *("print", TICKET, "--printer", printer.uri),
        *("--state", str(directory / "state"), *more),
    ]
