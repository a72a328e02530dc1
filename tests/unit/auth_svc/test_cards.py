"""Card certificates: read whole or not trusted; signatures good or not, never a crash."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from contracts.errors import Refused
from services.auth_svc.domain.cards import is_signed_by, read_card
from tests.unit.auth_svc import chains
from tests.unit.auth_svc.chains import NOW
from workstation.card_issuer import SpecimenAuthority, specimen_credit_code, specimen_id_number

SUBJECT = {
    NameOID.COMMON_NAME: "样本法人",
    NameOID.ORGANIZATION_NAME: "SPECIMEN TRADING",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "legal_person",
    NameOID.ORGANIZATION_IDENTIFIER: specimen_credit_code(1),
    NameOID.SERIAL_NUMBER: specimen_id_number(1),
}


@pytest.fixture(scope="module")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create(now=NOW - timedelta(days=100))


def certificate(authority, subject=SUBJECT, *, twice=()) -> str:
    """A certificate of this authority with any subject at all."""
    attributes = [x509.NameAttribute(oid, text) for oid, text in subject.items()]
    attributes += [x509.NameAttribute(oid, subject[oid]) for oid in twice]
    made = authority.certify(
        x509.Name(attributes),
        ec.generate_private_key(ec.SECP256R1()).public_key(),
        (NOW - timedelta(days=1), NOW + timedelta(days=1)),
    )
    return made.public_bytes(Encoding.PEM).decode()


def test_a_card_names_holder_enterprise_and_role(authority):
    card = read_card(certificate(authority), [authority.certificate], now=NOW)

    assert (card.name, card.enterprise_name, card.role) == (
        "样本法人",
        "SPECIMEN TRADING",
        "legal_person",
    )
    assert card.enterprise_code == specimen_credit_code(1)
    assert card.id_number == specimen_id_number(1)
    assert specimen_id_number(1) not in repr(card)


@pytest.mark.parametrize("missing", list(SUBJECT))
def test_a_card_that_lacks_an_attribute_is_not_trusted(authority, missing):
    subject = {oid: text for oid, text in SUBJECT.items() if oid != missing}

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(certificate(authority, subject), [authority.certificate], now=NOW)


@pytest.mark.parametrize("doubled", list(SUBJECT))
def test_a_card_that_says_something_twice_is_not_trusted(authority, doubled):
    pem = certificate(authority, twice=[doubled])

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(pem, [authority.certificate], now=NOW)


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        (NameOID.ORGANIZATIONAL_UNIT_NAME, "administrator"),
        (NameOID.ORGANIZATION_IDENTIFIER, "910000000000000000"),
        (NameOID.SERIAL_NUMBER, "110101199001010000"),
    ],
)
def test_a_card_with_an_impossible_attribute_is_not_trusted(authority, attribute, text):
    pem = certificate(authority, SUBJECT | {attribute: text})

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(pem, [authority.certificate], now=NOW)


def test_an_authority_of_the_same_name_is_another_authority(authority):
    namesake = SpecimenAuthority.create(now=NOW - timedelta(days=100))

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(certificate(namesake), [authority.certificate], now=NOW)


def test_one_of_several_authorities_is_enough(authority):
    other = SpecimenAuthority.create(now=NOW - timedelta(days=100))

    card = read_card(certificate(authority), [other.certificate, authority.certificate], now=NOW)

    assert card.role == "legal_person"


def test_an_authority_whose_time_is_over_vouches_for_nobody(authority):
    ended = SpecimenAuthority.create(now=NOW - timedelta(days=30 * 365))

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(certificate(ended), [ended.certificate], now=NOW)


@pytest.mark.parametrize(
    "key", [None, chains.rsa_key(65_537)], ids=["elliptic", "RSA as everybody makes it"]
)
def test_a_card_may_be_of_an_authority_under_a_trusted_one(key):
    trusted = chains.authority("trusted")
    between = chains.authority("between", key, under=trusted)
    shown = certificate(between) + chains.pem(between)

    card = read_card(shown, [trusted.certificate], now=NOW)

    assert len(card.issuers) == 2


def test_a_key_that_takes_long_to_check_with_is_not_checked_with():
    trusted = chains.authority("trusted")
    between = chains.authority("between", chains.rsa_key((1 << 2000) + 1), under=trusted)
    shown = certificate(between) + chains.pem(between)

    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(shown, [trusted.certificate], now=NOW)


def test_no_more_certificates_are_looked_at_than_lead_to_a_card():
    trusted = chains.authority("trusted")
    first = chains.authority("first", under=trusted)
    second = chains.authority("second", under=first)
    enough = certificate(second) + chains.pem(second, first)

    assert len(read_card(enough, [trusted.certificate], now=NOW).issuers) == 3
    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(enough + chains.pem(trusted), [trusted.certificate], now=NOW)


@pytest.mark.parametrize("days", [-2, 2])
def test_a_card_counts_within_its_validity_only(authority, days):
    with pytest.raises(Refused, match=r"card\.not_valid_now"):
        read_card(certificate(authority), [authority.certificate], now=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    "pem", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_is_no_certificate_is_not_trusted(authority, pem):
    with pytest.raises(Refused, match=r"card\.untrusted"):
        read_card(pem, [authority.certificate], now=NOW)


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "签名", "MAYCAQECAQE="])
def test_what_is_no_signature_is_just_wrong(authority, signature):
    assert not is_signed_by(certificate(authority), signature, bytes(32))
