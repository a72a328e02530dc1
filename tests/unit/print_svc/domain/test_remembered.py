"""Originals that a restore forgot are out again, and nothing more is fetched for them."""

from datetime import UTC, datetime
from uuid import uuid4

from contracts.printing import PrintReleased
from contracts.values import PrintPart
from services.print_svc.domain.print_jobs import OUT
from services.print_svc.domain.remembered import remembered
from tests.factories import ENTERPRISE

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)


def released(**changes) -> PrintReleased:
    fields = {
        "enterprise_code": ENTERPRISE,
        "job_id": uuid4(),
        "certificate_no": "K265100003810001",
        "revision": 2,
        "parts": (PrintPart.ORIGINAL, PrintPart.COPY),
        "print_serial": "0000-0000-0000",
        "released_at": NOON,
    }
    return PrintReleased(**fields | changes)


def test_a_remembered_original_is_out_under_its_serial():
    job = remembered(released(), workstation="desk", nonce="unknown")

    assert job.state in OUT
    assert job.original_serial == "0000-0000-0000"
    assert job.confirmed_printed is None


def test_a_remembered_original_is_the_issuer_s_where_an_agent_printed_it():
    other = "91110000YANGBEN01X"

    job = remembered(released(issuer_code=other), workstation="", nonce="unknown")

    assert (job.enterprise_code, job.issuer_code) == (ENTERPRISE, other)


def test_the_ticket_of_a_remembered_original_is_over():
    job = remembered(released(), workstation="desk", nonce="unknown")

    assert job.ticket_expires_at == NOON
