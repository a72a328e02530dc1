"""auth_svc on a real database, with a specimen card authority and a clock that tests move."""

from pathlib import Path

import pytest

from chassis.testing import (
    TEST_CALLER_KEYS,
    TEST_KEY,
    TEST_SEALING_KEY,
    Bench,
    rings_for,
)
from services.auth_svc.service import AuthService
from services.auth_svc.settings import Settings
from tests.integration.auth_svc.company import START, Clock, Company, Desk, with_lists
from tests.integration.conftest import COLUMN_KEYS
from workstation.card_issuer import SpecimenAuthority


@pytest.fixture(scope="session")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create(now=START.replace(year=2020))


@pytest.fixture(scope="session")
def authorities_file(authority, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("authorities")
    authority.save(folder)
    authority.publish_list(folder, now=START)
    return folder / "ca.pem"


@pytest.fixture(scope="session")
def settings(authorities_file) -> Settings:
    return Settings(
        column_keys=COLUMN_KEYS,
        s3_endpoint="unused: the bench is given a store",
        s3_access_key="",
        s3_secret_key="",
        s3_bucket="",
        **rings_for("auth_svc"),
        amqp_url="unused: the bench has no broker",
        database_url="unused: the bench is given an engine",
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
        opening_keys=(TEST_KEY,),
        card_authorities=authorities_file,
        card_revocation_lists=authorities_file.with_name("ca.crl").as_uri(),
        failures_allowed=2,
        failures_allowed_everywhere=6,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bench(migrated_database, settings, clock) -> Bench:
    engine = migrated_database("services.auth_svc")
    return with_lists(Bench(AuthService, engine, settings=settings, now=clock))


@pytest.fixture
def company(bench, authority) -> Company:
    return Company(bench, authority)


@pytest.fixture
def other_company(bench, authority) -> Company:
    return Company(bench, authority, seed=2)


@pytest.fixture
def desk(company, clock) -> Desk:
    return Desk(company, clock)
