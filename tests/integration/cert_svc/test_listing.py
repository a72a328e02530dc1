"""What is listed, and what late news and announcements change about it (R43-R50)."""

import base64
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from chassis.deliveries import Delivery
from chassis.testing import TEST_CALLER_KEYS, TEST_KEY, TEST_RING, TEST_SEALING_KEY
from chassis.transactions import UnitOfWork
from contracts.certificate_types import load_certificate_types
from contracts.customs import DeclarationPlatform
from services.cert_svc import storage
from services.cert_svc.entrypoints.listing import decide_all
from tests.integration.cert_svc.conftest import listed, number
from tests.unit.cert_svc.events import (
    AGENT,
    APPROVED,
    DECLARER_ID,
    HOUR,
    NUMBER,
    OTHER_ID,
    approved,
    claimed,
    declarer_filed,
    returned,
    seal_authorized,
    signature,
)

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "changes",
    [
        {"type_id": "china_asean_form_e", "destination": "KH"},
        {"claimed_at_counter": True},
        {"declarer_id_number": "110101199001010031"},
        {"approved_at": APPROVED - HOUR},
    ],
    ids=["type not open", "claimed at the counter", "declarer unknown", "approved too early"],
)
def test_what_may_not_be_self_printed_is_not_listed(authorized, changes):
    authorized.deliver(approved(**changes))

    assert listed(authorized) == []
    assert listed(authorized, certificate_no=NUMBER) == []


@pytest.mark.rule("R47")
@pytest.mark.parametrize("platform", [None, *DeclarationPlatform])
def test_a_certificate_declared_through_any_platform_is_listed(authorized, platform):
    authorized.deliver(approved(platform=platform))

    assert listed(authorized) == [NUMBER]


def test_a_returned_certificate_leaves_the_list_until_it_is_approved_again(authorized):
    authorized.deliver(approved())
    authorized.deliver(returned())
    assert listed(authorized) == []

    authorized.deliver(approved(revision=2))

    assert listed(authorized) == [NUMBER]


@pytest.mark.rule("R48", "R104")
def test_a_certificate_claimed_at_the_counter_leaves_the_list_until_it_is_approved_again(
    authorized,
):
    authorized.deliver(claimed(revision=1))
    authorized.deliver(approved())
    assert listed(authorized) == []

    authorized.deliver(returned())
    authorized.deliver(approved(revision=2))

    assert listed(authorized) == [NUMBER]


def test_an_authorization_after_the_approval_does_not_list_it(bench):
    bench.deliver(declarer_filed())
    bench.deliver(approved())

    bench.deliver(seal_authorized(received_at=APPROVED + HOUR))

    assert listed(bench) == []


def test_news_of_an_earlier_authorization_that_come_late_list_the_certificate(bench):
    bench.deliver(declarer_filed())
    bench.deliver(approved())
    bench.deliver(seal_authorized())

    assert listed(bench) == [NUMBER]


def test_news_of_an_authorization_without_the_declarer_that_come_late_unlist_it(authorized):
    authorized.deliver(approved())

    authorized.deliver(
        seal_authorized(received_at=APPROVED - HOUR / 2, signatures=(signature(OTHER_ID, "OTHER"),))
    )

    assert listed(authorized) == []


def test_filing_the_declarer_later_lists_the_certificate(bench):
    bench.deliver(seal_authorized())
    bench.deliver(approved())
    assert listed(bench) == []

    bench.deliver(declarer_filed(id_number=DECLARER_ID, filed_at=APPROVED + HOUR))

    assert listed(bench) == [NUMBER]


def test_news_about_one_enterprise_leave_others_alone(authorized):
    authorized.deliver(approved(enterprise_code=AGENT))

    authorized.deliver(seal_authorized())
    authorized.deliver(declarer_filed())

    assert listed(authorized, AGENT) == []


def test_late_news_reach_more_certificates_than_one_batch(bench, monkeypatch):
    monkeypatch.setattr(storage.listing, "BATCH", 3)
    bench.deliver(declarer_filed())
    for serial in range(8):
        bench.deliver(approved(certificate_no=number(serial)))

    bench.deliver(seal_authorized())

    assert len(listed(bench)) == 8


def test_an_announcement_lists_what_was_approved_before_it_was_known(authorized, monkeypatch):
    authorized.deliver(approved(type_id="rcep", destination="LA"))
    authorized.deliver(approved(certificate_no=number(2)))
    assert listed(authorized) == [number(2)]
    types = load_certificate_types()
    known = next(entry for entry in types.eligibility_history if "rcep" in entry.types)
    laos = known.model_copy(update={"destinations": ("LA",)})
    announced = types.model_copy(update={"eligibility_history": (*types.eligibility_history, laos)})
    monkeypatch.setattr(
        "services.cert_svc.domain.listing.load_certificate_types", lambda: announced
    )

    changed = decide_all(UnitOfWork(authorized.engine, Delivery("listing")))

    assert changed == 1
    assert listed(authorized) == [number(2), NUMBER]


def test_approvals_and_the_authorization_at_once_are_all_listed(bench):
    bench.deliver(declarer_filed())
    events = [seal_authorized(), *(approved(certificate_no=number(n)) for n in range(11))]
    start = Barrier(len(events))

    def deliver(event) -> None:
        start.wait()
        bench.deliver(event)

    with ThreadPoolExecutor(len(events)) as pool:
        list(pool.map(deliver, events))

    assert len(listed(bench)) == 11


def test_the_command_runs_on_the_services_own_settings(authorized, settings):
    url = authorized.engine.url.render_as_string(hide_password=False)
    values = {
        "AMQP_URL": settings.amqp_url,
        "DATABASE_URL": url,
        "S3_ENDPOINT": settings.s3_endpoint,
        "S3_ACCESS_KEY": settings.s3_access_key,
        "S3_SECRET_KEY": settings.s3_secret_key,
        "S3_BUCKET": settings.s3_bucket,
        "LAYOUT_KEYS": TEST_RING.written(),
        "EXPORT_KEYS": TEST_RING.written(),
        "COLUMN_KEYS": TEST_RING.written(),
        "METRICS_PORT": "0",
        "SIGNING_KEY": base64.b64encode(TEST_KEY).decode(),
        "DEAD_LETTER_SEALING_KEY": base64.b64encode(TEST_SEALING_KEY).decode(),
        "CALLER_KEYS": ",".join(
            f"{name}={base64.b64encode(key).decode()}" for name, key in TEST_CALLER_KEYS
        ),
    }
    named = {f"ORIGINPRINT_{name}": value for name, value in values.items()}

    done = subprocess.run(
        [sys.executable, "-m", "services.cert_svc.entrypoints.listing"],
        env=os.environ | named,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("0 certificates changed")
