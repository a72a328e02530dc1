"""cert_svc and exception_svc as real processes on the broker: killed, and nothing lost."""

import queue
import time
import uuid
from collections import Counter

import pytest

from chassis.testing import (
    TEST_CALLER_KEYS,
    TEST_KEY,
    TEST_SEALING_KEY,
    Tap,
    Wire,
    rings_for,
    tapped,
)
from contracts.certificate_lists import ListCertificates
from contracts.certificates import GetCertificate, LayoutReceived
from contracts.customs import LayoutStatus
from contracts.errors import Refused
from contracts.exceptions import ListExceptions, ReprintGranted
from deploy.local.keys import signer_of
from deploy.local.processes import start_processes
from services.cert_svc.settings import Settings
from tests.integration.cert_svc.conftest import Customs, layout_of
from tests.integration.conftest import COLUMN_KEYS
from tests.unit.cert_svc.events import (
    NUMBER,
    approved,
    caller,
    declarer_filed,
    layout_changed,
    print_released,
    seal_authorized,
)
from tests.unit.exception_svc.requests import filing

MANY = 20


@pytest.fixture(scope="module")
def running(servers, tmp_path_factory):
    """The processes, with retries that come soon, and a client of their broker."""
    namespace, root = f"cert{uuid.uuid4().hex[:8]}-", tmp_path_factory.mktemp("processes")
    soon = {"retry_delays_seconds": "0.2,0.5,1.0"}
    with start_processes(
        servers,
        root,
        names=["cert_svc", "exception_svc"],
        namespace=namespace,
        overrides={"*": soon},
    ) as processes:
        values = processes.applications["cert_svc"].values
        url = servers.amqp_url_in(namespace)
        wire = Wire(url, signer_of(root, "gateway"))
        yield processes, wire, values | {"amqp_url": url}
        wire.close()


@pytest.fixture(scope="module")
def customs_there(running) -> Customs:
    _, _, values = running
    fields = ("amqp_url", "database_url", "s3_endpoint", "s3_access_key", "s3_secret_key")
    settings = Settings(
        **{name: values[name] for name in (*fields, "s3_bucket", "customs_bucket")},
        **rings_for("cert_svc"),
        column_keys=COLUMN_KEYS,
        metrics_port=0,
        signing_key=TEST_KEY,
        caller_keys=TEST_CALLER_KEYS,
        dead_letter_sealing_key=TEST_SEALING_KEY,
    )
    return Customs.with_bucket(settings)


def number(serial: int) -> str:
    return f"A26SPECIMEN1{serial:04}"


def until(condition, *, seconds: float = 120.0):
    """The first true answer, asked again and again."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
    return answer


def all_heard(tap: Tap, kind: type, count: int) -> Counter[str]:
    """How often each subject was heard, until nothing more comes."""
    heard: Counter[str] = Counter()
    while True:
        try:
            heard[tap.next(kind, timeout=120.0 if len(heard) < count else 2.0).subject] += 1
        except queue.Empty:
            return heard


def test_a_killed_process_loses_no_certificate_and_answers_each_layout_once(running, customs_there):
    processes, wire, values = running
    put = {
        number(n): customs_there.put_down(layout_of(number(n)).to_bytes())
        for n in range(100, 100 + MANY)
    }
    wire.publish(seal_authorized())
    wire.publish(declarer_filed())

    with tapped(values["amqp_url"], "cert_svc") as tap:
        for place, (certificate_no, layout) in enumerate(put.items()):
            events = [
                layout_changed(LayoutStatus.RECEIVED, certificate_no=certificate_no, layout=layout),
                approved(certificate_no=certificate_no),
            ]
            for event in events if place % 2 else reversed(events):
                wire.publish(event)
            if place in (MANY // 3, 2 * MANY // 3):
                processes.kill("cert_svc")
                processes.start("cert_svc")
        heard = all_heard(tap, LayoutReceived, MANY)

    assert heard == dict.fromkeys(put, 1)
    page = wire.ask(ListCertificates(caller=caller()))
    assert put.keys() <= {each.certificate_no for each in page.certificates if each.printable}


def test_a_granted_reprint_travels_from_the_filing_to_the_certificate(running):
    _, wire, values = running
    for event in (seal_authorized(), declarer_filed(), approved(), print_released()):
        wire.publish(event)
    asked = GetCertificate(caller=caller(), certificate_no=NUMBER)
    until(lambda: _is_printed(wire, asked))

    with tapped(values["amqp_url"], "exception_svc") as tap:
        filed = until(lambda: _filed(wire))
        granted = tap.next(ReprintGranted)

    assert granted.exception_id == filed.exception_id
    view = until(lambda: _waits_again(wire, asked))
    assert view.exception_count == 1
    assert wire.ask(ListExceptions(caller=caller())).exceptions == (filed,)


def _view(wire, asked):
    try:
        return wire.ask(asked)
    except Refused:
        return None


def _is_printed(wire, asked) -> bool:
    view = _view(wire, asked)
    return view is not None and view.print_status == "printed"


def _waits_again(wire, asked):
    view = _view(wire, asked)
    return view if view is not None and view.print_status == "waiting" else None


def _filed(wire):
    """Unavailable for as long as the print has not been heard of there."""
    try:
        return wire.ask(filing())
    except Refused as refusal:
        if refusal.code != "service.unavailable":
            raise
        return None
