"""Promise 2 under kill -9: of whatever takes part in a print, at each step of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from tests.e2e.office import Office, Program, Tray
from tests.e2e.sheets import AT_ONCE, MOMENTS, REPLACED, Sheet
from workstation.pairing import pair

VICTIMS = ("workstation", "gateway", "print_svc", "broker", "printer")
ENDS = {("printer", "the printer prints"): REPLACED}
"""A sheet is lost only with the printer that was printing it."""


@pytest.fixture(scope="module")
def certificates(exporter, officer) -> Iterator[str]:
    """Approved all at once, because each takes its time."""
    numbers = [officer.apply(exporter.person) for _ in range(len(VICTIMS) * len(MOMENTS) + 5)]
    for number in numbers:
        officer.approve(number)

    def printable() -> Iterator[str]:
        for number in numbers:
            exporter.wait_until(number, printable=True)
            yield number

    return printable()


@pytest.fixture(scope="module")
def office(stack, exporter, certificates, tmp_path_factory) -> Iterator[Office]:
    def approve(begun) -> None:
        exporter.call("POST", f"/workstation-pairings/{begun.user_code}/approval", json={})

    root = tmp_path_factory.mktemp("office")
    tray = Tray(root / "printer")
    program = Program(pair(stack.gateway, "desk", show=approve), root / "state", tray.uri)
    engine = create_engine(stack.servers.create_database("print_svc"), poolclass=NullPool)
    office = Office(stack, exporter, engine, program, tray, certificates)
    yield office
    office.close()


@pytest.fixture
def sheet(office) -> Sheet:
    office.open_up()
    return Sheet(office)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("victim", VICTIMS)
def test_one_original_comes_of_it_whatever_is_killed_while(office, sheet, victim, moment):
    with MOMENTS[moment](sheet):
        office.kill(victim)
    office.start(victim)

    assert sheet.seen_through() == ENDS.get((victim, moment), AT_ONCE)
