"""A signature with more in it than ours have is a stranger's, and costs no more than its bytes."""

from datetime import timedelta

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1
from asn1crypto.parser import peek
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from services.print_svc.signing import documents
from services.print_svc.signing.documents import sign_pdf
from services.print_svc.signing.verification import verify_pdf
from tests.unit.print_svc.signing.specimens import AUTHORITY, NOW, STRANGER, pdf

LIFE = timedelta(days=900)


@pytest.fixture(autouse=True)
def room(monkeypatch):
    """For all that is put into a signature."""
    monkeypatch.setattr(documents, "CHARACTERS_RESERVED", 60_000)


def signed(signer):
    return sign_pdf(pdf(), signer, reason="SPECIMEN", field_name="OriginPrint")


def remade(document, change):
    """With another CMS in its place; `change` is given its signed data."""
    starts = document.index(b"/Contents <") + len(b"/Contents <")
    ends = document.index(b">", starts)
    held = bytes.fromhex(document[starts:ends].decode())
    content = cms.ContentInfo.load(held[: peek(held)])
    change(content["content"])
    written = content.dump(force=True).hex().upper().encode()
    return document[:starts] + written.ljust(ends - starts, b"0") + document[ends:]


def code(document):
    return verify_pdf(document, [AUTHORITY.root], at=NOW).code


def certificate(subject, issuer):
    """Of an authority, by names alone: whose signature it has, nobody asks."""
    key = ec.generate_private_key(ec.SECP256R1())
    number = x509.random_serial_number()
    since, until = NOW - LIFE, NOW + LIFE
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), number, since, until)
    return builder.add_extension(x509.BasicConstraints(True, None), critical=True).sign(
        ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()
    )


def sending(*more):
    """A change: more certificates."""
    choices = [
        cms.CertificateChoices(
            {"certificate": asn1.Certificate.load(one.public_bytes(Encoding.DER))}
        )
        for one in more
    ]

    def change(data):
        data["certificates"] = cms.CertificateSet([*data["certificates"], *choices])

    return change


@pytest.mark.timeout(20)
def test_paths_through_many_certificates_of_one_name_are_not_looked_for():
    name = STRANGER.root.subject
    crowd = remade(signed(STRANGER.signer), sending(*(certificate(name, name) for _ in range(40))))

    assert code(crowd) == "pdf.foreign_signer"


def unsigned_attribute(data):
    data["signer_infos"][0]["unsigned_attrs"] = [{"type": "counter_signature", "values": []}]


def another_signer(data):
    data["signer_infos"] = [data["signer_infos"][0], data["signer_infos"][0]]


def a_list_of_revoked_ones(data):
    data["crls"] = []


def the_document_itself(data):
    data["encap_content_info"] = {"content_type": "data", "content": b"SPECIMEN"}


@pytest.mark.parametrize(
    "change",
    [
        unsigned_attribute,
        another_signer,
        a_list_of_revoked_ones,
        the_document_itself,
        sending(STRANGER.signer.certificate),
        sending(certificate(AUTHORITY.root.subject, STRANGER.root.subject)),
        sending(AUTHORITY.root),
    ],
    ids=[
        "attribute that is not signed",
        "second signer",
        "revocation list",
        "document inside",
        "stranger's certificate",
        "certificate of our root's name",
        "our root",
    ],
)
def test_what_nobody_signed_does_not_stand_in_a_signature_of_ours(change):
    document = signed(AUTHORITY.signer)

    assert code(remade(document, lambda data: None)) == "pdf.valid"
    assert code(remade(document, change)) == "pdf.foreign_signer"
