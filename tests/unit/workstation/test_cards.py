"""Soft cards: what their certificates say, and who can sign with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contracts.identifiers import is_credit_code, is_id_number
from workstation.card_issuer import (
    CardRole,
    Holder,
    SpecimenAuthority,
    days_from,
    specimen_credit_code,
    specimen_id_number,
)
from workstation.cards import CardUnreadable, SoftCard, WrongPin

pytestmark = pytest.mark.unit

PIN = "518274"
NOW = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
HOLDER = Holder(
    name="样本法人",
    enterprise_name="SPECIMEN TRADING CO., LTD.",
    role=CardRole.LEGAL_PERSON,
    credit_code=specimen_credit_code(1),
    id_number=specimen_id_number(1),
)


@pytest.fixture(scope="module")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create(now=NOW)


@pytest.fixture(scope="module")
def card(authority: SpecimenAuthority) -> SoftCard:
    return authority.issue(HOLDER, pin=PIN, validity=days_from(NOW, 730))


def test_a_certificate_names_its_holder_by_the_documented_attributes(card: SoftCard) -> None:
    subject = _certificate(card).subject

    assert {attribute.oid.dotted_string: attribute.value for attribute in subject} == {
        "2.5.4.3": "样本法人",
        "2.5.4.10": "SPECIMEN TRADING CO., LTD.",
        "2.5.4.11": "legal_person",
        "2.5.4.97": HOLDER.credit_code,
        "2.5.4.5": HOLDER.id_number,
    }


def test_a_certificate_is_valid_from_the_start_of_its_first_day(card: SoftCard) -> None:
    certificate = _certificate(card)

    assert certificate.not_valid_before_utc == datetime(2026, 3, 1, tzinfo=UTC)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(730)


def test_a_certificate_is_made_for_signatures_that_cannot_be_denied(card: SoftCard) -> None:
    usage = _certificate(card).extensions.get_extension_for_class(x509.KeyUsage).value

    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_a_certificate_is_issued_by_the_specimen_authority(
    card: SoftCard, authority: SpecimenAuthority
) -> None:
    certificate = _certificate(card)

    certificate.verify_directly_issued_by(authority.certificate)
    (name,) = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value == "OriginPrint Specimen Card CA 样本"


def test_a_signature_holds_for_its_data_alone(card: SoftCard) -> None:
    signature = card.sign(b"digest of a scan", PIN)

    _verify(card, signature, b"digest of a scan")
    with pytest.raises(InvalidSignature):
        _verify(card, signature, b"digest of another scan")


@pytest.mark.parametrize("pin", ["", "518275", PIN + " ", "密码"])
def test_a_wrong_pin_signs_nothing_and_is_not_repeated(card: SoftCard, pin: str) -> None:
    with pytest.raises(WrongPin) as refusal:
        card.sign(b"data", pin)

    assert str(refusal.value) == "the PIN is wrong"


def test_a_damaged_card_is_not_mistaken_for_a_wrong_pin(card: SoftCard) -> None:
    with pytest.raises(CardUnreadable):
        SoftCard(card.certificate_pem, card.pkcs12[:100]).sign(b"data", PIN)


def test_a_certificate_of_another_card_is_refused(
    card: SoftCard, authority: SpecimenAuthority
) -> None:
    other = authority.issue(HOLDER, pin=PIN, validity=days_from(NOW, 1))

    with pytest.raises(CardUnreadable, match="do not belong together"):
        SoftCard(other.certificate_pem, card.pkcs12).sign(b"data", PIN)


def test_a_saved_card_signs_after_loading_and_is_private(card: SoftCard, tmp_path: Path) -> None:
    card.save(tmp_path / "legal.p12")

    loaded = SoftCard.load(tmp_path / "legal.p12")

    _verify(card, loaded.sign(b"data", PIN), b"data")
    assert (tmp_path / "legal.p12").stat().st_mode & 0o077 == 0


def test_a_missing_card_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(CardUnreadable, match=r"nowhere\.pem"):
        SoftCard.load(tmp_path / "nowhere.p12")


def test_a_saved_authority_issues_cards_of_the_same_root(
    authority: SpecimenAuthority, tmp_path: Path
) -> None:
    authority.save(tmp_path)

    issued = SpecimenAuthority.load(tmp_path).issue(HOLDER, pin=PIN, validity=days_from(NOW, 1))

    _certificate(issued).verify_directly_issued_by(authority.certificate)
    assert (tmp_path / "ca.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("field", ["credit_code", "id_number"])
def test_a_holder_with_a_malformed_number_gets_no_card(field: str) -> None:
    holder = {name: getattr(HOLDER, name) for name in HOLDER.__slots__}

    with pytest.raises(ValueError, match="GB "):
        Holder(**{**holder, field: "12345"})


def test_a_holder_does_not_show_the_identity_number() -> None:
    assert HOLDER.id_number not in repr(HOLDER)


@pytest.mark.parametrize("seed", [0, 1, 2, 99, 12345])
def test_specimen_numbers_are_well_formed_and_repeatable(seed: int) -> None:
    assert is_credit_code(specimen_credit_code(seed))
    assert is_id_number(specimen_id_number(seed))
    assert specimen_credit_code(seed) == specimen_credit_code(seed)
    assert specimen_credit_code(seed) != specimen_credit_code(seed + 1)


def _certificate(card: SoftCard) -> x509.Certificate:
    return x509.load_pem_x509_certificate(card.certificate_pem)


def _verify(card: SoftCard, signature: bytes, data: bytes) -> None:
    key = _certificate(card).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
