"""What the console takes: faults that make sense, and examples that work."""

import pytest
from pydantic import ValidationError

from customs.console.bodies import ApplicationView, NewApplication, example_application
from customs.console.simulation_bodies import NewApproval, NewFault
from customs.domain.faults import FaultKind
from customs.domain.forms import checked_type
from customs.domain.timeline import entry_of_event
from tests.unit.customs.builders import (
    NOON,
    approved,
    authorization,
    credit_code,
    form,
    id_number,
    plan,
)


def test_the_example_application_would_be_accepted():
    body = NewApplication.model_validate(example_application())

    assert checked_type(body).id == "china_australia"


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("wrong_digest", "LayoutStatusChanged"),
        ("missing_object", "LayoutStatusChanged"),
        ("reject", "AuthorizationReceiptIssued"),
    ],
)
def test_a_fault_that_fits_one_event_needs_none_named(kind, event):
    assert NewFault(kind=kind).to_fault().event == event


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "late"},
        {"kind": "late", "event": "SealAuthorized"},
        {"kind": "late", "event": "NoSuchEvent"},
        {"kind": "reject", "event": "CertificateApproved"},
        {"kind": "late", "event": "CertificateApproved", "times": 0},
        {"kind": "late", "event": "CertificateApproved", "colour": "red"},
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(fields):
    with pytest.raises(ValidationError):
        NewFault.model_validate(fields)


def test_a_fault_of_an_approval_is_bound_to_its_certificate():
    body = NewApproval.model_validate({"faults": [{"kind": "duplicate", "seconds": 1}]})

    bound = body.faults[0].bound_to("A26YANGBEN000001")

    assert (bound.certificate_no, bound.kind) == ("A26YANGBEN000001", FaultKind.DUPLICATE)


def test_no_view_of_an_application_shows_the_id_number():
    number = form().declarer_id_number.get_secret_value()

    assert number not in ApplicationView.of(approved()).model_dump_json()


@pytest.mark.parametrize(
    "event", [plan()[0].event, authorization(credit_code(), id_number(1), id_number(2))]
)
def test_the_timeline_keeps_no_id_number(event):
    entry = entry_of_event(type(event).__name__, event.to_wire(), way="heard", at=NOON)
    assert "1101011990" not in str(entry.details)
