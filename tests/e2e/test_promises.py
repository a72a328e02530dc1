"""The promises under fire: servers stopped, services killed, two people at once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from deploy.local.client import ProblemError
from deploy.local.desk import fit_printer
from deploy.local.exporter import wait_for
from deploy.local.patience import PATIENCE_SECONDS
from workstation.tickets import GatewayUnreachable, TicketError


def approve_many(officer, person, count: int) -> list[str]:
    numbers = [officer.apply(person) for _ in range(count)]
    for number in numbers:
        officer.approve(number)
    return numbers


def document(client, ticket: str) -> bytes:
    return client.desk.fetch_document(ticket, fit_printer())


def keep_trying(action, seconds: float = PATIENCE_SECONDS):
    """The result once it works: what a patient client does while something is away."""

    def tried():
        try:
            return action()
        except (ProblemError, TicketError, httpx.HTTPError):
            return None

    return wait_for(tried, "an answer", seconds)


def test_a_broker_stopped_in_the_middle_loses_nothing(stack, exporter, officer):
    numbers = approve_many(officer, exporter.person, 12)

    stack.servers.stop_broker()
    time.sleep(1)
    stack.servers.start_broker()

    for number in numbers:
        keep_trying(lambda: exporter.wait_until(number, printable=True))  # noqa: B023 - runs now


def test_a_service_killed_in_the_middle_loses_nothing(stack, exporter, officer):
    numbers = approve_many(officer, exporter.person, 12)

    stack.processes.kill("cert_svc")
    stack.processes.start("cert_svc")

    for number in numbers:
        keep_trying(lambda: exporter.wait_until(number, printable=True))  # noqa: B023 - runs now


def test_a_database_restarted_in_the_middle_loses_nothing(stack, exporter, officer):
    numbers = approve_many(officer, exporter.person, 6)

    stack.servers.stop_database()
    stack.servers.start_database()

    for number in numbers:
        keep_trying(lambda: exporter.wait_until(number, printable=True))  # noqa: B023 - runs now


def test_while_the_object_store_is_away_the_answer_is_clear_and_nothing_is_released(
    stack, exporter, approved
):
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)
    stack.servers.stop_s3()

    with pytest.raises(GatewayUnreachable, match="503"):
        document(exporter, issued["ticket"])
    state = exporter.call("GET", f"/print-jobs/{issued['job']['job_id']}")["state"]
    stack.servers.start_s3()

    assert state == "issued"
    assert keep_trying(lambda: document(exporter, issued["ticket"])).startswith(b"%PDF")


def test_print_svc_killed_while_it_releases_leaves_one_original_and_the_same_bytes(
    stack, exporter, approved
):
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)
    killing = threading.Timer(0.05, stack.processes.kill, ["print_svc"])

    killing.start()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(keep_trying, lambda: document(exporter, issued["ticket"]), 1)
    killing.join()
    stack.processes.start("print_svc")

    first = keep_trying(lambda: document(exporter, issued["ticket"]))
    uses = exporter.call("GET", f"/seal-uses?certificate_no={certificate_no}")["uses"]
    assert document(exporter, issued["ticket"]) == first
    assert len({(use["part"], use["seal_id"]) for use in uses}) == len(uses) == 4
    with pytest.raises(ProblemError):
        exporter.issue_print(certificate_no)


def test_a_ticket_presented_ten_times_at_once_is_one_release(exporter, approved):
    certificate_no = approved()
    ticket = exporter.issue_print(certificate_no)["ticket"]

    with ThreadPoolExecutor(10) as pool:
        documents = set(pool.map(lambda _: document(exporter, ticket), range(10)))

    uses = exporter.call("GET", f"/seal-uses?certificate_no={certificate_no}")["uses"]
    assert len(documents) == 1
    assert len(uses) == 4


def test_of_many_clicks_at_once_one_gets_the_original(exporter, approved):
    certificate_no = approved()

    def click(_: int) -> str | None:
        try:
            return exporter.issue_print(certificate_no)["job"]["job_id"]
        except ProblemError:
            return None

    with ThreadPoolExecutor(8) as pool:
        jobs = [job for job in pool.map(click, range(8)) if job]

    assert len(jobs) == 1


def test_of_two_opposite_confirmations_at_once_one_stands(exporter, approved):
    certificate_no = approved()
    issued = exporter.issue_print(certificate_no)
    document(exporter, issued["ticket"])

    def answer(printed: bool) -> str:  # noqa: FBT001 - mapped over both answers
        try:
            return exporter.confirm(issued["job"]["job_id"], printed=printed)["state"]
        except ProblemError as error:
            return str(error.code)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(answer, [True, False]))

    job = exporter.call("GET", f"/print-jobs/{issued['job']['job_id']}")
    assert answers in (
        ["print.already_confirmed", "printed"],
        ["failed", "print.already_confirmed"],
    )
    assert job["state"] in answers


def test_the_same_idempotency_key_gets_the_same_ticket(exporter, approved):
    certificate_no = approved()
    at = str(exporter.desk.announce().workstation_id)
    body = {"certificate_nos": [certificate_no], "parts": "both", "workstation_id": at}
    key = {"Idempotency-Key": f"click-{certificate_no}"}

    first = exporter.call("POST", "/print-jobs", json=body, headers=key)
    second = exporter.call("POST", "/print-jobs", json=body, headers=key)

    assert first == second
