"""The service starts with the keys that its settings name, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_RING, TEST_SEALING_KEY, rings_for
from deploy.local.authorities import DocumentAuthority
from services.print_svc.documents.keyring import load_keys
from services.print_svc.domain.keys import key_id, public_pem
from services.print_svc.domain.statements import StatementError, read_statement, sign_statement
from services.print_svc.settings import Settings
from tests.unit.print_svc.domain.test_statements import STATEMENT as SIGNED

AUTHORITY = DocumentAuthority.create(now=datetime(2026, 8, 1, tzinfo=UTC))
STATEMENT = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def settings(tmp_path):
    files = {
        "statement_key": STATEMENT.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "signer_key": AUTHORITY.signer_key_pem(),
        "signer_certificates": AUTHORITY.signer_certificates_pem(),
        "document_roots": AUTHORITY.root_pem(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return Settings(
        amqp_url="amqp://",
        database_url="postgresql://",
        s3_endpoint="http://",
        s3_access_key="SPECIMEN",
        s3_secret_key="SPECIMEN",
        s3_bucket="specimens",
        **rings_for("print_svc"),
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        verify_base="https://verify.specimen.example",
        ticket_keys=TEST_RING,
        ink_mark_keys=TEST_RING,
        **{name: tmp_path / name for name in files},
    )


def test_the_keys_are_those_of_the_files(settings):
    keys = load_keys(settings)

    assert set(keys.statement_public) == {key_id(STATEMENT.public_key())}
    assert keys.signer.certificate == AUTHORITY.signer.certificate
    assert keys.document_roots == (AUTHORITY.root,)


def test_sheets_signed_under_former_keys_are_still_read(settings, tmp_path):
    former = [Ed25519PrivateKey.generate().public_key() for _ in range(2)]
    file = tmp_path / "former.pem"
    file.write_bytes(b"".join(public_pem(key) for key in former))

    keys = load_keys(replace(settings, former_statement_keys=str(file)))

    assert set(keys.statement_public) == {key_id(key) for key in (STATEMENT.public_key(), *former)}


def test_a_statement_signed_before_the_key_turned_verifies_after_it(settings, tmp_path):
    code = sign_statement(SIGNED, STATEMENT)
    newer = Ed25519PrivateKey.generate()
    pem = newer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    settings.statement_key.write_bytes(pem)
    (tmp_path / "former.pem").write_bytes(public_pem(STATEMENT.public_key()))

    turned = load_keys(replace(settings, former_statement_keys=str(tmp_path / "former.pem")))

    assert read_statement(code, turned.statement_public) == SIGNED
    with pytest.raises(StatementError, match="no public key"):
        read_statement(code, load_keys(settings).statement_public)


def test_a_private_key_among_the_former_ones_stops_the_start(settings):
    with pytest.raises(ValueError, match="more than"):
        load_keys(replace(settings, former_statement_keys=str(settings.statement_key)))


def test_no_key_is_ever_shown(settings):
    shown = repr(load_keys(settings)) + repr(settings)

    assert "PRIVATE" not in shown
    assert "x00" not in shown


@pytest.mark.parametrize("wrong", ["statement_key", "signer_key", "signer_certificates"])
def test_a_file_that_holds_something_else_stops_the_start(settings, wrong):
    settings.document_roots.replace(getattr(settings, wrong))

    with pytest.raises(ValueError, match=r"\w"):
        load_keys(settings)


def test_a_file_that_is_missing_stops_the_start(settings):
    settings.signer_key.unlink()

    with pytest.raises(FileNotFoundError):
        load_keys(settings)
