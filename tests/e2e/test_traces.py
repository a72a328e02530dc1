"""One trace from what somebody did to what came of it, through all processes that had a part."""

import time
from collections.abc import Iterator

import pytest

from contracts.spans import PAUSE_SECONDS
from deploy.local.exporter import Exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.stack import PACE, Stack
from tests.otlp import Received, Receiver, receiving
from tests.own_product import officer_and_exporter, own_product

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def stack(receiver, tmp_path_factory) -> Iterator[Stack]:
    """Who records traces works more than the others need."""
    traced = PACE | {"traces_url": receiver.url}
    with own_product(tmp_path_factory.mktemp("stack"), traced) as stack:
        yield stack


@pytest.fixture(scope="module")
def people(stack, seal) -> Iterator[tuple[Officer, Exporter]]:
    with officer_and_exporter(stack, seal, seed=7100) as both:
        yield both


@pytest.fixture(scope="module")
def officer(people) -> Officer:
    return people[0]


@pytest.fixture(scope="module")
def exporter(people) -> Exporter:
    return people[1]


@pytest.fixture(scope="module")
def certificate_no(officer, exporter) -> str:
    return officer.apply(exporter.person)


@pytest.fixture(scope="module")
def approval(receiver, officer, exporter, certificate_no) -> list[Received]:
    """The trace of an approval, once its certificate is printable."""
    approved = officer.fetch("POST", f"/applications/{certificate_no}/approval", json={})
    exporter.wait_until(certificate_no, printable=True)
    return _whole_trace(receiver, approved.headers["x-call-id"], "publish LayoutReceived")


def test_an_approval_is_followed_from_the_console_to_what_is_printable(approval):
    seen = [(span.process, span.name) for span in approval]

    assert {span.process for span in approval} >= {"gateway", "customs", "cert_svc"}
    assert set(seen) >= {
        ("gateway", "POST /customs/{path}"),
        ("customs", "POST /applications/{certificate_no}/approval"),
        ("customs", "publish CertificateApproved"),
        ("cert_svc", "cert_svc.on_certificate_approved"),
        ("cert_svc", "transaction"),
        ("customs", "publish LayoutStatusChanged"),
        ("cert_svc", "publish LayoutReceived"),
    }


def test_every_span_of_it_stands_below_one_that_came(approval):
    known = {span.span for span in approval}

    assert [span.name for span in approval if span.parent not in known] == ["POST /customs/{path}"]


def test_no_two_spans_of_it_have_one_id(approval):
    assert len({span.span for span in approval}) == len(approval)


def test_an_order_is_followed_from_the_click_to_the_ticket(
    approval, receiver, exporter, certificate_no
):
    at = str(exporter.desk.announce().workstation_id)
    order = {"certificate_nos": [certificate_no], "parts": "both", "workstation_id": at}
    ordered = exporter.fetch("POST", "/print-jobs", json=order)

    trace = _whole_trace(receiver, ordered.headers["x-call-id"], "POST /print-jobs")

    assert {(span.process, span.kind, span.name) for span in trace} >= {
        ("gateway", "server", "POST /print-jobs"),
        ("gateway", "client", "print_svc.issue_print_jobs"),
        ("print_svc", "server", "print_svc.issue_print_jobs"),
        ("print_svc", "client", "cert_svc.check_printable"),
        ("cert_svc", "server", "cert_svc.check_printable"),
        ("cert_svc", "client", "transaction"),
        ("print_svc", "client", "transaction"),
    }
    assert _path(trace, "cert_svc.check_printable", "server") == [
        ("cert_svc", "server", "cert_svc.check_printable"),
        ("print_svc", "client", "cert_svc.check_printable"),
        ("print_svc", "server", "print_svc.issue_print_jobs"),
        ("gateway", "client", "print_svc.issue_print_jobs"),
        ("gateway", "server", "POST /print-jobs"),
    ]


def _path(trace: list[Received], name: str, kind: str) -> list[tuple[str, str, str]]:
    """From the span of this name and kind up to its root."""
    by_id = {span.span: span for span in trace}
    span = next(one for one in trace if (one.name, one.kind) == (name, kind))
    path = [span]
    while path[-1].parent in by_id:
        path.append(by_id[path[-1].parent])
    return [(one.process, one.kind, one.name) for one in path]


def _whole_trace(receiver: Receiver, call_id: str, last: str) -> list[Received]:
    """Once the span of this name has come, and no other has for as long as processes wait."""

    def found() -> list[Received] | None:
        spans = [span for span in list(receiver.spans) if span.trace == call_id]
        return spans if any(span.name == last for span in spans) else None

    wait_for(found, f"the trace {call_id}", 30)
    time.sleep(4 * PAUSE_SECONDS)
    return found() or []
