"""No original is spent on a printer that lacks what it needs, or of which nobody knows (R62)."""

import hashlib

import pytest

from contracts.printing import Evidence, PrintProgressed, ReleaseDocument
from contracts.proofs import fetching
from tests.integration.print_svc.desks import DESK, preflight
from tests.integration.print_svc.office import EXPORTER, refused
from tests.unit.cert_svc.events import caller

pytestmark = pytest.mark.rule("R62")


def _fetch(office, issued, told):
    at = office.desks.named(DESK, EXPORTER)
    content = hashlib.sha256(told.model_dump_json().encode() if told else b"").hexdigest()
    proof = office.desks.prove(at, fetching(issued.ticket.get_secret_value()), content)
    request = ReleaseDocument(
        ticket=issued.ticket, proof=proof, content_sha256=content, preflight=told
    )
    return office.bench.ask(request)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (None, "print.no_preflight"),
        (preflight(duplex="no"), "print.printer_unfit"),
        (preflight(physical="no"), "print.printer_unfit"),
        (preflight(color="not_said"), "print.printer_unknown"),
        (preflight().model_copy(update={"answers": {}}), "print.printer_unknown"),
    ],
)
def test_a_document_is_not_released_for_such_a_printer(office, told, code):
    issued = office.issue_one(office.approve())

    with refused(code):
        _fetch(office, issued, told)

    assert office.job(issued).state == "issued"


def test_a_preflight_that_was_not_signed_is_refused(office):
    issued = office.issue_one(office.approve())
    at = office.desks.named(DESK, EXPORTER)
    proof = office.desks.prove(at, fetching(issued.ticket.get_secret_value()))
    content = hashlib.sha256(preflight().model_dump_json().encode()).hexdigest()

    with refused("workstation.wrong_proof"):
        office.bench.ask(
            ReleaseDocument(
                ticket=issued.ticket, proof=proof, content_sha256=content, preflight=preflight()
            )
        )


def test_what_a_person_vouched_for_is_kept_with_the_job(office):
    issued = office.issue_one(office.approve())
    told = preflight(duplex="vouched")

    _fetch(office, issued, told)
    _fetch(office, issued, preflight())

    assert office.job(issued, caller()).preflight == told


def test_progress_is_told_once_for_each_change(office):
    issued = office.print_out(office.approve())
    jammed = Evidence(job_state="processing", state_reasons=("media-jam",))
    for evidence in (jammed, jammed, Evidence(job_state="completed", impressions_completed=4)):
        office.report(issued, evidence)

    told = [event for event in office.bench.published() if isinstance(event, PrintProgressed)]
    assert [(one.device_state, one.reason) for one in told] == [
        ("processing", "paper_jam"),
        ("completed", None),
    ]
