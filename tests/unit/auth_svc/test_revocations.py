"""Which revocation lists are taken, and whom they stop (RFC 5280, 5)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import Refused
from services.auth_svc.domain.cards import Card, Issuer
from services.auth_svc.domain.revocations import (
    Listed,
    UnfitListError,
    check_not_revoked,
    is_newer,
    read_list,
    serial_numbers,
)
from workstation.card_issuer import SpecimenAuthority

NOW = datetime(2026, 3, 10, tzinfo=UTC)
SERIAL = 4711


@pytest.fixture(scope="module")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create(now=NOW - timedelta(days=100))


@pytest.fixture
def listed(authority):
    """The list in force, with SERIAL on it."""
    content = authority.revocation_list(now=NOW, number=7, revoked={SERIAL: NOW})
    return read_list(content, [authority.certificate], now=NOW)


def card(listed, role="legal_person", serial=1) -> Card:
    return Card(
        certificate_pem="PEM",
        fingerprint="card",
        name="样本",
        enterprise_name="SPECIMEN",
        role=role,
        enterprise_code="E",
        id_number="I",
        valid_from=NOW,
        valid_to=NOW,
        issuers=(Issuer(listed.authority_fingerprint, str(serial)),),
    )


def by_authority(listed):
    kept = Listed(listed.next_update, serial_numbers(listed.content))
    return {listed.authority_fingerprint: kept}


def test_a_list_of_somebody_else_is_not_taken(authority):
    stranger = SpecimenAuthority.create(now=NOW - timedelta(days=100))

    with pytest.raises(UnfitListError):
        read_list(stranger.revocation_list(now=NOW), [authority.certificate], now=NOW)


@pytest.mark.parametrize("days", [-1, 30])
def test_a_list_is_taken_in_its_time_only(authority, days):
    with pytest.raises(UnfitListError):
        read_list(
            authority.revocation_list(now=NOW),
            [authority.certificate],
            now=NOW + timedelta(days=days),
        )


@pytest.mark.parametrize("content", [b"", b"no list", b"-----BEGIN X509 CRL-----\nAA\n"])
def test_what_is_no_list_is_not_taken(authority, content):
    with pytest.raises(UnfitListError):
        read_list(content, [authority.certificate], now=NOW)


def test_a_list_from_before_never_comes_back(listed):
    assert is_newer(listed, None)
    assert is_newer(replace(listed, number=8), listed.number)
    assert not is_newer(replace(listed, number=6), listed.number)
    assert not is_newer(listed, listed.number)


@pytest.mark.parametrize("role", ["legal_person", "operator"])
def test_a_card_on_the_list_is_revoked(listed, role):
    with pytest.raises(Refused, match=r"card\.revoked"):
        check_not_revoked(card(listed, role, SERIAL), by_authority(listed), now=NOW)


def test_a_card_that_is_not_on_the_list_passes(listed):
    check_not_revoked(card(listed), by_authority(listed), now=NOW)


def test_without_a_list_in_force_the_legal_person_stops_and_an_operator_does_not(listed):
    over = listed.next_update

    with pytest.raises(Refused, match=r"card\.revocations_stale"):
        check_not_revoked(card(listed), by_authority(listed), now=over)
    with pytest.raises(Refused, match=r"card\.revocations_stale"):
        check_not_revoked(card(listed), {}, now=NOW)
    check_not_revoked(card(listed, "operator"), by_authority(listed), now=over)
