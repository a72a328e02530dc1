"""Promise 2 under kill -9: of whatever takes part in a print, at each step of it."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from deploy.local.exporter import wait_for
from deploy.local.patience import PATIENCE_SECONDS
from tests.e2e.office import Desk, Office, Program, Tray
from tests.e2e.sheets import AT_ONCE, ENTERED, MOMENTS, REPLACED, End, Sheet
from workstation.pairing import pair

pytestmark = pytest.mark.nightly

VICTIMS = ("workstation", "gateway", "print_svc", "broker", "printer")
ENDS = {("printer", "the printer prints"): REPLACED}
"""A sheet is lost only with the printer that was printing it."""
OF_THE_TRAIL = 3


@pytest.fixture(scope="module")
def certificates(exporter, officer) -> Iterator[str]:
    """Approved all at once, because each takes its time."""
    count = len(VICTIMS) * len(MOMENTS) + OF_THE_TRAIL
    numbers = [officer.apply(exporter.person) for _ in range(count)]
    for number in numbers:
        officer.approve(number)

    def printable() -> Iterator[str]:
        for number in numbers:
            exporter.wait_until(number, 120, printable=True)
            yield number

    return printable()


@pytest.fixture(scope="module")
def office(stack, exporter, certificates, tmp_path_factory) -> Iterator[Office]:
    """With a desk for each moment."""
    root = tmp_path_factory.mktemp("office")
    desks = {
        moment: new_desk(stack, exporter, root / f"desk-{place}")
        for place, moment in enumerate(MOMENTS)
    }
    engine = create_engine(stack.servers.create_database("print_svc"), poolclass=NullPool)
    office = Office(stack, exporter, engine, desks, certificates)
    office.start("workstation")
    yield office
    office.close()


def new_desk(stack, exporter, folder: Path) -> Desk:
    def approve(begun) -> None:
        exporter.call("POST", f"/workstation-pairings/{begun.user_code}/approval", json={})

    tray = Tray(folder / "printer")
    enrolment = pair(stack.gateway, folder.name, show=approve)
    return Desk(Program(enrolment, folder / "state", tray.uri), tray)


@pytest.fixture(scope="module", params=VICTIMS)
def killed(request, office) -> Iterator[tuple[str, dict[str, Future[End]]]]:
    """Who was, and how each print goes on that was under way, one at each moment."""
    victim = request.param
    office.wait_until_open()
    sheets = {moment: Sheet(office, desk) for moment, desk in office.desks.items()}
    with ExitStack() as standstill:
        for moment in ENTERED:
            standstill.enter_context(MOMENTS[moment](sheets[moment]))
        office.kill(victim)
    office.start(victim)
    ends = {moment: office.pool.submit(sheet.seen_through) for moment, sheet in sheets.items()}
    yield victim, ends
    wait(ends.values())


@pytest.mark.parametrize("moment", MOMENTS)
def test_one_original_comes_of_it_whatever_was_killed_while(killed, moment):
    victim, ends = killed

    assert ends[moment].result() == ENDS.get((victim, moment), AT_ONCE)


def test_no_record_of_the_audit_trail_is_lost_with_who_keeps_it_or_with_the_broker(
    stack, exporter, office
):
    office.wait_until_open()
    [desk, *_] = office.desks.values()
    sheets = [Sheet(office, desk) for _ in range(OF_THE_TRAIL)]
    with desk.program.asleep():
        for sheet in sheets:
            sheet.order()
        for sheet in sheets:
            sheet.job_id()  # without auth_svc nobody's order is taken
        office.kill("auth_svc")
        try:
            cancelled = [sheet.cancelled() for sheet in sheets]
            office.kill("broker")
            office.start("broker")
        finally:
            office.start("auth_svc")
        gone = {each.result()["job_id"] for each in cancelled}

    jobs = exporter.call("GET", "/print-jobs?limit=200")["jobs"]
    issued = Counter(job["job_id"] for job in jobs)
    wait_for(
        lambda: recorded(exporter, "print.issued") == issued or None, "records", PATIENCE_SECONDS
    )
    cancelled_once = Counter(gone)
    wait_for(
        lambda: cancelled_once == recorded(exporter, "print.cancelled") or None,
        "theirs",
        PATIENCE_SECONDS,
    )
    assert chains_hold(stack)


def recorded(exporter, action: str) -> Counter[str]:
    """How often the trail tells of each job that this was done with it."""
    asked = {"action": action, "outcome": "done", "limit": 200}
    page = exporter.call("GET", "/audit", params=asked)
    assert page["next_cursor"] is None
    subjects = [each["subjects"] for each in page["records"]]
    return Counter(job_id for one in subjects for job_id in one.get("job_id", ()))


def chains_hold(stack) -> bool:
    """By the command with which anybody checks them."""
    environment = stack.processes.applications["auth_svc"].environment()
    command = [sys.executable, "-m", "services.auth_svc.verify_audit_trail"]
    return subprocess.run(command, env=environment, check=False).returncode == 0
