"""Any PDF reader accepts the signature, and any kind of key can make it."""

import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from deploy.local.authorities import ROOT_NAME, DocumentAuthority
from services.print_svc.signing import LocalSigner
from services.print_svc.signing.documents import NotSignable, sign_pdf
from services.print_svc.signing.verification import verify_pdf
from tests.unit.print_svc.signing.specimens import AUTHORITY, NOW, STRANGER, pdf


def signed(signer=AUTHORITY.signer, document=None):
    return sign_pdf(document or pdf(), signer, reason="SPECIMEN", field_name="OriginPrint")


def self_signed(key):
    """A signer that is its own root."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "SPECIMEN RSA")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 7)
        .not_valid_before(NOW)
        .not_valid_after(NOW.replace(year=2030))
        .add_extension(AUTHORITY.signer.certificate.extensions[2].value, critical=True)
    )
    return LocalSigner(key, certificate.sign(key, SHA256()))


def on_ed25519(key):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "SPECIMEN")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
    return builder.not_valid_before(NOW).not_valid_after(NOW.replace(year=2030)).sign(key, None)


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_the_signed_file_begins_with_every_byte_of_the_unsigned_one():
    assert signed().startswith(pdf())


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_another_program_finds_the_signature_valid_and_the_whole_document_signed(tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed())

    said = subprocess.run(
        ["pdfsig", "-nocert", path], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_an_rsa_key_signs_as_well():
    signer = self_signed(rsa.generate_private_key(65537, 2048))

    assert verify_pdf(signed(signer), [signer.certificate], at=NOW).code == "pdf.valid"


def test_a_signer_outside_this_program_needs_only_three_things():
    class Device:
        certificate = AUTHORITY.signer.certificate
        issuers = (AUTHORITY.root, STRANGER.signer.certificate)

        def sign(self, data):
            return AUTHORITY.signer.key.sign(data, ec.ECDSA(SHA256()))

    assert verify_pdf(signed(Device()), [AUTHORITY.root], at=NOW).code == "pdf.valid"


def test_a_signer_reads_back_from_its_files():
    key, certificates = AUTHORITY.signer_key_pem(b"secret"), AUTHORITY.signer_certificates_pem()
    signer = LocalSigner.from_pem(key, certificates, b"secret")

    assert verify_pdf(signed(signer), [AUTHORITY.root], at=NOW).code == "pdf.valid"


def test_a_key_and_a_certificate_that_do_not_belong_together_are_refused():
    with pytest.raises(ValueError, match="another key"):
        LocalSigner.from_pem(AUTHORITY.signer_key_pem(), STRANGER.signer_certificates_pem())


def test_a_key_that_no_pdf_reader_knows_is_refused():
    key = ed25519.Ed25519PrivateKey.generate()

    with pytest.raises(ValueError, match="EC or RSA key"):
        LocalSigner.from_pem(pem_of(key), AUTHORITY.signer_certificates_pem())
    with pytest.raises(NotSignable, match="EC or RSA certificate"):
        signed(LocalSigner(key, on_ed25519(key)))


@pytest.mark.parametrize("document", [b"%PDF-1.7", b"no PDF", pdf()[:300]])
def test_bytes_that_are_no_whole_pdf_cannot_be_signed(document):
    with pytest.raises(NotSignable):
        signed(document=document)


def test_a_field_already_signed_takes_no_second_signature():
    with pytest.raises(NotSignable):
        signed(document=signed())


def test_the_test_authority_says_that_it_is_a_specimen():
    authority = DocumentAuthority.create(now=NOW)

    subjects = [c.subject.rfc4514_string() for c in (authority.root, authority.signer.certificate)]
    assert ROOT_NAME in subjects[0]
    assert all("Specimen" in subject and "样本" in subject for subject in subjects)


def test_the_signer_of_the_test_authority_may_sign_documents_and_nothing_else():
    usage = AUTHORITY.signer.certificate.extensions.get_extension_for_class(x509.KeyUsage).value

    assert usage.digital_signature
    assert usage.content_commitment
    assert not any((usage.key_cert_sign, usage.crl_sign, usage.key_encipherment))
    assert b"BEGIN CERTIFICATE" in AUTHORITY.root_pem()
