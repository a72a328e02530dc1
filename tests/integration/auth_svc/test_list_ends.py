"""Until when revocation lists are good is shown before the first card is refused for it."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from prometheus_client import REGISTRY

from services.auth_svc import authorities
from tests.integration.auth_svc.company import START, with_list_of, with_lists
from workstation.card_issuer import LIST_DAYS, SpecimenAuthority


@pytest.fixture
def stranger(monkeypatch, authority) -> SpecimenAuthority:
    """Trusted as well, and without a list."""
    stranger = SpecimenAuthority.create(now=START.replace(year=2020))
    trusted = (authority.certificate, stranger.certificate)
    monkeypatch.setattr(authorities, "_load", lambda _: trusted)
    return stranger


def test_the_end_of_a_list_is_shown(bench, authority):
    with_lists(bench)

    assert shown(authority) == (START + timedelta(days=LIST_DAYS)).timestamp()


def test_the_end_of_the_newest_list_is_shown_wherever_it_was_taken(company, clock, authority):
    clock.pass_by(days=10)
    with_list_of(company)

    with_lists(company.bench)

    assert shown(authority) == (START + timedelta(days=LIST_DAYS + 10)).timestamp()


def test_a_trusted_authority_without_a_list_is_shown(bench, stranger):
    with_lists(bench)

    assert shown(stranger) == 0


def shown(authority) -> float | None:
    fingerprint = authority.certificate.fingerprint(hashes.SHA256()).hex()
    name = "originprint_revocation_list_ends_seconds"
    return REGISTRY.get_sample_value(name, {"authority": fingerprint})
