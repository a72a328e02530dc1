"""What people do with the product, from the scanner to the printer, over HTTP and IPP."""

from contextlib import closing
from typing import Any

import pytest

from deploy.local.client import ProblemError
from deploy.local.demo_checks import code_on, compare_pages
from deploy.local.desk import fit_printer
from deploy.local.exporter import authorized_exporter, wait_for
from deploy.local.printer import Fault
from workstation.tickets import TicketRefused


def fetched(client, ticket: str) -> bytes:
    return client.desk.fetch_document(ticket, fit_printer())


def verdict_on(public, pdf: bytes, tmp_path) -> str:
    document = tmp_path / "sheet.pdf"
    document.write_bytes(pdf)
    return public.call("GET", f"/verify/{code_on(document)}")["verdict"]


def test_a_scanned_seal_becomes_a_printed_verified_and_archived_certificate(
    exporter, approved, printer, print_at_desk, public, tmp_path
):
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)

    evidence = print_at_desk(issued["ticket"])
    released = tmp_path / "released.pdf"
    released.write_bytes(fetched(exporter, issued["ticket"]))
    exporter.confirm(issued["job"]["job_id"], printed=True)

    assert evidence.job_state == "completed"
    assert compare_pages(released, printer.received()[0], tmp_path) == 4
    exporter.wait_until(certificate_no, print_status="printed", archived=True)
    wait_for(
        lambda: verdict_on(public, released.read_bytes(), tmp_path) == "valid" or None, "valid"
    )


def test_a_jam_leads_to_one_replacement_and_the_first_sheet_is_void(
    exporter, approved, printer, print_at_desk, public, tmp_path
):
    certificate_no = approved()
    first = exporter.issue_print(certificate_no)
    printer.fail_next_job(Fault.ABORT)
    print_at_desk(first["ticket"])
    spoiled = fetched(exporter, first["ticket"])
    exporter.confirm(first["job"]["job_id"], printed=False)

    exporter.file_exception(certificate_no, "paper_jam")
    exporter.wait_until(certificate_no, print_status="waiting", exception_count=1)
    second = exporter.issue_print(certificate_no)
    print_at_desk(second["ticket"])

    assert verdict_on(public, spoiled, tmp_path) == "replaced"
    with pytest.raises(ProblemError, match=r"certificate\.already_printed|print\.original_live"):
        exporter.issue_print(certificate_no)


def test_an_archived_certificate_takes_neither_print_nor_exception(exporter, approved):
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)
    fetched(exporter, issued["ticket"])
    exporter.confirm(issued["job"]["job_id"], printed=True)
    exporter.wait_until(certificate_no, archived=True)

    with pytest.raises(ProblemError, match=r"certificate\.archived"):
        exporter.issue_print(certificate_no)
    with pytest.raises(ProblemError, match=r"exception\.archived"):
        exporter.file_exception(certificate_no, "paper_jam")


@pytest.mark.rule("R36", "R43")
def test_a_certificate_approved_before_the_authorization_says_why_it_is_missing(
    stack, officer, other_person, seal
):
    officer.file_declarer(other_person)
    certificate_no = officer.apply(other_person)
    [warning] = officer.approve(certificate_no)["warnings"]

    with closing(authorized_exporter(stack.gateway, officer, other_person, seal)) as exporter:
        path = f"/certificates/{certificate_no}/diagnosis"

        def told() -> Any:
            """Once cert_svc has heard of the authorization too."""
            diagnosis = exporter.call("GET", path)
            return None if "certificate.seal_not_authorized" in failing(diagnosis) else diagnosis

        diagnosis = wait_for(told, "the diagnosis after the authorization")

    assert warning["code"] == "customs.authorization_missing"
    assert not diagnosis["printable"]
    assert "certificate.authorized_too_late" in failing(diagnosis)


def failing(diagnosis: dict[str, Any]) -> list[str]:
    return [line["code"] for line in diagnosis["lines"] if line["holds"] is False]


def test_a_certificate_sent_back_and_approved_again_is_printed_anew_and_the_first_sheet_void(
    exporter, approved, officer, public, tmp_path
):
    certificate_no = approved()
    first = exporter.issue_print(certificate_no)
    earlier = fetched(exporter, first["ticket"])
    officer.call("POST", f"/applications/{certificate_no}/return", json={"reason": "样本"})
    exporter.wait_until(certificate_no, returned=True)

    officer.approve(certificate_no)
    exporter.wait_until(certificate_no, printable=True, revision=2)

    issued = exporter.issue_print(certificate_no)
    assert fetched(exporter, issued["ticket"]).startswith(b"%PDF")
    assert verdict_on(public, earlier, tmp_path) == "replaced"


@pytest.mark.rule("R98", "R99")
def test_an_amended_certificate_replaces_the_printed_one_everywhere(
    exporter, approved, officer, public, tmp_path
):
    old = approved()
    issued = exporter.issue_print(old)
    sheet = fetched(exporter, issued["ticket"])
    exporter.confirm(issued["job"]["job_id"], printed=True)
    exporter.wait_until(old, archived=True)

    new = approved(application_kind="1", old_certificate_no=old, reason="样本")

    exporter.wait_until(old, replaced_by=new, printable=False)
    wait_for(lambda: verdict_on(public, sheet, tmp_path) == "replaced" or None, "replaced")
    beside = {"serial": issued["job"]["print_serials"]["original"]}
    told = public.call("GET", f"/verify/{old}", params=beside)
    assert told["replaced_by_certificate"] == new
    assert exporter.certificate(new)["replaces"] == old
    assert "certificate.replaced" in failing(exporter.call("GET", f"/certificates/{old}/diagnosis"))
    with pytest.raises(ProblemError, match=r"certificate\.replaced"):
        exporter.issue_print(old)
    with pytest.raises(ProblemError, match=r"exception\.replaced"):
        exporter.file_exception(old, "paper_jam")


@pytest.mark.rule("R48")
def test_a_certificate_is_claimed_at_the_counter_or_printed_by_whoever_is_first(
    exporter, approved, officer
):
    claimed, printed = approved(), approved()
    queued = exporter.issue_print(claimed)
    fetched(exporter, exporter.issue_print(printed)["ticket"])
    wait_for(lambda: "PrintReleased" in heard(officer, printed) or None, "news of the release")

    officer.call("POST", f"/applications/{claimed}/counter-claim")
    with pytest.raises(ProblemError, match=r"customs\.self_printed"):
        officer.call("POST", f"/applications/{printed}/counter-claim")

    wait_for(
        lambda: officer.call("GET", f"/applications/{claimed}")["claimed_at_counter"] or None,
        "the answer to the claim",
    )
    with pytest.raises(TicketRefused, match=r"print\.ticket_void|certificate\.claimed_at_counter"):
        fetched(exporter, queued["ticket"])
    with pytest.raises(ProblemError, match=r"certificate\.claimed_at_counter"):
        exporter.issue_print(claimed)
    path = f"/certificates/{claimed}/diagnosis"
    wait_for(
        lambda: "certificate.claimed_at_counter" in failing(exporter.call("GET", path)) or None,
        "the diagnosis that tells of the claim",
    )


def heard(officer, number: str) -> set[str]:
    """The events that customs knows of."""
    return {each["what"] for each in officer.call("GET", f"/applications/{number}")["timeline"]}


def test_an_agent_prints_what_is_approved_after_the_grant_and_nothing_once_it_is_revoked(
    exporter, other_exporter, officer
):
    principal, agent = exporter, other_exporter
    grant = principal.grant(agent.person.credit_code)
    wait_for(lambda: agent.call("GET", "/principals")["grants"] or None, "the principal")
    numbers = [
        officer.apply(principal.person, agent_code=agent.person.credit_code) for _ in range(2)
    ]
    for number in numbers:
        officer.approve(number)
        agent.wait_until(number, printable=True)
    assert agent.issue_print(numbers[0])["job"]["state"] == "issued"

    principal.call("DELETE", f"/agent-grants/{grant['grant_id']}")

    wait_for(lambda: agent.certificate(numbers[1]) is None or None, "the end of the grant")
    assert principal.certificate(numbers[1])["printable"]


def test_another_enterprise_sees_nothing_of_it_by_any_route(exporter, other_exporter, approved):
    certificate_no = approved()
    seal_id = exporter.call("GET", "/seals")["stamps"][0]["stamp_id"]
    signature_id = exporter.call("GET", "/signatures")["stamps"][0]["stamp_id"]
    job_id = exporter.issue_print(certificate_no)["job"]["job_id"]
    refused = {
        f"/certificates/{certificate_no}": "certificate.unknown",
        f"/certificates/{certificate_no}/copy.pdf": "certificate.unknown",
        f"/certificates/{certificate_no}/download.pdf": "certificate.unknown",
        f"/seals/{seal_id}": "seal.unknown",
        f"/seals/{seal_id}/preview.png": "seal.unknown",
        f"/seals/{seal_id}/overlay.png": "seal.unknown",
        f"/signatures/{signature_id}": "signature.unknown",
        f"/signatures/{signature_id}/preview.png": "signature.unknown",
        f"/print-jobs/{job_id}": "print.unknown_job",
    }

    answers = {path: problem_code(other_exporter, "GET", path) for path in refused}

    assert answers == refused
    assert not other_exporter.call("GET", "/print-jobs")["jobs"]
    assert not other_exporter.call("GET", "/certificates")["certificates"]
    assert not other_exporter.call("GET", "/seal-uses")["uses"]
    assert (
        problem_code(
            other_exporter, "POST", f"/print-jobs/{job_id}/confirmation", json={"printed": True}
        )
        == "print.unknown_job"
    )
    cancelling = problem_code(other_exporter, "POST", f"/print-jobs/{job_id}/cancellation")
    assert cancelling == "print.unknown_job"


def problem_code(client, method: str, path: str, **content) -> str | None:
    with pytest.raises(ProblemError) as refusal:
        client.fetch(method, path, **content)
    return refusal.value.code


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "wrong_digest"},
        {"kind": "duplicate", "event": "LayoutStatusChanged"},
        {"kind": "duplicate", "event": "CertificateApproved"},
        {"kind": "out_of_order", "event": "LayoutStatusChanged"},
        {"kind": "lost_then_resent", "event": "LayoutStatusChanged"},
    ],
    ids=lambda fault: fault["kind"] + "-" + fault.get("event", "layout"),
)
def test_what_customs_gets_wrong_comes_right(exporter, officer, fault):
    certificate_no = officer.apply(exporter.person)

    officer.approve(certificate_no, faults=[fault])

    exporter.wait_until(certificate_no, printable=True, revision=1)
